// The count that every test program here ends with, alone on a line: `12 passed, 0 failed` or `12 passed, 0 failed, 1 skipped`.

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;

/**
 * @param {Tally} tally
 * @returns {string}
 */
export function formatTally({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Finds the last count in what a test program printed.
 *
 * @param {string} output
 * @returns {Tally | undefined}
 */
export function parseTally(output) {
  const last = [...output.matchAll(LINE)].at(-1);
  return last && { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3] ?? 0) };
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function addTallies(tallies) {
  const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}
