import type { Mode } from "./modes.ts";

/** What Bondlint knows of one bonding option. */
export interface OptionKnowledge {
  /** What the kernel runs when nobody sets it (drivers/net/bonding/bond_options.c). */
  readonly kernelDefault: string;
  /** Modes in which NetworkManager accepts and keeps it; absent: all (libnm-core-impl/nm-setting-bond.c). */
  readonly modes?: readonly Mode[];
  /** True where `nmcli device reapply` changes it on the running bond (nm-device-bond.c, can_reapply_change). */
  readonly reapply: boolean;
}

const ARP_MODES: readonly Mode[] = ["balance-rr", "active-backup", "balance-xor", "broadcast"];
const PRIMARY_MODES: readonly Mode[] = ["active-backup", "balance-tlb", "balance-alb"];
const LACP: readonly Mode[] = ["802.3ad"];

/** The options that a NetworkManager profile can hold, by their name in `bond.options`. */
export const OPTIONS = {
  mode: { kernelDefault: "balance-rr", reapply: false },
  miimon: { kernelDefault: "0", reapply: true },
  updelay: { kernelDefault: "0", reapply: true },
  downdelay: { kernelDefault: "0", reapply: true },
  peer_notif_delay: { kernelDefault: "0", reapply: true },
  use_carrier: { kernelDefault: "1", reapply: true },
  arp_interval: { kernelDefault: "0", modes: ARP_MODES, reapply: true },
  arp_ip_target: { kernelDefault: "", modes: ARP_MODES, reapply: true },
  ns_ip6_target: { kernelDefault: "", reapply: false },
  arp_validate: { kernelDefault: "none", modes: ARP_MODES, reapply: true },
  arp_all_targets: { kernelDefault: "any", reapply: true },
  arp_missed_max: { kernelDefault: "2", modes: ARP_MODES, reapply: true },
  primary: { kernelDefault: "", modes: PRIMARY_MODES, reapply: true },
  primary_reselect: { kernelDefault: "always", reapply: true },
  active_slave: { kernelDefault: "", modes: PRIMARY_MODES, reapply: false },
  fail_over_mac: { kernelDefault: "none", reapply: false },
  xmit_hash_policy: { kernelDefault: "layer2", reapply: true },
  resend_igmp: { kernelDefault: "1", reapply: true },
  num_grat_arp: { kernelDefault: "1", reapply: true },
  num_unsol_na: { kernelDefault: "1", reapply: true },
  all_slaves_active: { kernelDefault: "0", reapply: true },
  min_links: { kernelDefault: "0", reapply: true },
  lp_interval: { kernelDefault: "1", reapply: true },
  packets_per_slave: { kernelDefault: "1", modes: ["balance-rr"], reapply: true },
  tlb_dynamic_lb: { kernelDefault: "1", modes: ["balance-tlb", "balance-alb"], reapply: false },
  lacp_rate: { kernelDefault: "slow", modes: LACP, reapply: false },
  lacp_active: { kernelDefault: "on", modes: LACP, reapply: false },
  ad_select: { kernelDefault: "stable", reapply: false },
  ad_actor_sys_prio: { kernelDefault: "65535", modes: LACP, reapply: true },
  ad_actor_system: { kernelDefault: "00:00:00:00:00:00", modes: LACP, reapply: true },
  ad_user_port_key: { kernelDefault: "0", modes: LACP, reapply: false },
  "balance-slb": { kernelDefault: "0", modes: ["balance-xor"], reapply: true },
} as const satisfies Record<string, OptionKnowledge>;

export type OptionName = keyof typeof OPTIONS;

/** Option names with their values, as a profile stores them or the kernel runs them. */
export type Options = ReadonlyMap<OptionName, string>;

/** True for a name that `bond.options` knows. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** The knowledge of one option, with its optional parts visible to the type checker. */
export function knowledgeOf(name: OptionName): OptionKnowledge {
  return OPTIONS[name];
}
