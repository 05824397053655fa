import { type Line, offsetOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";

/** Where a line of a block begins in its text, and how many blanks stand before the line's own first character. */
interface Row {
  readonly line: Line;
  readonly from: number;
  readonly margin: number;
}

/**
 * Lines of a section as one text, with the indentation and the trailing blanks that the scanner looks through, and the way
 * back from an offset of it to the characters on the screen. Without carriage returns.
 */
export class Block {
  readonly text: string;
  readonly section: Section;
  readonly #rows: readonly Row[];
  readonly #shift: number;

  private constructor(text: string, section: Section, rows: readonly Row[], shift: number) {
    this.text = text;
    this.section = section;
    this.#rows = rows;
    this.#shift = shift;
  }

  static of(lines: readonly Line[], section: Section): Block {
    const rows: Row[] = [];
    const parts: string[] = [];
    let from = 0;
    for (const line of lines) {
      const margin = marginOf(line, section);
      const part = `${" ".repeat(margin)}${line.text}${trailingBlanks(line, section)}`;
      rows.push({ line, from, margin });
      parts.push(part);
      from += part.length + 1;
    }
    return new Block(parts.join("\n"), section, rows, 0);
  }

  /** A stretch of the text as a block of its own. */
  slice(from: number, to: number): Block {
    return new Block(this.text.slice(from, to), this.section, this.#rows, this.#shift + from);
  }

  /** A fact whose span are the characters that the offsets from `start` (included) to `end` (not) stand for. */
  fact<T>(value: T, start: number, end: number): Fact<T> {
    const from = this.offsetOf(start);
    return { value, start: from, end: end > start ? this.offsetOf(end - 1) + 1 : from, section: this.section };
  }

  /** The place in the capture of an offset of the text. */
  offsetOf(offset: number): number {
    const at = offset + this.#shift;
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#rows[middle]?.from ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const row = this.#rows[low];
    if (row === undefined) return this.section.start;
    const { line, from, margin } = row;
    const column = Math.max(0, at - from - margin);
    const beyond = Math.max(0, column - line.text.length);
    return Math.min(offsetOf(line, column - beyond) + beyond, line.end);
  }
}

/** The lines of a text with where they begin in it. */
export function* rowsOf(text: string): Generator<Span & { readonly text: string }> {
  let start = 0;
  for (const line of text.split("\n")) {
    yield { text: line, start, end: start + line.length };
    start += line.length + 1;
  }
}

/** How far the line stands in; quotes count like blanks, so that lines of one quote keep their order. */
function marginOf({ start, at, text }: Line, { capture }: Section): number {
  if (text === "" || at === start) return 0;
  return capture.text.slice(start, at).replace(/^\ufeff|\u001b\[[\d;]*m/g, "").length;
}

/** Blanks behind the text, which the scanner does not show, but which can belong to a value. */
export function trailingBlanks(line: Line, { capture }: Section): string {
  if (line.offsets !== undefined) return "";
  return /^[ \t]*/.exec(capture.text.slice(offsetOf(line, line.text.length), line.end))?.[0] ?? "";
}
