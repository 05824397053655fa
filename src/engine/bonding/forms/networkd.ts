import type { AnyOptionName } from "../options.ts";

/** The names of `[Bond]` in a `.netdev` file (systemd: src/network/netdev/netdev-gperf.gperf). */
export const NETWORKD_NAMES: Readonly<Record<string, AnyOptionName>> = {
  Mode: "mode",
  TransmitHashPolicy: "xmit_hash_policy",
  LACPTransmitRate: "lacp_rate",
  AdSelect: "ad_select",
  AdActorSystemPriority: "ad_actor_sys_prio",
  AdUserPortKey: "ad_user_port_key",
  AdActorSystem: "ad_actor_system",
  FailOverMACPolicy: "fail_over_mac",
  ARPIPTargets: "arp_ip_target",
  ARPValidate: "arp_validate",
  ARPAllTargets: "arp_all_targets",
  ARPMissedMax: "arp_missed_max",
  PrimaryReselectPolicy: "primary_reselect",
  ResendIGMP: "resend_igmp",
  PacketsPerSlave: "packets_per_slave",
  GratuitousARP: "num_grat_arp",
  AllSlavesActive: "all_slaves_active",
  DynamicTransmitLoadBalancing: "tlb_dynamic_lb",
  MinLinks: "min_links",
  MIIMonitorSec: "miimon",
  PeerNotifyDelaySec: "peer_notif_delay",
  UpDelaySec: "updelay",
  DownDelaySec: "downdelay",
  ARPIntervalSec: "arp_interval",
  LearnPacketIntervalSec: "lp_interval",
};

const IN_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  msec: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  "": 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
};

/** A systemd time span in ms (systemd.time(7)): several parts add up, a bare number is seconds. */
export function timeSpan(text: string): number | undefined {
  const parts = [...text.matchAll(/\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  let sum = 0;
  for (const [, number, unit = ""] of parts) {
    const factor = IN_MS[unit];
    if (factor === undefined) return undefined;
    sum += Number(number) * factor;
  }
  return Math.round(sum);
}

/** True where a time is given without a unit. */
export function isBareNumber(text: string): boolean {
  return /^\s*\d+\s*$/.test(text);
}

/** A truth value of systemd as 0 or 1. */
export function truth(text: string): string | undefined {
  if (/^(?:1|yes|y|true|t|on)$/i.test(text)) return "1";
  return /^(?:0|no|n|false|f|off)$/i.test(text) ? "0" : undefined;
}
