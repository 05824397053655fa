import { expect, test } from "vitest";
import { analyze } from "../../src/engine/index.ts";
import { readLabels } from "../accuracy/labels.ts";
import { LAB, labFile } from "../lab.ts";

/** What an engineer may have of a stage, in the order in which it is pasted. */
const OUTPUTS: readonly (readonly [command: string, file: string])[] = [
  ["cat /proc/net/bonding/bond0", "proc_net_bonding_bond0.txt"],
  ["ip -d link show bond0", "ip_d_link_show_bond0.txt"],
  ["ip link show eno1", "ip_link_show_eno1.txt"],
  ["ethtool eno1", "ethtool_eno1.txt"],
  ["nmcli con show bond0", "nmcli_con_show_bond0.txt"],
  ["nmcli -g bond.options con show bond0", "nmcli_g_bond.options_con_show_bond0.txt"],
  ["ip -d link show eno1", "ip_d_link_show_eno1.txt"],
  ["ip -d link show eno2", "ip_d_link_show_eno2.txt"],
];

/** What may be said of less than everything: the truth, or less than it, never something else. */
const WEAKER: Readonly<Record<string, readonly string[]>> = {
  broken: ["broken", "degraded", "at-risk", "unknown"],
  degraded: ["degraded", "unknown"],
  "at-risk": ["at-risk", "unknown"],
  healthy: ["healthy", "unknown"],
};

const stages = readLabels(LAB).filter(({ id }) => id.startsWith("seed-miimon0-primary/"));

test.each(stages.map((stage) => [stage.id, stage] as const))(
  "no part of %s says anything contrary to the whole",
  (id, stage) => {
    const [label] = stage.bonds;
    const allowed = new Set<string>([...(label?.must ?? []), ...(label?.may ?? [])]);
    for (let bits = 1; bits < 2 ** OUTPUTS.length; bits += 1) {
      const used = OUTPUTS.filter((_, index) => (bits >> index) & 1);
      const part = used.map(([, file]) => file).join(" ");
      const text = used.map(([command, file]) => `[root@lab ~]# ${command}\n${labFile(`${id}/${file}`)}`).join("");
      const { bonds, findings } = analyze([{ path: "session.txt", text }]);
      const alarms = findings.filter(({ severity }) => severity === "error" || severity === "warning");
      expect(
        alarms.filter(({ rule }) => !allowed.has(rule)),
        part,
      ).toEqual([]);
      expect(bonds.length, part).toBeLessThanOrEqual(1);
      for (const bond of bonds) {
        expect(WEAKER[label?.verdict ?? "unknown"], part).toContain(bond.verdict);
        if (bond.rootCause !== undefined) expect(allowed, part).toContain(bond.rootCause);
      }
    }
  },
);

test("a dead active port is seen without the dump", () => {
  const part = (files: readonly string[]) =>
    analyze(files.map((path) => ({ path, text: labFile(`seed-miimon0-primary/2-eno1-shut/${path}`) })));
  for (const sign of ["ip_link_show_eno1.txt", "ethtool_eno1.txt", "ip_d_link_show_eno1.txt"]) {
    const { bonds, findings } = part(["ip_d_link_show_bond0.txt", sign]);
    expect([bonds[0]?.verdict, findings[0]?.message]).toEqual([
      "broken",
      "bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, but bond0 still sends everything through it.",
    ]);
  }
});

/** From best to worst. */
const VERDICTS = ["unknown", "healthy", "at-risk", "degraded", "broken"];

/** What a part cannot know, with the fact that only the rest holds. */
const BLIND: Readonly<Record<string, readonly string[]>> = {
  // That another bond of the host is in use.
  "rule-stray-bond0/1-stray": ["no-slaves", "no-link-monitoring", "bond-down"],
  // That a profile overrules the options of the module.
  "rule-stale-modprobe/1-overruled": ["no-link-monitoring"],
  // That the ARP monitor runs: its losses look like the link's.
  "rule-arp-short/1-short": ["link-flapping"],
  // Which port is active, and so whether the one with the small MTU is used.
  "rule-mtu-mismatch/1-eno2-1500": ["mtu-mismatch"],
  // Which of two profiles is in use.
  "rule-two-profiles/1-two": ["profile-kernel-drift"],
};

const ofRules = readLabels(LAB).filter(({ id }) => id.startsWith("rule-"));

test.each(ofRules.map((stage) => [stage.id, stage] as const))(
  "one output of %s, two, or all but one raise no alarm that the whole does not",
  (id, { bonds: labels, captures }) => {
    const allowed = new Set<string>([
      ...labels.flatMap(({ must, may, anyOf, rootCause }) => [...must, ...may, ...anyOf, rootCause ?? ""]),
      ...(BLIND[id] ?? []),
    ]);
    const worst = BLIND[id] ? VERDICTS.length : Math.max(...labels.map(({ verdict }) => VERDICTS.indexOf(verdict)));
    const files = captures.filter(({ path }) => path.endsWith(".txt") || path.endsWith(".nmconnection"));
    const pairs = files.length > 14 ? [] : files.flatMap((one, index) => files.slice(index).map((two) => [one, two]));
    const parts = [...files.map((one) => captures.filter((other) => other !== one)), ...pairs];
    for (const part of parts) {
      const { bonds, findings } = analyze(part);
      const alarms = findings.filter(({ severity }) => severity === "error" || severity === "warning");
      const paths = part.map(({ path }) => path).join(" ");
      expect(
        alarms.filter(({ rule }) => !allowed.has(rule)).map(({ message }) => message),
        paths,
      ).toEqual([]);
      for (const { verdict } of bonds) expect(VERDICTS.indexOf(verdict), paths).toBeLessThanOrEqual(worst);
    }
  },
);
