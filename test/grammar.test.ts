import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * What the themes that come with editors colour: the naming conventions of TextMate, as far as the grammar needs them. A
 * scope below none of these would be the colour of plain text.
 */
const STANDARD = [
  "comment.line",
  "constant.language",
  "constant.numeric",
  "constant.other",
  "entity.name.function",
  "entity.name.type",
  "keyword.operator",
  "keyword.other",
  "markup.bold",
  "markup.deleted",
  "markup.heading",
  "markup.inserted",
  "meta",
  "punctuation.definition",
  "punctuation.separator",
  "string.quoted",
  "string.unquoted",
  "variable.other.property",
];

const grammar = JSON.parse(readFileSync("syntaxes/bond-capture.tmLanguage.json", "utf8"));

/** The values of all properties of this name, however deep they stand. */
function valuesOf(part: unknown, name: string): string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === name && typeof value === "string" ? [value] : valuesOf(value, name),
  );
}

const { name: _, ...rules } = grammar;
const scopes = [...new Set(valuesOf(rules, "name").flatMap((names) => names.split(" ")))];

test.each(scopes)("%s is a scope that themes know", (scope) => {
  expect(scope).toMatch(/\.bond-capture$/);
  expect(STANDARD.some((standard) => scope.startsWith(`${standard}.`))).toBe(true);
});

test("a state is told from plain text without its colour where it is bad", () => {
  const names = valuesOf(rules, "name").filter((one) => one.includes("markup.deleted"));
  expect(names.length).toBeGreaterThan(0);
  for (const one of names) expect(one).toContain("markup.bold");
});

test("every part of the grammar is there and is used", () => {
  const included = new Set(valuesOf(rules, "include").map((include) => include.slice(1)));
  expect([...included].sort()).toEqual(Object.keys(grammar.repository).sort());
});
