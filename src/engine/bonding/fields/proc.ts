import { explainKey, explainState } from "../lacp.ts";
import { modeOfProc } from "../modes.ts";
import { meaningOfOption } from "../optionValues.ts";
import {
  counted,
  DUPLEX,
  type Field,
  optionField,
  optionsSeenIn,
  type Rows,
  rowOf,
  UNKNOWN,
  ZERO_MAC,
} from "./field.ts";

/** Whose lines these are: the bond's, a port's, or one of the LACP packets below a port. */
export type ProcScope = "bond" | "port" | "actor" | "partner";

const SOURCE = "Linux drivers/net/bonding/bond_procfs.c";

const NO_PARTNER = "No partner has been heard.";
const CHURN: Rows[string] = [
  "Whether this side stays out of sync for 60 s, which the standard calls churn.",
  {
    monitoring: "It is being watched: the 60 s are not over.",
    churned: "It did not get into sync within 60 s.",
    none: "It got into sync.",
  },
];
const CHURNED: Rows[string] = ["How often this side has churned."];
const KEY = "Made of the user's key, speed and duplex: only ports that share it are bundled.";

const stateOf = (side: "actor" | "partner") => (value: string) =>
  /^\d{1,3}$/.test(value) && Number(value) < 256 ? explainState(Number(value), side) : undefined;
const keyOf = (value: string) => (/^\d{1,5}$/.test(value) ? explainKey(Number(value)) : undefined);

/** Lines that show no option, or of which there is more to say. What the two sides share stands under the bare key. */
const ROWS: Rows = {
  "Ethernet Channel Bonding Driver": ["The driver's version; newer kernels print their own."],
  "802.3ad info": [
    "What follows is LACP's. Most of it is printed to root only; without that nothing is known of the partner.",
  ],
  "no active aggregator": ["No aggregator can be used: the bond carries no traffic."],
  "bond:MII Status": [
    "The carrier of the bond itself: up while a port counts as up, in 802.3ad while the active aggregator has Min links of them.",
    { up: "The bond has carrier.", down: "The bond has no carrier." },
  ],
  "Slave Interface": ["A port of the bond."],
  "port:MII Status": [
    "What the driver believes of the port. Only a monitor changes it: with miimon and arp_interval both 0 it stays up, cable or not.",
    {
      up: "The driver takes the port for usable.",
      down: "The driver does not use the port.",
      "going down": "Carrier is gone, and downdelay runs.",
      "going back": "Carrier is back, and updelay runs.",
    },
  ],
  Speed: [
    "In Mbit/s, as the card reported it last; read without a monitor too.",
    (value) => (/^(?:Unknown|-1|65535|4294967295)\b/.test(value) ? UNKNOWN : undefined),
  ],
  Duplex: ["As the card reported it last; read without a monitor too.", { ...DUPLEX, Unknown: UNKNOWN }],
  "Link Failure Count": [
    "How often a monitor has taken the port down; without one it stays 0.",
    counted("No monitor has seen the port fail.", "Failures seen: #."),
  ],
  "Permanent HW addr": [
    "The card's own MAC address; as a port it may use another. Two ports that share it are cloned virtual cards.",
  ],
  "port:Aggregator ID": [
    "The aggregator that the port is in. Only ports of the active aggregator carry traffic.",
    { "N/A": "The port is in no aggregator." },
  ],
  "Active Aggregator Info": ["The aggregator that carries the traffic."],
  "bond:Aggregator ID": ["The active aggregator. Ports with another Aggregator ID carry no traffic."],
  "Number of ports": ["How many ports the active aggregator has; others carry no traffic."],
  "Actor Key": [KEY, keyOf],
  "Partner Key": ["The key of the switch's ports: one port-channel has one."],
  "Partner Mac Address": ["The system address of the switch in its LACP packets.", { [ZERO_MAC]: NO_PARTNER }],
  "Actor Churn State": CHURN,
  "Partner Churn State": CHURN,
  "Actor Churned Count": CHURNED,
  "Partner Churned Count": CHURNED,
  "details actor lacp pdu": ["What this host tells of the port in its LACP packets."],
  "details partner lacp pdu": ["What the switch told last of its port; before that, the driver's defaults."],
  "system priority": ["Of two systems the one with the lower number decides."],
  "actor:system mac address": ["The address of this host in its LACP packets."],
  "partner:system mac address": [
    "The system address of the switch. If ports of a bond differ in it, they end on different switches.",
    { [ZERO_MAC]: NO_PARTNER },
  ],
  "port key": [KEY, keyOf],
  "oper key": ["The key of the switch's port. If ports of a bond differ in it, they are in different port-channels."],
  "partner:port priority": ["The priority of the switch's port; the lower number is preferred."],
  "port number": ["The port's number in LACP packets."],
  "actor:port state": ["LACP's eight bits (IEEE 802.1AX), as this host tells them.", stateOf("actor")],
  "partner:port state": ["LACP's eight bits (IEEE 802.1AX), as the switch told them last.", stateOf("partner")],
};

const DELAY = "The line reads 0 whenever miimon is 0.";

/** What is to be said of a line beyond the option that it shows. */
const NOTES: Readonly<Record<string, string>> = {
  "Up Delay (ms)": DELAY,
  "Down Delay (ms)": DELAY,
  "Peer Notification Delay (ms)": DELAY,
  "ARP Polling Interval (ms)": "The line is printed only while the ARP monitor runs.",
};

const NOBODY: Readonly<Record<string, string>> = {
  "Primary Slave": "No primary is set, or the one that is set is not a port now.",
  "Currently Active Slave": "No port is in use.",
};

const OPTIONS = optionsSeenIn("proc");

/** The row of a line that shows no option. */
export function procRow(line: string, value: string, source = SOURCE): Field | undefined {
  return rowOf(ROWS, line, value, source);
}

/** What a line of `/proc/net/bonding` says; `undefined` for keys that the driver does not print. */
export function procField(scope: ProcScope | undefined, key: string, value: string): Field | undefined {
  const row =
    procRow(`${scope}:${key}`, value) ??
    procRow(key.replace(/^bond \S{1,15} has (?=no active aggregator$)/, ""), value);
  if (row) return row;
  const option = OPTIONS.get(key);
  if (option === undefined) return undefined;
  const [word = ""] = value.split(/\s/);
  const field = optionField(option, option === "mode" ? (modeOfProc(value) ?? "") : word, NOTES[key]);
  if (word === "None" && NOBODY[key] !== undefined) return { ...field, meaning: NOBODY[key] };
  const [, name = "", own = ""] = /\((fail_over_mac|primary_reselect) (\w{1,20})\)/.exec(value) ?? [];
  const more = meaningOfOption(name, own);
  return more === undefined ? field : { ...field, meaning: [field.meaning, more].filter(Boolean).join(" ") };
}
