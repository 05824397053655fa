import { endOfQuoted, unquoted } from "../bonding/forms/yamlScalar.ts";
import type { Span } from "../text/span.ts";
import { rowsOf } from "./block.ts";

/** A value of YAML with its place in the text; what is not understood is left out. */
export type Yaml = YamlScalar | YamlMap | YamlList;

export interface YamlScalar extends Span {
  readonly kind: "scalar";
  /** Without its quotes. */
  readonly value: string;
}

export interface YamlMap extends Span {
  readonly kind: "map";
  /** True where it stands in braces. */
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
}

/** `start` and `end` span the key and its value. */
export interface YamlEntry extends Span {
  readonly key: string;
  readonly keyEnd: number;
  readonly value?: Yaml;
}

export interface YamlList extends Span {
  readonly kind: "list";
  readonly items: readonly Yaml[];
}

interface Row {
  indent: number;
  text: string;
  start: number;
}

/** Deeper than this nobody nests a network configuration. */
const DEEPEST = 30;

/**
 * Reads the documents of a YAML text: maps and lists in lines or in brackets, plain and quoted scalars, comments. A reader
 * for network configurations, not for YAML: anchors, tags and block scalars are passed over. Linear; never throws.
 */
export function readYaml(text: string): Yaml[] {
  return new Reader(text).documents();
}

/** The value at a path of keys. */
export function at(yaml: Yaml | undefined, ...path: readonly string[]): Yaml | undefined {
  let found = yaml;
  for (const key of path) found = entryIn(found, key)?.value;
  return found;
}

/** The entry of a map, with its place. */
export function entryIn(yaml: Yaml | undefined, ...keys: readonly string[]): YamlEntry | undefined {
  return yaml?.kind === "map" ? yaml.entries.find(({ key }) => keys.includes(key)) : undefined;
}

/** The text of a scalar. */
export function textOf(yaml: Yaml | undefined): string | undefined {
  return yaml?.kind === "scalar" ? yaml.value : undefined;
}

