import { type Mode, modeOfOption } from "../bonding/modes.ts";
import type { OptionName } from "../bonding/options.ts";
import type { IpInterface } from "../captures/ipInterface.ts";
import type { RunningBond } from "../captures/nmstate.ts";
import type { BondDump } from "../captures/procBonding.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";
import { bondLacpOf } from "./lacp.ts";
import type { Kernel } from "./model.ts";

type Said = Fact<string | number | null | readonly string[]> | undefined;

/** Where a dump states an option. What it prints as None, or only in other modes, is no statement. */
const IN_DUMP: readonly (readonly [OptionName, (dump: BondDump) => Said])[] = [
  ["mode", (dump) => dump.mode],
  ["miimon", (dump) => dump.miimon],
  ["updelay", (dump) => dump.updelay],
  ["downdelay", (dump) => dump.downdelay],
  ["peer_notif_delay", (dump) => dump.peerNotifDelay],
  ["arp_interval", (dump) => dump.arpInterval],
  ["arp_ip_target", (dump) => dump.arpTargets],
  ["ns_ip6_target", (dump) => dump.nsTargets],
  ["arp_missed_max", (dump) => dump.arpMissedMax],
  ["primary", (dump) => dump.primary],
  ["primary_reselect", (dump) => dump.primaryReselect],
  ["fail_over_mac", (dump) => dump.failOverMac],
  ["xmit_hash_policy", (dump) => dump.hashPolicy],
  ["min_links", (dump) => dump.minLinks],
  ["lacp_rate", (dump) => dump.lacpRate],
  ["lacp_active", (dump) => dump.lacpActive],
  ["ad_select", (dump) => dump.adSelect],
  ["ad_actor_sys_prio", (dump) => dump.systemPriority],
];

const IN_DUMP_ALONE: readonly OptionName[] = IN_DUMP.map(([name]) => name);

/** Names that `ip -d link` prints otherwise than `bond.options` (iproute2: ip/iplink_bond.c). */
const IP_NAMES: ReadonlyMap<OptionName, string> = new Map([["peer_notif_delay", "peer_notify_delay"]]);

const DUMP_READERS = new Map(IN_DUMP);

const IN_IP: readonly OptionName[] = [
  ...IN_DUMP_ALONE,
  "use_carrier",
  "arp_validate",
  "arp_all_targets",
  "resend_igmp",
  "num_grat_arp",
  "all_slaves_active",
  "lp_interval",
  "packets_per_slave",
  "tlb_dynamic_lb",
  "ad_actor_system",
  "ad_user_port_key",
];

/** What the driver runs: first by the dumps, then by the bond's own line in `ip -d link`, then by nmstate. */
export function kernelOf(
  dumps: readonly BondDump[],
  interfaces: readonly IpInterface[],
  states: readonly RunningBond[],
): Kernel {
  const options = new Map<OptionName, Stated<string>>();
  const blocks = [...interfaces.map((link) => link.bond), ...states.map((state) => state.options)].filter(
    (block) => block !== undefined,
  );
  for (const name of blocks.length > 0 ? IN_IP : IN_DUMP_ALONE) {
    const readInDump = DUMP_READERS.get(name);
    const inDumps = dumps.map((dump) => asText(readInDump?.(dump)));
    const inIp = blocks.map((block) => listAsText(block.get(IP_NAMES.get(name) ?? name)));
    const value = stated([...inDumps, ...inIp]);
    if (value) options.set(name, value);
  }
  const mode = stated([...dumps.map((dump) => dump.mode), ...blocks.map((block) => asMode(block.get("mode")))]);
  const activePort = stated<string | null>([
    ...dumps.map((dump) => dump.activePort),
    ...blocks.map((block) => block.get("active_slave")),
  ]);
  const carrier = stated([...dumps.map((dump) => dump.carrier), ...interfaces.map(carrierOf)]);
  return {
    mode,
    options,
    activePort,
    carrier,
    lacp: bondLacpOf(dumps, interfaces),
  };
}

/** The bond's carrier by its flags; a bond that is set down has none to speak of. */
function carrierOf({ flags }: IpInterface): Fact<boolean> | undefined {
  const up = flags.find((flag) => flag.value === "LOWER_UP");
  if (up) return { ...up, value: true };
  const lost = flags.find((flag) => flag.value === "NO-CARRIER");
  return lost && { ...lost, value: false };
}

function asText(fact: Said): Fact<string> | undefined {
  if (fact === undefined || fact.value === null) return undefined;
  return { ...fact, value: Array.isArray(fact.value) ? fact.value.join(" ") : String(fact.value) };
}

/** `ip` prints lists of targets with commas between them. */
function listAsText(fact: Fact<string> | undefined): Fact<string> | undefined {
  return fact && { ...fact, value: fact.value.replaceAll(",", " ") };
}

function asMode(fact: Fact<string> | undefined): Fact<Mode> | undefined {
  const mode = fact && modeOfOption(fact.value);
  return fact && mode && { ...fact, value: mode };
}
