import { fulfils } from "../bonding/change.ts";
import type { Options } from "../bonding/options.ts";
import { groupBy } from "../hosts/group.ts";
import { isMonitored, isUsable } from "../hosts/link.ts";
import type { Bond } from "../hosts/model.ts";
import type { RuleId } from "../rules/ids.ts";
import { RULES } from "../rules/index.ts";
import { type RawFinding, SEVERITIES, type Severity } from "../rules/rule.ts";
import { CAUSES } from "./causes.ts";
import { Unexplained } from "./unexplained.ts";

/** A finding that stands for itself, with what it explains told inside it. */
export interface RankedFinding extends RawFinding {
  readonly explains: readonly RuleId[];
}

/**
 * What state a bond is in. `healthy` works and would survive the loss of a port; `at-risk` works, but the next failure
 * would not be survived or noticed; `degraded` has lost a port or its redundancy; `broken` loses traffic; `unknown`:
 * the captures do not say.
 */
export type Verdict = "healthy" | "at-risk" | "degraded" | "broken" | "unknown";

/** The judgement of one bond. */
export interface RankedBond {
  readonly bond: Bond;
  readonly verdict: Verdict;
  readonly rootCause?: RuleId | undefined;
  readonly findings: readonly RankedFinding[];
  /** Every rule that fired, told or explained or muted. */
  readonly fired: ReadonlySet<RuleId>;
}

/** Severities that differ from a rule's own, or `off`. */
export type SeverityOverrides = ReadonlyMap<RuleId, Severity | "off">;

/** Runs every rule on a bond and puts the findings in order: one root cause, what it explains, and the rest. */
export function judge(bond: Bond, overrides: SeverityOverrides): RankedBond {
  const raw: RawFinding[] = [];
  for (const rule of RULES) for (const finding of rule.check(bond)) raw.push(finding);
  const folded = fold(raw);
  const urgent = folded.filter(({ severity }) => severity === "error" || severity === "warning");
  const root = CAUSES.map((cause) => urgent.find((finding) => finding.rule === cause.root)).find(
    (finding) => finding !== undefined,
  );
  const rootCause = (root ?? urgent.find(({ rule }) => rule !== "correction-not-applied"))?.rule;
  return {
    bond,
    verdict: verdictOf(bond, raw, folded),
    rootCause,
    findings: override(inOrder(standIn(folded), rootCause), overrides),
    fired: new Set(raw.map(({ rule }) => rule)),
  };
}

/** The root cause first (or what stands in for it), then by severity. */
function inOrder(findings: readonly RankedFinding[], rootCause: RuleId | undefined): RankedFinding[] {
  const isRoot = ({ rule, explains }: RankedFinding) =>
    rootCause !== undefined && (rule === rootCause || explains.includes(rootCause));
  const rank = (finding: RankedFinding) => (isRoot(finding) ? -1 : SEVERITIES.indexOf(finding.severity));
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

/** Tells consequences inside their cause, in the order of the causes. */
function fold(raw: readonly RawFinding[]): RankedFinding[] {
  const left = new Unexplained(raw);
  const byRule = groupBy(raw, ({ rule }) => rule);
  const findings = new Map<RawFinding, RankedFinding>(raw.map((finding) => [finding, { ...finding, explains: [] }]));
  for (const { root, option, explains } of CAUSES) {
    for (const cause of byRule.get(root) ?? []) {
      if (!left.has(cause) || (option !== undefined && cause.option !== option)) continue;
      findings.set(cause, tell(cause, left.take(cause, explains)));
    }
  }
  return [...findings].filter(([finding]) => left.has(finding)).map(([, ranked]) => ranked);
}

function tell(cause: RawFinding, consequences: readonly RawFinding[]): RankedFinding {
  const evidence = consequences.flatMap(({ rule, message, places }) => places.map((fact) => ({ message, fact, rule })));
  return {
    ...cause,
    related: [...evidence, ...cause.related],
    explains: [...new Set(consequences.map(({ rule }) => rule))],
  };
}

/** Where a line that Bondlint inserted already says how to repair a finding, that line's finding takes its place. */
function standIn(findings: readonly RankedFinding[]): RankedFinding[] {
  const told = new Set<RankedFinding>();
  const repairable = findings.filter(({ rule }) => rule !== "correction-not-applied");
  const standing = findings.map((notApplied): RankedFinding => {
    if (notApplied.rule !== "correction-not-applied" || notApplied.change === undefined) return notApplied;
    const { set } = notApplied.change;
    const replaced = repairable.filter((finding) => !told.has(finding) && repairs(set, finding));
    for (const finding of replaced) told.add(finding);
    const evidence = replaced.flatMap(({ rule, message, places }) => places.map((fact) => ({ message, fact, rule })));
    return {
      ...notApplied,
      related: [...evidence, ...replaced.flatMap(({ related }) => related)],
      explains: [...new Set(replaced.flatMap(({ rule, explains }) => [rule, ...explains]))],
    };
  });
  return standing.filter((finding) => !told.has(finding));
}

/** True where the proposed options carry out the finding's change or one of its alternatives. */
function repairs(options: Options, { change, alternatives = [] }: RankedFinding): boolean {
  return [change, ...alternatives.map((alternative) => alternative.change)].some((one) => one && fulfils(options, one));
}

function override(findings: readonly RankedFinding[], overrides: SeverityOverrides): RankedFinding[] {
  return findings.flatMap((finding) => {
    const severity = overrides.get(finding.rule) ?? finding.severity;
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}

const WORST_FIRST = ["broken", "degraded", "at-risk"] as const;

/** The worst impact of all that fired; what a harmless cause explains (an empty default bond0) is harmless too. */
function verdictOf(bond: Bond, raw: readonly RawFinding[], folded: readonly RankedFinding[]): Verdict {
  const harmless = folded.filter(({ severity, impact }) => severity === "hint" && impact === "none");
  const excused = new Set(harmless.flatMap(({ explains }) => explains));
  const worst = WORST_FIRST.find((impact) =>
    raw.some((finding) => finding.impact === impact && !excused.has(finding.rule)),
  );
  if (worst !== undefined) return worst;
  return showsWorking(bond) ? "healthy" : "unknown";
}

/** A bond is called healthy only where a monitor is known to run, every port is listed, and at least one works. */
function showsWorking(bond: Bond): boolean {
  if (!isMonitored(bond) || !bond.portsListed) return false;
  return bond.ports.some((port) => isUsable(port, bond));
}
