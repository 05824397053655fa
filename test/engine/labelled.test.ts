import { expect, test } from "vitest";
import { RULE_IDS } from "../../src/engine/index.ts";
import { readLabels } from "../accuracy/labels.ts";
import { score } from "../accuracy/score.ts";
import { LAB } from "../lab.ts";

const shipped = new Set<string>(RULE_IDS);

test.each(readLabels(LAB).map((labelled) => [labelled.id, labelled] as const))(
  "%s is concluded as an engineer concludes",
  (_, labelled) => {
    const { checks, falseAlarms } = score(labelled, shipped);
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(falseAlarms).toEqual([]);
  },
);
