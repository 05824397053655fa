import { knowledgeOf } from "../options.ts";
import { ipv6Parts, macOctets } from "../values.ts";
import { KernelBond, type KernelOption, MOST_TARGETS, type Surroundings } from "./bond.ts";

/** What `ip link … type bond …` or NetworkManager sends: numbers, names of interfaces, lists of addresses. */
export type Request = ReadonlyMap<KernelOption, string | number>;

/** Why a request was refused: by `ip` itself, or by the kernel. */
export interface Refusal {
  readonly option: string;
  readonly by: "ip" | "kernel";
  readonly text: string;
}

/** The order in which the kernel looks at a request, whatever order it was sent in (bond_netlink.c, bond_changelink). */
const ORDER: readonly KernelOption[] = [
  "mode",
  "active_slave",
  "miimon",
  "updelay",
  "downdelay",
  "peer_notif_delay",
  "use_carrier",
  "arp_interval",
  "arp_ip_target",
  "ns_ip6_target",
  "arp_validate",
  "arp_all_targets",
  "primary",
  "primary_reselect",
  "fail_over_mac",
  "xmit_hash_policy",
  "resend_igmp",
  "num_grat_arp",
  "all_slaves_active",
  "min_links",
  "lp_interval",
  "packets_per_slave",
  "lacp_active",
  "lacp_rate",
  "ad_select",
  "ad_actor_sys_prio",
  "ad_user_port_key",
  "ad_actor_system",
  "tlb_dynamic_lb",
  "arp_missed_max",
];

/** Applies a request to a bond. The first refusal ends it; a bond that was to be created is then not there. */
export function applyRequest(bond: KernelBond, request: Request): Refusal | undefined {
  for (const option of ORDER) {
    const value = request.get(option);
    if (value === undefined) continue;
    const text = conflict(option, request) ?? setOne(bond, option, value);
    if (text) return { option, by: "kernel", text };
  }
  return undefined;
}

function conflict(option: KernelOption, request: Request): string | undefined {
  if (!(Number(request.get("miimon") ?? 0) > 0 && Number(request.get(option)) > 0)) return undefined;
  if (option === "arp_interval") return "ARP monitoring cannot be used with MII monitoring.";
  return option === "arp_validate" ? "ARP validating cannot be used with MII monitoring." : undefined;
}

const TEXTS = {
  EACCES: "option not supported in mode.",
  EINVAL: "invalid option value.",
  EPERM: "Operation not permitted",
  EBUSY: "unable to set option because the bond device is up.",
  ENOTEMPTY: "unable to set option because the bond device has slaves.",
  ENOENT: "unknown option",
} as const;

function setOne(bond: KernelBond, option: KernelOption, value: string | number): string | undefined {
  if (option === "arp_ip_target") return setTargets(bond, String(value));
  const errno = bond.set(option, value);
  return errno && TEXTS[errno];
}

function setTargets(bond: KernelBond, value: string): string | undefined {
  bond.clearTargets();
  for (const target of value.split(" ").filter(Boolean)) {
    const errno = bond.addTarget(target);
    if (errno) return TEXTS[errno];
  }
  return undefined;
}

/** The words of `ip link … type bond`, in the order in which `ip` compares beginnings (iproute2: ip/iplink_bond.c). */
export const IP_WORDS: readonly (readonly [string, KernelOption])[] = [
  ["mode", "mode"],
  ["active_slave", "active_slave"],
  ["clear_active_slave", "active_slave"],
  ["miimon", "miimon"],
  ["updelay", "updelay"],
  ["downdelay", "downdelay"],
  ["peer_notify_delay", "peer_notif_delay"],
  ["use_carrier", "use_carrier"],
  ["arp_interval", "arp_interval"],
  ["arp_ip_target", "arp_ip_target"],
  ["ns_ip6_target", "ns_ip6_target"],
  ["arp_validate", "arp_validate"],
  ["arp_all_targets", "arp_all_targets"],
  ["primary", "primary"],
  ["primary_reselect", "primary_reselect"],
  ["fail_over_mac", "fail_over_mac"],
  ["xmit_hash_policy", "xmit_hash_policy"],
  ["resend_igmp", "resend_igmp"],
  ["num_grat_arp", "num_grat_arp"],
  ["num_unsol_na", "num_grat_arp"],
  ["all_slaves_active", "all_slaves_active"],
  ["min_links", "min_links"],
  ["lp_interval", "lp_interval"],
  ["packets_per_slave", "packets_per_slave"],
  ["lacp_rate", "lacp_rate"],
  ["lacp_active", "lacp_active"],
  ["ad_select", "ad_select"],
  ["ad_actor_sys_prio", "ad_actor_sys_prio"],
  ["ad_user_port_key", "ad_user_port_key"],
  ["ad_actor_system", "ad_actor_system"],
  ["tlb_dynamic_lb", "tlb_dynamic_lb"],
  ["arp_missed_max", "arp_missed_max"],
];

