import { analyze, sarifResults, toJson, toText } from "../../src/engine/index.ts";
import { textOfEachKind } from "./corpus.ts";

/** Makes a text of about this many characters. */
export type Growing = (size: number) => string;

/** Milliseconds below which nothing is measured: a machine that is busy takes as long for nothing. */
const FLOOR = 300;
/** How much longer four times the text may take: 4 where it is linear, 16 where it is quadratic. */
const MOST = 11;
const ATTEMPTS = 10;

/**
 * Says how time grows where it grows faster than the text, `undefined` where it does not. What is quick at four times the
 * size is judged at once; else the best of several attempts at both sizes counts, because only a slow engine is always slow.
 */
export function growth(text: Growing, size: number, path = "x.txt"): string | undefined {
  const long = text(4 * size);
  let most = timeOf(long, path);
  if (most < FLOOR) return undefined;
  const short = text(size);
  let least = timeOf(short, path);
  for (let attempt = 0; most >= FLOOR && most > MOST * least; attempt++) {
    if (attempt === ATTEMPTS) return `${Math.round(least)} ms for ${size}, ${Math.round(most)} ms for four times that`;
    least = Math.min(least, timeOf(short, path));
    most = Math.min(most, timeOf(long, path));
  }
  return undefined;
}

function timeOf(text: string, path: string): number {
  const begun = performance.now();
  const analysis = analyze([{ path, text }], { roots: [""] });
  toJson(analysis);
  sarifResults(analysis);
  toText(analysis, { colour: false });
  return performance.now() - begun;
}

/** A text again and again; with `numbered`, names and numbers differ each time. */
export function repeated(text: string, numbered: boolean): Growing {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  return (size) =>
    Array.from({ length: Math.ceil(size / whole.length) }, (_, at) =>
      numbered ? whole.replace(/\b(?:bond|eno|eth|ens\d+f|Gi1\/0\/|Po|web)(?=\d)/g, `$&${at}`) : whole,
    ).join("");
}

/** What patterns trip over, one of each class of characters. */
export const UNITS = [
  ...[" ", "\t", "a", "1", '"', "'", "{", "[{", "}", ":", ",", "-", "<", "=", "a=", "a=1,", ".", "/", "\\", "|", "("],
  ...["a ", "1 ", ": ", "a: ", "\u001b[", "a-", "1:", "#", ">", "@", "\ufffd", "> ", "a\r"],
] as const;

/** The beginnings of a text's lines, each with the lines before it: what a reader has seen when the odd text begins. */
export function beginnings(text: string): string[] {
  const lines = text.split("\n").slice(0, 7);
  return lines.flatMap((line, at) => {
    const before = lines
      .slice(0, at)
      .map((one) => `${one}\n`)
      .join("");
    const words = line.match(/^.*?\S+\s?/)?.[0] ?? "";
    const key = line.match(/^[^:=]*[:=]\s*/)?.[0] ?? words;
    return [...new Set([words, key, line])].map((start) => before + start);
  });
}

/** The shortest text of each kind, by its kind. */
export const KINDS_OF_TEXT = [...textOfEachKind()].filter(([kind]) => kind !== "other");
