import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { noteColumn } from "./note.ts";

/** A line of the form `key: value`, from which facts are made whose span runs from the key to the end of the value. */
export class Statement {
  readonly key: string;
  /** The value without trailing blanks and without a note that somebody wrote behind it (`<-- dead`, `# dead`). */
  readonly value: string;
  readonly #line: Line;
  readonly #section: Section;
  readonly #end: number;

  /** Splits at the first colon that a blank or the end follows, as the kernel's keys need (`NS IPv6 target/s (xx::xx form):`). */
  static read(line: Line, section: Section): Statement | undefined {
    const { text } = line;
    let colon = text.indexOf(":");
    while (colon !== -1 && colon + 1 < text.length && text[colon + 1] !== " " && text[colon + 1] !== "\t") {
      colon = text.indexOf(":", colon + 1);
    }
    return colon <= 0 ? undefined : new Statement(line, section, colon);
  }

  constructor(line: Line, section: Section, colon: number) {
    const { text } = line;
    const value = text.slice(colon + 1, noteColumn(text, colon + 1)).trim();
    this.key = text.slice(0, colon).trimEnd();
    this.value = value;
    this.#line = line;
    this.#section = section;
    this.#end = value === "" ? colon + 1 : text.indexOf(value, colon + 1) + value.length;
  }

  /** The statement as a fact with the given value. */
  fact<T>(value: T): Fact<T> {
    return this.#fact(value, 0, this.#end);
  }

  /** A fact whose span is a part of the value, given as columns in it. */
  part<T>(value: T, from: number, to: number): Fact<T> {
    const base = this.#end - this.value.length;
    return this.#fact(value, base + from, base + to);
  }

  /** The leading whole number of the value; `undefined` where there is none. */
  number(): Fact<number> | undefined {
    const digits = /^\d{1,15}/.exec(this.value)?.[0];
    return digits === undefined ? undefined : this.fact(Number(digits));
  }

  /** The first word of the value; `undefined` where the value is empty. */
  word(): Fact<string> | undefined {
    const word = /^\S+/.exec(this.value)?.[0];
    return word === undefined ? undefined : this.fact(word);
  }

  #fact<T>(value: T, from: number, to: number): Fact<T> {
    const { start, end } = spanOf(this.#line, from, to);
    return { value, start, end, section: this.#section };
  }
}
