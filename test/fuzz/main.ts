// `npm run fuzz -- [--cases 500000] [--seed N] [--shard 1/4]`: mutated captures without end, outside of the tests.
import { parseArgs } from "node:util";
import fc from "fast-check";
import { mutatedCaptures } from "./mutate.ts";
import { hold } from "./properties.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "500000" },
    seed: { type: "string", default: "20261124" },
    shard: { type: "string", default: "1/1" },
  },
});
const [shard = 1, shards = 1] = values.shard.split("/").map(Number);
const seed = Number(values.seed) + shard - 1;
const cases = Math.ceil(Number(values.cases) / shards);
/** Cases between two lines of progress; each round has a seed of its own, so that one can be repeated alone. */
const ROUND = 10_000;

const begun = performance.now();
for (let done = 0; done < cases; done += ROUND) {
  const round = { seed: seed + 1000 * (done / ROUND), numRuns: Math.min(ROUND, cases - done) };
  const details = fc.check(fc.property(mutatedCaptures, hold), round);
  const seconds = Math.round((performance.now() - begun) / 1000);
  if (details.failed) {
    console.log(JSON.stringify(details.counterexample, undefined, 1));
    console.log(`${details.errorInstance}\nafter ${details.numRuns} cases of --seed ${round.seed}`);
    process.exitCode = 1;
    break;
  }
  console.log(`${done + round.numRuns} cases held (seed ${round.seed}, ${seconds} s)`);
}
