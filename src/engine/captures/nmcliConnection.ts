import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import { type Line, partOfLine, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { readNmcliProperty } from "./nmcliDevices.ts";
import { noteColumn } from "./note.ts";
import type { Part } from "./part.ts";

/** How the profile was printed: nmcli's two columns, its terse form, the bare value of `-g`, or `-m tabular`. */
export type NmcliLayout = "columns" | "terse" | "value" | "table";

/** One connection profile as `nmcli connection show NAME` prints it. */
export interface NmcliConnection {
  readonly kind: "nmcli-connection";
  readonly section: Section;
  /** The profile's name or UUID from the command or the file's name. */
  readonly subject?: string;
  /** Every property that has a value, under nmcli's own name; `--` and empty values are left out. */
  readonly properties: ReadonlyMap<string, Fact<string>>;
  /** What a port's profile names as its bond: `connection.controller`, before 1.46 `connection.master`. */
  readonly controller?: Fact<string>;
  /** The value of `bond.options`, spanning the value only. */
  readonly options?: Fact<string>;
  /** The single options of `bond.options`. */
  readonly bondOptions: ReadonlyMap<OptionName, Fact<string>>;
  readonly layout: NmcliLayout;
}

/** One property as it was printed: its value begins at the column `from` of the line. */
interface Property {
  readonly key: string;
  readonly value: string;
  readonly line: Line;
  readonly from: number;
  readonly layout: NmcliLayout;
}

/** Reads one profile; `undefined` where no property of it is there. Never throws. */
export function readNmcliConnection({ section, lines, subject, valueOnly }: Part): NmcliConnection | undefined {
  const properties = new Map<string, Fact<string>>();
  let options: Property | undefined;
  for (const property of readProperties(lines, valueOnly)) {
    const { key, value, line, from, layout } = property;
    if (value === "" || value === "--") continue;
    if (layout !== "value" && !properties.has(key)) {
      const start = layout === "table" ? from : 0;
      properties.set(key, { value, ...spanOf(line, start, from + value.length), section });
    }
    if (key === "bond.options") options ??= { ...property, value: value.slice(0, noteColumn(value)).trimEnd() };
  }
  if (properties.size === 0 && options === undefined) return undefined;

  const controller = properties.get("connection.controller") ?? properties.get("connection.master");
  const connection = {
    kind: "nmcli-connection",
    section,
    ...(subject !== undefined && { subject }),
    properties,
    ...(controller !== undefined && { controller }),
    layout: options?.layout ?? "columns",
  } as const;
  if (options === undefined) return { ...connection, bondOptions: new Map() };
  const { line, from, value } = options;
  return {
    ...connection,
    options: { value, ...spanOf(line, from, from + value.length), section },
    bondOptions: readBondOptions(value, (start, end) => ({ ...spanOf(line, from + start, from + end), section })),
  };
}

function* readProperties(lines: readonly Line[], valueOnly: boolean): Generator<Property> {
  let columns: readonly Column[] | undefined;
  for (const line of lines) {
    const { text } = line;
    const header: readonly Column[] | undefined = text.startsWith("name ") ? readHeader(text) : undefined;
    if (header) {
      columns = header;
    } else if (columns && /^[\w-]{1,40} /.test(text)) {
      yield* readRow(line, columns);
    } else {
      const property = readProperty(line) ?? (valueOnly && /^\w{1,40}=/.test(text) ? bareValue(line, 0) : undefined);
      if (property) yield property;
    }
  }
}

/** `connection.id:   bond0`; the whole setting `bond:mode=…` of `-g bond` too. */
function readProperty(line: Line): Property | undefined {
  if (/^bond:\w{1,40}=/.test(line.text)) return { ...bareValue(line, "bond:".length), layout: "terse" };
  const property = readNmcliProperty(line);
  return property && { ...property, line, layout: property.from > property.key.length + 1 ? "columns" : "terse" };
}

function bareValue(line: Line, from: number): Property {
  return { key: "bond.options", value: line.text.slice(from), line, from, layout: "value" };
}

interface Column {
  readonly name: string;
  readonly at: number;
}

/** The header of `-m tabular`: `name        options`. */
function readHeader(text: string): readonly Column[] | undefined {
  const columns = [...text.slice(0, 4000).matchAll(/\S+/g)].map(({ 0: name, index: at }) => ({ name, at }));
  return columns.length > 1 && columns.every(({ name }) => /^[a-z][\w.-]*$/.test(name)) ? columns : undefined;
}

/** A row of `-m tabular`: the setting, then its values under the header. */
function* readRow(line: Line, columns: readonly Column[]): Generator<Property> {
  const setting = /^\S+/.exec(line.text)?.[0] ?? "";
  for (const [index, { name, at }] of columns.entries()) {
    if (index === 0) continue;
    const cell = partOfLine(line, at, columns[index + 1]?.at ?? line.text.length).text;
    const value = cell.trim();
    const from = at + cell.length - cell.trimStart().length;
    if (value !== "") yield { key: `${setting}.${name}`, value, line, from, layout: "table" };
  }
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
