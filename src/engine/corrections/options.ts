import { printOptions } from "../bonding/change.ts";
import { modeOfOption } from "../bonding/modes.ts";
import { knowledgeOf, type OptionName, type Options } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";

/** Options that a dump or `ip -d` shows but that are state, not configuration. */
const STATE: readonly OptionName[] = ["active_slave"];

/**
 * The options that a correction starts from: the stored profile where it was captured, because a correction must not
 * lose what a dump cannot show; otherwise what the kernel runs, less its defaults.
 */
export function currentOptions(bond: Bond): Options {
  const { mode } = bond.kernel;
  const options = new Map<OptionName, string>();
  if (mode) options.set("mode", mode.value);
  if (hasUsableProfile(bond)) {
    for (const [name, { value }] of bond.profile?.options ?? []) {
      options.set(name, name === "mode" ? (modeOfOption(value) ?? value) : value);
    }
    return options;
  }
  for (const [name, { value }] of bond.kernel.options) {
    const { kernelDefault, modes } = knowledgeOf(name);
    const inMode = modes === undefined || mode === undefined || modes.includes(mode.value);
    if (name !== "mode" && inMode && value !== "" && value !== kernelDefault && !STATE.includes(name))
      options.set(name, value);
  }
  return options;
}

/** True where the profile of the bond was captured and nothing shows that it is not the one in use. */
export function hasUsableProfile(bond: Bond): boolean {
  return bond.profile !== undefined && bond.profile.active !== false;
}

/** The whole value of `bond.options`, with the stored options that no table knows kept as they are. */
export function wholeLine(bond: Bond, options: Options): string {
  const unknown = hasUsableProfile(bond) ? (bond.profile?.unknown ?? []) : [];
  return [printOptions(options), ...unknown].filter((part) => part !== "").join(",");
}
