import type { NamedPlace } from "../hosts/names.ts";
import type { StatedOption } from "../hosts/statedOptions.ts";
import type { Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";
import type { BondSummary, Finding } from "./finding.ts";

/** A capture as it was analysed. */
export interface AnalyzedCapture {
  readonly path: string;
  readonly text: string;
  /** The case it belongs to; of a text with several hosts the first. */
  readonly case: string;
  readonly sections: readonly Section[];
  /** Where it names interfaces, in the order of the text; looked up when it is asked for. */
  readonly names: readonly NamedPlace[];
  /** Where its configurations, sysfs and JSON state options; looked up when it is asked for. */
  readonly options: Iterable<StatedOption>;
  /** True where a dump in it ends before its last port is told to the end. */
  readonly cutOff: boolean;
  /** Where JSON stops to be what it should be: what stands behind it was read again. */
  readonly unread: readonly Span[];
}

/** True for a bond of the capture's case, or of any host that its text shows. */
export function isAround(
  bond: Pick<BondSummary, "case">,
  { path, case: own }: Pick<AnalyzedCapture, "path" | "case">,
): boolean {
  return bond.case === own || bond.case.startsWith(`${path}#`);
}

/** Everything that an analysis says. */
export interface Analysis {
  readonly captures: readonly AnalyzedCapture[];
  readonly bonds: readonly BondSummary[];
  readonly findings: readonly Finding[];
}
