import type { Span } from "./span.ts";

/**
 * One line as the scanner sees it. `start` and `end` are the characters on the screen; `text` is what they say once
 * the byte order mark, mail quotes, indentation, the pipes of a table, the time that a terminal program put before each line, colours
 * and trailing blanks are looked through.
 */
export interface Line extends Span {
  /** Offset of the next line: behind the line's ending. */
  readonly next: number;
  readonly text: string;
  /** Offset of the first character of `text`. */
  readonly at: number;
  /** Offset of each character of `text`, where colours stand between them; otherwise they follow `at` without a gap. */
  readonly offsets?: readonly number[];
}

/** The offset in the original text of a column of `line.text`; one past the last column is the end of what is shown. */
export function offsetOf(line: Line, column: number): number {
  if (line.offsets === undefined) return line.at + column;
  const before = line.offsets[column - 1];
  return line.offsets[column] ?? (before === undefined ? line.at : before + 1);
}

/** The span in the original text of the columns from `from` (included) to `to` (not) of `line.text`. */
export function spanOf(line: Line, from: number, to: number): Span {
  if (line.offsets === undefined) return { start: line.at + from, end: line.at + to };
  return { start: offsetOf(line, from), end: to > from ? offsetOf(line, to - 1) + 1 : offsetOf(line, from) };
}

/** A part of a line as a line of its own: the columns from `from` (included) to `to` (not). */
export function partOfLine(line: Line, from: number, to: number = line.text.length): Line {
  const { start, end, next, text, offsets } = line;
  const part = { start, end, next, text: text.slice(from, to), at: offsetOf(line, from) };
  return offsets === undefined ? part : { ...part, offsets: offsets.slice(from, to) };
}

const TAB = 9;
const CR = 13;
const ESC = 27;
const SPACE = 32;
const QUOTE = 62;
const PIPE = 124;
const NO_BREAK_SPACE = 160;
/** Chat programs begin lines with it. */
const ZERO_WIDTH_SPACE = 0x200b;
const BYTE_ORDER_MARK = 0xfeff;

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === NO_BREAK_SPACE || code === ZERO_WIDTH_SPACE;
}

const BRACKET = 91;
/** `[2026-11-22 10:11:12.345] `, as a terminal program's log begins each line; the kernel's log has other brackets. */
const LOGGED = /\[\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\] {0,40}/y;

/** The offset behind the time that begins at an offset; the same where none does. */
function afterTime(text: string, at: number): number {
  LOGGED.lastIndex = at;
  return LOGGED.test(text) ? LOGGED.lastIndex : at;
}

/** Tells by its place in the text that a line need not be looked at: from `start` to `end`, which is before its line feed. */
export type PassesOver = (text: string, start: number, end: number) => boolean;

/**
 * Splits a text into the scanner's lines; every character belongs to exactly one. Lines without colours that `passesOver`
 * are left out, before anything is cut from the text. Linear in the text.
 */
export function* scanLines(text: string, passesOver: PassesOver = () => false): Generator<Line> {
  const coloured = text.includes("\u001b");
  const hard = isHardSpaced(text);
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    const next = feed === -1 ? text.length : feed + 1;
    let end = feed === -1 ? text.length : feed;
    if (!coloured && passesOver(text, start, end)) {
      start = next;
      continue;
    }
    while (end > start && text.charCodeAt(end - 1) === CR) end -= 1;
    const line =
      coloured && text.slice(start, end).includes("\u001b") ? colouredLine(text, start, end, next) : undefined;
    const shown = line ?? plainLine(text, start, end, next);
    yield hard ? { ...shown, text: shown.text.replaceAll("\u00a0", " ") } : shown;
    start = next;
  }
}

/**
 * True for a text in which a word processor made every blank a no-break space. A single one is left alone: in a command or a
 * configuration it may be what is wrong.
 */
function isHardSpaced(text: string): boolean {
  return text.includes("\u00a0") && !text.includes(" ") && text.split("\u00a0", MANY).length === MANY;
}

const MANY = 30;

function plainLine(text: string, start: number, end: number, next: number): Line {
  let at = start;
  let inTable = false;
  if (at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK) at = 1;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === PIPE) inTable = true;
    else if (code !== QUOTE && !isBlank(code)) break;
    at += 1;
  }
  if (text.charCodeAt(at) === BRACKET) at = Math.min(afterTime(text, at), end);
  const last = shownEnd(text, at, end, inTable);
  return { start, end, next, text: text.slice(at, last), at };
}

/** Where what is shown ends: before trailing blanks and, in a table, before the pipe that closes the row. */
function shownEnd(text: string, from: number, to: number, inTable: boolean): number {
  let last = to;
  while (last > from && isBlank(text.charCodeAt(last - 1))) last -= 1;
  if (!inTable || text.charCodeAt(last - 1) !== PIPE || last - 1 <= from || !isBlank(text.charCodeAt(last - 2)))
    return last;
  last -= 1;
  while (last > from && isBlank(text.charCodeAt(last - 1))) last -= 1;
  return last;
}

/** A line with terminal colours: they are left out of `text`, and each remaining character keeps its own offset. */
function colouredLine(text: string, start: number, end: number, next: number): Line {
  const offsets: number[] = [];
  let shown = "";
  let inTable = false;
  for (let at = start; at < end; ) {
    if (text.charCodeAt(at) === ESC) {
      at = afterEscape(text, at, end);
      continue;
    }
    const code = text.charCodeAt(at);
    const inMargin = shown === "" && (code === QUOTE || code === PIPE || isBlank(code) || code === BYTE_ORDER_MARK);
    if (inMargin) inTable ||= code === PIPE;
    else {
      shown += text.charAt(at);
      offsets.push(at);
    }
    at += 1;
  }
  const from = afterTime(shown, 0);
  const to = shownEnd(shown, from, shown.length, inTable);
  return { start, end, next, text: shown.slice(from, to), at: offsets[from] ?? end, offsets: offsets.slice(from, to) };
}

/** The offset behind a terminal escape sequence (CSI, OSC or two characters) that begins at `at`. */
function afterEscape(text: string, at: number, end: number): number {
  const kind = text[at + 1];
  if (kind === "[") {
    let last = at + 2;
    while (last < end && text.charCodeAt(last) < 0x40) last += 1;
    return Math.min(last + 1, end);
  }
  if (kind === "]") {
    let last = at + 2;
    while (last < end && text[last] !== "\u0007" && text.charCodeAt(last) !== ESC) last += 1;
    return Math.min(last + (text.charCodeAt(last) === ESC ? 2 : 1), end);
  }
  return Math.min(at + 2, end);
}

/** The line ending used in a text: that of its first line. */
export function lineEnding(text: string): "\r\n" | "\n" {
  const feed = text.indexOf("\n");
  return feed > 0 && text.charCodeAt(feed - 1) === CR ? "\r\n" : "\n";
}
