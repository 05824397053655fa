import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyze, type Finding, RULE_IDS, RULES, type Rule, rulePage } from "../../../src/engine/index.ts";

interface CatalogueEntry {
  readonly id: string;
  readonly entry: string;
  readonly severity: readonly string[];
}

const CATALOGUE = JSON.parse(readFileSync("test/catalogue.json", "utf8")) as CatalogueEntry[];

function saidBy(rule: Rule, findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.rule === rule.id || finding.explains.includes(rule.id));
}

test("the rules and the list of ids are the same, and all are in the catalogue under their entry", () => {
  expect(RULES.map(({ id }) => id)).toEqual([...RULE_IDS]);
  for (const rule of RULES)
    expect([rule.id, CATALOGUE.find(({ id }) => id === rule.id)?.entry]).toEqual([rule.id, rule.entry]);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  test(`is found: ${rule.examples.hit.title}`, () => {
    expect(saidBy(rule, analyze(rule.examples.hit.captures).findings)).toBe(true);
  });

  test(`is silent: ${rule.examples.clean.title}`, () => {
    expect(saidBy(rule, analyze(rule.examples.clean.captures).findings)).toBe(false);
  });

  test(`is silent where it cannot know: ${rule.examples.absent.title}`, () => {
    expect(saidBy(rule, analyze(rule.examples.absent.captures).findings)).toBe(false);
  });

  test("speaks with a severity of the catalogue, in one sentence, with evidence where it is explained", () => {
    for (const finding of analyze(rule.examples.hit.captures).findings) {
      const entry = CATALOGUE.find(({ id }) => id === finding.rule);
      expect(entry?.severity).toContain(finding.severity);
      expect(finding.message).toMatch(/^\S.*\.$/);
      expect(finding.message).not.toMatch(/[!\n]/);
      for (const id of finding.explains) expect(finding.related.map((place) => place.rule)).toContain(id);
    }
  });

  test("has a page that shows its example and what is said of it", () => {
    const page = rulePage(rule);
    expect(page).toContain(`# ${rule.title}`);
    expect(page).toMatch(/\n> \S/);
  });
});
