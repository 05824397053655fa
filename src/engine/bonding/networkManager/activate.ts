import { KernelBond, type KernelOption, type Surroundings } from "../kernel/bond.ts";
import { applyRequest, type Request, type Refusal as RequestRefusal } from "../kernel/ipLink.ts";
import type { Mode } from "../modes.ts";
import { knowledgeOf, OPTION_NAMES, type OptionName, type Options } from "../options.ts";
import { printedValue } from "../values.ts";
import { isDropped, storedMode } from "./verify.ts";

/** Options that NetworkManager sends otherwise than by their own value, or not at all. */
const SPECIAL: readonly OptionName[] = [
  "mode",
  "miimon",
  "updelay",
  "downdelay",
  "peer_notif_delay",
  "arp_interval",
  "arp_ip_target",
  "ns_ip6_target",
  "primary",
  "active_slave",
  "num_grat_arp",
  "num_unsol_na",
  "packets_per_slave",
  "arp_missed_max",
  "balance-slb",
  "xmit_hash_policy",
];

/**
 * The request that NetworkManager 1.40 and later sends for stored options when it creates the bond (nm-device-bond.c,
 * _platform_lnk_bond_init_from_setting). `miimon` goes only where neither the ARP interval nor arp_validate is set.
 */
export function requestOf(options: Options): Request {
  const mode = storedMode(options.get("mode")) ?? "balance-rr";
  const value = (name: OptionName) => (isDropped(name, mode) ? undefined : options.get(name));
  const number = (name: OptionName) => Number(value(name) ?? defaultOf(name));
  const request = new Map<KernelOption, string | number>();
  const send = (name: OptionName, sent: string | number | undefined) => {
    if (sent !== undefined) request.set(name, numberOf(name, sent));
  };
  send("mode", mode);
  const explicitMiimon = Number(options.get("miimon") ?? 0) > 0;
  const arpInterval = explicitMiimon ? 0 : number("arp_interval");
  if (arpInterval > 0) {
    send("arp_interval", arpInterval);
    for (const list of ["arp_ip_target", "ns_ip6_target"] as const) send(list, targetsFor(list, value(list)));
  }
  const validates = printedValue("arp_validate", value("arp_validate") ?? "none") !== "none";
  if (arpInterval === 0 && !validates) {
    const miimon = number("miimon");
    send("miimon", miimon);
    for (const delay of ["updelay", "downdelay"] as const) if (miimon > 0) send(delay, number(delay));
    if (miimon > 0 && number("peer_notif_delay") > 0) send("peer_notif_delay", number("peer_notif_delay"));
  }
  const announcements = Number(value("num_grat_arp") ?? value("num_unsol_na") ?? 1);
  if (announcements > 0) send("num_grat_arp", announcements);
  for (const name of ["packets_per_slave", "arp_missed_max"] as const)
    if (value(name) !== undefined && number(name) > 0) send(name, number(name));
  send("xmit_hash_policy", Number(options.get("balance-slb") ?? 0) > 0 ? "vlan+srcmac" : value("xmit_hash_policy"));
  for (const name of OPTION_NAMES) if (!SPECIAL.includes(name)) send(name, value(name));
  return request;
}

function defaultOf(name: OptionName): string {
  const { networkManagerDefault, kernelDefault } = knowledgeOf(name);
  return networkManagerDefault ?? kernelDefault;
}

function numberOf(name: OptionName, value: string | number): string | number {
  const { type, values } = knowledgeOf(name);
  if (type === "enum" && typeof value === "string") return values?.indexOf(printedValue(name, value)) ?? 0;
  if (type === "number" || type === "switch") return Number(value);
  return typeof value === "string" ? printedValue(name, value) : value;
}

/** NetworkManager sends the first 16 targets. */
function targetsFor(list: OptionName, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return printedValue(list, value)
    .split(" ")
    .slice(0, knowledgeOf(list).most ?? 16)
    .join(" ");
}

export interface Activation {
  readonly bond: KernelBond;
  /** What the kernel refuses; the bond is then as if that option had not been sent. */
  readonly refusals: readonly RequestRefusal[];
}

/** Creates the bond of stored options. The primary is written by itself at the end, and may be any name. */
export function activate(options: Options, surroundings: Surroundings = {}): Activation {
  const bond = new KernelBond(surroundings);
  const request = new Map(requestOf(options));
  const refusals: RequestRefusal[] = [];
  let refusal = applyRequest(new KernelBond(surroundings), request);
  while (refusal) {
    refusals.push(refusal);
    request.delete(refusal.option as KernelOption);
    refusal = applyRequest(new KernelBond(surroundings), request);
  }
  applyRequest(bond, request);
  const primary = options.get("primary") ?? options.get("active_slave");
  if (primary !== undefined) bond.set("primary", primary);
  return { bond, refusals };
}

/** Options that the running state names in every mode that has them, set or not. */
const ALWAYS: readonly OptionName[] = [
  "mode",
  "miimon",
  "updelay",
  "downdelay",
  "arp_interval",
  "arp_ip_target",
  "arp_validate",
  "primary",
  "primary_reselect",
  "fail_over_mac",
  "xmit_hash_policy",
  "lacp_rate",
  "min_links",
];
const MONITORS: readonly OptionName[] = ["miimon", "arp_interval"];

/** What a bond runs, in names; without what its mode does not have and what is empty. */
export function running(bond: KernelBond, asked: Iterable<OptionName>): Map<OptionName, string> {
  const { mode } = bond;
  const wanted = new Set(asked);
  if (wanted.has("num_unsol_na")) wanted.add("num_grat_arp");
  const named = OPTION_NAMES.filter((name) => {
    const { kernel } = knowledgeOf(name);
    if (!kernel || name === "active_slave" || (name === "num_unsol_na" && !wanted.has(name))) return false;
    if (MONITORS.includes(name)) return true;
    if (!inModes(kernel.modes, mode)) return false;
    return ALWAYS.includes(name) || wanted.has(name) || inModes(kernel.effect, mode);
  });
  return new Map(named.map((name) => [name, bond.value(name)] as const).filter(([, value]) => value !== ""));
}

function inModes(modes: readonly Mode[] | undefined, mode: Mode): boolean {
  return modes === undefined || modes.includes(mode);
}
