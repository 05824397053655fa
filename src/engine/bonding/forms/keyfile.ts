import { isKnown, type Minor } from "../networkManager/version.ts";
import { isOptionName, type OptionName } from "../options.ts";
import { isValidValue } from "../values.ts";
import type { RawEntry } from "./entry.ts";

/** A `key=value` line always has a value, be it empty. */
export type KeyfileLine = RawEntry & { readonly value: string };

export interface KeyfileText {
  readonly lines: readonly KeyfileLine[];
  /** Lines that are neither an entry, a group nor a comment: the whole file is not read then. */
  readonly unreadable: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Reads the `[bond]` group of a keyfile (or another one), or bare lines of it. Only whole lines that begin with `#` are comments; blanks
 * before a value are left out, blanks behind it belong to it (GLib, g_key_file_parse_line).
 */
export function readKeyfile(text: string, name = "bond"): KeyfileText {
  const lines: KeyfileLine[] = [];
  const unreadable: { start: number; end: number }[] = [];
  let inGroup = true;
  for (const { 0: row, index } of text.matchAll(/[^\n]+/g)) {
    const line = row.replace(/\r$/, "");
    const start = index + line.length - line.replace(/^[ \t\f\r\v]+/, "").length;
    const bare = line.slice(start - index);
    if (bare === "" || bare.startsWith("#")) continue;
    const group = /^\[([^\]]*)\]\s*$/.exec(bare);
    if (group) {
      inGroup = group[1] === name;
      continue;
    }
    const equals = bare.indexOf("=");
    if (equals <= 0) unreadable.push({ start, end: index + line.trimEnd().length });
    else if (inGroup) lines.push(lineOf(bare, start, equals));
  }
  return { lines, unreadable };
}

function lineOf(raw: string, start: number, equals: number): KeyfileLine {
  const key = raw.slice(0, equals).trimEnd();
  const value = raw.slice(equals + 1).replace(/^[ \t\f\r\v]+/, "");
  return {
    key,
    value: unescaped(value),
    raw,
    start,
    end: start + raw.length,
    keyEnd: start + key.length,
    valueStart: start + raw.length - value.length,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { s: " ", n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** GLib's escapes; a backslash before anything else stays. */
function unescaped(value: string): string {
  return value.replace(/\\([sntr\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** Of each key the line that counts: the last one, even where its value is not valid. */
export function lastLines(lines: readonly KeyfileLine[]): KeyfileLine[] {
  return [...new Map(lines.map((line) => [line.key, line])).values()];
}

/**
 * The options that NetworkManager reads: what it does not know or does not take is left out with a warning in the journal, and
 * without a valid mode the bond is balance-rr. `interface-name` is an old key that is passed over.
 */
export function storedByReading(entries: Iterable<readonly [string, string]>, minor: Minor): Map<OptionName, string> {
  const options = new Map<OptionName, string>([["mode", "balance-rr"]]);
  for (const [name, value] of entries)
    if (isOptionName(name) && isKnown(name, minor) && isValidValue(name, value, minor)) options.set(name, value);
  return options;
}
