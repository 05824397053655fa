import { NETWORKMANAGER_MIIMON } from "./effective.ts";
import { type Mode, modeOfOption, refusesArpMonitor } from "./modes.ts";
import { knowledgeOf, type OptionName, type Options } from "./options.ts";

/** What a correction does to the options of a bond. */
export interface OptionChange {
  readonly set: Options;
  readonly unset: readonly OptionName[];
}

/** A change that sets one option. */
export function setOption(name: OptionName, value: string): OptionChange {
  return { set: new Map([[name, value]]), unset: [] };
}

const MII_FAMILY: readonly OptionName[] = ["miimon", "updelay", "downdelay", "peer_notif_delay"];
/** The options of the ARP monitor, which go when it goes. */
export const ARP_FAMILY: readonly OptionName[] = [
  "arp_interval",
  "arp_ip_target",
  "ns_ip6_target",
  "arp_validate",
  "arp_all_targets",
  "arp_missed_max",
];

/**
 * The options after a change, in nmcli's own order: mode first, the rest alphabetical. The two monitors exclude each
 * other, so switching one on drops the other's options; `arp_validate` goes too, because NetworkManager 1.40 and later
 * does not send miimon while it is set. Options that NetworkManager refuses or drops in the mode are left out, and a new mode
 * takes the options of the old one with it.
 */
export function applyChange(options: Options, change: OptionChange): Options {
  const next = new Map(options);
  for (const name of change.unset) next.delete(name);
  for (const [name, value] of change.set) next.set(name, value);
  if (isOn(change.set.get("miimon"))) for (const name of ARP_FAMILY) next.delete(name);
  if (isOn(change.set.get("arp_interval"))) for (const name of MII_FAMILY) next.delete(name);
  const mode = modeOfOption(next.get("mode") ?? "");
  if (mode !== undefined) fitMode(next, mode, modeOfOption(options.get("mode") ?? ""), change);
  if (!isOn(next.get("arp_interval"))) for (const name of TARGETS) next.delete(name);
  fitAnnouncements(next);
  return inPrintedOrder(next);
}

const TARGETS: readonly OptionName[] = ["arp_ip_target", "ns_ip6_target"];

/** Leaves out what a mode does not have; a mode that cannot run the ARP monitor gets miimon instead. */
function fitMode(next: Map<OptionName, string>, mode: Mode, before: Mode | undefined, change: OptionChange): void {
  const switched = before !== undefined && before !== mode;
  const watchedByArp = isOn(next.get("arp_interval"));
  for (const name of next.keys()) {
    const { modes, kernel } = knowledgeOf(name);
    const lost = switched && !change.set.has(name) && kernel?.effect?.includes(mode) === false;
    if (modes?.includes(mode) === false || lost) next.delete(name);
  }
  if (!refusesArpMonitor(mode)) return;
  if (watchedByArp) for (const name of ARP_FAMILY) next.delete(name);
  const off = next.has("miimon") && !isOn(next.get("miimon")) && !change.set.has("miimon");
  if (watchedByArp || (switched && off)) next.set("miimon", NETWORKMANAGER_MIIMON);
}

/** NetworkManager wants a delay between announcements that is a multiple of miimon; the kernel takes at most 300 s. In ms. */
function fitAnnouncements(next: Map<OptionName, string>): void {
  const delay = Number(next.get("peer_notif_delay") ?? "0");
  const miimon = Number(next.get("miimon") ?? NETWORKMANAGER_MIIMON);
  if (delay === 0 || miimon === 0 || delay % miimon === 0 || isOn(next.get("arp_interval"))) return;
  const [, most] = knowledgeOf("peer_notif_delay").range ?? [0, 0];
  const fitting = Math.min(Math.ceil(delay / miimon), Math.floor(most / miimon)) * miimon;
  if (fitting > 0) next.set("peer_notif_delay", String(fitting));
  else next.delete("peer_notif_delay");
}

function isOn(interval: string | undefined): boolean {
  return interval !== undefined && Number(interval) > 0;
}

/** nmcli's own order: mode first, the rest alphabetical. */
export function inPrintedOrder(options: Options): Options {
  const rank = (name: string) => (name === "mode" ? "" : name);
  return new Map([...options].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)));
}

/** True where `options` already are what the change would make of them. */
export function fulfils(options: Options, change: OptionChange): boolean {
  for (const [name, value] of change.set) if (options.get(name) !== value) return false;
  return change.unset.every((name) => !options.has(name));
}

/** The names whose value differs between two sets of options. */
export function changedNames(before: Options, after: Options): OptionName[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

/** The value of `bond.options` as nmcli prints it; several ARP targets stand with a blank between them. */
export function printOptions(options: Options): string {
  return [...options].map(([name, value]) => `${name}=${escapeValue(value)}`).join(",");
}

function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, "\\$&");
}
