import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import { type Line, partOfLine, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { readWords } from "./words.ts";

/** A command `nmcli connection modify NAME [+|-]bond.options "…"`, or `add type bond … bond.options "…"`, in a runbook or a session. */
export interface NmcliModify {
  readonly kind: "nmcli-modify";
  readonly section: Section;
  readonly connection: string;
  /** The interface that a new profile is for. */
  readonly interface?: string;
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
    /^(?:\S{1,40}\s+){0,4}?["']?(?:\S{0,40}\/)?nmcli\s/.test(command) &&
    /\s(?:mod|add)/.test(command)
  );
}

/** Code units of a line above which it is no command that somebody typed. */
const LONGEST = 10_000;

/** Reads the command of the section's one line; `undefined` where it is no such command. Never throws. */
export function readNmcliModify({ section, lines }: Part): NmcliModify | undefined {
  const [line] = lines;
  return line === undefined || line.text.length > LONGEST ? undefined : readLine(line, section);
}

function readLine(line: Line, section: Section): NmcliModify | undefined {
  const words = readWords(line.text);
  const program = words.findIndex(({ text }) => /^(?:.*\/)?nmcli$/.test(text));
  if (program === -1) {
    // `ssh host "nmcli con modify …"`: the command is one word of another, and its own blanks part it.
    const inner = words.find(({ text }) => /^(?:sudo[ \t]+)?nmcli[ \t]/.test(text) && !text.includes("\\"));
    return inner && readLine(partOfLine(line, inner.from, inner.from + inner.text.length), section);
  }
  const rest = words.slice(program + 1);
  while (rest[0]?.text.startsWith("-")) rest.shift();
  const [object, verb, ...others] = rest;
  while (others[0]?.text.startsWith("--")) others.shift();
  if (!isPrefixOf("connection", object?.text)) return undefined;
  const adds = isPrefixOf("add", verb?.text);
  if (!adds && !isPrefixOf("modify", verb?.text, "mod")) return undefined;
  const named = /^(?:id|uuid|path)$/.test(others[0]?.text ?? "") ? others.slice(1) : others;
  const at = named.findIndex(({ text }) => /^[+-]?bond\.options$/.test(text));
  const behind = (...keys: string[]) =>
    named[named.findIndex(({ text }) => keys.includes(text)) + 1 || named.length]?.text;
  const on = adds ? behind("ifname", "connection.interface-name") : undefined;
  const connection = adds ? (behind("con-name", "connection.id") ?? on) : named[0]?.text;
  const property = named[at];
  const value = named[at + 1];
  if (at < 1 || connection === undefined || property === undefined || value === undefined) return undefined;
  if (adds && behind("type", "connection.type") !== "bond") return undefined;
  // What a shell would put together from quotes and escapes is not taken apart here: such a value is left alone.
  if (/[\\"']/.test(value.text) || value.joined) return undefined;
  const operation = property.text.startsWith("+") ? "add" : property.text.startsWith("-") ? "remove" : "replace";
  const place = (from: number, to: number) => ({ ...spanOf(line, value.from + from, value.from + to), section });
  return {
    kind: "nmcli-modify",
    section,
    connection,
    ...(on !== undefined && { interface: on }),
    operation: adds ? "replace" : operation,
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

/** The column at which a command begins behind the marker of a list or a backquote. */
export function commandColumn(text: string): number {
  return /^(?:(?:[-*•]|\d{1,3}[.)])\s{1,3})?`?/.exec(text)?.[0].length ?? 0;
}
