import {
  switchCommandField,
  switchCommandOf,
  switchFlagsField,
  switchNeighborField,
} from "../bonding/fields/switch.ts";
import { spanOf } from "../text/lines.ts";
import { type FoundField, type PointedLine, spanAt } from "./pointed.ts";

/** The command of an interface's configuration that was pointed at, or its value. */
export function switchCommandAt({ line, offset }: PointedLine): FoundField | undefined {
  const { text } = line;
  const key = switchCommandOf(text);
  if (key === undefined) return undefined;
  const value = text.slice(key.length).trim();
  const from = text.length - value.length;
  const stated = value === "" ? undefined : spanOf(line, from, text.length);
  const span = spanAt(offset, spanOf(line, 0, key.length), stated);
  const field = switchCommandField(key, value);
  return field && span && { ...span, key, value, field };
}

/** `Po1(SU)`, `Gi1/0/1(P)`. */
const FLAGGED = /([A-Z][A-Za-z]{1,3}\d[\d/]{0,12})\(([A-Za-z+*^-]{1,8})\)/g;
/** `D - down        P - bundled in port-channel`. */
const LEGEND = /(?:^|\s)([A-Za-z+*^]) - (\S+(?: (?![A-Za-z+*^] - )\S+){0,12})/g;

/** The channel or port that was pointed at in a summary of channels, with its flags in the words of the switch's own legend. */
export function switchChannelAt({ line, offset, above }: PointedLine): FoundField | undefined {
  for (const { 0: whole, 1: key = "", 2: flags = "", index } of line.text.matchAll(FLAGGED)) {
    const span = spanAt(offset, spanOf(line, index, index + whole.length));
    if (span === undefined) continue;
    const legend = new Map<string, string>();
    for (const { text } of above())
      for (const [, flag = "", words = ""] of text.slice(0, 400).matchAll(LEGEND)) legend.set(flag, words);
    const field = switchFlagsField(flags, (flag) => legend.get(flag));
    return field && { ...span, key, value: flags, field };
  }
  return undefined;
}

/** The flags or the port state that was pointed at in a list of LACP neighbours. */
export function switchNeighborAt({ line, offset }: PointedLine): FoundField | undefined {
  for (const { 0: key, index } of line.text.matchAll(/\S+/g)) {
    const span = spanAt(offset, spanOf(line, index, index + key.length));
    if (span === undefined) continue;
    const field = isOfNeighbor(line.text, index + key.length) ? switchNeighborField(key) : undefined;
    return field && { ...span, key, value: "", field };
  }
  return undefined;
}

/** A row of a port, or NX-OS's row of priority, key and state; only a state that ends it is one. */
function isOfNeighbor(text: string, end: number): boolean {
  if (/^\d{1,5}\s+0x[\da-f]{1,4}\s+0x/i.test(text)) return end === text.length;
  if (!/^[A-Z][A-Za-z]{1,3}\d[\d/]{0,12}\s/.test(text)) return false;
  return !/0x[\da-f]+$/i.test(text.slice(0, end)) || (end === text.length && !text.includes(","));
}
