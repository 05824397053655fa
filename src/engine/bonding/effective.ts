import type { KernelBond } from "./kernel/bond.ts";
import type { Mode } from "./modes.ts";
import { activate, running } from "./networkManager/activate.ts";
import { storedMode } from "./networkManager/verify.ts";
import { knowledgeOf, type OptionName, type Options } from "./options.ts";
import { isValidValue, printedValue } from "./values.ts";

/** NetworkManager's own link-monitoring interval in ms, sent when a profile names no monitor (nm-device-bond.c). */
export const NETWORKMANAGER_MIIMON = "100";

/**
 * What the kernel runs once NetworkManager has activated a profile with these options, as the kernel names the values: with
 * NetworkManager's defaults, delays rounded down to multiples of miimon, one monitor instead of two, and without what the mode
 * does not have. `mode` is taken where the options name none. Values that are not valid are left out, as in a keyfile.
 */
export function effectiveOptions(options: Options, mode?: Mode): Options {
  const stored = new Map<OptionName, string>();
  for (const [name, value] of options) {
    const plain = knowledgeOf(name).type.endsWith("list") ? value.trim().replace(/[\s,]+/g, ",") : value;
    if (isValidValue(name, plain)) stored.set(name, plain);
  }
  const known = storedMode(options.get("mode")) ?? mode;
  if (known !== undefined) return running(bondOf(stored, known), stored.keys());
  // Without a mode nothing can be said of what a mode has; the monitors and the values are the same in those that have them.
  const assumed: Mode = stored.has("lacp_rate") || stored.has("lacp_active") ? "802.3ad" : "active-backup";
  const runs = running(bondOf(stored, assumed), stored.keys());
  const asked = [...stored.keys(), "miimon" as const, "arp_interval" as const];
  return new Map(asked.map((name) => [name, runs.get(name) ?? printedValue(name, stored.get(name) ?? "")]));
}

function bondOf(stored: Options, mode: Mode): KernelBond {
  return activate(new Map([...stored, ["mode", mode]])).bond;
}
