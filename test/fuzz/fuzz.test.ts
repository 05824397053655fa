import fc from "fast-check";
import { expect, test } from "vitest";
import { KINDS, textOfEachKind } from "./corpus.ts";
import { mutatedCaptures } from "./mutate.ts";
import { hold } from "./properties.ts";

/** About a minute of one core; `npm run fuzz` runs as long as one likes. */
const CASES = 5_000;

test("there is a text of every kind to mutate", () => {
  const kinds = textOfEachKind();
  expect(Object.keys(KINDS).filter((kind) => !kinds.has(kind as keyof typeof KINDS))).toEqual([]);
});

test("whatever captures hold, nothing is thrown, places lie in their texts, corrections apply once", () => {
  fc.assert(fc.property(mutatedCaptures, hold), { numRuns: CASES, seed: 20261124 });
}, 600_000);
