import { knowledgeOf, OPTION_NAMES, type OptionName } from "../options.ts";

/** The minor number of a NetworkManager 1.x. */
export type Minor = number;

/** What most hosts run that get this kind of trouble (RHEL 9, Debian 12). */
export const DEFAULT_VERSION = "1.42";

/** The newest version that is known: what an older one does not know yet is no mistake of the writer. */
export const NEWEST_VERSION = "1.60";

/** True for a version of NetworkManager 1.x. */
export function isVersion(text: string): boolean {
  return /^1\.\d{1,3}(?:\.\d{1,3})?(?:-[\w.]{1,20})?$/.test(text);
}

/** Reads "1.42", "1.52.1" or "1.59.1-dev"; what is no version counts as the default one. */
export function minorOf(version: string = DEFAULT_VERSION): Minor {
  const minor = /^\s*1\.(\d{1,4})/.exec(version)?.[1] ?? /\.(\d+)/.exec(DEFAULT_VERSION)?.[1];
  return Number(minor);
}

/** In which order nmcli lists the names; what is not here follows (nm-setting-bond.c, valid_options_lst). */
const LISTED: readonly OptionName[] = [
  "mode",
  "miimon",
  "downdelay",
  "updelay",
  "arp_interval",
  "arp_ip_target",
  "arp_validate",
  "balance-slb",
  "primary",
  "primary_reselect",
  "fail_over_mac",
  "use_carrier",
  "ad_select",
  "xmit_hash_policy",
  "resend_igmp",
  "lacp_rate",
];

/** The option names that a version knows, in nmcli's order. */
export function knownNames(minor: Minor): OptionName[] {
  const rest = OPTION_NAMES.filter((name) => !LISTED.includes(name));
  return [...LISTED, ...rest].filter((name) => isKnown(name, minor));
}

export function isKnown(name: OptionName, minor: Minor): boolean {
  const since = knowledgeOf(name).since?.networkManager;
  return since === undefined || minor >= minorOf(since);
}
