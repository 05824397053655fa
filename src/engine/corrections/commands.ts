import { howToApply } from "../bonding/apply.ts";
import { changedNames, type OptionChange, printOptions } from "../bonding/change.ts";
import type { Options } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";
import { pendingOptions } from "../hosts/pending.ts";
import { hasUnseen, isTypable } from "../text/unseen.ts";
import { hasUsableProfile, wholeLine } from "./options.ts";
import { ownersSteps } from "./owners.ts";
import type { Step, Word } from "./steps.ts";

/**
 * The commands that bring a bond from its current options to the corrected ones, the least disruptive first. Empty
 * where neither the bond nor its profile is named, or where a name could not be typed safely.
 */
export function stepsOf(bond: Bond, before: Options, after: Options, change: OptionChange): Step[] {
  if (bond.name !== undefined && !isTypable(bond.name)) return [];
  const others = hasUsableProfile(bond) ? ownersSteps(bond, before, after, change) : undefined;
  if (others) return others;
  const profile = bond.profile?.name ?? bond.name;
  if (profile === undefined || hasUnseen(profile)) return [];
  return [...storeSteps(bond, profile, before, after, change), ...applySteps(bond, profile, after)];
}

function storeSteps(bond: Bond, profile: string, before: Options, after: Options, change: OptionChange): Step[] {
  const whole = wholeLine(bond, after);
  if (hasUsableProfile(bond)) {
    return changedNames(before, after).length === 0 ? [] : [{ run: modify(profile, "bond.options", whole) }];
  }
  const steps: Step[] = [];
  if (bond.profile?.name === undefined && bond.name !== undefined) {
    steps.push({ run: ["nmcli", "-g", "GENERAL.CONNECTION", "device", "show", bond.name] });
  }
  const set = change.set.size > 0 ? ["+bond.options", { options: printOptions(change.set) }] : [];
  const unset = change.unset.length > 0 ? ["-bond.options", { options: change.unset.join(",") }] : [];
  steps.push({ run: ["nmcli", "con", "modify", { connection: profile }, ...set, ...unset] });
  steps.push({
    remark: "or the whole line, which replaces every option, also those that the captures do not show",
    instead: [modify(profile, "bond.options", whole)],
  });
  return steps;
}

function modify(profile: string, property: string, options: string): Word[] {
  return ["nmcli", "con", "modify", { connection: profile }, property, { options }];
}

/** Reapply keeps the traffic flowing where every option that differs allows it; a new activation interrupts the bond. */
function applySteps(bond: Bond, profile: string, after: Options): Step[] {
  const up: Word[] = ["nmcli", "con", "up", { connection: profile }];
  const pending = pendingOptions(bond, after);
  const running = new Map(pending.flatMap(({ name, running: now }) => (now ? [[name, now.value] as const] : [])));
  const wanted = new Map([...after].filter(([option]) => pending.some(({ name }) => name === option)));
  const { how, because } = howToApply(running, wanted);
  if (bond.name === undefined || how === "up") {
    const why = how === "up" ? `, because nmcli device reapply cannot change ${because.join(", ")}` : "";
    return [{ remark: `the next command interrupts the bond for some seconds${why}` }, { run: up }];
  }
  return [
    { run: ["nmcli", "device", "reapply", { device: bond.name }] },
    {
      remark: "or, from a console only, because it cuts a login through the bond",
      instead: [["nmcli", "con", "down", { connection: profile }], up],
    },
  ];
}
