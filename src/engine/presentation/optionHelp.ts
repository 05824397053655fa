import type { OptionForm } from "../bonding/forms/entry.ts";
import { namesIn, parseOptions, valuesOf } from "../bonding/forms/index.ts";
import { type Mode, modeOfOption } from "../bonding/modes.ts";
import { isAnyOptionName, knowledgeOf } from "../bonding/options.ts";
import type { Span } from "../text/span.ts";
import { code, markdown } from "./escape.ts";

/** A stretch of a text that holds options, and how they are written there. */
interface OptionStretch extends Span {
  readonly form: OptionForm;
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

/** The newest NetworkManager that is known: every option is offered. */
const NEWEST = "1.60";

/** What could be written at an offset: options that the mode has and that are not there yet, or the values of one. */
export function optionCompletions(text: string, offset: number): OptionCompletion[] {
  const stretch = stretchAt(text, offset);
  if (stretch === undefined) return [];
  const { start, end, form } = stretch;
  const separator = form === "nmcli" ? "," : form === "keyfile" ? "\n" : " ";
  const from = Math.max(start, text.lastIndexOf(separator, offset - 1) + 1);
  const next = text.indexOf(separator, offset);
  const to = next === -1 || next > end ? end : next;
  const written = text.slice(from, offset);
  const equals = written.indexOf("=");
  const mode = modeIn(text.slice(start, end), form);
  if (equals !== -1) return valueCompletions(written.slice(0, equals).trim(), { start: from + equals + 1, end: to });
  const present = new Set(parseOptions(text.slice(start, end), form).entries.map(({ name }) => name));
  const typed = written.length - written.trimStart().length;
  return namesIn(form, NEWEST)
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

function suits(name: string, mode: Mode | undefined): boolean {
  if (mode === undefined || !isAnyOptionName(name)) return true;
  const { modes, kernel } = knowledgeOf(name);
  return [modes, kernel?.modes, kernel?.effect].every((some) => some === undefined || some.includes(mode));
}

/** The option whose name or value stands at an offset, with its page; `undefined` outside of option text. */
export function optionHover(text: string, offset: number): (Span & { readonly markdown: string }) | undefined {
  const stretch = stretchAt(text, offset);
  if (stretch === undefined) return undefined;
  const { entries } = parseOptions(text.slice(stretch.start, stretch.end), stretch.form, { networkManager: NEWEST });
  const at = offset - stretch.start;
  const entry = entries.find(({ start, end }) => start <= at && at <= end);
  if (entry === undefined || !isAnyOptionName(entry.name)) return undefined;
  return { start: stretch.start + entry.start, end: stretch.start + entry.end, markdown: optionPage(entry.name) };
}

/** What is known of an option, in Markdown: what it does, its values, default, modes and source. */
function optionPage(name: string): string {
  if (!isAnyOptionName(name)) return "";
  const { explanation, modes, kernel, since, reapply, source, range, unit, type } = knowledgeOf(name);
  const values = valuesOf(name);
  const inModes = kernel?.effect ?? modes ?? kernel?.modes;
  const facts = [
    values.length > 0 ? `Values: ${values.map(code).join(", ")}` : "",
    type === "number" && range ? `Values: ${range[0]} to ${range[1]}${unit ? ` ${unit}` : ""}` : "",
    `Default: ${defaultOf(name)}`,
    inModes ? `Modes: ${inModes.join(", ")}` : "",
    since?.networkManager ? `NetworkManager ${since.networkManager} and later` : "",
    reapply ? "Can be changed with `nmcli device reapply`" : "Needs `nmcli con up`, which interrupts the bond",
  ].filter((fact) => fact !== "");
  return [`**${markdown(name)}**`, explanation, facts.map((fact) => `- ${fact}`).join("\n"), `Source: ${source}`].join(
    "\n\n",
  );
}

function detailOf(name: string): string {
  if (!isAnyOptionName(name)) return "";
  const { unit } = knowledgeOf(name);
  return [unit ?? "", `default ${defaultOf(name)}`].filter((part) => part !== "").join(", ");
}

function defaultOf(name: string): string {
  if (!isAnyOptionName(name)) return "";
  const { kernelDefault, networkManagerDefault } = knowledgeOf(name);
  const shown = kernelDefault === "" ? "none" : kernelDefault;
  return networkManagerDefault === undefined || networkManagerDefault === kernelDefault
    ? shown
    : `${networkManagerDefault} by NetworkManager, ${shown} in the kernel`;
}

const NMCLI = /\bbond\.options["']?[:\s]\s*(["']?)/g;
const IFCFG = /\bBONDING(?:_MODULE)?_OPTS=(["']?)/g;

/** The option text around an offset: the value of bond.options, BONDING_OPTS, or a line of a keyfile's group `[bond]`. */
function stretchAt(text: string, offset: number): OptionStretch | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const feed = text.indexOf("\n", offset);
  const end = feed === -1 ? text.length : feed;
  if (end - start > LONGEST) return undefined;
  const line = text.slice(start, end).replace(/\r$/, "");
  for (const [pattern, form] of [
    [NMCLI, "nmcli"],
    [IFCFG, "ifcfg"],
  ] as const) {
    for (const match of line.matchAll(pattern)) {
      const from = match.index + match[0].length;
      const note = line.indexOf("  <--", from);
      const closing = match[1] ? line.indexOf(match[1], from) : note;
      const to = closing === -1 ? line.length : closing;
      if (start + from <= offset && offset <= start + to) return { start: start + from, end: start + to, form };
    }
  }
  return keyfileGroup(text, offset);
}

const LONGEST = 4000;

/** The group `[bond]` that holds an offset: from its heading to the next one. */
function keyfileGroup(text: string, offset: number): OptionStretch | undefined {
  const before = text.slice(Math.max(0, offset - LONGEST), offset);
  const headings = [...before.matchAll(/^\[([^\]\n]*)\][ \t]*\r?\n/gm)];
  const last = headings.at(-1);
  if (last?.[1] !== "bond") return undefined;
  const start = offset - before.length + last.index + last[0].length;
  const after = text.slice(offset, offset + LONGEST).search(/^\[/m);
  return { start, end: after === -1 ? Math.min(text.length, offset + LONGEST) : offset + after, form: "keyfile" };
}
