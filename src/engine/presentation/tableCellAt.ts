import { columnField, propertyField } from "../bonding/fields/networkManager.ts";
import { readTableHeader, readTableRow } from "../captures/nmcliConnection.ts";
import { readNmcliRows, readRowsHeader } from "../captures/nmcliRows.ts";
import { type Line, spanOf } from "../text/lines.ts";
import type { Span } from "../text/span.ts";
import { type FoundField, type PointedLine, spanAt } from "./pointed.ts";

/** The cell that was pointed at in `nmcli connection` or `nmcli device`, aligned or between colons, or the name of its column. */
export function listCellAt(place: PointedLine, fields: readonly string[]): FoundField | undefined {
  const { line, section } = place;
  const key = fields[0] ?? "";
  const own = readRowsHeader(line.text, key);
  for (const { name, at } of own ?? []) {
    const span = spanAt(place.offset, spanOf(line, at, at + name.length));
    if (span) return foundIn(span, name, "", columnField(name, "-"));
  }
  if (own) return undefined;
  // Read again with its header, the row comes out with the characters of each cell.
  const header = firstOf(place.above(), ({ text }) => readRowsHeader(text, key) !== undefined);
  for (const row of readNmcliRows({ section, lines: header ? [header, line] : [line] }, fields)) {
    for (const [name, { value, start, end }] of row) {
      const span = spanAt(place.offset, { start, end });
      if (span) return foundIn(span, name, value, columnField(name, value));
    }
  }
  return undefined;
}

/** The cell that was pointed at in a profile that was printed with `-m tabular`. */
export function profileCellAt(place: PointedLine): FoundField | undefined {
  const { line } = place;
  const header = firstOf(place.above(), ({ text }) => text.startsWith("name ") && readTableHeader(text) !== undefined);
  const columns = header && readTableHeader(header.text);
  if (columns === undefined || !/^[\w-]{1,40} /.test(line.text)) return undefined;
  for (const { key, value, from } of readTableRow(line, columns)) {
    const span = spanAt(place.offset, spanOf(line, from, from + value.length));
    if (span) return foundIn(span, key, value, propertyField(key, value === "--" ? "" : value));
  }
  return undefined;
}

function foundIn(
  span: Span,
  key: string,
  value: string,
  field: FoundField["field"] | undefined,
): FoundField | undefined {
  return field && { ...span, key, value, field };
}

function firstOf(lines: Iterable<Line>, is: (line: Line) => boolean): Line | undefined {
  for (const line of lines) if (is(line)) return line;
  return undefined;
}
