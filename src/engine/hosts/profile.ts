import { effectiveOptions } from "../bonding/effective.ts";
import type { OptionName } from "../bonding/options.ts";
import type { Owner } from "../captures/setup.ts";
import { type Section, stated } from "../text/section.ts";
import type { BondEvidence } from "./evidence.ts";
import type { Editable, Profile } from "./model.ts";
import type { Stored } from "./stored.ts";

/**
 * The profile of a bond: of several the one that is in use, else the one of the bond's name. `isConfiguration`: the case
 * holds nothing but configuration, which may be edited in place.
 */
export function profileOf({ name, profiles }: BondEvidence, isConfiguration: boolean): Profile | undefined {
  // A configuration whose options stand elsewhere says who owns the bond, and nothing of its options.
  const telling = profiles.filter(
    ({ setup, options }) => setup === undefined || setup.written || options.size > 0 || setup.complete,
  );
  const known = telling.map((stored) => ({ ...stored, inUse: inUse(stored, name) }));
  const usable = known.filter((stored) => stored.inUse !== false);
  const chosen =
    usable.find((stored) => stored.inUse === true) ??
    usable.find((stored) => stored.id === name) ??
    usable[0] ??
    known[0];
  if (chosen === undefined) return undefined;
  const same = known.filter(
    (other) => other !== chosen && (other.id === chosen.id || other.id === undefined) && mayBeOne(other, chosen),
  );
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
  // What a file says twice counts as it says it last.
  const editable = editableOf(all.findLast(({ report }) => report === chosen.report) ?? chosen);
  return {
    name: chosen.id,
    source: chosen.report.kind,
    text,
    options,
    unknown: chosen.unknown,
    owner: ownerOf(chosen),
    effective: chosen.effective ?? effectiveOptions(values),
    problems: all.flatMap((stored) => stored.problems),
    columns: new Set(all.flatMap((stored) => columnsOf(stored.report))),
    active,
    editable: isConfiguration ? editable : undefined,
  };
}

/** Who owns a configuration: an ifcfg file that does not say is read by network-scripts, or by NetworkManager in their stead. */
function ownerOf({ owner }: Stored): Owner {
  return owner ?? "network-scripts";
}

/** True for configurations that one owner reads; an ifcfg file can be a profile of NetworkManager. */
function mayBeOne(a: Stored, b: Stored): boolean {
  if (a.owner === b.owner) return true;
  const [one, other] = a.owner === undefined ? [a, b] : [b, a];
  return one.owner === undefined && (other.owner === "NetworkManager" || other.owner === "network-scripts");
}

/** The file or command in which the options can be changed. What a session printed stays as it is. */
function editableOf({ report, setup }: Stored): Editable | undefined {
  const { section } = report;
  if (report.kind === "nmcli-modify") return report;
  if (report.kind === "keyfile") {
    const { bondOptions: options, bondGroup } = report;
    const room = bondGroup && { at: bondGroup.end, before: "\n" };
    return { kind: "setup", section, setup: { form: "keyfile", options, room } };
  }
  if (setup === undefined || (section.command !== undefined && section.kind !== "ip-command")) return undefined;
  return { kind: "setup", section, setup };
}

/** True where the profile is shown to be in use, and on this bond; absent where the capture does not say. */
function inUse({ active, devices }: Stored, bond: string | undefined): boolean | undefined {
  if (active !== true || devices === undefined || bond === undefined) return active;
  return devices.split(/[\s,]+/).includes(bond);
}

function columnsOf(report: Stored["report"]): Section[] {
  return report.kind === "nmcli-connection" && report.layout === "columns" ? [report.section] : [];
}
