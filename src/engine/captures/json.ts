import type { Span } from "../text/span.ts";

/** A value of a JSON text with the characters that state it: of a member of an object, from its key on. */
export interface JsonNode extends Span {
  readonly value: string | number | boolean | null | readonly JsonNode[] | JsonObject;
}

/** The members of an object; of a key that stands there twice, the last. */
export type JsonObject = ReadonlyMap<string, JsonNode>;

/** What could be read of a JSON text, and the offset of the first character that could not. */
export interface JsonText {
  readonly objects: readonly JsonObject[];
  readonly unread?: number;
}

/** Values inside values beyond this number are not read. */
const DEEPEST = 40;

/**
 * Reads the objects of a list, as far as it goes: a text that is cut, spoilt or that lacks its beginning gives what it
 * still holds. Where it breaks off, reading goes on at the next `again`. Linear; never throws.
 */
export function readJsonObjects(text: string, again: string): JsonText {
  const reader = new JsonReader(text);
  const objects: JsonObject[] = [];
  let unread: number | undefined;
  while (reader.skip(" \t\r\n,[]}")) {
    if (text[reader.at] === "{") reader.at += 1;
    else if (text[reader.at] !== '"') reader.broken = true;
    if (!reader.broken) objects.push(reader.members());
    if (!reader.broken) continue;
    unread ??= reader.at;
    reader.broken = false;
    const next = text.indexOf(again, reader.at + 1);
    reader.at = next === -1 ? text.length : next;
  }
  return { objects, ...(unread !== undefined && { unread }) };
}

class JsonReader {
  at = 0;
  /** True from the first character that is not JSON; what was read before it is kept. */
  broken = false;
  readonly #text: string;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Passes over some characters; false at the end. */
  skip(characters = " \t\r\n"): boolean {
    while (this.at < this.#text.length && characters.includes(this.#text.charAt(this.at))) this.at += 1;
    return this.at < this.#text.length;
  }

  /** The members of an object up to its `}`. */
  members(): JsonObject {
    const members = new Map<string, JsonNode>();
    if (this.#ends("}")) return members;
    do {
      this.skip();
      const start = this.at;
      const key = this.#string();
      this.skip();
      if (key === undefined || !this.#takes(":")) break;
      const node = this.#value(start);
      if (node) members.set(key, node);
    } while (!this.broken && this.#goesOn("}"));
    return members;
  }

  #list(): JsonNode[] {
    const items: JsonNode[] = [];
    if (this.#ends("]")) return items;
    do {
      this.skip();
      const item = this.#value(this.at);
      if (item) items.push(item);
    } while (!this.broken && this.#goesOn("]"));
    return items;
  }

  #value(start: number): JsonNode | undefined {
    this.skip();
    const value = this.#any();
    return value === undefined ? undefined : { value, start, end: this.at };
  }

  #any(): JsonNode["value"] | undefined {
    const first = this.#text[this.at];
    if (first === '"') return this.#string();
    if (first === "{" || first === "[") {
      if (this.#depth === DEEPEST) return this.#break();
      this.at += 1;
      this.#depth += 1;
      const inside = first === "{" ? this.members() : this.#list();
      this.#depth -= 1;
      return inside;
    }
    const word = /^(?:true|false|null|-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?)(?=[\s,\]}])/.exec(
      this.#text.slice(this.at, this.at + 60),
    )?.[0];
    if (word === undefined) return this.#break();
    this.at += word.length;
    return word === "null" ? null : word === "true" || (word === "false" ? false : Number(word));
  }

  #string(): string | undefined {
    if (this.#text[this.at] !== '"') return this.#break();
    let end = this.at + 1;
    let plain = true;
    for (let code = this.#text[end]; code !== '"'; code = this.#text[end]) {
      if (code === undefined || code === "\n") return this.#break();
      if (code === "\\") plain = false;
      end += code === "\\" ? 2 : 1;
    }
    const quoted = this.#text.slice(this.at, end + 1);
    this.at = end + 1;
    return plain ? quoted.slice(1, -1) : unescaped(quoted);
  }

  /** After a value: true where another one follows, false at the end, which is passed over. */
  #goesOn(end: string): boolean {
    return !this.#ends(end) && this.#takes(",");
  }

  #ends(end: string): boolean {
    this.skip();
    const ends = this.#text[this.at] === end;
    if (ends) this.at += 1;
    return ends;
  }

  #takes(character: string): boolean {
    this.broken ||= this.#text[this.at] !== character;
    if (!this.broken) this.at += 1;
    return !this.broken;
  }

  #break(): undefined {
    this.broken = true;
  }
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
