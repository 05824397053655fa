import { stateOfIpWords } from "../lacp.ts";
import { knowledgeOf } from "../options.ts";
import { own } from "../optionValues.ts";
import { type Field, optionField, optionsSeenIn, type Rows, rowOf } from "./field.ts";
import { procRow } from "./proc.ts";

/** The lines of `ip -d link`: the first one, what the bond says, what a port says, and the others. */
export type IpScope = "header" | "bond" | "port" | "link";

const LINK = "iproute2 ip/ipaddress.c";
const BOND = "iproute2 ip/iplink_bond.c, ip/iplink_bond_slave.c";

const HEADER: Rows = {
  mtu: ["The largest packet that the interface sends, in bytes."],
  master: ["The bond or bridge that the interface is a port of."],
  state: [
    "Whether the interface can carry traffic. A bond that nobody monitors stays UP with a dead port.",
    {
      UP: "Ready to carry traffic.",
      DOWN: "Set down, or without carrier.",
      LOWERLAYERDOWN: "The interface below it is down.",
      DORMANT: "Waits for something, such as 802.1X.",
      UNKNOWN: "The driver does not tell.",
    },
  ],
};

const PORT: Rows = {
  state: [
    "Whether the bond uses the port.",
    { ACTIVE: "The port is in use.", BACKUP: "The port stands by, or is not in the active aggregator." },
  ],
};

const REST: Rows = {
  permaddr: ["The card's own MAC address, printed where it uses another."],
  altname: ["Another name of the interface. The option primary does not take it."],
};

/** Keys that say what a line of `/proc/net/bonding` says. */
const AS_PROC: Readonly<Record<string, string>> = {
  ad_aggregator: "bond:Aggregator ID",
  ad_num_ports: "Number of ports",
  ad_actor_key: "Actor Key",
  ad_partner_key: "Partner Key",
  ad_partner_mac: "Partner Mac Address",
  mii_status: "port:MII Status",
  link_failure_count: "Link Failure Count",
  perm_hwaddr: "Permanent HW addr",
  ad_aggregator_id: "port:Aggregator ID",
  ad_actor_oper_port_state: "actor:port state",
  ad_actor_oper_port_state_str: "actor:port state",
  ad_partner_oper_port_state: "partner:port state",
  ad_partner_oper_port_state_str: "partner:port state",
  churn_actor_state: "Actor Churn State",
  churn_partner_state: "Partner Churn State",
};

const FLAGS: Rows = {
  "NO-CARRIER": ["Set up, but without a link: no cable, or a dead other end."],
  UP: ["Somebody set the interface up; that says nothing of its link."],
  LOWER_UP: ["The interface has carrier."],
  MASTER: ["The interface is a bond."],
  SLAVE: ["The interface is a port of a bond."],
  "M-DOWN": ["The interface below it is down."],
  BROADCAST: ["The link can broadcast."],
  MULTICAST: ["The interface can send multicast."],
};

const OPTIONS = optionsSeenIn("ip");

/** What a pair of `ip -d link` says; `undefined` for words that are no key there. */
export function ipField(scope: IpScope, key: string, value: string): Field | undefined {
  if (key.startsWith("link/")) return { what: "The MAC address that the interface uses now.", source: LINK };
  if (scope === "header") return rowOf(HEADER, key, value, LINK);
  const option = OPTIONS.get(key);
  if (option && scope === (knowledgeOf(option).perPort ? "port" : "bond")) return optionField(option, value);
  const line = scope === "link" ? undefined : own(AS_PROC, key);
  if (line !== undefined) return procRow(line, printed(key, value), BOND);
  return (scope === "port" ? rowOf(PORT, key, value, BOND) : undefined) ?? rowOf(REST, key, value, LINK);
}

/** Keys of `ip -j` that the text has other words for. */
const AS_TEXT: Readonly<Record<string, readonly [IpScope, string]>> = {
  operstate: ["header", "state"],
  address: ["link", "link/ether"],
  altnames: ["link", "altname"],
};

const JSON_ONLY: Rows = {
  flags: ["The flags of the interface; pointing at one of them explains it."],
  info_kind: ["What the interface is.", { bond: "A bond.", vlan: "A VLAN.", bridge: "A bridge." }],
  info_slave_kind: ["What the interface is a port of.", { bond: "Of a bond.", bridge: "Of a bridge." }],
  info_slave_data: ["What the bond says of this port."],
};

/** What a key of `ip -j -d link` says; `undefined` for those that have nothing to do with bonds, and for options. */
export function ipJsonField(key: string, value: string): Field | undefined {
  // Bridges and others have a state too.
  if (key === "state" && !/^(?:ACTIVE|BACKUP)?$/.test(value)) return undefined;
  const [scope, name] = own(AS_TEXT, key) ?? (["port", key] as const);
  return (
    rowOf(JSON_ONLY, key, value, LINK) ??
    ipField(scope, name, value) ??
    ipField("header", key, value) ??
    // In the object "ad_info".
    ipField("bond", `ad_${key}`, value)
  );
}

/** A value as the driver prints it in its own dump. */
function printed(key: string, value: string): string {
  if (key === "mii_status") return value.toLowerCase().replace("_", " ");
  return key.endsWith("_str") ? String(stateOfIpWords(value)) : value;
}

/** What a flag between `<` and `>` means. */
export function flagField(flag: string): Field | undefined {
  return rowOf(FLAGS, flag, "", LINK);
}
