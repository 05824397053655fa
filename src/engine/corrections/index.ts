import { applyChange, changedNames, type OptionChange } from "../bonding/change.ts";
import type { Options } from "../bonding/options.ts";
import type { Ifcfg } from "../captures/ifcfg.ts";
import type { Keyfile } from "../captures/keyfile.ts";
import type { NmcliModify } from "../captures/nmcliModify.ts";
import type { Bond } from "../hosts/model.ts";
import type { RankedFinding } from "../ranking/rank.ts";
import type { Capture } from "../text/section.ts";
import { hasUnseen } from "../text/unseen.ts";
import { type Step, stepsOf } from "./commands.ts";
import { type Replacement, replacementsFor } from "./inPlace.ts";
import { type Insertion, insertionFor } from "./insert.ts";
import { currentOptions, hasUsableProfile, wholeLine } from "./options.ts";

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
  /** The configuration itself corrected in place, where it is no evidence. */
  readonly replacements: readonly Replacement[];
}

/** A correction that is offered beside the finding's own. */
export interface AlternativeCorrection extends Correction {
  readonly title: string;
  readonly why: string;
}

/** Renders the change of a finding; `undefined` where it has none, or where the bond's mode is not known. */
export function correctionOf(bond: Bond, finding: RankedFinding): Correction | undefined {
  return finding.change && render(bond, finding, finding.change);
}

/** Renders the other ways to correct a finding. */
export function alternativesOf(bond: Bond, finding: RankedFinding): AlternativeCorrection[] {
  return (finding.alternatives ?? []).flatMap(({ title, why, change }) => {
    const correction = render(bond, finding, change);
    return correction ? [{ ...correction, title, why }] : [];
  });
}

function render(bond: Bond, finding: RankedFinding, wanted: OptionChange): Correction | undefined {
  const before = currentOptions(bond);
  if (!(before.has("mode") || wanted.set.has("mode"))) return undefined;
  const after = applyChange(before, wanted);
  const dropped = [...before.keys()].filter((name) => !after.has(name));
  const change: OptionChange = { set: wanted.set, unset: [...new Set([...wanted.unset, ...dropped])] };
  const options = wholeLine(bond, after);
  if (hasUnseen(options)) return undefined;
  const storesSomething = !hasUsableProfile(bond) || changedNames(before, after).length > 0;
  const editable = bond.profile?.editable;
  const proposed = finding.rule === "correction-not-applied";
  return {
    change,
    options,
    storesSomething,
    steps: stepsOf(bond, before, after, change),
    insertions: proposed || editable || !storesSomething ? [] : insertionsFor(bond, finding, options),
    replacements: editable && storesSomething ? editsOf(editable, finding, before, after) : [],
  };
}

/** A misspelt word is put right where it stands; anything else is brought to what the options become. */
function editsOf(
  editable: Keyfile | Ifcfg | NmcliModify,
  { rewrite }: RankedFinding,
  before: Options,
  after: Options,
): Replacement[] {
  if (rewrite === undefined) return replacementsFor(editable, before, after);
  const { section, start, end, text } = rewrite;
  return [{ path: section.capture.path, start, end, text }];
}

function insertionsFor(bond: Bond, { places }: RankedFinding, options: string): Insertion[] {
  const captures = [...new Set<Capture>(places.map((fact) => fact.section.capture))];
  return captures.map((capture) => insertionFor(bond, places, capture, options)).filter((edit) => edit !== undefined);
}
