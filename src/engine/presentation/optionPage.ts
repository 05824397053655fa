import { valuesOf } from "../bonding/forms/index.ts";
import type { Mode } from "../bonding/modes.ts";
import { type AnyOptionName, isAnyOptionName, knowledgeOf } from "../bonding/options.ts";
import { meaningOfOption } from "../bonding/optionValues.ts";
import { code, markdown } from "./escape.ts";

/** What is known of an option, in Markdown: what it does, its values, default, modes and source. */
export function optionPage(name: string): string {
  if (!isAnyOptionName(name)) return "";
  return [`**${markdown(name)}**`, ...aboutOption(name)].join("\n\n");
}

/** The same with what a value of it means, and whether a mode makes use of it. */
export function valuePage(name: AnyOptionName, value: string, mode: Mode | undefined): string {
  const meaning = meaningOfOption(name, value);
  const heading = `**${markdown(name)}** ${code(shortened(value))}`;
  return [
    heading,
    ...(meaning === undefined ? [] : [markdown(meaning)]),
    ...inMode(name, mode),
    ...aboutOption(name),
  ].join("\n\n");
}

/** A sentence where a mode makes no use of an option. */
export function inMode(name: AnyOptionName, mode: Mode | undefined): string[] {
  return mode === undefined || suits(name, mode) ? [] : [`Without effect in this bond's mode, ${markdown(mode)}.`];
}

/** What is known of an option, below its name. */
export function aboutOption(name: AnyOptionName): string[] {
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
  return [explanation, facts.map((fact) => `- ${fact}`).join("\n"), `Source: ${source}`];
}

/** True where a mode makes use of an option, or where the mode is not known. */
export function suits(name: string, mode: Mode | undefined): boolean {
  if (mode === undefined || !isAnyOptionName(name)) return true;
  const { modes, kernel } = knowledgeOf(name);
  return [modes, kernel?.modes, kernel?.effect].every((some) => some === undefined || some.includes(mode));
}

/** What an option is when nobody sets it, in words. */
export function defaultOf(name: string): string {
  if (!isAnyOptionName(name)) return "";
  const { kernelDefault, networkManagerDefault } = knowledgeOf(name);
  const shown = kernelDefault === "" ? "none" : kernelDefault;
  return networkManagerDefault === undefined || networkManagerDefault === kernelDefault
    ? shown
    : `${networkManagerDefault} by NetworkManager, ${shown} in the kernel`;
}

/** A value as a heading shows it: nobody reads more of it there. */
export function shortened(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}

/** Code units of a value that a heading shows. */
const LONGEST = 80;
