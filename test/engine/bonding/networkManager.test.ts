import { describe, expect, test } from "vitest";
import { lastLines, readKeyfile, storedByReading } from "../../../src/engine/bonding/forms/keyfile.ts";
import { activate, running } from "../../../src/engine/bonding/networkManager/activate.ts";
import { type Modification, modifyStored, optionsOf } from "../../../src/engine/bonding/networkManager/nmcli.ts";
import { normalised, verifyTogether, verifyValues } from "../../../src/engine/bonding/networkManager/verify.ts";
import { minorOf } from "../../../src/engine/bonding/networkManager/version.ts";
import { knowledgeOf, type Options } from "../../../src/engine/bonding/options.ts";
import { networkManagerCases, optionValues, profileCases } from "./oracle.ts";

const CASES = networkManagerCases();

describe("libnm's verify", () => {
  const versions = [
    ["1.42.4", "libnm 1.42.4"],
    ["1.52.1", "libnm 1.52.1"],
  ] as const;
  for (const [version, column] of versions) {
    const title = (one: (typeof CASES.verify)[number]) => one.options.map((pair) => pair.join("=")).join(",");
    test.each(CASES.verify.map((one) => [one.id, title(one), one] as const))(`${version} %s %s`, (_, __, one) => {
      const minor = minorOf(version);
      const given = new Map(one.options);
      const values = verifyValues(given, minor);
      const refusals = values.length > 0 ? values : verifyTogether(optionsOf(one.options), minor);
      expect(refusals.length === 0 ? "valid" : "invalid").toBe(one.observed[column]);
      if (one.error && column === "libnm 1.52.1" && one.observed[column] === one.expected)
        expect(`bond.options: ${refusals[0]?.says}`).toBe(one.error);
      if (one.normalizedTo && refusals.length === 0)
        expect(Object.fromEntries(normalised(optionsOf(one.options)))).toEqual(one.normalizedTo);
    });
  }
});

const asObject = (options: Options | undefined) => options && Object.fromEntries(options);

describe("nmcli's bond.options", () => {
  test.each(CASES.nmcliSetter.map((one) => [one.id, one.value, one] as const))("%s %s", (_, value, { result }) => {
    const stored = modifyStored(new Map(), [{ kind: "set", text: value }], minorOf());
    expect(asObject(stored)).toEqual(result.ok ? result.keyfileBond : undefined);
  });
});

const KINDS = { "bond.options": "set", "+bond.options": "add", "-bond.options": "remove" } as const;

/** `miimon 100` is an alias of `+bond.options miimon=100`. */
function modificationsOf(words: readonly string[]): Modification[] {
  return words.flatMap((word, index) => {
    const text = words[index + 1] ?? "";
    if (index % 2 === 1) return [];
    const kind = Object.entries(KINDS).find(([property]) => property === word)?.[1];
    return kind ? [{ kind, text }] : [{ kind: "add" as const, text: `${word}=${text}` }];
  });
}

describe("nmcli's modifications", () => {
  test.each(CASES.nmcliModify.map((one) => [one.id, one.modify.join(" "), one] as const))("%s %s", (_, __, one) => {
    const before = optionsOf(one.before.map((entry) => entry.split("=") as [string, string]));
    const stored = modifyStored(before, modificationsOf(one.modify), minorOf());
    expect(asObject(stored)).toEqual(one.result.ok ? one.result.keyfileBond : undefined);
  });
});

describe("a keyfile", () => {
  test.each(CASES.keyfile.map((one) => [one.id, one.keyfileBond.join(";"), one] as const))("%s %s", (_, __, one) => {
    const { lines } = readKeyfile(one.keyfileBond.join("\n"));
    const entries = lastLines(lines).map(({ key, value }) => [key, value] as const);
    const stored = storedByReading(entries, minorOf());
    const refusals = verifyTogether(stored, minorOf());
    expect(refusals.length === 0).toBe(one.result.ok);
    if (one.result.ok) expect(asObject(normalised(stored))).toEqual(one.result.keyfileBond);
  });
});

/** What the kernel runs of a stored profile, as its files read. */
describe("from the profile to the kernel", () => {
  test.each(profileCases().map((one) => [JSON.stringify(one.options), one] as const))("%s", (_, one) => {
    const stored = modifyStored(new Map(), [{ kind: "set", text: one.options }], minorOf());
    expect(stored !== undefined).toBe(one.accepted);
    if (!stored || !one.kernel_values) return;
    expect(asObject(stored)).toEqual(one.keyfile_bond);
    if (one.up?.rc !== 0) return;
    const { bond, refusals } = activate(stored);
    expect(refusals).toEqual([]);
    const expected = optionValues(one.kernel_values, true);
    const runs = running(bond, stored.keys());
    // The lab's bond has the ports eno1 and eno2; another primary reads as empty.
    if (!["eno1", "eno2"].includes(runs.get("primary") ?? "")) runs.delete("primary");
    for (const [name, value] of runs) expect([name, value]).toEqual([name, expected[name]]);
    for (const [name, value] of Object.entries(expected)) {
      const option = [...optionsOf([[name, value]]).keys()][0];
      if (!option || runs.has(option) || value === "") continue;
      expect([name, value]).toEqual([name, knowledgeOf(option).kernelDefault]);
    }
  });
});
