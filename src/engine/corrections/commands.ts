import { changedNames, type OptionChange, printOptions } from "../bonding/change.ts";
import { knowledgeOf, type Options } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";
import { hasUsableProfile } from "./options.ts";

/** One word of a command: a plain word, the name of a connection profile, or the value of `bond.options`. */
export type Word = string | { readonly connection: string } | { readonly options: string };

/** A step of a repair: a command to run, or a remark with a command that is an alternative and is not run. */
export type Step =
  | { readonly run: readonly Word[] }
  | { readonly remark: string; readonly instead: readonly (readonly Word[])[] };

/** The commands that bring a bond from its current options to the corrected ones, the least disruptive first. */
export function stepsOf(bond: Bond, before: Options, after: Options, change: OptionChange): Step[] {
  const { name } = bond;
  if (name === undefined) return [];
  return [...storeSteps(bond, name, before, after, change), ...applySteps(bond, name, after, change)];
}

function storeSteps(bond: Bond, name: string, before: Options, after: Options, change: OptionChange): Step[] {
  const whole = printOptions(after);
  if (hasUsableProfile(bond)) {
    if (changedNames(before, after).length === 0) return [];
    return [{ run: modify(bond.profile?.name ?? name, "bond.options", whole) }];
  }
  const single = printOptions(change.set);
  const steps: Step[] = [];
  if (bond.profile?.name === undefined)
    steps.push({ run: ["nmcli", "-g", "GENERAL.CONNECTION", "device", "show", name] });
  const profile = bond.profile?.name ?? name;
  const removed = change.unset.length > 0 ? ["-bond.options", { options: change.unset.join(",") }] : [];
  steps.push({ run: [...modify(profile, "+bond.options", single), ...removed] });
  steps.push({
    remark: "or the whole line, which replaces every option, also those that the captures do not show",
    instead: [modify(profile, "bond.options", whole)],
  });
  return steps;
}

function modify(profile: string, property: string, options: string): Word[] {
  return ["nmcli", "con", "modify", { connection: profile }, property, { options }];
}

/** Reapply keeps the traffic flowing where every option allows it; a new activation interrupts the bond. */
function applySteps(bond: Bond, name: string, after: Options, change: OptionChange): Step[] {
  const changed = [...change.set.keys(), ...change.unset].filter(
    (option) => bond.kernel.options.get(option)?.value !== after.get(option),
  );
  const profile = { connection: bond.profile?.name ?? name };
  const up: Word[] = ["nmcli", "con", "up", profile];
  if (!changed.every((option) => knowledgeOf(option).reapply)) return [{ run: up }];
  return [
    { run: ["nmcli", "device", "reapply", name] },
    {
      remark: "or, from a console only, because it cuts a login through the bond",
      instead: [["nmcli", "con", "down", profile], up],
    },
  ];
}
