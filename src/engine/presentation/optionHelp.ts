import type { OptionForm } from "../bonding/forms/entry.ts";
import { namesIn, parseOptions, valuesOf } from "../bonding/forms/index.ts";
import { type Mode, modeOfOption } from "../bonding/modes.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { type AnyOptionName, isAnyOptionName, knowledgeOf } from "../bonding/options.ts";
import type { Span } from "../text/span.ts";
import { defaultOf, optionPage, suits } from "./optionPage.ts";

/** A stretch of a text that holds options, and how they are written there. */
interface OptionStretch extends Span {
  readonly form: OptionForm;
}

/** An option as it is written somewhere. */
export interface WrittenOption extends Span {
  readonly name: AnyOptionName;
  readonly value: string;
  readonly mode: Mode | undefined;
}

/** A name or value that fits at a place in an option text. */
export interface OptionCompletion extends Span {
  /** What is inserted in place of the span; a name comes with its `=`. */
  readonly text: string;
  readonly kind: "name" | "value";
  /** In a few words: unit and default. */
  readonly detail: string;
  /** Markdown, offline. */
  readonly documentation: string;
}

/** What could be written at an offset: options that the mode has and that are not there yet, or the values of one. */
export function optionCompletions(text: string, offset: number): OptionCompletion[] {
  const stretch = stretchAt(text, offset);
  if (stretch === undefined) return [];
  const { start, end, form } = stretch;
  const separator = form === "nmcli" ? "," : form === "keyfile" ? "\n" : " ";
  const from = Math.max(start, text.lastIndexOf(separator, offset - 1) + 1);
  const next = text.indexOf(separator, offset);
  const line = next === -1 || next > end ? end : next;
  const to = text[line - 1] === "\r" ? line - 1 : line;
  const written = text.slice(from, offset);
  const equals = written.indexOf("=");
  const mode = modeIn(text.slice(start, end), form);
  if (equals !== -1) return valueCompletions(written.slice(0, equals).trim(), { start: from + equals + 1, end: to });
  const present = new Set(parseOptions(text.slice(start, end), form).entries.map(({ name }) => name));
  const typed = written.length - written.trimStart().length;
  return namesIn(form, NEWEST_VERSION)
    .filter((name) => !present.has(name) && suits(name, mode))
    .map((name) => ({
      start: from + typed,
      end: to,
      text: `${name}=`,
      kind: "name",
      detail: detailOf(name),
      documentation: optionPage(name),
    }));
}

function valueCompletions(name: string, span: Span): OptionCompletion[] {
  if (!isAnyOptionName(name)) return [];
  const { type, networkManagerDefault, kernelDefault } = knowledgeOf(name);
  const usual = type === "number" ? [networkManagerDefault ?? kernelDefault, ...(COMMON[name] ?? [])] : [];
  return [...new Set([...valuesOf(name), ...usual])].map((text) => ({
    ...span,
    text,
    kind: "value",
    detail: text === (networkManagerDefault ?? kernelDefault) ? "default" : "",
    documentation: optionPage(name),
  }));
}

/** Numbers that engineers use where any is allowed. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  miimon: ["100"],
  updelay: ["200", "5000", "30000"],
  downdelay: ["200"],
  arp_interval: ["1000"],
  min_links: ["1"],
};

function modeIn(text: string, form: OptionForm): Mode | undefined {
  const mode = parseOptions(text, form).entries.findLast(({ name }) => name === "mode");
  return mode && modeOfOption(mode.value);
}

function detailOf(name: string): string {
  if (!isAnyOptionName(name)) return "";
  const { unit } = knowledgeOf(name);
  return [unit ?? "", `default ${defaultOf(name)}`].filter((part) => part !== "").join(", ");
}

/** The option whose name or value stands at an offset, with the mode that is written beside it; `undefined` outside of option text. */
export function optionAt(text: string, offset: number): WrittenOption | undefined {
  const stretch = stretchAt(text, offset);
  if (stretch === undefined) return undefined;
  const options = text.slice(stretch.start, stretch.end);
  const { entries } = parseOptions(options, stretch.form, { networkManager: NEWEST_VERSION });
  const at = offset - stretch.start;
  const entry = entries.find(({ start, end }) => start <= at && at <= end);
  if (entry === undefined || !isAnyOptionName(entry.name)) return undefined;
  const { name, value, start, end } = entry;
  return { name, value, mode: modeIn(options, stretch.form), start: stretch.start + start, end: stretch.start + end };
}

