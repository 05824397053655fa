/** One `name=value` of an option text; columns count from 0 in that text, `end` is one past the last character. */
export interface OptionEntry {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the value of `bond.options` as nmcli prints it: entries between commas, `name=value`, with `\` before a
 * comma, an equals sign, a backslash or a blank that belongs to the value (NetworkManager:
 * libnmc-setting/nm-meta-setting-desc.c). What has no `=` is left out. Never throws.
 */
export function readOptionText(text: string): OptionEntry[] {
  const entries: OptionEntry[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === "\\") {
      at += 1;
      continue;
    }
    if (at < text.length && text[at] !== ",") continue;
    const entry = readEntry(text, start, at);
    if (entry) entries.push(entry);
    start = at + 1;
  }
  return entries;
}

function readEntry(text: string, from: number, to: number): OptionEntry | undefined {
  const raw = text.slice(from, to);
  const equals = raw.indexOf("=");
  if (equals <= 0) return undefined;
  const start = from + raw.length - raw.trimStart().length;
  return {
    name: raw.slice(0, equals).trim(),
    value: raw
      .slice(equals + 1)
      .trim()
      .replace(/\\(.)/g, "$1"),
    start,
    end: from + raw.trimEnd().length,
  };
}
