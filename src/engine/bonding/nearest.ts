/**
 * How many single-character edits (insert, delete, replace, swap of neighbours) lead from `a` to `b`; infinity where it takes
 * `limit` or more.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        best = Math.min(best, at(before, column - 2) + 1);
      current.push(best);
    }
    if (Math.min(...current, ...previous.map((edits) => edits + 1)) >= limit) return Number.POSITIVE_INFINITY;
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** A wrong word of fewer or more characters than these is no misspelt option. */
const SHORTEST = 3;
const LONGEST = 40;

/**
 * The candidate that a misspelt word was meant to be: the only one that it is the beginning of, or the nearest by at most a third
 * of its characters. Case, `-` and `_` make no difference. `undefined` where none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = simplified(word);
  if (plain.length < SHORTEST || plain.length > LONGEST) return undefined;
  const begun = candidates.filter((candidate) => simplified(candidate).startsWith(plain));
  if (begun.length === 1) return begun[0];
  let best: string | undefined;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - plain.length) >= least) continue;
    const distance = editDistance(plain, simplified(candidate), least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function simplified(word: string): string {
  return word.toLowerCase().replace(/[-\s]/g, "_");
}
