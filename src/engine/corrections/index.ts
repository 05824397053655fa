import { applyChange, changedNames, type OptionChange, printOptions } from "../bonding/change.ts";
import type { Bond } from "../hosts/model.ts";
import type { RankedFinding } from "../ranking/rank.ts";
import type { Capture } from "../text/section.ts";
import { type Step, stepsOf } from "./commands.ts";
import { type Insertion, insertionFor } from "./insert.ts";
import { currentOptions, hasUsableProfile } from "./options.ts";

/** A change of options made concrete for one bond. */
export interface Correction {
  readonly change: OptionChange;
  /** The whole corrected value of `bond.options`. */
  readonly options: string;
  /** False where the stored profile already reads so, and only has to be applied. */
  readonly storesSomething: boolean;
  readonly steps: readonly Step[];
  /** The corrected line below the line at fault, in each capture that has room for it. */
  readonly insertions: readonly Insertion[];
}

/** Renders the change of a finding; `undefined` where it has none, or where the bond's mode is not known. */
export function correctionOf(bond: Bond, finding: RankedFinding): Correction | undefined {
  const before = currentOptions(bond);
  if (finding.change === undefined || !(before.has("mode") || finding.change.set.has("mode"))) return undefined;
  const after = applyChange(before, finding.change);
  const dropped = [...before.keys()].filter((name) => !after.has(name));
  const change: OptionChange = { set: finding.change.set, unset: [...new Set([...finding.change.unset, ...dropped])] };
  const options = printOptions(after);
  const storesSomething = !hasUsableProfile(bond) || changedNames(before, after).length > 0;
  const proposed = finding.rule === "correction-not-applied";
  return {
    change,
    options,
    storesSomething,
    steps: stepsOf(bond, before, after, change),
    insertions: proposed || !storesSomething ? [] : insertionsFor(bond, finding, options),
  };
}

function insertionsFor(bond: Bond, { places }: RankedFinding, options: string): Insertion[] {
  const captures = [...new Set<Capture>(places.map((fact) => fact.section.capture))];
  return captures.map((capture) => insertionFor(bond, places, capture, options)).filter((edit) => edit !== undefined);
}
