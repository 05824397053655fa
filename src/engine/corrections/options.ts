import { knowledgeOf, type OptionName, type Options } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";

/** Options that a dump or `ip -d` shows but that are state, not configuration. */
const STATE: readonly OptionName[] = ["active_slave"];

/**
 * The options that a correction starts from: the stored profile where it was captured, because a correction must not
 * lose what a dump cannot show; otherwise what the kernel runs, less its defaults.
 */
export function currentOptions(bond: Bond): Options {
  if (hasUsableProfile(bond)) {
    return new Map([...(bond.profile?.options ?? [])].map(([name, { value }]) => [name, value]));
  }
  const options = new Map<OptionName, string>();
  const { mode } = bond.kernel;
  if (mode) options.set("mode", mode.value);
  for (const [name, { value }] of bond.kernel.options) {
    const { kernelDefault, modes } = knowledgeOf(name);
    const inMode = modes === undefined || mode === undefined || modes.includes(mode.value);
    if (name !== "mode" && inMode && value !== "" && value !== kernelDefault && !STATE.includes(name))
      options.set(name, value);
  }
  return options;
}

/** True where the profile of the running bond was captured, with the options it stores. */
export function hasUsableProfile(bond: Bond): boolean {
  return bond.profile !== undefined && bond.profile.active !== false && bond.profile.options.has("mode");
}
