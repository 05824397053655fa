import type { Bond } from "../hosts/model.ts";
import { lineEnding } from "../text/lines.ts";
import { MARK } from "../text/mark.ts";
import type { Capture, Fact } from "../text/section.ts";

/** A text to insert at an offset of a capture; nothing else of it changes. */
export interface Insertion {
  readonly path: string;
  readonly offset: number;
  readonly text: string;
}

/** nmcli prints values from this column on. */
const VALUE_COLUMN = 40;

/**
 * Where the corrected line goes: below the line of the first place of the capture that stands in output with lines of
 * its own (a dump, `ip -d`, nmcli's two columns). `undefined` for terse, value-only and other layouts.
 */
export function insertionFor(
  bond: Bond,
  places: readonly Fact<unknown>[],
  capture: Capture,
  options: string,
): Insertion | undefined {
  const place = places.find((fact) => fact.section.capture === capture && hasRoomBelow(bond, fact));
  return place && insertBelow(capture, place.start, options);
}

function hasRoomBelow(bond: Bond, { section }: Fact<unknown>): boolean {
  if (section.kind === "proc-bonding" || section.kind === "ip-link") return true;
  return section.kind === "nmcli-connection" && (bond.profile?.columns.has(section) ?? false);
}

function insertBelow(capture: Capture, offset: number, options: string): Insertion | undefined {
  const { text, path } = capture;
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const feed = text.indexOf("\n", offset);
  const margin = /^[\ufeff]?([>|\s]*)/.exec(text.slice(start, offset))?.[1] ?? "";
  const line = `${margin}${"bond.options:".padEnd(VALUE_COLUMN)}${options}  ${MARK}`;
  if (feed !== -1 && standsBelow(text, feed + 1, line)) return undefined;
  if (feed === -1) return { path, offset: text.length, text: `${lineEnding(text)}${line}` };
  const ending = text[feed - 1] === "\r" ? "\r\n" : "\n";
  return { path, offset: feed + 1, text: `${line}${ending}` };
}

/** True where the line stands among the marked lines from `start` on: it was inserted before. */
function standsBelow(text: string, start: number, line: string): boolean {
  for (let at = start; at < text.length; ) {
    const feed = text.indexOf("\n", at);
    const shown = text.slice(at, feed === -1 ? text.length : feed).trimEnd();
    if (shown === line) return true;
    if (feed === -1 || !shown.endsWith(MARK)) return false;
    at = feed + 1;
  }
  return false;
}
