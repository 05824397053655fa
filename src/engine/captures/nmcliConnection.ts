import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./split.ts";

/** How the profile was printed: nmcli's two columns, its terse form, or the bare value of `-g`. */
export type NmcliLayout = "columns" | "terse" | "value";

/** One connection profile as `nmcli connection show NAME` prints it. */
export interface NmcliConnection {
  readonly kind: "nmcli-connection";
  readonly section: Section;
  /** The profile's name or UUID from the command or the file's name. */
  readonly subject?: string;
  /** Every property that has a value, under nmcli's own name; `--` and empty values are left out. */
  readonly properties: ReadonlyMap<string, Fact<string>>;
  /** The value of `bond.options`, spanning the value only. */
  readonly options?: Fact<string>;
  /** The single options of `bond.options`. */
  readonly bondOptions: ReadonlyMap<OptionName, Fact<string>>;
  readonly layout: NmcliLayout;
}

const PROPERTY = /^([A-Za-z0-9][\w-]*\.[\w.[\]-]+):\s*(.*)$/;

/** Reads one profile; `undefined` where no property of it is there. Never throws. */
export function readNmcliConnection({ section, lines, subject, valueOnly }: Part): NmcliConnection | undefined {
  const properties = new Map<string, Fact<string>>();
  let optionsLine: { line: Line; from: number; value: string; layout: NmcliLayout } | undefined;
  for (const line of lines) {
    const match = PROPERTY.exec(line.text);
    const [whole, key, value = ""] = match ?? [];
    if (whole === undefined || key === undefined) {
      if (valueOnly && /^\w+=/.test(line.text)) optionsLine ??= { line, from: 0, value: line.text, layout: "value" };
      continue;
    }
    if (value === "" || value === "--") continue;
    const from = whole.length - value.length;
    if (!properties.has(key)) properties.set(key, { value, ...spanOf(line, 0, whole.length), section });
    if (key === "bond.options" && optionsLine === undefined) {
      const layout = from > key.length + 1 ? "columns" : "terse";
      optionsLine = { line, from, value: withoutNote(value), layout };
    }
  }
  if (properties.size === 0 && optionsLine === undefined) return undefined;

  const connection = {
    kind: "nmcli-connection",
    section,
    ...(subject !== undefined && { subject }),
    properties,
    layout: optionsLine?.layout ?? "columns",
  } as const;
  if (optionsLine === undefined) return { ...connection, bondOptions: new Map() };
  const { line, from, value } = optionsLine;
  return {
    ...connection,
    options: { value, ...spanOf(line, from, from + value.length), section },
    bondOptions: readBondOptions(value, (start, end) => ({ ...spanOf(line, from + start, from + end), section })),
  };
}

function withoutNote(value: string): string {
  const note = value.indexOf("<--");
  return note === -1 ? value : value.slice(0, note).trimEnd();
}

function readBondOptions(
  text: string,
  place: (start: number, end: number) => Omit<Fact<string>, "value">,
): Map<OptionName, Fact<string>> {
  const options = new Map<OptionName, Fact<string>>();
  for (const { name, value, start, end } of readOptionText(text)) {
    if (isOptionName(name)) options.set(name, { value, ...place(start, end) });
  }
  return options;
}
