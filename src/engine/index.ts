/** The door of the engine: everything that the editor, the command line and other programs may use. */
export { type Analyzer, analyze, createAnalyzer } from "./analyzer.ts";
export type { OptionForm } from "./bonding/forms/entry.ts";
export { type Judgement, judgeOptions } from "./bonding/judge.ts";
export { DEFAULT_VERSION, isVersion } from "./bonding/networkManager/version.ts";
export type { Problem as OptionProblem } from "./bonding/problems.ts";
export { condensed } from "./captures/condense.ts";
export { isCapture } from "./captures/index.ts";
export { readName } from "./captures/names.ts";
export type { Replacement } from "./corrections/inPlace.ts";
export type { Insertion } from "./corrections/insert.ts";
export type { Entry, Files, Gathered, Limits, Unread } from "./hosts/gather.ts";
export { gather, gatherAround, gatherNamed, onlyInPart, tooLarge } from "./hosts/gather.ts";
export type { NamedPlace } from "./hosts/names.ts";
export { type Analysis, type AnalyzedCapture, isAround } from "./presentation/analysis.ts";
export type { Check } from "./presentation/checklist.ts";
export { plain } from "./presentation/escape.ts";
export { type Explanation, explain } from "./presentation/explain.ts";
export type {
  BondSummary,
  Finding,
  FindingCorrection,
  PortSummary,
  RelatedPlace,
} from "./presentation/finding.ts";
export { findingHover } from "./presentation/hover.ts";
export { type JsonAnalysis, toJson } from "./presentation/json.ts";
export { explainName } from "./presentation/nameHover.ts";
export { type OptionCompletion, optionCompletions } from "./presentation/optionHelp.ts";
export { type OutlineEntry, outline } from "./presentation/outline.ts";
export { bondPage } from "./presentation/picture/page.ts";
export { bondPicture } from "./presentation/picture/picture.ts";
export type { Theme } from "./presentation/picture/svg.ts";
export type { Place } from "./presentation/place.ts";
export { needsRepair, repairPlan, repairPlans } from "./presentation/plan/plan.ts";
export { sarifFrame, sarifResults } from "./presentation/sarif.ts";
export { type SiblingLink, siblingLinks } from "./presentation/siblings.ts";
export { toText } from "./presentation/text.ts";
export type { Verdict } from "./ranking/rank.ts";
export { ruleIndex, rulePage } from "./rulePage.ts";
export { isRuleId, RULE_IDS, type RuleId } from "./rules/ids.ts";
export { RULES, ruleOf } from "./rules/index.ts";
export { ALTERNATIVE_TITLES, type Confidence, type Rule, SEVERITIES, type Severity } from "./rules/rule.ts";
export type { Settings } from "./settings.ts";
export { MARK } from "./text/mark.ts";
export type { Capture, Section, SectionKind } from "./text/section.ts";
export { LineIndex, type Position, type Span } from "./text/span.ts";
