import { explainKey, explainState } from "../lacp.ts";
import { modeOfProc } from "../modes.ts";
import { ALL_OPTIONS, type AnyOptionName, isAnyOptionName, knowledgeOf } from "../options.ts";
import { meaningOfOption } from "../optionValues.ts";
import { counted, type Field, optionField, type Rows, rowOf, ZERO_MAC } from "./field.ts";

/** Whose lines these are: the bond's, a port's, or one of the LACP packets below a port. */
export type ProcScope = "bond" | "port" | "actor" | "partner";

const SOURCE = "Linux drivers/net/bonding/bond_procfs.c";

const UNKNOWN = "The card reports none, as most do without a link; virtual cards often never report one.";
const NO_PARTNER = "No partner has been heard.";
const CHURN: Rows[string] = [
  "Whether the side has been out of sync for longer than 60 s, which the standard calls churn.",
  {
    monitoring: "Not in sync yet, and watched until the 60 s are over.",
    churned: "Not in sync within 60 s: the two sides do not agree on this link.",
    none: "In sync.",
  },
];
const KEY =
  "What ports must share to be bundled: a number made of the user's key, speed and duplex. Ports with different keys are in different aggregators.";

/** A port state that the driver prints as a number. */
export const stateOf = (side: "actor" | "partner") => (value: string) =>
  /^\d{1,3}$/.test(value) && Number(value) < 256 ? explainState(Number(value), side) : undefined;
/** A port key that the driver prints as a number. */
export const keyOf = (value: string) => (/^\d{1,5}$/.test(value) ? explainKey(Number(value)) : undefined);

/** Lines that show no option, or of which there is more to say. What the two sides share stands under the bare key. */
const ROWS: Rows = {
  "Ethernet Channel Bonding Driver": ["The version of the driver: of newer kernels the kernel's own release."],
  "802.3ad info": [
    "What follows is LACP's. System, aggregator and packets are printed to root only; without them nothing is known of the partner.",
  ],
  "no active aggregator": ["No aggregator has a port that can be used: the bond carries no traffic."],
  "bond:MII Status": [
    "The carrier of the bond itself: up while a port counts as up, in 802.3ad while the active aggregator has ports enough for Min links. It is no reading of a card.",
    { up: "The bond has carrier.", down: "The bond has no carrier." },
  ],
  "Slave Interface": ["A port of the bond; the lines below are about it."],
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
    "The speed that the card reported last, in Mbit/s. It is refreshed without a monitor too.",
    (value) => (/^(?:Unknown|-1|65535|4294967295)\b/.test(value) ? UNKNOWN : undefined),
  ],
  Duplex: [
    "The duplex that the card reported last. It is refreshed without a monitor too.",
    { full: "Sends and receives at once.", half: "Sends and receives by turns.", Unknown: UNKNOWN },
  ],
  "Link Failure Count": [
    "How often a monitor has taken the port down. Without a monitor it stays 0, whatever happens.",
    counted("No monitor has seen the port fail.", "Failures that a monitor has seen: #."),
  ],
  "Permanent HW addr": [
    "The card's own MAC address; as a port it may use the bond's. Two ports with the same one are cloned virtual cards.",
  ],
  "port:Aggregator ID": [
    "The aggregator that the port is in. Only ports of the active aggregator carry traffic.",
    { "N/A": "The port is in no aggregator." },
  ],
  "Active Aggregator Info": ["The aggregator that carries the traffic of the bond; the lines below are about it."],
  "bond:Aggregator ID": ["The active aggregator. Ports with another Aggregator ID carry no traffic."],
  "Number of ports": ["How many ports the active aggregator has. Fewer than have a link: some carry no traffic."],
  "Actor Key": [KEY, keyOf],
  "Partner Key": ["The key of the switch's ports: those of one port-channel share it."],
  "Partner Mac Address": ["The system address of the switch in its LACP packets.", { [ZERO_MAC]: NO_PARTNER }],
  "Actor Churn State": CHURN,
  "Partner Churn State": CHURN,
  "Actor Churned Count": ["How often this host's side has churned."],
  "Partner Churned Count": ["How often the switch's side has churned."],
  "details actor lacp pdu": ["What this host tells of the port in its LACP packets."],
  "details partner lacp pdu": ["What the switch told last of its port; before that, what the driver begins with."],
  "system priority": ["The system priority in LACP packets: of two systems the lower number decides."],
  "actor:system mac address": ["The address of this host in its LACP packets."],
  "partner:system mac address": [
    "The system address of the switch. Different ones on ports of one bond: the ports end on different switches.",
    { [ZERO_MAC]: NO_PARTNER },
  ],
  "port key": [KEY, keyOf],
  "oper key": ["The key of the switch's port. Different ones on ports of one bond: different port-channels."],
  "partner:port priority": ["The priority of the switch's port; the lower number is preferred."],
  "port number": ["The number of the port in LACP packets."],
  "actor:port state": ["The port's LACP state as this host tells it: eight bits (IEEE 802.1AX).", stateOf("actor")],
  "partner:port state": ["The LACP state that the switch told last: eight bits (IEEE 802.1AX).", stateOf("partner")],
};

/** What is to be said of a line beyond the option that it shows. */
const NOTES: Readonly<Record<string, string>> = {
  "Up Delay (ms)": "The line reads 0 whenever miimon is 0.",
  "Down Delay (ms)": "The line reads 0 whenever miimon is 0.",
  "Peer Notification Delay (ms)": "The line reads 0 whenever miimon is 0.",
  "ARP Polling Interval (ms)": "The line is printed only while the ARP monitor runs.",
};

const NOBODY: Readonly<Record<string, string>> = {
  "Primary Slave": "No primary is set, or the one that is set is not a port now.",
  "Currently Active Slave": "No port is in use.",
};

/** The options by the line that shows them; the first one is the line's subject. */
const OPTIONS = new Map<string, AnyOptionName>();
for (const name of Object.keys(ALL_OPTIONS)) {
  const line = isAnyOptionName(name) ? knowledgeOf(name).seen.proc : undefined;
  if (isAnyOptionName(name) && line !== undefined && !OPTIONS.has(line)) OPTIONS.set(line, name);
}

/** What a line of `/proc/net/bonding` says; `undefined` for keys that the driver does not print. */
export function procField(scope: ProcScope | undefined, key: string, value: string): Field | undefined {
  const row = rowOf(ROWS, `${scope}:${key}`, value, SOURCE) ?? rowOf(ROWS, key, value, SOURCE);
  if (row) return row;
  const option = OPTIONS.get(key);
  if (option === undefined) return undefined;
  const [word = ""] = value.split(/\s/);
  const field = optionField(option, option === "mode" ? (modeOfProc(value) ?? "") : word, NOTES[key]);
  if (word === "None" && NOBODY[key] !== undefined) return { ...field, meaning: NOBODY[key] };
  const [, name = "", own = ""] = procDetail(value) ?? [];
  const more = meaningOfOption(name, own);
  return more === undefined ? field : { ...field, meaning: [field.meaning, more].filter(Boolean).join(" ") };
}

/** The option in brackets behind a mode or a primary: the whole, its name, its value. */
export function procDetail(value: string): RegExpExecArray | null {
  return /\((fail_over_mac|primary_reselect) (\w{1,20})\)/.exec(value);
}
