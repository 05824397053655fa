import type { Root } from "./hosts/cases.ts";
import type { RuleId } from "./rules/ids.ts";
import type { Severity } from "./rules/rule.ts";

/** What an analysis can be told. */
export interface Settings {
  /**
   * Folders in which captures are joined when nothing in them contradicts. A capture outside of every root stands
   * alone. Absent: everything given is one folder.
   */
  readonly roots?: readonly Root[];
  /** Severities that differ from a rule's own, or `off`. */
  readonly rules?: Readonly<Partial<Record<RuleId, Severity | "off">>>;
}
