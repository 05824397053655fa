import { explainState, stateOfIpWords } from "../lacp.ts";
import { ALL_OPTIONS, type AnyOptionName, isAnyOptionName, knowledgeOf } from "../options.ts";
import { counted, type Field, optionField, type Rows, rowOf, ZERO_MAC } from "./field.ts";
import { keyOf, stateOf } from "./proc.ts";

/** The lines of `ip -d link`: the first one, what the bond says, what a port says, and the others. */
export type IpScope = "header" | "bond" | "port" | "link";

const LINK = "iproute2 ip/ipaddress.c";
const BOND = "iproute2 ip/iplink_bond.c, ip/iplink_bond_slave.c";

const stateWords = (side: "actor" | "partner") => (value: string) => {
  const state = stateOfIpWords(value);
  return state === undefined ? undefined : explainState(state, side);
};

const ROWS: Readonly<Record<IpScope, Rows>> = {
  header: {
    mtu: ["The largest packet that the interface sends, in bytes. Bond, ports and the switch's ports must agree."],
    master: ["The bond or bridge that the interface is a port of."],
    qdisc: ["How outgoing packets are queued."],
    state: [
      "Whether the interface can carry traffic (RFC 2863). An unmonitored bond stays UP when its port is dead.",
      {
        UP: "Ready to carry traffic.",
        DOWN: "Carries no traffic: it was set down, or has no carrier.",
        LOWERLAYERDOWN: "The interface below it is down.",
        DORMANT: "Waits for something, such as a login by 802.1X.",
        UNKNOWN: "The driver does not tell.",
        NOTPRESENT: "A part of it is missing.",
        TESTING: "In a test.",
      },
    ],
  },
  link: {
    permaddr: ["The card's own MAC address, printed where it uses another one: that of its bond."],
    altname: ["Another name of the interface. The option primary does not take it."],
    parentdev: ["The card's place on its bus."],
  },
  bond: {
    ad_aggregator: ["The active aggregator. Ports with another ad_aggregator_id carry no traffic."],
    ad_num_ports: ["How many ports the active aggregator has."],
    ad_actor_key: ["The key of the active aggregator: its ports share speed, duplex and the user's key.", keyOf],
    ad_partner_key: ["The key of the switch's ports: those of one port-channel share it."],
    ad_partner_mac: [
      "The system address of the switch in its LACP packets.",
      { [ZERO_MAC]: "No partner has been heard." },
    ],
  },
  port: {
    state: [
      "Whether the bond uses the port.",
      { ACTIVE: "The port is in use.", BACKUP: "The port stands by, or is not in the active aggregator." },
    ],
    mii_status: [
      "What the driver believes of the port. Only a monitor changes it: with miimon and arp_interval both 0 it stays UP, cable or not.",
      {
        UP: "The driver takes the port for usable.",
        DOWN: "The driver does not use the port.",
        GOING_DOWN: "Carrier is gone, and downdelay runs.",
        GOING_BACK: "Carrier is back, and updelay runs.",
      },
    ],
    link_failure_count: [
      "How often a monitor has taken the port down. Without a monitor it stays 0, whatever happens.",
      counted("No monitor has seen the port fail.", "Failures that a monitor has seen: #."),
    ],
    perm_hwaddr: ["The card's own MAC address; as a port it may use the bond's."],
    ad_aggregator_id: ["The aggregator that the port is in. Only ports of the active aggregator carry traffic."],
    ad_actor_oper_port_state: ["The port's LACP state as this host tells it: eight bits.", stateOf("actor")],
    ad_actor_oper_port_state_str: ["The port's LACP state as this host tells it.", stateWords("actor")],
    ad_partner_oper_port_state: ["The LACP state that the switch told last: eight bits.", stateOf("partner")],
    ad_partner_oper_port_state_str: ["The LACP state that the switch told last.", stateWords("partner")],
  },
};

const FLAGS: Rows = {
  "NO-CARRIER": ["Set up, and without a link: no cable, or a dead other end."],
  UP: ["Somebody set the interface up (ip link set up). It says nothing of the link."],
  LOWER_UP: ["The interface has carrier."],
  MASTER: ["The interface is a bond."],
  SLAVE: ["The interface is a port of a bond."],
  "M-DOWN": ["The interface below it is down."],
  BROADCAST: ["The link can broadcast."],
  MULTICAST: ["The interface can send multicast."],
  ALLMULTI: ["The interface takes in all multicast."],
  PROMISC: ["The interface takes in all packets."],
  LOOPBACK: ["The host's own loopback."],
  NOARP: ["The interface does not use ARP."],
  POINTOPOINT: ["The link has one other end."],
  DORMANT: ["The interface waits for something, such as a login by 802.1X."],
};

/** The options by the key that shows them. */
const OPTIONS = new Map<string, AnyOptionName>();
for (const name of Object.keys(ALL_OPTIONS)) {
  const key = isAnyOptionName(name) ? knowledgeOf(name).seen.ip : undefined;
  if (isAnyOptionName(name) && key !== undefined) OPTIONS.set(key, name);
}

/** What a pair of `ip -d link` says; `undefined` for words that are no key there. */
export function ipField(scope: IpScope, key: string, value: string): Field | undefined {
  if (key.startsWith("link/")) return { what: "The MAC address that the interface uses now.", source: LINK };
  const option = OPTIONS.get(key);
  // A port of another kind can have words of its own, and the first line has another `mode`.
  if (option && (scope === "bond" || (scope === "port" && knowledgeOf(option).perPort === true)))
    return optionField(option, value);
  return rowOf(ROWS[scope], key, value, BOND) ?? (scope === "header" ? undefined : rowOf(ROWS.link, key, value, LINK));
}

/** What a flag between `<` and `>` means. */
export function flagField(flag: string): Field | undefined {
  return rowOf(FLAGS, flag, "", LINK);
}
