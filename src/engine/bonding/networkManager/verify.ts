import { hasActivePort, MODES, type Mode } from "../modes.ts";
import { isOptionName, knowledgeOf, type OptionName, type Options } from "../options.ts";
import type { ProblemCode } from "../problems.ts";
import { ipv6Parts, isIpv4, isValidValue, listEntries } from "../values.ts";
import { isKnown, type Minor } from "./version.ts";

/** Why NetworkManager does not store a profile. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly option: string;
  /** NetworkManager's own words, without their prefix `bond.options: `. */
  readonly says: string;
}

/** A mode as libnm reads it: the name, or one digit. */
export function storedMode(value: string | undefined): Mode | undefined {
  if (value === undefined) return undefined;
  return MODES.find((mode) => mode === value) ?? (/^[0-6]$/.test(value) ? MODES[Number(value)] : undefined);
}

/** Names and values, each for itself. */
export function verifyValues(options: ReadonlyMap<string, string>, minor: Minor): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [name, value] of options) {
    if (!isOptionName(name) || !isKnown(name, minor)) {
      refusals.push({ code: "unknown-option", option: name, says: `invalid option '${name}'` });
    } else if (!isValidValue(name, value, minor)) {
      refusals.push({ code: "invalid-value", option: name, says: valueRefusal(name, value) });
    }
  }
  return refusals;
}

function valueRefusal(name: OptionName, value: string): string {
  const { type } = knowledgeOf(name);
  if (type !== "ipv4-list" && type !== "ipv6-list") return `invalid value '${value}' for option '${name}'`;
  const isAddress = type === "ipv4-list" ? isIpv4 : (entry: string) => ipv6Parts(entry) !== undefined;
  const bad = listEntries(value).find((entry) => !isAddress(entry));
  if (bad === undefined) return `'${name}' option is empty`;
  return `'${bad}' is not a valid ${type === "ipv4-list" ? "IPv4" : "IPv6"} address for '${name}' option`;
}

/**
 * What NetworkManager has against options whose names and values are valid, in its order; the first one is what it says
 * (nm-setting-bond.c, verify).
 */
export function verifyTogether(options: Options, minor: Minor): Refusal[] {
  const text = options.get("mode");
  if (text === undefined) return [{ code: "mode-missing", option: "mode", says: "mandatory option 'mode' is missing" }];
  const mode = storedMode(text);
  if (mode === undefined)
    return [{ code: "invalid-value", option: "mode", says: `'${text}' is not a valid value for 'mode'` }];
  return [
    ...verifyMode(options, mode, text, minor),
    ...verifyDelays(options),
    ...verifyTargets(options, minor),
    ...verifyLacp(options, mode, minor),
    ...verifyPairs(options, mode),
  ];
}

/** The number of an option, with NetworkManager's default where it is not set. */
function number(options: Options, name: OptionName): number {
  const { networkManagerDefault, kernelDefault } = knowledgeOf(name);
  return Number(options.get(name) ?? networkManagerDefault ?? kernelDefault);
}

function verifyMode(options: Options, mode: Mode, text: string, minor: Minor): Refusal[] {
  const refusals: Refusal[] = [];
  const balancing = mode === "balance-tlb" || mode === "balance-alb";
  const says = (option: string) => `'mode=${text}' is incompatible with '${option} > 0'`;
  if (balancing && number(options, "arp_interval") > 0)
    refusals.push({ code: "arp-mode-unsupported", option: "arp_interval", says: says("arp_interval") });
  const counts = options.has("arp_missed_max") && number(options, "arp_missed_max") > 0;
  if (counts && (balancing || (mode === "802.3ad" && minor >= 58)))
    refusals.push({ code: "arp-mode-unsupported", option: "arp_missed_max", says: says("arp_missed_max") });
  if (options.has("primary") && !hasActivePort(mode))
    refusals.push({
      code: "primary-wrong-mode",
      option: "primary",
      says: "'primary' option is only valid for 'mode=active-backup'",
    });
  return refusals;
}

