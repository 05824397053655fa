import type { NamedPlace } from "../hosts/names.ts";
import type { Span } from "../text/span.ts";
import type { AnalyzedCapture } from "./analysis.ts";
import { plain } from "./escape.ts";

/** An entry of a capture's outline: a section, in it bonds and interfaces, in a bond its ports. */
export interface OutlineEntry extends Span {
  readonly name: string;
  readonly kind: "section" | "bond" | "port" | "interface";
  /** What stands for it where there is room for a name only; lies within the entry. */
  readonly at: Span;
  readonly children: readonly OutlineEntry[];
}

/** The outline of a capture, linear in its sections and names. What was not recognised has no entry. */
export function outline({ sections, names, text }: AnalyzedCapture): OutlineEntry[] {
  const blocks = names.filter(({ block }) => block !== undefined);
  let next = 0;
  return sections.flatMap((section) => {
    const own: NamedPlace[] = [];
    for (let place = blocks[next]; place && place.start < section.end; place = blocks[next]) {
      own.push(place);
      next += 1;
    }
    if (section.kind === "other") return [];
    const span = trimmed(text, section);
    const line = text.indexOf("\n", span.start);
    const at = { start: span.start, end: line === -1 || line > span.end ? span.end : line };
    const name = plain(section.command ?? section.kind).slice(0, LONGEST);
    return [{ ...span, at, name, kind: "section", children: childrenOf(own, text) }];
  });
}

/** Code units of a command that an outline shows. */
const LONGEST = 80;

/** The ports of a bond go below it; interfaces stand beside each other. */
function childrenOf(places: readonly NamedPlace[], text: string): OutlineEntry[] {
  const entries = places.flatMap((place) => entryOf(place, text));
  const ports = entries.filter(({ kind }) => kind === "port");
  const others = entries.filter(({ kind }) => kind !== "port");
  const [bond] = others;
  return bond?.kind === "bond" ? [{ ...bond, children: ports }] : [...others, ...ports];
}

function entryOf({ name, start, end, block }: NamedPlace, text: string): OutlineEntry[] {
  if (block === undefined) return [];
  const span = trimmed(text, block);
  const at = start >= span.start && end <= span.end ? { start, end } : { start: span.start, end: span.start };
  return [{ ...span, at, name: plain(name), kind: block.kind, children: [] }];
}

/** A span without the blank lines at its edges. */
function trimmed(text: string, { start, end }: Span): Span {
  const stretch = text.slice(start, end);
  const blank = stretch.length - stretch.trimStart().length;
  return blank === stretch.length
    ? { start, end: start }
    : { start: start + blank, end: start + stretch.trimEnd().length };
}
