import { describe, expect, test } from "vitest";
import type { KernelBond, KernelOption } from "../../../src/engine/bonding/kernel/bond.ts";
import { runIpLink } from "../../../src/engine/bonding/kernel/ipLink.ts";
import { runModprobe } from "../../../src/engine/bonding/kernel/modprobe.ts";
import { runningPrimary, runSysfs } from "../../../src/engine/bonding/kernel/sysfs.ts";
import { isAnyOptionName, knowledgeOf } from "../../../src/engine/bonding/options.ts";
import { type KernelCase, kernelCases, optionValues } from "./oracle.ts";

const CASES = kernelCases();
/** The interfaces of the lab's host. */
const DEVICES = ["lo", "bondT", "eno1", "eno2", "eno3", "eno4", "ens9", "ens10"];

/** What the files of sysfs would read for the modelled bond. */
function listing(bond: KernelBond, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, isAnyOptionName(name) ? file(bond, name) : "?"]));
}

function file(bond: KernelBond, name: KernelOption): string {
  if (name === "primary") return runningPrimary(bond);
  if (name.startsWith("ad_") && !knowledgeOf(name).kernel?.modes?.includes(bond.mode) && name !== "ad_select")
    return "";
  return bond.value(name);
}

function expectValues(bond: KernelBond, { values, via }: KernelCase): void {
  const expected = optionValues(values, via === "sysfs-slave");
  expect(listing(bond, Object.keys(expected))).toEqual(expected);
}

const title = ({ options }: KernelCase) => JSON.stringify(options);

test("the oracle is whole", () => {
  expect(CASES).toHaveLength(561);
});

describe("sysfs", () => {
  test.each(CASES.filter(({ via }) => via.startsWith("sysfs")).map((one) => [title(one), one] as const))(
    "%s",
    (_, one) => {
      const steps = (one.steps ?? []).filter(({ value }) => value !== null);
      const { errors, bond } = runSysfs(steps.map(({ option, value }) => ({ option, value: value ?? "" })));
      expect(errors.map((errno) => errno ?? null)).toEqual(steps.map(({ errno }) => errno));
      expectValues(bond, one);
    },
  );
});

describe("ip link", () => {
  test.each(CASES.filter(({ via }) => via === "ip").map((one) => [title(one), one] as const))("%s", (_, one) => {
    const { refusal, bond } = runIpLink(wordsOf(one), { devices: DEVICES });
    expect({ accepted: refusal === undefined, refusal }).toMatchObject({ accepted: one.accepted });
    if (refusal?.by === "kernel" && one.stderr.startsWith("Error: "))
      expect([`Error: ${refusal.text}`, "Error: integer out of range."]).toContain(one.stderr.trim());
    if (one.accepted) expectValues(bond, one);
  });
});

/** The words as they were given to `ip`; the command line joins them with blanks, so that values come from the text. */
function wordsOf({ command = "", options }: KernelCase): string[] {
  const words = command.split(" type bond ")[1]?.split(" ") ?? [];
  const spaced = /^[^,]*? miimon=100$/.test(options.trim()) ? [`${words[0]}`, words.slice(1).join(" ")] : words;
  return spaced.filter((word, index) => word !== "" || index % 2 === 1);
}

describe("modprobe", () => {
  test.each(CASES.filter(({ via }) => via === "modprobe").map((one) => [title(one), one] as const))("%s", (_, one) => {
    const given = one.options.split(" ").map((word) => word.split("=") as [string, string]);
    const known = given.flatMap(([name, value]) => (isAnyOptionName(name) ? [[name, value] as const] : []));
    const { refusal, bond } = runModprobe(new Map(known));
    expect(refusal === undefined).toBe(one.accepted);
    if (one.accepted) expectValues(bond, one);
  });
});
