// Named checks that build on each other, counted like tests.
import { formatTally } from "../../scripts/lib/tally.mjs";

/**
 * Runs the checks in order. After a failure the others are not run: they would fail for the same reason.
 *
 * @param {readonly (readonly [string, () => Promise<void>])[]} checks
 * @param {() => Promise<void>} onFailure
 * @returns {Promise<boolean>} whether one failed
 */
export async function runChecks(checks, onFailure) {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, check] of checks) {
    if (tally.failed > 0) {
      tally.skipped += 1;
      console.log(`  skipped  ${name}`);
      continue;
    }
    try {
      await check();
      tally.passed += 1;
      console.log(`  ok       ${name}`);
    } catch (error) {
      tally.failed += 1;
      console.log(`  FAILED   ${name}\n${error.stack}`);
      await onFailure();
    }
  }
  console.log(formatTally(tally));
  return tally.failed > 0;
}
