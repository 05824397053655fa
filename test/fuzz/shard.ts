import fc from "fast-check";
import { expect, test } from "vitest";
import { mutatedCaptures } from "./mutate.ts";
import { hold } from "./properties.ts";

/** Of all shards together; `npm run fuzz` runs as many as one likes. */
const CASES = 50_000;
const SHARDS = 4;
/** Cases of one test: what fails is found with a seed of its own. */
const ROUND = 2_500;

/**
 * The tests of one shard of the mutated captures. Every shard is a file of its own, because test files are what runs side by
 * side.
 */
export function testShard(shard: number): void {
  const rounds = Array.from({ length: CASES / SHARDS / ROUND }, (_, round) => 20261124 + SHARDS * round + shard);
  test.each(rounds)(
    "whatever captures hold (seed %i), every property holds",
    (seed) => {
      const details = fc.check(fc.property(mutatedCaptures, hold), { numRuns: ROUND, seed });
      expect(details.failed, fc.defaultReportMessage(details)).toBe(false);
    },
    900_000,
  );
}
