import type { ReadCapture, Report } from "../captures/index.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";

/** A place where a capture names an interface: just the name. */
export interface NamedPlace extends Span {
  readonly name: string;
  readonly section: Section;
  /** What is said of the interface from here on, where this is more than a mention. */
  readonly block?: Span & { readonly kind: "bond" | "port" | "interface" };
}

/** Under these names the reports, `ip` and NetworkManager's properties hold the name of an interface, or several. */
const KEYS: ReadonlySet<string> = new Set([
  "name",
  "bond",
  "port",
  "ports",
  "primary",
  "activePort",
  "active_slave",
  "master",
  "parent",
  "device",
  "controller",
  "connection.interface-name",
  "connection.master",
  "connection.controller",
]);

/** What the kernel takes as a name, as far as people use it. */
const NAME = /^[A-Za-z][\w.-]{0,14}$/;
const NO_NAMES: ReadonlySet<string> = new Set(["none", "None", "null", "--"]);
const PARTS_OF_A_NAME = /[\w-]/;

const known = new WeakMap<ReadCapture, readonly NamedPlace[]>();

/** Every place where a capture names an interface of its host, in the order of the text. Kept for each capture. */
export function namesIn(read: ReadCapture): readonly NamedPlace[] {
  const before = known.get(read);
  if (before) return before;
  const places = new Map<number, NamedPlace>();
  for (const report of read.reports) {
    if (report.kind.startsWith("switch-")) continue;
    // A name that opens a block is found as a fact again: the first one stays.
    for (const place of [...blocksOf(report), ...mentions(report)]) {
      if (!places.has(place.start)) places.set(place.start, place);
    }
  }
  const found = [...places.values()].sort((a, b) => a.start - b.start);
  known.set(read, found);
  return found;
}

function blocksOf(report: Report): NamedPlace[] {
  const { section } = report;
  switch (report.kind) {
    case "proc-bonding": {
      const bond = report.bond === undefined ? [] : [ofSection(section, report.bond, "bond")];
      return [...bond, ...consecutive(section, report.ports, "port")];
    }
    case "ip-link":
      return consecutive(section, report.interfaces, "interface");
    case "ethtool":
    case "ethtool-driver":
    case "ethtool-statistics":
      return [ofSection(section, report.interface, "interface")];
    case "nmcli-connection":
    case "keyfile": {
      const name = report.properties.get("connection.interface-name");
      const [place] = name ? placesIn(name, name.value) : [];
      return place ? [{ ...place, block: { start: section.start, end: section.end, kind: "interface" } }] : [];
    }
    default:
      return [];
  }
}

/** The subject of a whole section, at its name near the top; a file's name stands nowhere in its text. */
function ofSection(section: Section, name: string, kind: "bond" | "interface"): NamedPlace {
  const { start, end } = section;
  const { text } = section.capture;
  const first = text.indexOf("\n", start);
  const second = first === -1 ? -1 : text.indexOf("\n", first + 1);
  const top = { start, end: Math.min(end, second === -1 ? end : second), section };
  const [place = { start, end: start, name, section }] = placesIn(top, name);
  return { ...place, block: { start, end, kind } };
}

/** Blocks that follow each other, each one up to the next. */
function consecutive(
  section: Section,
  owners: readonly { readonly name: Fact<string> }[],
  kind: "port" | "interface",
): NamedPlace[] {
  return owners.flatMap(({ name }, index) => {
    const [place] = placesIn(name, name.value);
    const { text } = section.capture;
    const start = text.lastIndexOf("\n", name.start - 1) + 1;
    const next = owners[index + 1]?.name.start;
    const end = next === undefined ? section.end : text.lastIndexOf("\n", next - 1) + 1;
    return place && end > start ? [{ ...place, block: { start: Math.max(start, section.start), end, kind } }] : [];
  });
}

/** The names that a report's facts state, wherever in it they are. */
function* mentions(value: unknown, key = ""): Generator<NamedPlace> {
  if (typeof value !== "object" || value === null || key === "section") return;
  if (isFact(value)) {
    if (!KEYS.has(key) || typeof value.value !== "string") return;
    for (const name of value.value.split(/[\s,]+/)) yield* placesIn(value, name);
  } else if (value instanceof Map) {
    for (const [inner, one] of value) yield* mentions(one, String(inner));
  } else if (Array.isArray(value)) {
    for (const one of value) yield* mentions(one, key);
  } else {
    const entries = Object.entries(value);
    for (const [inner, one] of entries) yield* mentions(one, inner);
    // An event of a log, or a port of a bond: the names beside the one fact that states them all.
    const fact = entries.map(([, one]) => one).find(isFact);
    for (const [inner, one] of entries) {
      if (fact && typeof one === "string" && KEYS.has(inner)) yield* placesIn(withHead(fact), one);
    }
  }
}

/** The kernel and NetworkManager name the bond and the port before the message of a log line: `bond0: (slave eno1): `. */
function withHead(fact: Fact<unknown>): Fact<unknown> {
  const { section, start } = fact;
  if (section.kind !== "kernel-log") return fact;
  const line = section.capture.text.lastIndexOf("\n", start - 1) + 1;
  return { ...fact, start: Math.max(line, start - LONGEST_HEAD) };
}

/** Code units of the driver, the card's address, the bond and the port before a message, rather too many than too few. */
const LONGEST_HEAD = 120;

function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === "object" && value !== null && "section" in value && "start" in value && "value" in value;
}

/** Where a name stands as a word of its own within a statement. */
function placesIn({ start, end, section }: Span & { readonly section: Section }, name: string): NamedPlace[] {
  if (!NAME.test(name) || NO_NAMES.has(name)) return [];
  const stretch = section.capture.text.slice(start, end);
  const places: NamedPlace[] = [];
  for (let at = stretch.indexOf(name); at !== -1; at = stretch.indexOf(name, at + name.length)) {
    const before = stretch[at - 1] ?? "";
    const [after = "", beyond = ""] = stretch.slice(at + name.length, at + name.length + 2);
    const isPart = PARTS_OF_A_NAME.test(before) || before === "." || PARTS_OF_A_NAME.test(after);
    if (!isPart && !(after === "." && PARTS_OF_A_NAME.test(beyond))) {
      places.push({ start: start + at, end: start + at + name.length, name, section });
    }
  }
  return places;
}
