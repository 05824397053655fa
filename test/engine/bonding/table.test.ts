import { describe, expect, test } from "vitest";
import { MODES } from "../../../src/engine/bonding/modes.ts";
import { ALL_OPTIONS, isAnyOptionName, knowledgeOf, OPTION_NAMES } from "../../../src/engine/bonding/options.ts";
import { isValidValue } from "../../../src/engine/bonding/values.ts";

const NAMES = Object.keys(ALL_OPTIONS).filter(isAnyOptionName);

test("41 options, 32 of which a profile can hold", () => {
  expect(NAMES).toHaveLength(41);
  expect(OPTION_NAMES).toHaveLength(32);
});

describe.each(NAMES)("%s", (name) => {
  const knowledge = knowledgeOf(name);

  test("is explained in one or two sentences with a source", () => {
    expect(knowledge.explanation).toMatch(/^[A-Z].{30,250}\.$/);
    expect(knowledge.source).toMatch(/^(Linux|NetworkManager) \S+\.c$/);
  });

  test("refers to options that there are", () => {
    for (const other of [...(knowledge.requires ?? []), ...(knowledge.excludes ?? [])]) expect(NAMES).toContain(other);
  });

  test("has a default that is one of its values", () => {
    const { type, values, kernelDefault, range, networkManagerDefault = kernelDefault } = knowledge;
    for (const value of [kernelDefault, networkManagerDefault]) {
      if (type === "enum") expect(values).toContain(value);
      if (range) expect(Number(value)).toBeGreaterThanOrEqual(range[0]);
      if (range) expect(Number(value)).toBeLessThanOrEqual(range[1]);
    }
  });

  test("acts in modes that take it", () => {
    const { modes = MODES, effect = modes } = knowledge.kernel ?? {};
    for (const mode of effect) expect(modes).toContain(mode);
  });

  test("is visible under its name wherever sysfs has it", () => {
    if (knowledge.kernel?.sysfs) expect(knowledge.seen.sysfs).toBe(name);
    else expect(knowledge.seen.sysfs).toBeUndefined();
  });
});

test.each(OPTION_NAMES)("NetworkManager takes the default of %s", (name) => {
  const { kernelDefault, type } = knowledgeOf(name);
  expect(kernelDefault === "" || isValidValue(name, kernelDefault)).toBe(true);
  if (type === "enum") expect(isValidValue(name, "0")).toBe(true);
});