function verifyDelays(options: Options): Refusal[] {
  const miimon = number(options, "miimon");
  const refusals: Refusal[] = [];
  for (const option of ["updelay", "downdelay", "peer_notif_delay"] as const) {
    if (miimon === 0 && number(options, option) > 0)
      refusals.push({
        code: "delay-without-miimon",
        option,
        says: `'${option}' option requires 'miimon' option to be enabled`,
      });
  }
  if (miimon > 0 && number(options, "peer_notif_delay") % miimon !== 0 && number(options, "arp_interval") === 0)
    refusals.push({
      code: "peer-notif-not-multiple",
      option: "peer_notif_delay",
      says: "'peer_notif_delay' option needs to be a value multiple of 'miimon' value",
    });
  return refusals;
}

function verifyTargets(options: Options, minor: Minor): Refusal[] {
  const targets = (["arp_ip_target", "ns_ip6_target"] as const).filter((name) => options.has(name));
  if (number(options, "arp_interval") === 0)
    return targets.map((option) => ({
      code: "target-without-interval",
      option,
      says: `'${option}' option requires 'arp_interval' option to be set`,
    }));
  if (targets.length > 0) return [];
  const wanted = minor >= 44 ? "'arp_ip_target' or 'ns_ip6_target'option" : "'arp_ip_target' option";
  return [
    { code: "arp-without-target", option: "arp_interval", says: `'arp_interval' option requires ${wanted} to be set` },
  ];
}

function verifyLacp(options: Options, mode: Mode, minor: Minor): Refusal[] {
  if (mode === "802.3ad") return [];
  const says = (option: string) => `'${option}' option is only valid with mode '802.3ad'`;
  const refusals: Refusal[] = [];
  const rate = options.get("lacp_rate");
  if (rate !== undefined && rate !== "slow" && rate !== "0")
    refusals.push({ code: "lacp-option-wrong-mode", option: "lacp_rate", says: says("lacp_rate") });
  if (options.has("lacp_active"))
    refusals.push({
      code: "lacp-option-wrong-mode",
      option: "lacp_active",
      says: says(minor >= 54 ? "lacp_active" : "lacp_rate"),
    });
  return refusals;
}

function verifyPairs(options: Options, mode: Mode): Refusal[] {
  const refusals: Refusal[] = [];
  const [arp, na] = [options.get("num_grat_arp"), options.get("num_unsol_na")];
  if (arp !== undefined && na !== undefined && Number(arp) !== Number(na))
    refusals.push({
      code: "grat-arp-differs",
      option: "num_unsol_na",
      says: "'num_grat_arp' and 'num_unsol_na' cannot have different values",
    });
  if (number(options, "balance-slb") === 0) return refusals;
  if (mode !== "balance-xor")
    refusals.push({
      code: "slb-requirements",
      option: "balance-slb",
      says: 'balance-slb requires bond mode "balance-xor"',
    });
  const policy = options.get("xmit_hash_policy");
  if (policy !== undefined && policy !== "vlan+srcmac" && policy !== "5")
    refusals.push({
      code: "slb-requirements",
      option: "xmit_hash_policy",
      says: 'balance-slb requires xmit_hash_policy "vlan+srcmac"',
    });
  return refusals;
}

/** What is stored of valid options: the mode by its name, without the options that the mode does not have. */
export function normalised(options: Options): Map<OptionName, string> {
  const mode = storedMode(options.get("mode"));
  const kept = [...options].filter(([name]) => mode === undefined || !isDropped(name, mode));
  return new Map(kept.map(([name, value]) => [name, name === "mode" && mode !== undefined ? mode : value]));
}

/**
 * What NetworkManager has against a profile, and what it stores where it has nothing. It looks twice: dropping the options of
 * another mode can bring out what they hid (802.3ad with arp_interval hides a peer_notif_delay that is no multiple).
 */
export function verified(options: Options, minor: Minor): { refusals: Refusal[]; stored?: Map<OptionName, string> } {
  const first = verifyTogether(options, minor);
  if (first.length > 0) return { refusals: first };
  const stored = normalised(options);
  const refusals = verifyTogether(stored, minor);
  return refusals.length > 0 ? { refusals } : { refusals, stored };
}

/** Options that NetworkManager refuses in a wrong mode, or keeps there; all others it drops. */
const NOT_DROPPED: readonly OptionName[] = ["arp_missed_max", "balance-slb", "lacp_active"];

/** True for an option that NetworkManager silently leaves out in a mode (_bond_option_unsupp_mode). */
export function isDropped(name: OptionName, mode: Mode): boolean {
  const { modes } = knowledgeOf(name);
  return modes !== undefined && !modes.includes(mode) && !NOT_DROPPED.includes(name);
}
