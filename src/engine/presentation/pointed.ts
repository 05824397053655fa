import type { Field } from "../bonding/fields/field.ts";
import type { Mode } from "../bonding/modes.ts";
import type { Line } from "../text/lines.ts";
import type { Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";

/** A key with its value as they stand on a line; the span is that of the one that was pointed at. */
export interface FoundField extends Span {
  readonly key: string;
  readonly value: string;
  readonly field: Field;
  /** The mode of the bond, where the line says it. */
  readonly mode?: Mode | undefined;
}

/** The line that was pointed at: its spans and `offset` count from its first character. */
export interface PointedLine {
  readonly line: Line;
  readonly offset: number;
  readonly section: Section;
  /** The lines above it in its section, the nearest first; only as many as a block has. */
  readonly above: () => Iterable<Line>;
}

/** The span where it holds an offset; of two the one that does, and between them both together. */
export function spanAt(offset: number, key: Span, value: Span = key): Span | undefined {
  if (offset < key.start || offset > value.end) return undefined;
  if (offset >= value.start) return { start: value.start, end: value.end };
  return { start: key.start, end: offset > key.end ? value.end : key.end };
}
