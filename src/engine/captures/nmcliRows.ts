import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";

/** One row of a table of nmcli: its cells under the names of their columns, `--` and empty ones with an empty value. */
export type NmcliRow = ReadonlyMap<string, Fact<string>>;

interface Column {
  readonly name: string;
  readonly at: number;
}

/**
 * The rows of a table that nmcli prints, aligned under a header or, with `-t` and `-g`, between colons. `fields`: the
 * columns where neither a header nor the command names them. Rows that do not stand in their columns are passed over.
 */
export function* readNmcliRows(
  { section, lines }: Pick<Part, "section" | "lines">,
  fields: readonly string[],
): Generator<NmcliRow> {
  let columns: readonly Column[] | undefined;
  const terse = fieldsOf(section) ?? fields;
  for (const line of lines) {
    const header = readRowsHeader(line.text, fields[0] ?? "");
    if (header) columns = header;
    else {
      const row = columns ? alignedRow(line, columns, section) : terseRow(line, terse, section);
      if (row) yield row;
    }
  }
}

/** `-f NAME,UUID` and `-g NAME,UUID` of the command; names may be written in either case. */
function fieldsOf({ command }: Section): readonly string[] | undefined {
  const list = /(?:^|\s)(?:-f|-g|--fields|--get-values)[\s=]+(\S+)/.exec(command?.slice(0, 400) ?? "")?.[1];
  return list?.toUpperCase().split(",");
}

/** The columns of the header of a table; `undefined` for every other line. `key` is one of them. */
export function readRowsHeader(text: string, key: string): readonly Column[] | undefined {
  const first = text.charCodeAt(0);
  if (first < 0x41 || first > 0x5a || !text.includes(key)) return undefined;
  const columns = [...text.slice(0, 1000).matchAll(/\S+/g)].map(({ 0: name, index: at }) => ({ name, at }));
  return columns.length > 1 && columns.every(({ name }) => /^[A-Z\d-]+$/.test(name)) ? columns : undefined;
}

function alignedRow(line: Line, columns: readonly Column[], section: Section): NmcliRow | undefined {
  const { text } = line;
  const row = new Map<string, Fact<string>>();
  for (const [index, { name, at }] of columns.entries()) {
    const blank = index === 0 || text[at - 1] === " ";
    if (!blank || text[at] === undefined || text[at] === " ") return undefined;
    const value = text.slice(at, columns[index + 1]?.at).trimEnd();
    row.set(name, { value: value === "--" ? "" : value, ...spanOf(line, at, at + value.length), section });
  }
  return row;
}

/** `bond0:2c5f…:bond:bond0`; a colon or a backslash in a value has a backslash before it. */
function terseRow(line: Line, fields: readonly string[], section: Section): NmcliRow | undefined {
  const row = new Map<string, Fact<string>>();
  const { text } = line;
  let from = 0;
  let value = "";
  let cells = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === "\\" && at + 1 < text.length) {
      at += 1;
      value += text[at];
    } else if (character === ":" || character === undefined) {
      row.set(fields[cells] ?? "", { value, ...spanOf(line, from, at), section });
      cells += 1;
      from = at + 1;
      value = "";
    } else value += character;
  }
  return cells === fields.length && cells > 1 ? row : undefined;
}
