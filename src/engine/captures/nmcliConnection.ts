import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import { type Line, partOfLine, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { joinedOptions } from "./broken.ts";
import { readNmcliProperty } from "./nmcliDevices.ts";
import { noteColumn } from "./note.ts";
import type { Part } from "./part.ts";

/**
 * How the profile was printed: nmcli's two columns, its terse form, the bare value of `-g`, or `-m tabular`; `broken` where
 * the line of the options stands in several lines.
 */
export type NmcliLayout = "columns" | "terse" | "value" | "table" | "broken";

/** One connection profile as `nmcli connection show NAME` prints it. */
export interface NmcliConnection {
  readonly kind: "nmcli-connection";
  readonly section: Section;
  /** The profile's name or UUID from the command or the file's name. */
  readonly subject?: string | undefined;
  /** The first property that has a value, and of the others those that are asked for (`ASKED_FOR`), under nmcli's own names. */
  readonly properties: ReadonlyMap<string, Fact<string>>;
  /** True where settings were printed that stand behind `connection.*` in a profile that is printed whole. */
  readonly ofWhole: boolean;
  /** What a port's profile names as its bond: `connection.controller`, before 1.46 `connection.master`. */
  readonly controller?: Fact<string> | undefined;
  /** The value of `bond.options`, spanning the value only. */
  readonly options?: Fact<string> | undefined;
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

/** A profile has a hundred properties; of these the joined profile wants to know. */
const ASKED_FOR: ReadonlySet<string> = new Set([
  "connection.id",
  "connection.uuid",
  "connection.type",
  "connection.interface-name",
  "connection.autoconnect",
  "connection.autoconnect-slaves",
  "connection.autoconnect-ports",
  "connection.master",
  "connection.controller",
  "connection.slave-type",
  "connection.port-type",
  "802-3-ethernet.mac-address",
  "bond.options",
  "ipv4.gateway",
  "proxy.method",
  "GENERAL.DEVICES",
  "GENERAL.STATE",
  "IP4.GATEWAY",
]);

/** Settings that stand behind `connection.*` in a profile that was printed whole. */
const OF_WHOLE = /^(?:802-3-ethernet|bond-port|proxy)\./;

/** True where a line begins with a property of the settings ipv4 and ipv6 that nobody asks for. */
export function isOfAddresses(text: string, start: number): boolean {
  if (text.charCodeAt(start) !== 0x69 /* i */ || text.charCodeAt(start + 4) !== 0x2e /* . */) return false;
  return (
    text.startsWith("ipv6.", start) || (text.startsWith("ipv4.", start) && !text.startsWith("ipv4.gateway", start))
  );
}

/** Reads one profile; `undefined` where no property of it is there. Never throws. */
export function readNmcliConnection({ section, lines, subject, valueOnly }: Part): NmcliConnection | undefined {
  const properties = new Map<string, Fact<string>>();
  let ofWhole = false;
  let options: Property | undefined;
  const take = (key: string, value: string, line: Line, from: number, layout: NmcliLayout) => {
    if (value === "" || value === "--") return;
    const first = properties.size === 0;
    if (layout !== "value" && (first || ASKED_FOR.has(key)) && !properties.has(key)) {
      const start = layout === "table" ? from : 0;
      properties.set(key, { value, ...spanOf(line, start, from + value.length), section });
    }
    if (!ofWhole && layout !== "value") ofWhole = OF_WHOLE.test(key);
    if (key === "bond.options")
      options ??= { key, value: value.slice(0, noteColumn(value)).trimEnd(), line, from, layout };
  };
  let columns: readonly Column[] | undefined;
  for (const [at, line] of lines.entries()) {
    const { text } = line;
    const header = text.startsWith("name ") ? readTableHeader(text) : undefined;
    if (header) columns = header;
    else if (columns && /^[\w-]{1,40} /.test(text)) {
      for (const { key, value, from } of readTableRow(line, columns)) take(key, value, line, from, "table");
    } else if (text.startsWith("bond:") && /^bond:\w{1,40}=/.test(text)) {
      // The whole setting, as `-g bond` prints it.
      const from = "bond:".length;
      take("bond.options", text.slice(from), line, from, "terse");
    } else {
      const property = readNmcliProperty(line);
      if (property) {
        const { key, value, from } = property;
        const whole = key === "bond.options" ? joinedOptions(line, from, lines, at + 1) : line;
        const layout = whole !== line ? "broken" : from > key.length + 1 ? "columns" : "terse";
        take(key, whole === line ? value : whole.text.slice(from), whole, from, layout);
      } else if (valueOnly && /^\w{1,40}=/.test(text)) take("bond.options", text, line, 0, "value");
    }
  }
  if (properties.size === 0 && options === undefined) return undefined;

  const controller = properties.get("connection.controller") ?? properties.get("connection.master");
  const connection = {
    kind: "nmcli-connection",
    section,
    subject,
    properties,
    ofWhole,
    controller,
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

/** A column of a table: its name, and where it begins. */
export interface Column {
  readonly name: string;
  readonly at: number;
}

/** The header of `-m tabular`: `name        options`. */
export function readTableHeader(text: string): readonly Column[] | undefined {
  const columns = [...text.slice(0, 4000).matchAll(/\S+/g)].map(({ 0: name, index: at }) => ({ name, at }));
  return columns.length > 1 && columns.every(({ name }) => /^[a-z][\w.-]*$/.test(name)) ? columns : undefined;
}

/** A row of `-m tabular`: the setting, then its values under the header. */
export function* readTableRow(
  line: Line,
  columns: readonly Column[],
): Generator<Pick<Property, "key" | "value" | "from">> {
  const setting = /^\S+/.exec(line.text)?.[0] ?? "";
  for (const [index, { name, at }] of columns.entries()) {
    if (index === 0) continue;
    const cell = partOfLine(line, at, columns[index + 1]?.at ?? line.text.length).text;
    const value = cell.trim();
    const from = at + cell.length - cell.trimStart().length;
    if (value !== "") yield { key: `${setting}.${name}`, value, from };
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
