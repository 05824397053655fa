import { type Analysis, analyze, type BondSummary, type Finding } from "../../src/engine/index.ts";
import type { BondLabel, LabelledCase } from "./labels.ts";

/** One comparison of what Bondlint says with a label. */
export interface Check {
  readonly case: string;
  readonly what: "must" | "verdict" | "root" | "line" | "file";
  readonly subject: string;
  readonly passed: boolean;
  readonly said: string;
  readonly doubt: string;
}

/** A finding at warning or error that no label allows. */
export interface FalseAlarm {
  readonly case: string;
  readonly rule: string;
  readonly message: string;
}

/** The score of one labelled case. */
export interface Score {
  readonly checks: readonly Check[];
  readonly falseAlarms: readonly FalseAlarm[];
  /** Findings at warning or error. */
  readonly alarms: number;
  readonly healthy: boolean;
}

/** Scores one case as the captures' README says. A rule outside `known` is not expected yet; absent: all are. */
export function score(labelled: LabelledCase, known?: ReadonlySet<string>): Score {
  const analysis = analyze(labelled.captures);
  const alarms = analysis.findings.filter(isAlarm);
  const expected = (rule: string) => known?.has(rule) ?? true;
  const checks = labelled.bonds.flatMap((label) => checkBond(labelled, label, analysis, expected));
  const allowed = new Set(labelled.bonds.flatMap(({ must, may, anyOf }) => [...must, ...may, ...anyOf]));
  const files = labelled.files.map((file): Check => {
    const alone = analyze(labelled.captures.filter(({ path }) => path === file.file)).findings.filter(isAlarm);
    const wanted = file.must.filter(expected);
    const anyOf = file.anyOf.every(expected) ? file.anyOf : [];
    const found = wanted.every((rule) => isFound(rule, alone));
    const passed = file.clean
      ? alone.length === 0
      : found && (anyOf.length === 0 || anyOf.some((rule) => isFound(rule, alone)));
    const subject = `${file.file}: ${file.clean ? "clean" : [...wanted, anyOf.join(" or ")].join(", ")}`;
    return {
      case: labelled.id,
      what: "file",
      subject,
      passed,
      said: alone.map(({ rule }) => rule).join(", "),
      doubt: "",
    };
  });
  return {
    checks: [...checks, ...files],
    falseAlarms: alarms
      .filter(({ rule }) => !allowed.has(rule))
      .map(({ rule, message }) => ({ case: labelled.id, rule, message })),
    alarms: alarms.length,
    healthy: labelled.bonds.every(({ must, anyOf }) => must.length === 0 && anyOf.length === 0),
  };
}

function isAlarm({ severity }: Finding): boolean {
  return severity === "error" || severity === "warning";
}

function isFound(rule: string, alarms: readonly Finding[]): boolean {
  return alarms.some((finding) => finding.rule === rule || explains(finding, rule));
}

function explains({ explains, related }: Finding, rule: string): boolean {
  return explains.some((id) => id === rule) && related.some((place) => place.rule === rule);
}

function checkBond(
  labelled: LabelledCase,
  label: BondLabel,
  analysis: Analysis,
  expected: (rule: string) => boolean,
): Check[] {
  const alarms = analysis.findings.filter(isAlarm);
  const said = alarms.map(({ rule, explains }) => [rule, ...explains].join(">")).join(", ");
  const bond = bondOf(label, analysis);
  const check = (what: Check["what"], subject: string, passed: boolean, answer: string): Check => ({
    case: labelled.id,
    what,
    subject,
    passed,
    said: answer,
    doubt: label.doubt,
  });
  const anyOf = label.anyOf.filter(expected);
  const checks = label.must
    .filter(expected)
    .map((rule) =>
      check(
        "must",
        rule,
        isFound(rule, alarms) || (anyOf.includes(rule) && anyOf.some((one) => isFound(one, alarms))),
        said,
      ),
    );
  const rootKnown = label.rootCause === null || expected(label.rootCause);
  if (!rootKnown) return checks;
  const root = bond?.rootCause ?? null;
  const rootFits =
    root === label.rootCause ||
    (root !== null && anyOf.includes(root)) ||
    (label.rootCause === null && root !== null && label.may.includes(root));
  checks.push(check("root", String(label.rootCause), rootFits, String(root)));
  checks.push(
    check("verdict", label.verdict, (bond?.verdict ?? "unknown") === label.verdict, bond?.verdict ?? "no bond"),
  );
  if (label.correctedOptions !== undefined) {
    const line = bond?.correctedOptions ?? null;
    const fits = line === label.correctedOptions || label.alsoAcceptable.includes(line);
    checks.push(check("line", String(label.correctedOptions), fits, String(line)));
  }
  return checks;
}

const WORST_FIRST = ["broken", "degraded", "at-risk", "unknown", "healthy"];

/** The bond of the label's name; a label without a name is about the worst bond of the text. */
function bondOf(label: BondLabel, { bonds }: Analysis): BondSummary | undefined {
  const named = bonds.filter(({ name }) => name === label.name);
  const candidates = label.name === undefined || named.length === 0 ? bonds : named;
  return [...candidates].sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict))[0];
}
