import { ethtoolField } from "../bonding/fields/ethtool.ts";
import { type Field, optionField } from "../bonding/fields/field.ts";
import { propertyField } from "../bonding/fields/networkManager.ts";
import { type ProcScope, procDetail, procField } from "../bonding/fields/proc.ts";
import { isAnyOptionName } from "../bonding/options.ts";
import { readNmcliProperty } from "../captures/nmcliDevices.ts";
import { noteColumn } from "../captures/note.ts";
import { Statement } from "../captures/reader.ts";
import { type Line, scanLines, spanOf } from "../text/lines.ts";
import type { Section } from "../text/section.ts";
import { ipPairAt } from "./ipPairAt.ts";
import { type FoundField, type PointedLine, spanAt } from "./pointed.ts";

/** Code units of a line, above which no tool prints one, and lines of the longest block of a dump. */
const LONGEST = 20_000;
const HIGHEST = 60;

/** What is known of the key or value at an offset of a section; linear in its line. */
export function fieldAt(text: string, section: Section, offset: number): FoundField | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = lineFrom(text, start);
  if (line === undefined) return undefined;
  const above = () => linesAbove(text, start, section.start);
  const found = finderOf(section)?.({ line, offset: offset - start, section, above });
  return found && { ...found, start: start + found.start, end: start + found.end };
}

function lineFrom(text: string, start: number): Line | undefined {
  const feed = text.indexOf("\n", start);
  const end = feed === -1 ? text.length : feed + 1;
  return end - start > LONGEST ? undefined : [...scanLines(text.slice(start, end))][0];
}

function* linesAbove(text: string, from: number, top: number): Generator<Line> {
  let start = from;
  for (let count = 0; start > top && count < HIGHEST; count += 1) {
    start = text.lastIndexOf("\n", start - 2) + 1;
    const line = lineFrom(text, start);
    if (line === undefined) return;
    yield line;
  }
}

type Finder = (place: PointedLine) => FoundField | undefined;

function finderOf({ kind }: Section): Finder | undefined {
  switch (kind) {
    case "proc-bonding":
      return procLineAt;
    case "ip-link":
      return ipPairAt;
    case "ethtool":
      return (place) => statementAt(place, ethtoolField);
    case "nmcli-connection":
    case "nmcli-devices":
      return propertyAt;
    case "keyfile":
      return entryAt;
    default:
      return undefined;
  }
}

/** The field of a line of two columns, pointed at by its key (with what stands between them) or by its value. */
function statementAt(
  { line, offset, section }: PointedLine,
  fieldOf: (key: string, value: string) => Field | undefined,
): FoundField | undefined {
  const statement = Statement.read(line, section);
  const field = statement && fieldOf(statement.key, statement.value);
  if (statement === undefined || field === undefined) return undefined;
  const { key, value } = statement;
  const named = spanOf(line, 0, key.length);
  const stated = statement.part(value, 0, value.length);
  const span = spanAt(offset, named, stated);
  return span && { ...span, key, value, field };
}

function procLineAt(place: PointedLine): FoundField | undefined {
  const { line, offset, section } = place;
  const bare = /^(?:802\.3ad info|bond \S{1,15} has no active aggregator)$/.exec(line.text)?.[0];
  if (bare !== undefined) {
    const key = bare.startsWith("bond") ? "no active aggregator" : bare;
    const field = procField("bond", key, "");
    const span = spanOf(line, 0, bare.length);
    return field && offset >= span.start && offset <= span.end ? { ...span, key, value: "", field } : undefined;
  }
  const statement = Statement.read(line, section);
  const detail = statement && procDetail(statement.value);
  if (statement && detail) {
    const [whole, key = "", value = ""] = detail;
    const { start, end } = statement.part(value, detail.index + 1, detail.index + whole.length - 1);
    if (offset >= start && offset <= end && isAnyOptionName(key))
      return { start, end, key, value, field: optionField(key, value) };
  }
  return statementAt(place, (key, value) => procField(scopeOf(place), key, value));
}

/** Lines that stand above the ports only. */
const BOND_LINE =
  /^(?:Bonding Mode|Primary Slave|Currently Active Slave|Ethernet Channel Bonding Driver|Active Aggregator Info):/;

/** Whose line it is in a dump: found by the lines above it; `undefined` where those were not captured. */
function scopeOf({ above }: PointedLine): ProcScope | undefined {
  for (const { text } of above()) {
    if (text.startsWith("details actor lacp pdu")) return "actor";
    if (text.startsWith("details partner lacp pdu")) return "partner";
    if (text.startsWith("Slave Interface:")) return "port";
    if (BOND_LINE.test(text)) return "bond";
  }
  return undefined;
}

function propertyAt({ line, offset }: PointedLine): FoundField | undefined {
  const property = readNmcliProperty(line);
  if (property === undefined) return undefined;
  const { key, from } = property;
  const value = property.value.slice(0, noteColumn(property.value)).trimEnd();
  const field = propertyField(key, value === "--" ? "" : value);
  const span = spanAt(offset, spanOf(line, 0, key.length), spanOf(line, from, from + value.length));
  return field && span && { ...span, key, value, field };
}

/** `controller=bond0` below `[connection]`: nmcli's property is the group and the key. */
function entryAt({ line, offset, above }: PointedLine): FoundField | undefined {
  const [whole, key] = /^([\w-]{1,60}) *= */.exec(line.text) ?? [];
  if (whole === undefined || key === undefined) return undefined;
  const value = line.text.slice(whole.length);
  const field = propertyField(`${groupOf(above())}.${key}`, value);
  const span = spanAt(offset, spanOf(line, 0, key.length), spanOf(line, whole.length, line.text.length));
  return field && span && { ...span, key, value, field };
}

function groupOf(above: Iterable<Line>): string {
  for (const { text } of above) {
    const group = /^\[([\w.-]{1,60})\]$/.exec(text)?.[1];
    if (group !== undefined) return group === "ethernet" ? "802-3-ethernet" : group;
  }
  return "";
}
