import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Draft } from "./ipInterface.ts";

const ADDRESS = /^inet6? ([\da-fA-F.:]{2,45})(?:\/(\d{1,3}))?(?= |$)/;

/** Reads `inet 10.20.0.10/24 brd … scope global bond0`; false where the line is no address. */
export function readAddress(target: Draft, line: Line, section: Section): boolean {
  const { text } = line;
  const [whole, ip, prefix] = ADDRESS.exec(text) ?? [];
  if (whole === undefined || ip === undefined) return false;
  const scope = / scope (\w{1,20})/.exec(text.slice(0, 300))?.[1];
  // Behind `peer` stands the length for both ends: there the address is alone in its network.
  target.addresses.push(
    factAt(line, section, { ip, prefix: lengthOf(ip, prefix), ...(scope && { scope }) }, 0, whole.length),
  );
  return true;
}

/** The addresses behind the state in `ip -br addr`: `10.20.0.10/24 fe80::1/64`. */
export function readBriefAddresses(target: Draft, line: Line, section: Section, from: number): void {
  const pattern = /([\da-fA-F.:]{2,45})\/(\d{1,3})(?= |$)/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(line.text); match; match = pattern.exec(line.text)) {
    const [whole, ip = "", prefix] = match;
    const value = { ip, prefix: lengthOf(ip, prefix) };
    target.addresses.push(factAt(line, section, value, match.index, match.index + whole.length));
  }
}

function lengthOf(ip: string, prefix: string | undefined): number {
  return Number(prefix ?? (ip.includes(":") ? 128 : 32));
}

/** What `ip -d` calls an interface at the beginning of its line for that; `undefined` for other lines. */
export function kindOf(text: string): string | undefined {
  return /^(?:vlan|bridge|veth|macvlan|macvtap|ipvlan|vrf|dummy|tun|vxlan|team|openvswitch)(?= )/.exec(text)?.[0];
}

/** The columns of `RX:  bytes packets errors …`, with `rx` or `tx` before each; `undefined` for other lines. */
export function columnsOf(text: string): readonly string[] | undefined {
  const [whole, direction] = /^([RT])X(?: errors)?: /.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const columns = text.slice(whole.length).trim().split(/\s+/);
  return columns.map((column) => `${direction === "R" ? "rx" : "tx"} ${column}`);
}

/** Reads the numbers below the columns; false where the line holds none. What is no number is passed over. */
export function readCounters(target: Draft, columns: readonly string[], line: Line, section: Section): boolean {
  if (!/^\d/.test(line.text)) return false;
  target.counters ??= new Map();
  const pattern = /\S+/g;
  for (const column of columns) {
    const match = pattern.exec(line.text);
    if (match === null) break;
    const [number] = match;
    if (/^\d{1,15}$/.test(number))
      target.counters.set(column, factAt(line, section, Number(number), match.index, match.index + number.length));
  }
  return true;
}

/** A fact that some columns of a line state. */
export function factAt<T>(line: Line, section: Section, value: T, from: number, to: number): Fact<T> {
  const { start, end } = spanOf(line, from, to);
  return { value, start, end, section };
}
