import { type Report, readCapture } from "../../../src/engine/captures/index.ts";

type Of<K extends Report["kind"]> = Extract<Report, { kind: K }>;

/** The reports of one kind that a text holds. */
export function reportsOf<K extends Report["kind"]>(kind: K, text: string, path = "x.txt"): Of<K>[] {
  return readCapture({ path, text }).reports.filter((one): one is Of<K> => one.kind === kind);
}

/** The only report of a kind. */
export function reportOf<K extends Report["kind"]>(kind: K, text: string, path = "x.txt"): Of<K> {
  const [report, ...others] = reportsOf(kind, text, path);
  if (report === undefined || others.length > 0) throw new Error(`${others.length + (report ? 1 : 0)} ${kind}`);
  return report;
}

/** The kinds of the sections of a text. */
export function kindsOf(text: string, path = "x.txt"): string[] {
  return readCapture({ path, text }).sections.map(({ kind }) => kind);
}

/** The characters on the screen that a fact spans. */
export function shown(text: string, fact: { start: number; end: number } | undefined): string | undefined {
  return fact && text.slice(fact.start, fact.end);
}
