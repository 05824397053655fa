import type { OptionChange } from "../bonding/change.ts";
import type { OptionName } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";
import type { RuleId } from "./ids.ts";

/** From the most to the least urgent. `hint` is advice and never shows in a list of problems. */
export const SEVERITIES = ["error", "warning", "information", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Confidence = "high" | "medium" | "low";

/**
 * What a finding means for the bond right now. `broken`: traffic is lost. `degraded`: a port or the redundancy is
 * lost. `at-risk`: it works, but the next failure would not be survived or noticed. `none`: it works and would survive.
 */
export type Impact = "broken" | "degraded" | "at-risk" | "none";

/** A place in a capture that supports a finding, and what it shows in words. */
export interface Evidence {
  readonly message: string;
  readonly fact: Fact<unknown>;
  /** The rule whose own check this is evidence of. */
  readonly rule?: RuleId;
}

/** What other corrections do, in words that continue "Insert bond.options to …". The editor has translations of them. */
export const ALTERNATIVE_TITLES = [
  "look at the links every 500 ms",
  "monitor by ARP instead, and add a second target",
  "run on the static channel",
  "run without LACP",
  "stay on the working port until it fails",
  "use the LACP channel",
  "use the aggregator with more bandwidth",
  "wait 5 s before a returning link is used",
] as const;

/** Another way to correct a finding, offered beside its own and never preferred. */
export interface Alternative {
  readonly title: (typeof ALTERNATIVE_TITLES)[number];
  /** When it is the better choice. */
  readonly why: string;
  readonly change: OptionChange;
}

/** What a rule found in one bond. Messages are plain text; names in them come from the capture as they are. */
export interface RawFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly impact: Impact;
  readonly message: string;
  /** The port that it is about, where it is about one. */
  readonly port?: string;
  /** The option that it is about, where it is about one. */
  readonly option?: OptionName;
  /** Every place that states the fact, the most trusted source first. */
  readonly places: readonly [Fact<unknown>, ...Fact<unknown>[]];
  readonly related: readonly Evidence[];
  /** What the options of the bond should become; absent where options do not repair it. */
  readonly change?: OptionChange;
  readonly alternatives?: readonly Alternative[];
  /** A misspelt word and what it should be, for a configuration that may be edited in place. */
  readonly rewrite?: Rewrite;
}

/** Characters of a section, and what should stand there. */
export interface Rewrite extends Span {
  readonly section: Section;
  readonly text: string;
}

/** A capture in an example: the text of a file, under the name it would have. */
export interface ExampleCapture {
  readonly path: string;
  readonly text: string;
}

/** A rule's example: run by the tests, and shown in the rule's page. */
export interface Example {
  readonly title: string;
  readonly captures: readonly ExampleCapture[];
}

/** A rule: what it looks for, why, when it stays silent, and the check itself, in one place. */
export interface Rule {
  readonly id: RuleId;
  /** Its entry in the rule catalogue. */
  readonly entry: string;
  readonly title: string;
  /** Why it matters, in a few sentences. */
  readonly why: string;
  /** When it stays silent although it may look as if it should speak. */
  readonly guards: readonly string[];
  /** What to do about it. */
  readonly remedy: string;
  readonly references: readonly string[];
  readonly examples: { readonly hit: Example; readonly clean: Example; readonly absent: Example };
  /** Judges one bond. Never throws; stays silent where a fact that it needs was not captured. */
  check(bond: Bond): Iterable<RawFinding>;
}
