import { applyChange, changedNames, type OptionChange } from "../bonding/change.ts";
import type { OptionName, Options } from "../bonding/options.ts";
import type { Bond, Editable } from "../hosts/model.ts";
import type { RankedFinding } from "../ranking/rank.ts";
import type { Rewrite } from "../rules/rule.ts";
import type { Capture } from "../text/section.ts";
import { hasUnseen } from "../text/unseen.ts";
import { stepsOf } from "./commands.ts";
import { type Replacement, replacementsFor } from "./inPlace.ts";
import { type Insertion, insertionFor } from "./insert.ts";
import { currentOptions, hasUsableProfile, wholeLine } from "./options.ts";
import { textFor } from "./owners.ts";
import type { Step } from "./steps.ts";

/** A change of options made concrete for one bond. */
export interface Correction {
  readonly change: OptionChange;
  /** The options that it starts from, and what they become. */
  readonly before: Options;
  readonly after: Options;
  /** The whole corrected value of `bond.options`. */
  readonly options: string;
  /** The options in the words of the bond's owner: `bond.options:  …` as nmcli prints it, `BONDING_OPTS="…"`, netplan's parameters. */
  readonly line: string;
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

/** What all findings of a bond together do to its options: one line repairs them all, and no two contradict each other. */
export interface Repair {
  readonly change: OptionChange;
  /** Misspelt words of a configuration, and the options that they become. */
  readonly rewrites: readonly Rewrite[];
  readonly rewritten: ReadonlySet<OptionName>;
}

/**
 * Takes the changes of the findings together; of two that set one option, or that switch on one monitor each, the more
 * urgent finding decides.
 */
export function repairOf(findings: readonly RankedFinding[]): Repair {
  const set = new Map<OptionName, string>();
  const unset = new Set<OptionName>();
  const rewrites: Rewrite[] = [];
  const rewritten = new Set<OptionName>();
  for (const { rule, change, rewrite } of findings) {
    if (change === undefined || rule === "correction-not-applied" || choosesOtherMonitor(change, set)) continue;
    for (const [name, value] of change.set) {
      if (!set.has(name)) set.set(name, value);
      if (rewrite) rewritten.add(name);
    }
    for (const name of change.unset) unset.add(name);
    if (rewrite) rewrites.push(rewrite);
  }
  return { change: { set, unset: [...unset].filter((name) => !set.has(name)) }, rewrites, rewritten };
}

/** True where a change switches on the one monitor, and the other was chosen: they exclude each other. */
function choosesOtherMonitor(change: OptionChange, chosen: Options): boolean {
  return (
    (isOn(change.set, "miimon") && isOn(chosen, "arp_interval")) ||
    (isOn(change.set, "arp_interval") && isOn(chosen, "miimon"))
  );
}

function isOn(options: Options, interval: OptionName): boolean {
  return Number(options.get(interval)) > 0;
}

/** Renders the repair for a finding that has a part in it; `undefined` where the bond's mode is not known. */
export function correctionOf(bond: Bond, finding: RankedFinding, repair: Repair): Correction | undefined {
  if (finding.change === undefined) return undefined;
  if (finding.rule === "correction-not-applied")
    return render(bond, finding, { ...NO_REWRITES, change: finding.change });
  return render(bond, finding, repair);
}

/** Renders the other ways to correct a finding. */
export function alternativesOf(bond: Bond, finding: RankedFinding): AlternativeCorrection[] {
  return (finding.alternatives ?? []).flatMap(({ title, why, change }) => {
    const correction = render(bond, finding, { ...NO_REWRITES, change });
    return correction ? [{ ...correction, title, why }] : [];
  });
}

const NO_REWRITES = { rewrites: [], rewritten: new Set<OptionName>() };

function render(bond: Bond, finding: RankedFinding, repair: Repair): Correction | undefined {
  const editable = bond.profile?.editable;
  const before = currentOptions(bond);
  // `+bond.options` says nothing of what it is added to: only its own entries are put right.
  const isAddition = editable?.kind === "nmcli-modify" && editable.operation === "add";
  if (!(isAddition || before.has("mode") || repair.change.set.has("mode"))) return undefined;
  const after = applyChange(before, repair.change);
  const dropped = [...before.keys()].filter((name) => !after.has(name));
  const change: OptionChange = { set: repair.change.set, unset: [...new Set([...repair.change.unset, ...dropped])] };
  const options = wholeLine(bond, after);
  if (hasUnseen(options)) return undefined;
  const storesSomething = !hasUsableProfile(bond) || changedNames(before, after).length > 0;
  const proposed = finding.rule === "correction-not-applied";
  return {
    change,
    before,
    after,
    options,
    line: (hasUsableProfile(bond) ? textFor(bond, after) : undefined) ?? `${"bond.options:".padEnd(40)}${options}`,
    storesSomething,
    steps: isAddition ? [] : stepsOf(bond, before, after, change),
    insertions: proposed || editable || !storesSomething ? [] : insertionsFor(bond, finding, options),
    replacements: editable && storesSomething ? editsOf(editable, repair, before, after) : [],
  };
}

/** Misspelt words are put right where they stand; anything else is brought to what the options become. */
function editsOf(editable: Editable, repair: Repair, before: Options, after: Options): Replacement[] {
  if (editable.kind === "nmcli-modify") return replacementsFor(editable, changedNames(before, after), after);
  const names = changedNames(before, after).filter((name) => !repair.rewritten.has(name));
  const rewrites = repair.rewrites
    .filter(({ section }) => section === editable.section)
    .map(({ section, start, end, text }) => ({ path: section.capture.path, start, end, text }));
  return [...rewrites, ...replacementsFor(editable, names, after)];
}

function insertionsFor(bond: Bond, { places }: RankedFinding, options: string): Insertion[] {
  const captures = [...new Set<Capture>(places.map((fact) => fact.section.capture))];
  return captures.map((capture) => insertionFor(bond, places, capture, options)).filter((edit) => edit !== undefined);
}
