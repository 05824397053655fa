import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { RULES, ruleIndex, rulePage } from "../src/engine/index.ts";

const FOLDER = "docs/rules";

// The reference is what these tests say it is: `npm run docs` writes it anew, and CI fails where it is stale.
test.each(RULES.map((rule) => [rule.id, rule] as const))("docs/rules/%s.md is current", async (id, rule) => {
  await expect(rulePage(rule)).toMatchFileSnapshot(`../${FOLDER}/${id}.md`);
});

test("docs/rules/README.md is current", async () => {
  await expect(ruleIndex()).toMatchFileSnapshot(`../${FOLDER}/README.md`);
});

test("docs/rules holds no page of a rule that is gone", () => {
  const ids = RULES.map(({ id }) => `${id}.md`);
  expect(readdirSync(FOLDER).filter((name) => name !== "README.md" && !ids.includes(name))).toEqual([]);
});
