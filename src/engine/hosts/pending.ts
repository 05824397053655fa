import { effectiveOptions } from "../bonding/effective.ts";
import { knowledgeOf, type OptionName, type Options } from "../bonding/options.ts";
import { printedValue } from "../bonding/values.ts";
import type { Stated } from "../text/section.ts";
import type { Bond } from "./model.ts";

/** An option that does not run as a set of options wants it. */
export interface Pending {
  readonly name: OptionName;
  /** What runs instead; absent where the option is not set at all. */
  readonly running?: Stated<string> | undefined;
}

/**
 * The options that differ between what is wanted and what runs or, where the kernel's were not captured, what is
 * stored. Options are wanted as a whole, so one that is left out goes back to its default.
 */
export function pendingOptions(bond: Bond, wanted: Options): Pending[] {
  const running = bond.kernel.mode
    ? bond.kernel.options
    : (bond.profile?.options ?? new Map<OptionName, Stated<string>>());
  const becomes = effectiveOptions(wanted);
  const set = [...wanted.keys()].filter((name) => {
    const value = running.get(name)?.value ?? assumed(bond, name, wanted);
    return value === undefined || !sameValue(name, value, wanted.get(name) ?? "");
  });
  const left = [...running].filter(
    ([name, { value }]) =>
      !wanted.has(name) &&
      name !== "active_slave" &&
      !sameValue(name, value, becomes.get(name) ?? knowledgeOf(name).kernelDefault),
  );
  return [...set, ...left.map(([name]) => name)].map((name) => {
    const value = running.get(name);
    return { name, running: value };
  });
}

/** True for the same value, however it is written: by name or number, targets in any order. */
export function sameValue(option: OptionName, a: string, b: string): boolean {
  return a === b || written(option, a) === written(option, b);
}

function written(option: OptionName, value: string): string {
  return printedValue(option, value.trim().replace(/[\s,]+/g, ","))
    .split(/[\s,]+/)
    .sort()
    .join(" ");
}

/** What an option that is not shown is taken for: the primary is shown wherever there is one, others need not be. */
function assumed(bond: Bond, name: OptionName, wanted: Options): string | undefined {
  const shown = bond.kernel.mode === undefined || (name === "primary" && bond.kernel.options.has("miimon"));
  return shown ? undefined : wanted.get(name);
}
