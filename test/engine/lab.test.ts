import { expect, test } from "vitest";
import { RULE_IDS } from "../../src/engine/index.ts";
import { readLabels } from "../accuracy/labels.ts";
import { score } from "../accuracy/score.ts";
import { LAB } from "../lab.ts";

const shipped = new Set<string>(RULE_IDS);

// What an engineer concludes of each stage, as a folder and file by file: test/captures/README.md.
test.each(readLabels(LAB).map((labelled) => [labelled.id, labelled] as const))("%s", (_, labelled) => {
  const { checks, falseAlarms } = score(labelled, shipped);
  expect(checks.length).toBeGreaterThan(0);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(falseAlarms).toEqual([]);
});
