import { expect, test } from "vitest";
import { analyze, type Check, RULE_IDS } from "../../../src/engine/index.ts";
import { LAB, labFile, labTexts, SHUT } from "../../lab.ts";

function checksOf(captures: readonly { path: string; text: string }[], settings = {}): readonly Check[] {
  return analyze(captures, settings).bonds[0]?.checks ?? [];
}

const saying = (checks: readonly Check[], state: Check["state"]) =>
  checks.filter((check) => check.state === state).map(({ message }) => message);

const incident = labTexts(SHUT);

test("the triage list of the model incident: what is in order, what is wrong", () => {
  const checks = checksOf(incident);
  expect(saying(checks, "in-order")).toEqual([
    "bond0 runs active-backup with eno1 and eno2",
    "eno1 and eno2 are in the bond, as the configuration says",
    "bond and ports have the same MTU, 1500",
    "the profile bond0 and the kernel agree",
  ]);
  expect(saying(checks, "wrong")).toEqual([
    expect.stringContaining("Link monitoring: bond0 does not monitor its links"),
    expect.stringContaining("The driver's opinion of the ports: eno1"),
    expect.stringContaining("The link of each port: ethtool finds no link on eno1"),
    expect.stringContaining("The active port: bond0 stays on its active port eno1"),
  ]);
  expect(saying(checks, "not-captured")).toEqual([]);
  expect(checks.filter(({ rule }) => rule !== undefined).every(({ rule }) => rule === "no-link-monitoring")).toBe(true);
});

test("what one file alone cannot show is named with the command that shows it", () => {
  const checks = checksOf([
    { path: "proc_net_bonding_bond0.txt", text: labFile(`${SHUT}/proc_net_bonding_bond0.txt`) },
  ]);
  const absent = checks.filter(({ state }) => state === "not-captured");
  expect(absent.map(({ command }) => command)).toEqual(["ethtool eno1", "ethtool eno2", "nmcli con show bond0"]);
});

test("a healthy bond has nothing wrong, and each place holds what it shows", () => {
  const captures = labTexts("seed-miimon0-primary/5-fix-reactivated");
  const checks = checksOf(captures);
  expect(saying(checks, "wrong")).toEqual([]);
  expect(saying(checks, "in-order").length).toBeGreaterThan(5);
  for (const { places } of checks) {
    for (const { path, start, end } of places) {
      const text = captures.find((one) => one.path === path)?.text ?? "";
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }
});

test("a muted rule does not turn into something that is in order", () => {
  const rules = Object.fromEntries(RULE_IDS.map((id) => [id, "off" as const]));
  const checks = checksOf(incident, { rules });
  expect(saying(checks, "wrong")).toEqual([]);
  expect(saying(checks, "in-order")).toEqual(saying(checksOf(incident), "in-order"));
});

test("a hostile name reaches no command as it is", () => {
  const dump = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
  const named = (port: string) => dump.replaceAll("eno1", port);
  const commands = (port: string) =>
    checksOf([{ path: `${LAB}/proc_net_bonding_bond0.txt`, text: named(port) }]).flatMap(
      ({ command }) => command ?? [],
    );
  expect(commands("$(id)")).toContain("ethtool '$(id)'");
  expect(commands("-s").filter((command) => command.startsWith("ethtool"))).toEqual(["ethtool eno2"]);
  expect(commands("e\u202eo").join()).not.toContain("\u202e");
});
