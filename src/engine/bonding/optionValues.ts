import { type AnyOptionName, isAnyOptionName, knowledgeOf } from "./options.ts";
import { printedValue } from "./values.ts";

const STATIC = "Its ports on a switch need a static port-channel there.";
const PLAIN = "The switch needs no port-channel.";

/** What each named value means, in a sentence or two (kernel: Documentation/networking/bonding.rst, bond_options.c). */
const NAMED: Readonly<Partial<Record<AnyOptionName, Readonly<Record<string, string>>>>> = {
  mode: {
    "balance-rr": `The ports take turns with the packets. ${STATIC}`,
    "active-backup": `One port carries all traffic, another takes over when it fails. ${PLAIN}`,
    "balance-xor": `A hash of addresses decides over which port a flow leaves. ${STATIC}`,
    broadcast: `Every packet leaves over every port. ${STATIC}`,
    "802.3ad": "The ports are bundled by LACP. The switch needs a port-channel with LACP.",
    "balance-tlb": `Outgoing flows are spread over the ports, incoming traffic uses the active one. ${PLAIN}`,
    "balance-alb": `Outgoing flows are spread over the ports, incoming IPv4 traffic too, by ARP answers. ${PLAIN}`,
  },
  fail_over_mac: {
    none: "All ports have the bond's MAC address.",
    active: "The bond has the MAC address of its active port, so that it changes with each failover.",
    follow: "Only the active port has the bond's MAC address; at a failover the address goes to the next one.",
  },
  xmit_hash_policy: {
    layer2: "By MAC addresses: everything that goes through one gateway leaves over one port.",
    "layer2+3": "By MAC and IP addresses: flows to different hosts can leave over different ports.",
    "layer3+4":
      "By IP addresses and port numbers: each connection can leave over another port. It does not fully follow 802.3ad.",
    "encap2+3": "As layer2+3, with the inner addresses of tunnels.",
    "encap3+4": "As layer3+4, with the inner addresses and port numbers of tunnels.",
    "vlan+srcmac": "By VLAN and source MAC address.",
  },
  primary_reselect: {
    always: "Traffic goes back to the primary as soon as that is up.",
    better: "Traffic goes back to the primary only if that is faster than the port in use.",
    failure: "Traffic stays where it is until that port fails.",
  },
  arp_validate: {
    none: "No answer is checked: any traffic that comes in keeps a port up.",
    active: "Answers are checked on the active port.",
    backup: "Answers are checked on standby ports.",
    all: "Answers are checked on every port.",
    filter: "Only ARP counts on every port; answers are not checked.",
    filter_active: "Only ARP counts on every port; answers are checked on the active one.",
    filter_backup: "Only ARP counts on every port; answers are checked on standby ports.",
  },
  arp_all_targets: {
    any: "One target that answers keeps a port up.",
    all: "Every target has to answer, or the port is down.",
  },
  ad_select: {
    stable: "The active aggregator stays until its last port is down.",
    bandwidth: "The aggregator with the most bandwidth is used.",
    count: "The aggregator with the most ports is used.",
  },
  lacp_rate: {
    slow: "The partner is asked for a packet every 30 s; its silence is noticed after 90 s.",
    fast: "The partner is asked for a packet every second; its silence is noticed after 3 s.",
  },
  lacp_active: {
    on: "The bond sends LACP packets by itself.",
    off: "The bond only answers: the switch has to be active.",
  },
  coupled_control: {
    on: "Both begin together.",
    off: "A port collects first, and distributes when its partner collects.",
  },
  broadcast_neighbor: { on: "They go out over all ports.", off: "They go out over one port." },
  use_carrier: {
    1: "Carrier is taken from the network stack.",
    0: "Carrier is asked from the card by MII or ethtool calls.",
  },
  all_slaves_active: {
    1: "Frames that come in on a standby port are delivered.",
    0: "Frames that come in on a standby port are dropped.",
  },
  tlb_dynamic_lb: {
    1: "Flows move between ports by their load; the hash policy is not used.",
    0: "Flows stay on the port that the hash policy picks.",
  },
};

/** What 0 means of a number, and what any other does, which stands for `#`. */
const NUMBERS: Readonly<Partial<Record<AnyOptionName, readonly [zero: string, other: string]>>> = {
  miimon: ["The MII monitor is off.", "The carrier of each port is looked at every # ms."],
  updelay: ["A port is used as soon as its carrier is back.", "A port is used after # ms of carrier."],
  downdelay: [
    "A port is given up as soon as its carrier is found gone.",
    "A port is given up after # ms without carrier.",
  ],
  peer_notif_delay: ["The announcements are a monitoring interval apart.", "The announcements are # ms apart."],
  arp_interval: ["The ARP monitor is off.", "The targets are asked every # ms."],
  arp_missed_max: ["", "A port is down after # intervals without an answer, a standby port after one more."],
  resend_igmp: ["No IGMP report is sent after a failover.", "IGMP reports sent after a failover: #."],
  num_grat_arp: ["Nothing is announced after a failover.", "Announcements sent after a failover: #."],
  num_unsol_na: ["Nothing is announced after a failover.", "Announcements sent after a failover: #."],
  lp_interval: ["", "Learning packets go out every # s."],
  packets_per_slave: [
    "Each packet leaves over a random port.",
    "Packets on one port before the next takes its turn: #.",
  ],
  min_links: ["One active port is enough for carrier.", "Active ports that the bond needs for carrier: #."],
  queue_id: ["No queue is bound to the port.", "Queue # is bound to the port."],
};

/** What an option's value means, in a sentence or two of plain text; `undefined` where that is not known. */
export function meaningOfOption(name: string, value: string): string | undefined {
  if (!isAnyOptionName(name) || value === "") return undefined;
  const printed = printedValue(name, value);
  const named = NAMED[name];
  if (named) {
    const { values } = knowledgeOf(name);
    const at = values?.indexOf(printed) ?? -1;
    return own(named, printed) ?? own(named, String(at));
  }
  const number = NUMBERS[name];
  if (number) return /^\d{1,10}$/.test(printed) ? number[printed === "0" ? 0 : 1].replace("#", printed) : undefined;
  if (name === "primary") return `${value} is used whenever it is up.`;
  if (name === "ad_actor_system" && printed === "00:00:00:00:00:00") return "The bond's own MAC address is used.";
  return undefined;
}

/** The sentence of a table for a key that is its own, not one that every object has. */
export function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
