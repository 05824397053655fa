import type { RawEntry } from "../forms/entry.ts";
import { MODES } from "../modes.ts";
import { isOptionName, type OptionName } from "../options.ts";
import type { ProblemCode } from "../problems.ts";
import { isValidValue } from "../values.ts";
import { verified } from "./verify.ts";
import { knownNames, type Minor } from "./version.ts";

const BLANK = /[ \t\n\f\r]/;
const isBlank = (character: string | undefined) => character !== undefined && BLANK.test(character);

/** Takes the text of `bond.options` apart as nmcli does: commas between items, blanks around them, `\` for escapes. */
export function splitItems(text: string): RawEntry[] {
  const items: RawEntry[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === "\\" && at + 1 < text.length) {
      at += 1;
      continue;
    }
    if (at < text.length && text[at] !== ",") continue;
    const item = itemOf(text, from, at);
    if (item) items.push(item);
    from = at + 1;
  }
  return items;
}

function itemOf(text: string, from: number, to: number): RawEntry | undefined {
  let start = from;
  let end = to;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1]) && !isEscaped(text, start, end - 1)) end -= 1;
  if (start === end) return undefined;
  const key = readPart(text, start, end, true);
  const raw = text.slice(start, end);
  if (key.stopped === undefined) return { key: key.text, raw, start, end, keyEnd: key.end, valueStart: end };
  let valueStart = key.stopped + 1;
  while (valueStart < end && isBlank(text[valueStart])) valueStart += 1;
  const value = readPart(text, valueStart, end, false);
  return { key: key.text, value: value.text, raw, start, end, keyEnd: key.end, valueStart };
}

/** True for a character behind an odd number of backslashes. */
function isEscaped(text: string, from: number, at: number): boolean {
  let backslashes = 0;
  while (at - backslashes > from && text[at - backslashes - 1] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

interface Part {
  readonly text: string;
  /** Behind the last character that is not a blank. */
  readonly end: number;
  /** Where a `=` ended the name. */
  readonly stopped?: number;
}

function readPart(text: string, from: number, to: number, isKey: boolean): Part {
  let read = "";
  let kept = 0;
  let end = from;
  for (let at = from; at < to; at += 1) {
    if (isKey && text[at] === "=") return { text: read.slice(0, kept), end, stopped: at };
    const next = text[at + 1];
    const escapes =
      text[at] === "\\" && at + 1 < to && (next === "\\" || next === "," || next === "=" || isBlank(next));
    if (escapes) at += 1;
    read += text[at];
    if (escapes || !isBlank(text[at])) [kept, end] = [read.length, at + 1];
  }
  return { text: read.slice(0, kept), end };
}

/** What a beginning stands for: one name, several, or none. */
export interface Match<Name> {
  readonly found?: Name;
  readonly ambiguous?: readonly Name[];
}

/** Finds a name by its beginning, in upper or lower case, as nmcli does; the whole name comes before longer ones. */
export function matchPrefix<Name extends string>(input: string, names: readonly Name[]): Match<Name> {
  if (input === "") return {};
  const wanted = asciiLower(input);
  const begun = names.filter((name) => asciiLower(name).startsWith(wanted));
  const whole = begun.find((name) => name.length === input.length);
  if (whole !== undefined) return { found: whole };
  const [first] = begun;
  return begun.length > 1 ? { ambiguous: begun } : first === undefined ? {} : { found: first };
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** What nmcli has against one item. */
export interface ItemProblem {
  readonly item: RawEntry;
  readonly code: ProblemCode;
  readonly option: string;
  readonly candidates?: readonly string[];
}

export interface ReadItem {
  readonly item: RawEntry;
  readonly option: OptionName;
  /** The value as it is stored; empty where the item removes the option. */
  readonly value: string;
}

/** Reads an item for `bond.options` or `+bond.options`. */
export function readItem(item: RawEntry, minor: Minor): ReadItem | ItemProblem {
  const name = matchPrefix(item.key, knownNames(minor));
  if (name.found === undefined) {
    const code = name.ambiguous ? "ambiguous" : "unknown-option";
    return { item, code, option: item.key, ...(name.ambiguous && { candidates: name.ambiguous }) };
  }
  const option = name.found;
  if (item.value === undefined) return { item, code: "missing-value", option };
  if (item.value === "") return { item, option, value: "" };
  if (option === "mode") return readMode(item, item.value);
  const value = isTargetList(option) ? item.value.replaceAll(" ", ",") : item.value;
  return isValidValue(option, value, minor) ? { item, option, value } : { item, code: "invalid-value", option };
}

/** nmcli takes a mode's number with blanks, a sign and zeros before it, or the beginning of its name. */
function readMode(item: RawEntry, text: string): ReadItem | ItemProblem {
  const number = /^[ \t\n\v\f\r]*(?:\+?0*([0-6])|-(0)0*)$/.exec(text);
  const mode = number ? MODES[Number(number[1] ?? number[2])] : undefined;
  if (mode) return { item, option: "mode", value: mode };
  const match = matchPrefix(text, MODES);
  if (match.found) return { item, option: "mode", value: match.found };
  const code = match.ambiguous ? "ambiguous" : "invalid-value";
  return { item, code, option: "mode", ...(match.ambiguous && { candidates: match.ambiguous }) };
}

export function isTargetList(option: OptionName): boolean {
  return option === "arp_ip_target" || option === "ns_ip6_target";
}

/**
 * Stores one option with nmcli's side effects: the two monitors switch each other off, active_slave is an old name of
 * primary (nm-setting-bond.c, nm_setting_bond_add_option).
 */
export function storeOption(options: Map<OptionName, string>, option: OptionName, value: string): void {
  if (value === "") {
    options.delete(option);
    return;
  }
  options.set(option, value);
  if (option === "miimon" && Number(value) > 0) drop(options, ["arp_interval", "arp_ip_target", "ns_ip6_target"]);
  if (option === "arp_interval" && Number(value) > 0)
    drop(options, ["miimon", "updelay", "downdelay", "peer_notif_delay"]);
  if (option === "active_slave" && options.has("primary")) options.set("primary", value);
  if (option === "primary" && options.get("active_slave") !== value) options.delete("active_slave");
}

function drop(options: Map<OptionName, string>, names: readonly OptionName[]): void {
  for (const name of names) options.delete(name);
}

/** A part of `nmcli connection modify`: all options anew, some added, or some removed. */
export interface Modification {
  readonly kind: "set" | "add" | "remove";
  readonly text: string;
}

/** What nmcli makes of stored options; `undefined` where it refuses. */
export function modifyStored(
  before: ReadonlyMap<OptionName, string>,
  modifications: readonly Modification[],
  minor: Minor,
): Map<OptionName, string> | undefined {
  const options = new Map(before);
  for (const { kind, text } of modifications) {
    if (kind === "set") options.clear();
    for (const item of splitItems(text)) {
      if (kind === "remove") {
        const name = matchPrefix(item.key, knownNames(minor)).found;
        if (name === undefined) return undefined;
        options.delete(name);
        continue;
      }
      const read = readItem(item, minor);
      if ("code" in read) return undefined;
      storeOption(options, read.option, read.value);
    }
  }
  return verified(options, minor).stored;
}

/** The options of a list of names and values; names that are none are left out. */
export function optionsOf(entries: Iterable<readonly [string, string]>): Map<OptionName, string> {
  return new Map([...entries].flatMap(([name, value]) => (isOptionName(name) ? [[name, value] as const] : [])));
}
