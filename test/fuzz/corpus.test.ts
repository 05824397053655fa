import { expect, test } from "vitest";
import { KINDS, textOfEachKind } from "./corpus.ts";

test("there is a text of every kind to mutate", () => {
  const kinds = textOfEachKind();
  expect(Object.keys(KINDS).filter((kind) => !kinds.has(kind as keyof typeof KINDS))).toEqual([]);
});
