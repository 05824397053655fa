import type { AnyOptionName } from "./options.ts";

/** What can be wrong with an option text. One table elsewhere says which rule reports which code. */
export type ProblemCode =
  /** No option has this name here. */
  | "unknown-option"
  /** The beginning of a name or value fits several. */
  | "ambiguous"
  /** A name without `=value`, or an empty one where that is not a removal. */
  | "missing-value"
  /** The option does not take this value. */
  | "invalid-value"
  /** The kernel refuses or ignores a value that NetworkManager stores. */
  | "kernel-refuses"
  /** Quoting, escapes or lines that cannot be read. */
  | "syntax"
  /** The same option twice: the last one counts. */
  | "duplicate-option"
  | "mode-missing"
  | "mode-defaults"
  /** A missing or invalid mode silently becomes balance-rr. */
  | "mode-falls-back"
  /** Neither monitor is on. */
  | "no-link-monitoring"
  | "miimon-and-arp"
  | "arp-without-target"
  | "target-without-interval"
  | "arp-mode-unsupported"
  | "arp-validate-disables-miimon"
  | "arp-validate-without-arp"
  | "too-many-targets"
  | "duplicate-target"
  | "delay-without-miimon"
  | "delay-not-multiple"
  | "peer-notif-not-multiple"
  | "primary-wrong-mode"
  | "lacp-option-wrong-mode"
  /** Any other option that does nothing in the mode, or is dropped there. */
  | "option-wrong-mode"
  | "fom-ignored"
  | "fom-follow-with-arp-validate"
  | "grat-arp-differs"
  | "slb-requirements"
  /** A number that is read in another unit than its writer will have meant. */
  | "unit";

/** One thing that is wrong with an option text; offsets count UTF-16 units from 0 in that text. */
export interface Problem {
  readonly code: ProblemCode;
  readonly option?: AnyOptionName | (string & {});
  /** One sentence: what is wrong, and what happens. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly severity: "error" | "warning";
  /** The nearest name or value that would be right, in place of the one that is not. */
  readonly suggestion?: string;
  /** What the suggestion takes the place of, where that is not the whole span. */
  readonly replaces?: { readonly start: number; readonly end: number } | undefined;
}
