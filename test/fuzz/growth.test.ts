import { describe, expect, test } from "vitest";
import { beginnings, growth, KINDS_OF_TEXT, repeated, UNITS } from "./growth.ts";
import { MANY } from "./many.ts";

// Long texts are few cases of their own: the mutated captures are small.

const KINDS = KINDS_OF_TEXT.map(([kind, { path, text }]) => ({ kind, path, text }));

describe("the time for four times the text is about four times as long", () => {
  test.each(KINDS)("$kind, again and again", ({ path, text }) => {
    for (const numbered of [false, true]) {
      expect([numbered, growth(repeated(text, numbered), 60_000, path)]).toEqual([numbered, undefined]);
    }
  });

  test.each(KINDS)("$kind, with a line of one character or few behind its beginnings", ({ path, text }) => {
    for (const start of beginnings(text)) {
      for (const unit of UNITS) {
        const grown = growth((size) => `${start}${unit.repeat(size / unit.length)}!`, 10_000, path);
        expect([start, unit, grown]).toEqual([start, unit, undefined]);
      }
    }
  });

  test.each(KINDS)("$kind, before a line of a megabyte", ({ path, text }) => {
    for (const unit of ["a", " ", "a=1,"]) {
      expect([unit, growth((size) => text + unit.repeat(size / unit.length), 250_000, path)]).toEqual([
        unit,
        undefined,
      ]);
    }
  });

  test.each(Object.entries(MANY))("%s", (_, build) => {
    expect(growth((size) => build(size), 500)).toBeUndefined();
  });
});

test("a hundred thousand ports are read", () => {
  const build = MANY["ports of a dump"];
  expect(growth((size) => build?.(size) ?? "", 25_000)).toBeUndefined();
}, 240_000);

test("thousands of findings are ranked", () => {
  const build = MANY["ports that are down"];
  expect(growth((size) => build?.(size) ?? "", 6000)).toBeUndefined();
}, 240_000);
