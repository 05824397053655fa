import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import { spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";

/** A command `nmcli connection modify NAME [+|-]bond.options "…"` in a runbook or a session. */
export interface NmcliModify {
  readonly kind: "nmcli-modify";
  readonly section: Section;
  readonly connection: string;
  readonly operation: "replace" | "add" | "remove";
  /** The option text, spanning it without its quotes. */
  readonly value: Fact<string>;
  /** The single options; of those that are removed the value is empty. */
  readonly bondOptions: ReadonlyMap<OptionName, Fact<string>>;
  /** True where a prompt with a host or other captured output shows that it was typed, not planned. */
  readonly typed: boolean;
}

/** True for a command line that changes `bond.options`; a quick look before the words are read. */
export function isNmcliModify(command: string): boolean {
  return (
    command.includes("bond.options") &&
    /^(?:\S{1,40}\s+){0,3}?(?:\S{0,40}\/)?nmcli\s/.test(command) &&
    /\smod/.test(command)
  );
}

/** Code units of a line above which it is no command that somebody typed. */
const LONGEST = 10_000;

/** Reads the command of the section's one line; `undefined` where it is no such command. Never throws. */
export function readNmcliModify({ section, lines }: Part): NmcliModify | undefined {
  const [line] = lines;
  if (line === undefined || line.text.length > LONGEST) return undefined;
  const words = readWords(line.text);
  const program = words.findIndex(({ text }) => /^(?:.*\/)?nmcli$/.test(text));
  const rest = program === -1 ? [] : words.slice(program + 1);
  while (rest[0]?.text.startsWith("-")) rest.shift();
  const [object, verb, ...others] = rest;
  while (others[0]?.text.startsWith("--")) others.shift();
  if (!isPrefixOf("connection", object?.text) || !isPrefixOf("modify", verb?.text, "mod")) return undefined;
  const named = /^(?:id|uuid|path)$/.test(others[0]?.text ?? "") ? others.slice(1) : others;
  const at = named.findIndex(({ text }) => /^[+-]?bond\.options$/.test(text));
  const [connection] = named;
  const property = named[at];
  const value = named[at + 1];
  if (at < 1 || connection === undefined || property === undefined || value === undefined) return undefined;
  // What a shell would put together from quotes and escapes is not taken apart here: such a value is left alone.
  if (/[\\"']/.test(value.text) || value.joined) return undefined;
  const operation = property.text.startsWith("+") ? "add" : property.text.startsWith("-") ? "remove" : "replace";
  const place = (from: number, to: number) => ({ ...spanOf(line, value.from + from, value.from + to), section });
  return {
    kind: "nmcli-modify",
    section,
    connection: connection.text,
    operation,
    value: { value: value.text, ...place(0, value.text.length) },
    bondOptions: operation === "remove" ? readNames(value.text, place) : readOptions(value.text, place),
    typed: section.host !== undefined,
  };
}

type Place = (from: number, to: number) => Omit<Fact<string>, "value">;

function readOptions(text: string, place: Place): Map<OptionName, Fact<string>> {
  const options = new Map<OptionName, Fact<string>>();
  for (const { name, value, start, end } of readOptionText(text)) {
    if (isOptionName(name)) options.set(name, { value, ...place(start, end) });
  }
  return options;
}

function readNames(text: string, place: Place): Map<OptionName, Fact<string>> {
  const names = new Map<OptionName, Fact<string>>();
  let from = 0;
  for (const entry of text.split(",")) {
    const name = entry.replace(/=.*$/s, "").trim();
    const at = from + entry.length - entry.trimStart().length;
    if (isOptionName(name)) names.set(name, { value: "", ...place(at, from + entry.trimEnd().length) });
    from += entry.length + 1;
  }
  return names;
}

function isPrefixOf(whole: string, word: string | undefined, least = ""): boolean {
  return word !== undefined && word !== "" && whole.startsWith(word) && word.length >= least.length;
}

interface Word {
  readonly text: string;
  /** The column of its first character, behind an opening quote. */
  readonly from: number;
  /** True where the word goes on behind its closing quote, or has none. */
  readonly joined: boolean;
}

/** The words of a command line, with quotes taken off; a backquote or a `;` ends it. */
function readWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character === " " || character === "\t") at += 1;
    else if (character === "`" || character === ";" || character === "#") {
      if (words.length > 0) break;
      at += 1;
    } else {
      const quote = character === '"' || character === "'" ? character : undefined;
      const from = quote === undefined ? at : at + 1;
      const to = quote === undefined ? endOfBareWord(text, from) : closing(text, quote, from);
      const behind = quote === undefined ? "" : text.slice(to, to + 2);
      words.push({
        text: text.slice(from, to),
        from,
        joined: quote !== undefined && !/^["'](?:[\s;&|)`]|$)/.test(behind),
      });
      at = Math.max(quote === undefined ? to : to + 1, at + 1);
    }
  }
  return words;
}

function endOfBareWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !" \t`;".includes(text[at] ?? "")) at += 1;
  return at;
}

function closing(text: string, quote: string, from: number): number {
  const end = text.indexOf(quote, from);
  return end === -1 ? text.length : end;
}

/** The column at which a command begins behind the marker of a list or a backquote. */
export function commandColumn(text: string): number {
  return /^(?:(?:[-*•]|\d{1,3}[.)])\s{1,3})?`?/.exec(text)?.[0].length ?? 0;
}
