import { Location, Position, Range, type Uri } from "vscode";
import { type Analysis, LineIndex, type Place } from "../engine/index.ts";
import { uriOf } from "./paths.ts";

/** Turns the offsets of one analysis into the editor's positions. */
export class Places {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #indexes = new Map<string, LineIndex>();

  constructor(analysis: Analysis) {
    this.#texts = new Map(analysis.captures.map(({ path, text }) => [path, text]));
  }

  /** The position of an offset in a capture. */
  position(path: string, offset: number): Position {
    let index = this.#indexes.get(path);
    if (index === undefined) {
      index = new LineIndex(this.#texts.get(path) ?? "");
      this.#indexes.set(path, index);
    }
    const { line, column } = index.positionAt(offset);
    return new Position(line, column);
  }

  /** The range of a place. */
  range({ path, start, end }: Place): Range {
    return new Range(this.position(path, start), this.position(path, end));
  }

  /** A place as the editor's location. */
  location(place: Place): Location {
    return new Location(this.uri(place), this.range(place));
  }

  /** The document of a place. */
  uri({ path }: Place): Uri {
    return uriOf(path);
  }
}
