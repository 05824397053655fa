import { parseOptions } from "../bonding/forms/index.ts";
import { isOptionName, type OptionName } from "../bonding/options.ts";
import { spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";

/** The configuration of a bond in network-scripts (`ifcfg-bond0`; SUSE: `BONDING_MODULE_OPTS`). */
export interface Ifcfg {
  readonly kind: "ifcfg";
  readonly section: Section;
  /** The bond, from `DEVICE=` or the file's name. */
  readonly device?: string;
  /** The text between the quotes of `BONDING_OPTS`. */
  readonly value: Fact<string>;
  readonly bondOptions: ReadonlyMap<OptionName, Fact<string>>;
}

const OPTIONS = /^(?:export )?BONDING(?:_MODULE)?_OPTS=(["']?)/;

/** Reads the options of a bond; `undefined` where the file holds none. Never throws. */
export function readIfcfg({ section, lines, subject }: Part): Ifcfg | undefined {
  const device = lines
    .map(({ text }) => /^DEVICE=["']?([^\s"']{1,15})/.exec(text)?.[1])
    .find((name) => name !== undefined);
  const bond = device ?? subject;
  // The shell keeps the last assignment.
  for (const line of [...lines].reverse()) {
    const match = OPTIONS.exec(line.text);
    if (match === null) continue;
    const from = match[0].length;
    const closing = match[1] ? line.text.indexOf(match[1], from) : line.text.search(/\s|$/);
    const to = closing === -1 ? line.text.length : closing;
    const value = line.text.slice(from, to);
    // Continued lines, escapes and variables are the shell's to put together.
    if ((match[1] && closing === -1) || /[\\$`]/.test(value)) return undefined;
    const fact = (text: string, start: number, end: number) => ({
      value: text,
      ...spanOf(line, from + start, from + end),
      section,
    });
    const bondOptions = new Map<OptionName, Fact<string>>();
    for (const { name, value: set, start, end } of parseOptions(value, "ifcfg").entries) {
      if (isOptionName(name)) bondOptions.set(name, fact(set, start, end));
    }
    return {
      kind: "ifcfg",
      section,
      ...(bond !== undefined && { device: bond }),
      value: fact(value, 0, value.length),
      bondOptions,
    };
  }
  return undefined;
}
