import { type AnyOptionName, isAnyOptionName, knowledgeOf } from "./options.ts";
import { printedValue } from "./values.ts";

const STATIC = "Its ports on a switch need a static port-channel there.";
const PLAIN = "The switch needs no port-channel.";

/**
 * What each named value means, in a sentence or two (kernel: Documentation/networking/bonding.rst, bond_options.c). Where the
 * option's own explanation says it in as many words, there is no entry.
 */
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
    active: "The bond has the MAC address of its active port; each failover changes it.",
    follow: "Only the active port has the bond's MAC address; a failover moves it.",
  },
  xmit_hash_policy: {
    layer2: "By MAC addresses: all that goes through one gateway leaves over one port.",
    "layer2+3": "By MAC and IP addresses: flows to different hosts can leave over different ports.",
    "layer3+4":
      "By IP addresses and port numbers: each connection can leave another way, which does not fully follow 802.3ad.",
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
  tlb_dynamic_lb: {
    1: "Flows move between ports by their load; the hash policy is not used.",
    0: "Flows stay on the port that the hash policy picks.",
  },
};

/** What 0 means of a number, and what any other does, which stands for `#`. */
const NUMBERS: Readonly<Partial<Record<AnyOptionName, readonly [zero: string, other: string]>>> = {
  miimon: ["The MII monitor is off.", "The carrier of each port is looked at every # ms."],
  updelay: ["No delay.", "A port is used after # ms of carrier."],
  downdelay: ["No delay.", "A port is given up after # ms without carrier."],
  peer_notif_delay: ["The announcements are a monitoring interval apart.", "The announcements are # ms apart."],
  arp_interval: ["The ARP monitor is off.", "The targets are asked every # ms."],
  resend_igmp: ["No IGMP report is sent.", "IGMP reports after a failover: #."],
  num_grat_arp: ["Nothing is announced.", "Announcements after a failover: #."],
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
  const number = NUMBERS[name === "num_unsol_na" ? "num_grat_arp" : name];
  if (number) return /^\d{1,10}$/.test(printed) ? number[printed === "0" ? 0 : 1].replace("#", printed) : undefined;
  if (name === "primary") return `${value} is preferred to the other ports.`;
  if (name === "ad_actor_system" && printed === "00:00:00:00:00:00") return "The bond's own MAC address is used.";
  return undefined;
}

/** What a table holds under a key that is its own, not one that every object has. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
