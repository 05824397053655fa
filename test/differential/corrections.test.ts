import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { analyze, RULES } from "../../src/engine/index.ts";
import { readLabels } from "../accuracy/labels.ts";
import { LAB } from "../lab.ts";
import { askNmcli, inParallel, installedVersion } from "./nmcli.ts";

const version = installedVersion();
if (version === undefined) console.log("nmcli is not installed: the corrections are not run through it");

/** Every line that a rule proposes for its examples and for the lab's captures, as a whole and file by file. */
function proposedLines(): string[] {
  const examples = RULES.flatMap(({ examples }) => Object.values(examples).map((example) => example.captures));
  const stages = existsSync(LAB) && readdirSync(LAB).length > 0 ? readLabels(LAB).map(({ captures }) => captures) : [];
  const sets = [...examples, ...stages, ...stages.flatMap((captures) => captures.map((capture) => [capture]))];
  const lines = sets.flatMap((captures) =>
    analyze(captures).findings.flatMap(({ correction, alternatives }) => [
      correction?.options,
      ...alternatives.map(({ options }) => options),
    ]),
  );
  return [...new Set(lines.filter((line) => line !== undefined))];
}

test.skipIf(version === undefined)(`every line that a rule proposes is accepted by nmcli ${version}`, async () => {
  const lines = proposedLines();
  expect(lines.length).toBeGreaterThan(15);
  const answers = await inParallel(lines, 4, askNmcli);
  const refused = lines.flatMap((line, index) =>
    answers[index]?.accepted ? [] : [`${line}: ${answers[index]?.error}`],
  );
  expect(refused).toEqual([]);
});
