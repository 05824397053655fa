import { counterField, driverField, ethtoolField } from "../bonding/fields/ethtool.ts";
import { type Field, optionField } from "../bonding/fields/field.ts";
import { propertyField } from "../bonding/fields/networkManager.ts";
import { type ProcScope, procField } from "../bonding/fields/proc.ts";
import { isAnyOptionName } from "../bonding/options.ts";
import { readNmcliProperty } from "../captures/nmcliDevices.ts";
import { noteColumn } from "../captures/note.ts";
import { Statement } from "../captures/reader.ts";
import { type Line, scanLines, spanOf } from "../text/lines.ts";
import type { Section } from "../text/section.ts";
import { ipPairAt } from "./ipPairAt.ts";
import { jsonPairAt } from "./jsonPairAt.ts";
import { logMessageAt } from "./logMessageAt.ts";
import { type FoundField, type PointedLine, spanAt } from "./pointed.ts";
import { switchChannelAt, switchCommandAt, switchNeighborAt } from "./switchLineAt.ts";
import { listCellAt, profileCellAt } from "./tableCellAt.ts";

/** Code units of a line, above which no tool prints one, and lines of the longest block of a dump. */
const LONGEST = 20_000;
const HIGHEST = 60;

/** What is known of the key or value at an offset of a section; linear in its line. */
export function fieldAt(text: string, section: Section, offset: number): FoundField | undefined {
  if (section.kind === "ip-json") return jsonPairAt(text, offset);
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
      return (place) => statementAt(place, ethtoolField) ?? linkModesAt(place);
    case "ethtool-driver":
      return (place) => statementAt(place, driverField);
    case "ethtool-statistics":
      return (place) => statementAt(place, counterField);
    case "nmcli-connection":
      return (place) => propertyAt(place) ?? profileCellAt(place);
    case "nmcli-devices":
      return (place) => propertyAt(place) ?? listCellAt(place, ["DEVICE", "TYPE", "STATE", "CONNECTION"]);
    case "nmcli-profiles":
      return (place) => listCellAt(place, ["NAME", "UUID", "TYPE", "DEVICE"]);
    case "kernel-log":
      return logMessageAt;
    case "switch-config":
      return switchCommandAt;
    case "switch-channels":
      return switchChannelAt;
    case "switch-lacp":
      return switchNeighborAt;
    case "keyfile":
      return entryAt;
    default:
      return undefined;
  }
}

/** A key at the beginning of a line and its value further on, pointed at by either. */
function found(
  { line, offset }: PointedLine,
  key: string,
  value: string,
  field: Field | undefined,
  from = line.text.indexOf(value, key.length + 1),
): FoundField | undefined {
  const stated = value === "" ? undefined : spanOf(line, from, from + value.length);
  const span = spanAt(offset, spanOf(line, 0, key.length), stated);
  return field && span && { ...span, key, value, field };
}

function statementAt(
  place: PointedLine,
  fieldOf: (key: string, value: string) => Field | undefined,
): FoundField | undefined {
  const { key, value } = Statement.read(place.line, place.section) ?? { key: place.line.text, value: "" };
  return found(place, key, value, fieldOf(key, value));
}

/** `100baseT/Half 100baseT/Full`: link modes go on below their key. */
function linkModesAt({ line, offset, section, above }: PointedLine): FoundField | undefined {
  const isMore = ({ text }: Line) => /^\d{1,7}base\S/.test(text);
  const span = spanAt(offset, spanOf(line, 0, line.text.length));
  if (!isMore(line) || span === undefined) return undefined;
  for (const one of above()) {
    if (isMore(one)) continue;
    const { key = "" } = Statement.read(one, section) ?? {};
    const field = key.endsWith("link modes") ? ethtoolField(key, line.text) : undefined;
    return field && { ...span, key, value: line.text, field };
  }
  return undefined;
}

function procLineAt(place: PointedLine): FoundField | undefined {
  const { line, offset } = place;
  const [, brackets = "", name = "", value = ""] = DETAIL.exec(line.text) ?? [];
  const at = line.text.indexOf(brackets);
  const span = spanAt(offset, spanOf(line, at, at + brackets.length));
  if (span && isAnyOptionName(name)) return { ...span, key: name, value, field: optionField(name, value) };
  return statementAt(place, (key, whole) => procField(scopeOf(place), key, whole));
}

/** The option in brackets behind a mode or a primary. */
const DETAIL = /: .{1,60} \(((fail_over_mac|primary_reselect) (\w{1,20}))\)/;

/** Lines that stand above the ports only. */
const BOND_LINE =
  /^(?:Bonding Mode|Primary Slave|Currently Active Slave|Ethernet Channel Bonding Driver|Active Aggregator Info):/;

/** Whose line it is in a dump: found by the lines above it; `undefined` where those were not captured. */
function scopeOf({ above }: PointedLine): ProcScope | undefined {
  for (const { text } of above()) {
    if (text.startsWith("details actor")) return "actor";
    if (text.startsWith("details partner")) return "partner";
    if (text.startsWith("Slave Interface:")) return "port";
    if (BOND_LINE.test(text)) return "bond";
  }
  return undefined;
}

function propertyAt(place: PointedLine): FoundField | undefined {
  const property = readNmcliProperty(place.line);
  if (property === undefined) return undefined;
  const { key, from } = property;
  const value = property.value.slice(0, noteColumn(property.value)).trimEnd();
  return found(place, key, value, propertyField(key, value === "--" ? "" : value), from);
}

/** `controller=bond0` below `[connection]`: nmcli's property is the group and the key. */
function entryAt(place: PointedLine): FoundField | undefined {
  const [whole = "", key] = /^([\w-]{1,60}) *= */.exec(place.line.text) ?? [];
  if (key === undefined) return undefined;
  const value = place.line.text.slice(whole.length);
  return found(place, key, value, propertyField(`${groupOf(place.above())}.${key}`, value), whole.length);
}

function groupOf(above: Iterable<Line>): string {
  for (const { text } of above) {
    const group = /^\[([\w.-]{1,60})\]$/.exec(text)?.[1];
    if (group !== undefined) return group;
  }
  return "";
}
