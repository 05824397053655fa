import { effectiveOptions } from "../bonding/effective.ts";
import type { OptionName } from "../bonding/options.ts";
import { type Section, stated } from "../text/section.ts";
import type { BondEvidence } from "./evidence.ts";
import type { Profile } from "./model.ts";
import type { Stored } from "./stored.ts";

/**
 * The profile of a bond: of several the one that is in use, else the one of the bond's name. `isConfiguration`: the case
 * holds nothing but configuration, which may be edited in place.
 */
export function profileOf({ name, profiles }: BondEvidence, isConfiguration: boolean): Profile | undefined {
  const known = profiles.map((stored) => ({ ...stored, inUse: inUse(stored, name) }));
  const usable = known.filter((stored) => stored.inUse !== false);
  const chosen =
    usable.find((stored) => stored.inUse === true) ??
    usable.find((stored) => stored.id === name) ??
    usable[0] ??
    known[0];
  if (chosen === undefined) return undefined;
  const same = known.filter((other) => other !== chosen && (other.id === chosen.id || other.id === undefined));
  const all = [chosen, ...same];
  const text = stated(all.map((stored) => stored.text));
  if (text === undefined) return undefined;

  const options = new Map(
    [...chosen.options.keys()].flatMap((option) => {
      const value = stated(all.map((stored) => stored.options.get(option)));
      return value ? [[option, value] as const] : [];
    }),
  );
  const values = new Map<OptionName, string>([...options].map(([option, { value }]) => [option, value]));
  const active = all.map((stored) => stored.inUse).find((answer) => answer !== undefined);
  const { report } = chosen;
  return {
    ...(chosen.id !== undefined && { name: chosen.id }),
    source: chosen.report.kind,
    text,
    options,
    unknown: chosen.unknown,
    effective: effectiveOptions(values),
    problems: all.flatMap((stored) => stored.problems),
    columns: new Set(all.flatMap((stored) => columnsOf(stored.report))),
    ...(active !== undefined && { active }),
    ...(isConfiguration && report.kind !== "nmcli-connection" && { editable: report }),
  };
}

/** True where the profile is shown to be in use, and on this bond; absent where the capture does not say. */
function inUse({ active, devices }: Stored, bond: string | undefined): boolean | undefined {
  if (active !== true || devices === undefined || bond === undefined) return active;
  return devices.split(/[\s,]+/).includes(bond);
}

function columnsOf(report: Stored["report"]): Section[] {
  return report.kind === "nmcli-connection" && report.layout === "columns" ? [report.section] : [];
}