class Reader {
  readonly #text: string;
  readonly #rows: Row[] = [];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    for (const row of rowsOf(text)) {
      const bare = withoutComment(row.text).trimEnd();
      const indent = bare.length - bare.trimStart().length;
      if (bare.length > indent) this.#rows.push({ indent, text: bare.slice(indent), start: row.start + indent });
    }
  }

  documents(): Yaml[] {
    const found: Yaml[] = [];
    while (this.#next < this.#rows.length) {
      const before = this.#next;
      const row = this.#rows[before];
      if (row && !isSeparator(row)) {
        const document = this.#block(row.indent, 0);
        if (document) found.push(document);
      }
      if (this.#next === before) this.#next += 1;
    }
    return found;
  }

  #peek(): Row | undefined {
    const row = this.#rows[this.#next];
    return row && isSeparator(row) ? undefined : row;
  }

  #block(indent: number, depth: number): Yaml | undefined {
    const row = this.#peek();
    if (row === undefined || depth > DEEPEST) return undefined;
    if (isItem(row)) return this.#list(indent, depth);
    return keyLength(row.text) === undefined ? this.#inline(row, 0) : this.#map(indent, depth);
  }

  #map(indent: number, depth: number): YamlMap {
    const entries: YamlEntry[] = [];
    const begin = this.#peek()?.start ?? 0;
    for (let row = this.#peek(); row && row.indent >= indent; row = this.#peek()) {
      const length = row.indent === indent && !isItem(row) ? keyLength(row.text) : undefined;
      if (length === undefined) {
        if (row.indent === indent) break;
        this.#next += 1;
        continue;
      }
      entries.push(this.#entry(row, length, indent, depth));
    }
    return { kind: "map", flow: false, entries, start: begin, end: entries.at(-1)?.end ?? begin };
  }

  #entry(row: Row, length: number, indent: number, depth: number): YamlEntry {
    const keyEnd = row.start + length;
    const behind = row.text.slice(length + 1);
    const place = { key: unquoted(row.text.slice(0, length).trimEnd()), start: row.start, keyEnd };
    if (behind.trim() !== "") {
      const value = this.#inline(row, length + 1 + behind.length - behind.trimStart().length);
      return { ...place, end: value?.end ?? keyEnd, ...(value && { value }) };
    }
    this.#next += 1;
    const below = this.#peek();
    const nested = below && (below.indent > indent || (below.indent === indent && isItem(below)));
    const value = nested ? this.#block(below.indent, depth + 1) : undefined;
    return { ...place, end: value?.end ?? keyEnd + 1, ...(value && { value }) };
  }

  #list(indent: number, depth: number): YamlList {
    const items: Yaml[] = [];
    const begin = this.#peek()?.start ?? 0;
    let end = begin;
    for (let row = this.#peek(); row && row.indent === indent && isItem(row); row = this.#peek()) {
      const rest = row.text.slice(1).trimStart();
      if (rest === "") this.#next += 1;
      else {
        const column = row.text.length - rest.length;
        this.#rows[this.#next] = { indent: row.indent + column, text: rest, start: row.start + column };
      }
      const inner = this.#peek();
      const item = inner && inner.indent > indent ? this.#block(inner.indent, depth + 1) : undefined;
      if (item) items.push(item);
      end = item?.end ?? end;
      for (let left = this.#peek(); left && left.indent > indent; left = this.#peek()) this.#next += 1;
    }
    return { kind: "list", items, start: begin, end };
  }

  /** A value that begins within a line: in brackets, quoted or plain. What continues it is passed over. */
  #inline(row: Row, column: number): Yaml | undefined {
    const start = row.start + column;
    const first = this.#text[start];
    const value = first === "[" || first === "{" ? this.#flow(start, 0) : scalar(row.text.slice(column), start);
    const last = value?.end ?? start;
    const { indent } = row;
    this.#next += 1;
    const continues = (next: Row) => next.start < last || (value?.kind === "scalar" && next.indent > indent);
    for (let next = this.#peek(); next && continues(next); next = this.#peek()) this.#next += 1;
    return value;
  }

  #flow(start: number, depth: number): Yaml | undefined {
    const open = this.#text[start];
    if (depth > DEEPEST) return undefined;
    if (open !== "[" && open !== "{") return this.#flowScalar(start);
    const entries: YamlEntry[] = [];
    const items: Yaml[] = [];
    let at = start + 1;
    for (;;) {
      at = this.#skip(at);
      const character = this.#text[at];
      if (character === undefined || character === "]" || character === "}") break;
      const value = this.#flow(at, depth + 1);
      if (value === undefined) break;
      at = this.#skip(value.end);
      if (open === "{" && this.#text[at] === ":" && value.kind === "scalar") {
        const from = this.#skip(at + 1);
        const own = this.#flow(from, depth + 1);
        entries.push({
          key: value.value,
          start: value.start,
          keyEnd: value.end,
          end: own?.end ?? at + 1,
          ...(own && { value: own }),
        });
        at = own?.end ?? at + 1;
      } else items.push(value);
      if (at <= value.start) break;
    }
    const end = Math.min(at + 1, this.#text.length);
    return open === "[" ? { kind: "list", items, start, end } : { kind: "map", flow: true, entries, start, end };
  }

  #flowScalar(start: number): YamlScalar | undefined {
    const quote = this.#text[start];
    if (quote === '"' || quote === "'") {
      const end = endOfQuoted(this.#text, start);
      return { kind: "scalar", value: unquoted(this.#text.slice(start, end)), start, end };
    }
    let end = start;
    for (let character = this.#text[end]; character !== undefined; character = this.#text[end]) {
      if (",]}\n".includes(character) || (character === ":" && /[\s,\]}]|^$/.test(this.#text[end + 1] ?? ""))) break;
      end += 1;
    }
    const value = this.#text.slice(start, end).trimEnd();
    return value === "" ? undefined : { kind: "scalar", value, start, end: start + value.length };
  }

  /** Past blanks, line ends, commas and comments. */
  #skip(from: number): number {
    let at = from;
    for (let character = this.#text[at]; character !== undefined; character = this.#text[at]) {
      if (character === "#") {
        const feed = this.#text.indexOf("\n", at);
        at = feed === -1 ? this.#text.length : feed;
      } else if (" \t\n,".includes(character)) at += 1;
      else break;
    }
    return at;
  }
}

function isSeparator({ text, indent }: Row): boolean {
  return indent === 0 && (text === "---" || text === "...");
}

function isItem({ text }: Row): boolean {
  return text === "-" || text.startsWith("- ");
}

/** The length of the key of `key: value`; `undefined` where the line has none. */
function keyLength(text: string): number | undefined {
  const first = text[0];
  if (first === "[" || first === "{") return undefined;
  const from = first === '"' || first === "'" ? text.indexOf(first, 1) : 0;
  if (from === -1) return undefined;
  for (let colon = text.indexOf(":", from); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    const next = text[colon + 1];
    if (next === undefined || next === " " || next === "\t") return colon > 0 ? colon : undefined;
  }
  return undefined;
}

function scalar(text: string, start: number): YamlScalar {
  return { kind: "scalar", value: unquoted(text), start, end: start + text.length };
}

/** A line without the comment behind it: a `#` at its beginning or behind a blank, outside of quotes. */
function withoutComment(line: string): string {
  if (!line.includes("#")) return line;
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if ((character === '"' || character === "'") && /^$|[\s[{,:-]/.test(line[at - 1] ?? "")) quote = character;
    else if (character === "#" && /^$|\s/.test(line[at - 1] ?? "")) return line.slice(0, at);
  }
  return line;
}
