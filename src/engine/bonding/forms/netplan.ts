import type { AnyOptionName } from "../options.ts";
import type { RawEntry } from "./entry.ts";
import { unquoted } from "./yamlScalar.ts";

/** netplan's names below `parameters:` (netplan: src/parse.c); old spellings are still read. */
export const NETPLAN_NAMES: Readonly<Record<string, AnyOptionName>> = {
  mode: "mode",
  "mii-monitor-interval": "miimon",
  "up-delay": "updelay",
  "down-delay": "downdelay",
  primary: "primary",
  "primary-reselect-policy": "primary_reselect",
  "lacp-rate": "lacp_rate",
  "transmit-hash-policy": "xmit_hash_policy",
  "min-links": "min_links",
  "ad-select": "ad_select",
  "all-members-active": "all_slaves_active",
  "all-slaves-active": "all_slaves_active",
  "arp-interval": "arp_interval",
  "arp-ip-targets": "arp_ip_target",
  "arp-validate": "arp_validate",
  "arp-all-targets": "arp_all_targets",
  "fail-over-mac-policy": "fail_over_mac",
  "gratuitous-arp": "num_grat_arp",
  "gratuitious-arp": "num_grat_arp",
  "packets-per-member": "packets_per_slave",
  "packets-per-slave": "packets_per_slave",
  "resend-igmp": "resend_igmp",
  "learn-packet-interval": "lp_interval",
};

/** A length of time as netplan writes it, in ms: bare numbers are ms already. */
export function netplanTime(text: string, unit: "ms" | "s"): string | undefined {
  const [, number, suffix = unit] = /^(\d+)(ms|s)?$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const ms = suffix === "s" ? Number(number) * 1000 : Number(number);
  return String(unit === "s" ? ms / 1000 : ms);
}

/**
 * The parameters of a bond in netplan's YAML: the block below `parameters:`, the same in braces, or only its lines. A
 * reader for this one block, not for YAML.
 */
export function readNetplan(text: string): RawEntry[] {
  const block = /^([ \t]*)parameters:[ \t]*(?:#[^\n]*)?\r?\n?/m.exec(text);
  const from = block ? block.index + block[0].length : 0;
  const indent = block ? (block[1]?.length ?? 0) + 1 : 0;
  const body = text.slice(from);
  return /^\s*\{/.test(body) ? inBraces(body, from) : inLines(body, from, indent);
}

const PAIR = /([A-Za-z][\w-]*)[ \t]*:[ \t]*(\[[^\]]*\]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^,}#\n]*)/g;

function inBraces(body: string, offset: number): RawEntry[] {
  const inner = body.slice(0, body.indexOf("}") === -1 ? body.length : body.indexOf("}"));
  return [...inner.matchAll(PAIR)].map(({ 0: raw, 1: key = "", 2: value = "", index }) =>
    pair(raw.trimEnd(), key, value, offset + index),
  );
}

/** No line of a bond's parameters is longer. */
const LONGEST_LINE = 1000;

/** The entries of a block of lines; the items of a list below one become its value. */
export function inLines(body: string, offset: number, indent: number): RawEntry[] {
  const entries: RawEntry[] = [];
  for (const { 0: line, index } of body.matchAll(/[^\n]+/g)) {
    const blanks = line.length - line.trimStart().length;
    if (line.length > LONGEST_LINE || line.trim() === "" || line.trim().startsWith("#")) continue;
    if (blanks < indent) break;
    const item = /^\s*-\s+(.*?)(?:\s+#.*)?\s*$/.exec(line);
    const last = entries.at(-1);
    if (item && last) {
      const value = [last.value, plain(item[1] ?? "")].filter(Boolean).join(",");
      entries[entries.length - 1] = { ...last, value, end: offset + index + line.trimEnd().length };
      continue;
    }
    const [, raw = "", key = "", value = ""] =
      /^\s*(([\w-]+)[ \t]*:[ \t]*(\[[^\]]*\]|.*?))(?:\s+#.*)?\s*$/.exec(line) ?? [];
    if (key !== "") entries.push(pair(raw, key, value, offset + index + blanks));
  }
  return entries;
}

function pair(raw: string, key: string, value: string, start: number): RawEntry {
  const keyEnd = start + key.length;
  const end = start + raw.length;
  return { key, value: plain(value), raw, start, end, keyEnd, valueStart: Math.max(keyEnd, end - value.trim().length) };
}

/** A value without its quotes; a list in brackets with commas between its entries. */
function plain(value: string): string {
  const bare = value.trim();
  if (bare.startsWith("["))
    return bare
      .slice(1, bare.endsWith("]") ? -1 : undefined)
      .split(",")
      .map(plain)
      .join(",");
  return unquoted(bare);
}
