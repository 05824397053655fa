import { distance } from "fastest-levenshtein";

/** A wrong word of fewer or more characters than these is no misspelt option. */
const SHORTEST = 3;
const LONGEST = 40;

/** Answers that are kept for each list of candidates: a text may repeat one wrong word ten thousand times. */
const KEPT = 1000;
const answers = new WeakMap<readonly string[], Map<string, string | undefined>>();

/**
 * The candidate that a misspelt word was meant to be: the only one that it is the beginning of, or the nearest by at most a third
 * of its characters. Case, `-` and `_` make no difference. `undefined` where none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = simplified(word);
  if (plain.length < SHORTEST || plain.length > LONGEST) return undefined;
  const known = answers.get(candidates) ?? new Map<string, string | undefined>();
  answers.set(candidates, known);
  if (!known.has(plain) && known.size < KEPT) known.set(plain, search(plain, candidates));
  return known.has(plain) ? known.get(plain) : search(plain, candidates);
}

function search(plain: string, candidates: readonly string[]): string | undefined {
  const begun = candidates.filter((candidate) => simplified(candidate).startsWith(plain));
  if (begun.length === 1) return begun[0];
  let best: string | undefined;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of candidates) {
    const other = simplified(candidate);
    // Two neighbours that are swapped are one slip of the hand.
    const edits = distance(plain, other) - (isSwapped(plain, other) ? 1 : 0);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a.slice(0, at) + a.slice(at + 1, at + 2) + a.slice(at, at + 1) + a.slice(at + 2) === b;
}

function simplified(word: string): string {
  return word.toLowerCase().replace(/[-\s]/g, "_");
}
