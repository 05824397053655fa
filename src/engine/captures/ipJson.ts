import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";
import { type Draft, type IpLinkList, newInterface } from "./ipInterface.ts";
import { type JsonNode, type JsonObject, readJsonObjects } from "./json.ts";
import type { Part } from "./part.ts";

/** The shape that a field is to have. */
type Shape<T> = (value: JsonNode["value"]) => value is JsonNode["value"] & T;

const TEXT: Shape<string> = (value) => typeof value === "string";
const NUMBER: Shape<number> = (value) => typeof value === "number";

/** Options of a bond that have another name in JSON than in the text (iproute2: ip/iplink_bond.c). */
const TEXT_NAMES: ReadonlyMap<string, string> = new Map([
  ["num_peer_notif", "num_grat_arp"],
  ["ad_lacp_active", "lacp_active"],
  ["ad_lacp_rate", "lacp_rate"],
]);

/**
 * Reads the output of `ip -j link` or `ip -j addr`, compact or with `-p`, into the facts that the text form gives. Each
 * field whose shape is another one than expected is left out by itself. Never throws.
 */
export function readIpJson({ section, lines }: Part): IpLinkList | undefined {
  const source = new Source(section, lines);
  const { objects, unread } = readJsonObjects(source.text, '"ifindex"');
  const interfaces = objects.map((object) => readInterface(object, source)).filter((one) => one !== undefined);
  if (interfaces.length === 0) return undefined;
  return {
    kind: "ip-link",
    section,
    interfaces,
    ...(unread !== undefined && { unread: source.span(unread, unread + 1) }),
  };
}

function readInterface(object: JsonObject, source: Source): Draft | undefined {
  const name = source.fact(object.get("ifname"), TEXT);
  if (name === undefined) return undefined;
  const draft = newInterface(name);
  const texts = [
    ["mac", "address"],
    ["permanentMac", "permaddr"],
    ["master", "master"],
    ["state", "operstate"],
    ["parent", "link"],
    ["parentDevice", "parentdev"],
  ] as const;
  for (const [field, key] of texts) {
    const fact = source.fact(object.get(key), TEXT);
    if (fact) draft[field] = fact;
  }
  const mtu = source.fact(object.get("mtu"), NUMBER);
  if (mtu) draft.mtu = mtu;
  draft.flags = source.words(object.get("flags"));
  draft.altnames = source.words(object.get("altnames"));
  for (const one of listIn(object, "addr_info")) readAddress(draft, one, source);
  readKind(draft, objectIn(object, "linkinfo"), source);
  readCounters(draft, objectIn(object, "stats64") ?? objectIn(object, "stats"), source);
  return draft;
}

function readAddress(draft: Draft, { value: one }: JsonNode, source: Source): void {
  if (!(one instanceof Map)) return;
  const ip = source.fact(one.get("local"), TEXT);
  const prefix = source.fact(one.get("prefixlen"), NUMBER);
  const scope = source.fact(one.get("scope"), TEXT)?.value;
  if (ip && prefix)
    draft.addresses.push({ ...ip, value: { ip: ip.value, prefix: prefix.value, ...(scope && { scope }) } });
}

function readKind(draft: Draft, info: JsonObject | undefined, source: Source): void {
  const kind = source.fact(info?.get("info_kind"), TEXT);
  if (kind) draft.kind = kind;
  if (kind?.value === "bond") draft.bond = source.pairs(objectIn(info, "info_data"));
  if (source.fact(info?.get("info_slave_kind"), TEXT)?.value === "bond")
    draft.port = source.pairs(objectIn(info, "info_slave_data"));
}

function readCounters(draft: Draft, counters: JsonObject | undefined, source: Source): void {
  for (const direction of ["rx", "tx"]) {
    for (const [key, node] of objectIn(counters, direction) ?? []) {
      const number = source.fact(node, NUMBER);
      draft.counters ??= new Map();
      if (number) draft.counters.set(`${direction} ${key.replace(/_errors$/, "")}`, number);
    }
  }
}

function objectIn(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.get(key)?.value;
  return value instanceof Map ? value : undefined;
}

function listIn(object: JsonObject, key: string): readonly JsonNode[] {
  const value = object.get(key)?.value;
  return Array.isArray(value) ? value : [];
}

/** The lines of a section as one text, and the way back to where they stand in the capture. */
class Source {
  readonly text: string;
  readonly #section: Section;
  readonly #lines: readonly Line[];
  /** Where each line begins in `text`. */
  readonly #starts: number[] = [];

  constructor(section: Section, lines: readonly Line[]) {
    this.#section = section;
    this.#lines = lines;
    let length = 0;
    for (const { text } of lines) {
      this.#starts.push(length);
      length += text.length + 1;
    }
    this.text = lines.map(({ text }) => text).join("\n");
  }

  /** A node as a fact, where its value has the shape. */
  fact<T>(node: JsonNode | undefined, hasShape: Shape<T>): Fact<T> | undefined {
    if (node === undefined || !hasShape(node.value)) return undefined;
    return { value: node.value, section: this.#section, ...this.span(node.start, node.end) };
  }

  /** The words of a list, each a fact. */
  words(node: JsonNode | undefined): Fact<string>[] {
    const items = Array.isArray(node?.value) ? (node.value as readonly JsonNode[]) : [];
    return items.map((item) => this.fact(item, TEXT)).filter((fact) => fact !== undefined);
  }

  /** The pairs of a bond's or port's block, under the names and with the values that `ip` prints as text. */
  pairs(object: JsonObject | undefined, before = ""): Map<string, Fact<string>> {
    const pairs = new Map<string, Fact<string>>();
    for (const [key, node] of object ?? []) {
      if (node.value instanceof Map) {
        for (const [inner, fact] of this.pairs(node.value, "ad_")) pairs.set(inner, fact);
        continue;
      }
      const list = Array.isArray(node.value) ? this.words(node).map((word) => word.value) : undefined;
      const value = list?.join(",") ?? (node.value === null ? "none" : String(node.value));
      const span = this.span(node.start, node.end);
      pairs.set(before + (TEXT_NAMES.get(key) ?? key), { value, section: this.#section, ...span });
    }
    return pairs;
  }

  span(from: number, to: number): Span {
    return { start: this.#place(from).start, end: this.#place(to - 1).end };
  }

  #place(at: number): Span {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const line = this.#lines[low];
    const column = at - (this.#starts[low] ?? 0);
    return line ? spanOf(line, column, column + 1) : { start: this.#section.start, end: this.#section.start };
  }
}
