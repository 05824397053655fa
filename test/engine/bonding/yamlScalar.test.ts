import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOptions } from "../../../src/engine/bonding/forms/index.ts";
import { writeOption } from "../../../src/engine/bonding/forms/write.ts";
import { yamlScalar } from "../../../src/engine/bonding/forms/yamlScalar.ts";
import { at, readYaml, textOf } from "../../../src/engine/captures/yaml.ts";
import { analyze } from "../../../src/engine/index.ts";

const PLAIN = [
  "eno1",
  "e0",
  "1e0x",
  "802.3ad",
  "layer2+3",
  "100",
  "-5",
  "0",
  "10.20.0.1",
  "a-b",
  "a#b",
  "online",
  "-x",
];
const QUOTED = [
  ...["on", "off", "Yes", "no", "y", "N", "true", "FALSE", "null", "~", "", "NaN", ".inf", "=", "<<"],
  ...["010", "+1", "-0", "0x1f", "0o17", "0b11", "1_000", "1.50", "1e3", ".5", "2026-11-28"],
  ...["-", "- a", "?", "&a", "*a", "!a", "|a", ">a", "%a", "@a", "`a", "#a", "[a", "{a", "'a", '"a', "a]", "a,b"],
  ...["a: b", "a:", "eth0:1", ":a", "a #b", " a", "a "],
];

/** The option as a block of lines and in braces, as it stands in a file. */
function files(primary: string): string[] {
  const written = writeOption("netplan", "primary", primary);
  const bond = "network:\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      parameters:";
  return [
    `${bond}\n        mode: active-backup\n        ${written}\n        mii-monitor-interval: 0\n`,
    `${bond} {mode: active-backup, ${written}, mii-monitor-interval: 0}\n`,
  ];
}

const names = fc.oneof(
  fc.constantFrom(...PLAIN, ...QUOTED),
  fc.string({ unit: fc.constantFrom(..."01_.+-eExoy~nfN:?#'\"\\,[]{}&*!|>%@` "), maxLength: 6 }),
);

describe("a word in netplan's YAML", () => {
  test.each(PLAIN)("%s stands as it is", (value) => expect(yamlScalar(value)).toBe(value));

  test.each(QUOTED)("%s is quoted", (value) => expect(yamlScalar(value)).toBe(`'${value.replaceAll("'", "''")}'`));

  test("what cannot be printed is escaped", () => expect(yamlScalar('a\n"\u2028')).toBe('"a\\u000a\\"\\u2028"'));

  test("reads back as it was, in lines and in braces", () => {
    fc.assert(
      fc.property(names, (name) => {
        for (const text of files(name)) {
          const [document] = readYaml(text);
          const parameters = at(document, "network", "bonds", "bond0", "parameters");
          expect(textOf(at(parameters, "primary"))).toBe(name);
          expect(textOf(at(parameters, "mii-monitor-interval"))).toBe("0");
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  test.each(["on", "null", "010", "y", "it's", "eno1"])("%s as the primary is read by what judges options", (name) => {
    for (const text of files(name)) {
      const { entries } = parseOptions(text, "netplan");
      expect(entries.find((entry) => entry.name === "primary")?.value).toBe(name);
    }
  });

  test("a correction that is copied has it quoted", () => {
    for (const text of files("on")) {
      const [finding] = analyze([{ path: "01-bond.yaml", text: text.replace("eno1", "'on'") }]).findings;
      expect(finding?.correction?.line).toContain("primary: 'on'");
    }
  });
});

const python = spawnSync("python3", ["-c", "import yaml; yaml.CSafeLoader"]).status === 0;

// PyYAML on libyaml: what cloud-init and Ansible read with.
describe.skipIf(!python)(`against libyaml${python ? "" : " (skipped: there is no PyYAML)"}`, () => {
  // Whole numbers are written again as they were read.
  const program = `
import json, sys, yaml
def read(text):
  try: value = yaml.load(text, yaml.CSafeLoader)['a']
  except Exception: return None
  return str(value) if type(value) in (int, str) else None
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)`;
  const values = fc.sample(names, { numRuns: 3000, seed: 8 });

  /** The values that it does not read as they were, in lines or in braces. */
  function misread(write: (value: string) => string): string[] {
    const texts = values.flatMap((value) => [`a: ${write(value)}\n`, `{a: ${write(value)}, b: 1}\n`]);
    const { stdout } = spawnSync("python3", ["-c", program], { input: JSON.stringify(texts), encoding: "utf8" });
    const read: (string | null)[] = JSON.parse(stdout);
    return values.filter((value, index) => read[2 * index] !== value || read[2 * index + 1] !== value);
  }

  test("everything reads back as it was", () => expect(misread(yamlScalar)).toEqual([]));

  test("nothing else is quoted, but what older ones and YAML 1.2 read otherwise", () => {
    const wrong = new Set(misread((value) => value));
    const needless = values.filter((value) => yamlScalar(value) !== value && !wrong.has(value));
    const others = /[:?]|^[-+]?[\d.][\d._]*(?:e[-+]?\d+)?$|^0o\d+$|^(?:y|n|nan)$/i;
    expect([...new Set(needless)].filter((value) => !others.test(value))).toEqual([]);
  });
});