/** The option that a word means; a beginning is enough, and where several begin so the first one counts. */
export function ipOption(word: string): KernelOption | undefined {
  if (word === "") return undefined;
  const exact = IP_WORDS.find(([name]) => name === word);
  return (exact ?? IP_WORDS.find(([name]) => name.startsWith(word)))?.[1];
}

/** Numbers that `ip` reads into eight or sixteen bits; all others have 32. */
const BITS: Readonly<Partial<Record<KernelOption, number>>> = {
  use_carrier: 8,
  num_grat_arp: 8,
  all_slaves_active: 8,
  arp_missed_max: 8,
  tlb_dynamic_lb: 8,
  ad_actor_sys_prio: 16,
  ad_user_port_key: 16,
};

/** What `ip` makes of a value; `undefined` where it refuses it. `devices` are the interfaces that there are. */
export function ipValue(
  option: KernelOption,
  text: string,
  devices: readonly string[] | undefined,
): string | number | undefined {
  const { type, values } = knowledgeOf(option);
  switch (type) {
    case "enum": {
      const index = /^\s*[+-]?\d+$/.test(text) ? Number(text) : (values?.indexOf(text) ?? -1);
      return values?.[index] === undefined ? undefined : index;
    }
    case "interface":
      return text !== "" && (devices === undefined || devices.includes(text)) ? text : undefined;
    case "ipv4-list": {
      const addresses = text.split(",").filter(Boolean).slice(0, MOST_TARGETS).map(paddedIpv4);
      return addresses.includes(undefined) ? undefined : addresses.join(" ");
    }
    case "ipv6-list": {
      const addresses = text.split(",").filter(Boolean);
      return addresses.every((address) => ipv6Parts(address)) ? addresses.join(" ") : undefined;
    }
    case "mac-address":
      return macOctets(text) ? text.toLowerCase() : undefined;
    default: {
      const number = cNumber(text);
      const most = 2 ** (BITS[option] ?? 32) - 1;
      return number === undefined || number < 0 || number > most ? undefined : number;
    }
  }
}

/** A number as strtoul(3) reads it with base 0: `0x64` is hexadecimal, a leading 0 octal. */
export function cNumber(text: string): number | undefined {
  const match = /^\s*([+-]?)(?:(0x[0-9a-f]+)|(0[0-7]*)|([1-9]\d*))$/i.exec(text);
  if (!match) return undefined;
  const [, sign, hexadecimal, octal, decimal] = match;
  const value = hexadecimal ? Number(hexadecimal) : octal ? Number.parseInt(octal, 8) : Number(decimal);
  return sign === "-" && value !== 0 ? -value : value;
}

/** `ip` fills an address with fewer than four parts up with zeros. */
function paddedIpv4(text: string): string | undefined {
  const parts = text.split(".");
  if (parts.length > 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return [...parts.map(Number), 0, 0, 0].slice(0, 4).join(".");
}

/** The outcome of `ip link add … type bond …`. */
export interface IpRun {
  readonly refusal?: Refusal;
  readonly bond: KernelBond;
}

export interface IpSurroundings extends Surroundings {
  /** The interfaces of the host; absent: any name may be one. */
  readonly devices?: readonly string[];
}

/** Runs the words after `type bond`. */
export function runIpLink(words: readonly string[], { devices, ...rest }: IpSurroundings = {}): IpRun {
  const bond = new KernelBond(rest);
  const request = new Map<KernelOption, string | number>();
  for (let at = 0; at < words.length; at += 2) {
    const word = words[at] ?? "";
    const option = ipOption(word);
    if (option === undefined)
      return { bond, refusal: { option: word, by: "ip", text: `bond: unknown command "${word}"?` } };
    const text = words[at + 1];
    const value = text === undefined ? undefined : ipValue(option, text, devices);
    if (value === undefined)
      return { bond, refusal: { option, by: "ip", text: `argument "${text ?? ""}" is wrong: invalid ${word}` } };
    request.set(option, value);
  }
  const refusal = applyRequest(bond, request);
  return refusal ? { bond, refusal } : { bond };
}
