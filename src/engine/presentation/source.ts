import { LineIndex } from "../text/span.ts";
import { plain } from "./escape.ts";
import type { Place } from "./place.ts";

/** A capture, for quoting places of it. */
export class Source {
  readonly #path: string;
  readonly #text: string;
  #index: LineIndex | undefined;

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  /** `path:line:column`, from 1. */
  at(place: Place): string {
    const { line, column } = this.#position(place.start);
    return `${plain(this.#path)}:${line + 1}:${column + 1}`;
  }

  /** The number of the line of a place, from 1. */
  lineOf(place: Place): number {
    return this.#position(place.start).line + 1;
  }

  /** The line of a place with its number, and a caret line under the place. */
  quote(place: Place): string[] {
    const shown = this.#shown(place);
    const number = String(this.lineOf(place));
    const gutter = " ".repeat(number.length);
    return [
      `  ${number} | ${shown.text}`,
      `  ${gutter} | ${" ".repeat(shown.column)}${"^".repeat(Math.max(1, shown.length))}`,
    ];
  }

  /** The line of a place; of a long one what stands around it. */
  excerpt(place: Place): string {
    return this.#shown(place).text.trim();
  }

  #shown(place: Place) {
    const { column } = this.#position(place.start);
    const feed = this.#text.indexOf("\n", place.start);
    const line = this.#text.slice(place.start - column, feed === -1 ? undefined : feed).trimEnd();
    return Source.#window(line, column, place.end - place.start);
  }

  /** Long lines (`ip -d` prints one of 600 characters) are shown around the place. */
  static #window(line: string, column: number, length: number): { text: string; column: number; length: number } {
    const from = column > 60 ? column - 20 : 0;
    const cut = line.slice(from, from + 110);
    const text = plain(
      `${from > 0 ? "... " : ""}${cut}${from + 110 < line.length ? " ..." : ""}`.replaceAll("\t", " "),
    );
    return { text, column: column - from + (from > 0 ? 4 : 0), length: Math.min(length, cut.length - (column - from)) };
  }

  #position(offset: number) {
    this.#index ??= new LineIndex(this.#text);
    return this.#index.positionAt(offset);
  }
}
