import { type ReadCapture, readCapture } from "./captures/index.ts";
import type { BondDump } from "./captures/procBonding.ts";
import { type Case, findCases } from "./hosts/cases.ts";
import { withEarlier } from "./hosts/earlier.ts";
import { isCutOff, joinCase } from "./hosts/join.ts";
import { namesIn } from "./hosts/names.ts";
import { statedOptions } from "./hosts/statedOptions.ts";
import type { Analysis, AnalyzedCapture } from "./presentation/analysis.ts";
import { type BondSummary, type Finding, present } from "./presentation/finding.ts";
import { judge, type SeverityOverrides } from "./ranking/rank.ts";
import { isRuleId } from "./rules/ids.ts";
import type { Settings } from "./settings.ts";

/** An analysis that follows its captures: facts are kept per text, and only the cases that changed are judged again. */
export interface Analyzer {
  /** Adds a capture or gives it a new text. `path` is unique and uses `/`. */
  set(path: string, text: string): void;
  /** Forgets a capture; unknown paths are passed over. */
  delete(path: string): void;
  /** The present state of everything; the same as `analyze` of the same captures. */
  analysis(): Analysis;
}

interface JudgedCase {
  readonly reads: readonly ReadCapture[];
  readonly earlier: readonly BondDump[];
  readonly bonds: readonly BondSummary[];
  readonly findings: readonly Finding[];
}

/** Creates an analyzer. Pure but for its own memory; never throws on what captures hold. */
export function createAnalyzer(settings: Settings = {}): Analyzer {
  const reads = new Map<string, ReadCapture>();
  let judged = new Map<string, JudgedCase>();
  const overrides: SeverityOverrides = new Map(
    Object.entries(settings.rules ?? {}).flatMap(([id, severity]) =>
      isRuleId(id) && severity ? [[id, severity]] : [],
    ),
  );

  return {
    set(path, text) {
      if (reads.get(path)?.capture.text !== text) reads.set(path, readCapture({ path, text }));
    },
    delete(path) {
      reads.delete(path);
    },
    analysis() {
      const ordered = [...reads.values()].sort((a, b) => (a.capture.path < b.capture.path ? -1 : 1));
      const cases = withEarlier(findCases(ordered, settings.roots));
      judged = new Map(cases.map((one) => [one.id, unchanged(judged.get(one.id), one) ?? judgeCase(one, overrides)]));
      const caseOf = casesByCapture(cases);
      return {
        captures: ordered.map((read) => describe(read, caseOf.get(read))),
        bonds: [...judged.values()].flatMap(({ bonds }) => bonds),
        findings: [...judged.values()].flatMap(({ findings }) => findings),
      };
    },
  };
}

/** Analyses captures that were taken together. Pure; never throws on what they hold. */
export function analyze(captures: readonly { path?: string; text: string }[], settings: Settings = {}): Analysis {
  const analyzer = createAnalyzer(settings);
  const given = new Set(captures.map(({ path }) => path));
  const unnamed = Array.from(captures, (_, index) => `capture-${index + 1}`).filter((path) => !given.has(path));
  for (const { path, text } of captures) analyzer.set(path ?? unnamed.shift() ?? "", text);
  return analyzer.analysis();
}

function unchanged(before: JudgedCase | undefined, { strands, earlier = [] }: Case): JudgedCase | undefined {
  if (before === undefined || before.reads.length !== strands.length || before.earlier.length !== earlier.length)
    return undefined;
  const same =
    strands.every(({ read }, index) => before.reads[index] === read) &&
    earlier.every((dump, index) => before.earlier[index] === dump);
  return same ? before : undefined;
}

function judgeCase(one: Case, overrides: SeverityOverrides): JudgedCase {
  const host = joinCase(one);
  const presented = host.bonds.map((bond) => present(host, judge(bond, overrides)));
  return {
    reads: one.strands.map(({ read }) => read),
    earlier: one.earlier ?? [],
    bonds: presented.map(({ bond }) => bond),
    findings: presented.flatMap(({ findings }) => findings),
  };
}

/** The id of each capture's case; of a text of several hosts, that of the first. */
function casesByCapture(cases: readonly Case[]): ReadonlyMap<ReadCapture, string> {
  const ids = new Map<ReadCapture, string>();
  for (const { id, strands } of cases) for (const { read } of strands) if (!ids.has(read)) ids.set(read, id);
  return ids;
}

function describe(read: ReadCapture, id: string | undefined): AnalyzedCapture {
  const { capture, sections, reports } = read;
  return {
    path: capture.path,
    text: capture.text,
    case: id ?? capture.path,
    sections,
    get names() {
      return namesIn(read);
    },
    get options() {
      return statedOptions(reports);
    },
    cutOff: reports.some(isCutOff),
    unread: reports.flatMap((report) => (report.kind === "ip-link" ? (report.unread ?? []) : [])),
  };
}
