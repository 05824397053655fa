import { flagField, ipJsonField } from "../bonding/fields/ip.ts";
import { type FoundField, spanAt } from "./pointed.ts";

/** Code units of a line on either side of a place that are looked at: compact JSON of a large host is one line. */
const AROUND = 400;
/** `"mii_status": "UP"`, or a key before a list or an object. */
const PAIR = /"([\w-]{1,40})"\s{0,4}:\s{0,4}(?:"([^"\\\n]{0,200})"|(-?\d{1,20}|true|false|null))?/g;
/** A word within a list: `"NO-CARRIER"`. */
const WORD = /"([A-Z\d_-]{1,20})"(?!\s{0,4}:)/g;

/** The pair, or the flag in a list, that was pointed at in the output of `ip -j`. */
export function jsonPairAt(text: string, offset: number): FoundField | undefined {
  const from = Math.max(text.lastIndexOf("\n", offset - 1) + 1, offset - AROUND);
  const stretch = text.slice(from, offset + AROUND).split("\n", 1)[0] ?? "";
  for (const { 0: whole, 1: key = "", 2: said, 3: bare, index } of stretch.matchAll(PAIR)) {
    const start = from + index;
    const value = said ?? bare ?? "";
    const named = { start: start + 1, end: start + 1 + key.length };
    const end = start + whole.length - (said === undefined ? 0 : 1);
    const span = spanAt(offset, named, value === "" ? named : { start: end - value.length, end });
    const field = span && ipJsonField(key, value);
    if (field) return { ...span, key, value, field };
  }
  for (const { 1: key = "", index } of stretch.matchAll(WORD)) {
    const start = from + index + 1;
    const span = spanAt(offset, { start, end: start + key.length });
    const field = span && flagField(key);
    if (field) return { ...span, key, value: "", field };
  }
  return undefined;
}