/** `bond.options:   mode=…` as nmcli prints it: the value is the rest of the line. */
const PRINTED = /^\s*bond\.options:\s*/;
/** `nmcli … bond.options mode=…`, which a shell ends at a blank unless it is quoted. */
const TYPED = /\bnmcli\b.*\s[+-]?bond\.options\s+(["']?)/;
const SCRIPT = /^\s*BONDING(?:_MODULE)?_OPTS=(["']?)/;
/** A line of a keyfile, complete or just being typed. */
const ENTRY = /^\s*(?:[#;].*|[\w.-]+=.*|[\w.-]*)$/;

/** Code units of a line, and of a keyfile's group on either side, above which nobody writes options by hand. */
const LONGEST = 4000;

/** The option text around an offset: the value of bond.options, BONDING_OPTS, or the entries of a keyfile's group `[bond]`. */
function stretchAt(text: string, offset: number): OptionStretch | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const feed = text.indexOf("\n", offset);
  const end = feed === -1 ? text.length : feed;
  if (end - start > LONGEST) return undefined;
  const line = text.slice(start, end).replace(/\r$/, "");
  const stretch = printedIn(line) ?? quotedIn(line, TYPED, "nmcli") ?? quotedIn(line, SCRIPT, "ifcfg");
  if (stretch === undefined) return keyfileGroup(text, offset);
  const at = { start: start + stretch.start, end: start + stretch.end, form: stretch.form };
  return at.start <= offset && offset <= at.end ? at : undefined;
}

function printedIn(line: string): OptionStretch | undefined {
  const label = PRINTED.exec(line)?.[0];
  if (label === undefined) return undefined;
  // Engineers point at a value with `<--`; that is not part of it.
  const note = /\s+(?:<-|#).*$/.exec(line.slice(label.length));
  return { start: label.length, end: note ? label.length + note.index : line.length, form: "nmcli" };
}

function quotedIn(line: string, pattern: RegExp, form: OptionForm): OptionStretch | undefined {
  const match = pattern.exec(line);
  if (match === null) return undefined;
  const [before, quote] = match;
  const start = match.index + before.length;
  const length = line.slice(start).search(quote === '"' ? /"/ : quote === "'" ? /'/ : /\s/);
  return { start, end: length === -1 ? line.length : start + length, form };
}

/** The lines around an offset that are entries of a keyfile's group `[bond]`; prose below a group is none of it. */
function keyfileGroup(text: string, offset: number): OptionStretch | undefined {
  const from = Math.max(0, offset - LONGEST);
  const above = text.slice(from, offset).split("\n");
  const heading = above.findLastIndex((line) => !ENTRY.test(line.trimEnd()));
  if (heading === above.length - 1 || above[heading]?.trimEnd() !== "[bond]") return undefined;
  const start = from + above.slice(0, heading + 1).join("\n").length + 1;
  const below = text.slice(offset, offset + LONGEST).split("\n");
  const [rest = ""] = below;
  const lines = below.slice(1);
  const stop = lines.findIndex((line) => !ENTRY.test(line.trimEnd()));
  if (!ENTRY.test(`${above.at(-1)}${rest}`.trimEnd())) return undefined;
  const entries = [rest, ...lines.slice(0, stop === -1 ? lines.length : stop)].join("\n").trimEnd();
  return { start, end: offset + entries.length, form: "keyfile" };
}
