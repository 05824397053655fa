import { isOptionName, type OptionName } from "../bonding/options.ts";
import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { Block, trailingBlanks } from "./block.ts";
import type { Part } from "./part.ts";

/** A connection profile as NetworkManager stores it (`system-connections/*.nmconnection`). */
export interface Keyfile {
  readonly kind: "keyfile";
  readonly section: Section;
  /** Every `key=value` under `group.key`; the fact spans both. The last of several counts, as for NetworkManager. */
  readonly properties: ReadonlyMap<string, Fact<string>>;
  /** The options of the group `[bond]`, as written: trailing blanks and inline comments belong to the value. */
  readonly bondOptions: ReadonlyMap<OptionName, Fact<string>>;
  /** Keys of `[bond]` that are no option; the value is the key. */
  readonly unknownOptions: readonly Fact<string>[];
  /** The lines of `[bond]` that are entries; absent where there are none. */
  readonly written?: Block;
  /** `end`: the offset behind the text of the last line of `[bond]`, before its line ending. */
  readonly bondGroup?: { readonly end: number };
}

/** Reads a keyfile; `undefined` where it is none, or one that was not asked for and is not about a bond. Never throws. */
export function readKeyfile({ section, lines, subject }: Part): Keyfile | undefined {
  const properties = new Map<string, Fact<string>>();
  const bondOptions = new Map<OptionName, Fact<string>>();
  const unknownOptions: Fact<string>[] = [];
  const bondLines: Line[] = [];
  let group = "";
  let end: number | undefined;
  for (const line of lines) {
    const { text } = line;
    if (text === "") continue;
    const opened = /^\[([^\]]+)\]$/.exec(text)?.[1];
    if (opened !== undefined) group = opened;
    if (group === "bond") end = line.end;
    if (opened !== undefined || text.startsWith("#") || text.startsWith(";")) continue;
    const pair = readPair(line, section);
    if (pair === undefined) continue;
    const { key, fact } = pair;
    properties.set(`${group}.${key}`, fact);
    if (group !== "bond") continue;
    bondLines.push(line);
    if (isOptionName(key)) bondOptions.set(key, { ...fact, value: normalised(key, fact.value) });
    else unknownOptions.push({ ...fact, value: key });
  }
  const asked = subject !== undefined || section.command !== undefined;
  if (!(asked ? properties.has("connection.type") || properties.has("connection.id") : false) && !ofBond(properties))
    return undefined;
  return {
    kind: "keyfile",
    section,
    properties,
    bondOptions,
    unknownOptions,
    ...(bondLines.length > 0 && { written: Block.of(bondLines, section) }),
    ...(end !== undefined && { bondGroup: { end } }),
  };
}

function ofBond(properties: ReadonlyMap<string, Fact<string>>): boolean {
  const says = (key: string) => properties.get(key)?.value === "bond";
  if (says("connection.type") || says("connection.slave-type") || says("connection.port-type")) return true;
  return [...properties.keys()].some((key) => key.startsWith("bond.") && isOptionName(key.slice("bond.".length)));
}

function readPair(line: Line, section: Section): { key: string; fact: Fact<string> } | undefined {
  const equals = line.text.indexOf("=");
  const key = line.text.slice(0, Math.max(equals, 0)).trimEnd();
  if (key === "") return undefined;
  const whole = line.text + trailingBlanks(line, section);
  const value = whole.slice(equals + 1).replace(/^[ \t]+/, "");
  const { start, end } = spanOf(line, 0, line.text.length);
  return { key, fact: { value, start, end: end + whole.length - line.text.length, section } };
}

/** Addresses stand between commas in a keyfile, between blanks in nmcli's option text. */
function normalised(option: OptionName, value: string): string {
  if (option !== "arp_ip_target" && option !== "ns_ip6_target") return value;
  return value.split(",").join(" ").replace(/ +$/, "");
}
