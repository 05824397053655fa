import type { RawEntry } from "./entry.ts";

/** What a stanza can say of a bond besides its options (ifenslave, ifupdown2). */
const OTHERS: readonly string[] = ["slaves", "ports", "master", "queue_id", "give_a_chance"];

/** The options of a stanza in `/etc/network/interfaces`: `bond-mode 1`, also `bond_mode 1`; other lines are passed over. */
export function readIfupdown(text: string): RawEntry[] {
  const entries: RawEntry[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const match = /^(\s*)bond[-_]([\w-]+)(?:[ \t]+(\S.*))?$/.exec(line.trimEnd());
    if (match === null) continue;
    const [whole, blanks = "", word = "", value] = match;
    const key = word.replaceAll("-", "_");
    if (OTHERS.includes(key) || key.startsWith("lacp_bypass") || key.startsWith("lacp_fallback")) continue;
    const end = index + whole.length;
    const start = index + blanks.length;
    entries.push({
      key,
      ...(value !== undefined && { value }),
      raw: whole.slice(blanks.length),
      start,
      end,
      keyEnd: start + "bond-".length + word.length,
      valueStart: end - (value?.length ?? 0),
    });
  }
  return entries;
}
