import { inPrintedOrder, type OptionChange, printOptions } from "../bonding/change.ts";
import { effectiveOptions } from "../bonding/effective.ts";
import { judgeOptions } from "../bonding/judge.ts";
import { splitItems } from "../bonding/networkManager/nmcli.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { knowledgeOf, type OptionName, type Options } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";
import type { Stated } from "../text/section.ts";
import { stepsOf } from "./commands.ts";
import type { Correction } from "./index.ts";
import { hasUsableProfile } from "./options.ts";
import type { Step } from "./steps.ts";

/**
 * The steps that take a correction back to the options as they were captured: the correction in reverse, in its own
 * form. Empty where it has no steps or stores nothing, and where only a planned command was captured.
 */
export function rollbackOf(bond: Bond, correction: Correction): Step[] {
  const { before, after, change, steps, storesSomething } = correction;
  if (steps.length === 0 || !storesSomething || bond.profile?.source === "nmcli-modify") return [];
  const names = [...new Set([...change.set.keys(), ...change.unset])];
  const repaired = withOptions(bond, names, after);
  if (!hasUsableProfile(bond)) {
    const inverse = captured(bond, before, names);
    return stepsOf(repaired, after, inPrintedOrder(new Map([...before, ...inverse.set])), inverse);
  }
  const inverse: OptionChange = { set: before, unset: names.filter((name) => !before.has(name)) };
  const reversed = stepsOf(repaired, after, before, inverse);
  if (bond.profile?.owner !== "NetworkManager" || isStorable(before)) return reversed;
  return [
    { remark: "nmcli can not write the captured options again: put the saved copy of the profile's file back, then" },
    { run: ["nmcli", "con", "reload"] },
    ...reversed.filter((step) => !("run" in step && step.run.includes("modify"))),
  ];
}

/** Without a profile: what the driver ran, defaults too, because NetworkManager's are not the kernel's. */
function captured({ kernel }: Bond, before: Options, names: readonly OptionName[]): OptionChange {
  const set = new Map<OptionName, string>();
  for (const name of names) {
    const value = before.get(name) ?? kernel.options.get(name)?.value ?? "";
    if (value !== "") set.set(name, value);
  }
  return { set, unset: names.filter((name) => !set.has(name)) };
}

/** The bond as it is once the named options are repaired. */
function withOptions(bond: Bond, names: readonly OptionName[], after: Options): Bond {
  const { kernel, profile } = bond;
  const runs = effectiveOptions(after);
  const changed = (options: ReadonlyMap<OptionName, Stated<string>>) => {
    const [any] = options.values();
    const next = new Map(options);
    for (const name of names) {
      const known = options.get(name) ?? any;
      const value = after.get(name) ?? runs.get(name) ?? knowledgeOf(name).kernelDefault;
      if (known) next.set(name, { ...known, value });
    }
    return next;
  };
  return {
    ...bond,
    kernel: { ...kernel, options: changed(kernel.options) },
    ...(profile && { profile: { ...profile, options: changed(profile.options) } }),
  };
}

/** False for options that only a file can hold: two monitors at once, values that nmcli refuses. */
function isStorable(options: Options): boolean {
  const { normalized } = judgeOptions(printOptions(options), "nmcli", { networkManager: NEWEST_VERSION });
  return normalized !== undefined && splitItems(normalized).length === options.size;
}
