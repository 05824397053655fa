/** The bits of a port state (IEEE 802.1AX; kernel: if_bonding.h, LACP_STATE_*), under the words that `ip` prints. */
const BITS = {
  active: 1,
  shortTimeout: 2,
  aggregating: 4,
  inSync: 8,
  collecting: 16,
  distributing: 32,
  defaulted: 64,
  expired: 128,
} as const;

/** One flag of a port state. */
export type LacpFlag = keyof typeof BITS;

const WORDS: Readonly<Record<LacpFlag, string>> = {
  active: "active",
  shortTimeout: "short timeout",
  aggregating: "aggregating",
  inSync: "in sync",
  collecting: "collecting",
  distributing: "distributing",
  defaulted: "defaulted",
  expired: "expired",
};

const FLAGS = Object.keys(BITS) as readonly LacpFlag[];

/** True where a port state has the flag. */
export function hasFlag(state: number, flag: LacpFlag): boolean {
  return (state & BITS[flag]) !== 0;
}

/** A port state in words: 77 is "active, aggregating, in sync, defaulted". */
export function stateInWords(state: number): string {
  const set = FLAGS.filter((flag) => hasFlag(state, flag)).map((flag) => WORDS[flag]);
  return set.length === 0 ? "nothing set" : set.join(", ");
}

/** What a port state lacks for traffic to pass in both directions, in words; empty where traffic passes. */
export function lacking(state: number): string[] {
  const needed = ["inSync", "collecting", "distributing"] as const;
  return needed.filter((flag) => !hasFlag(state, flag)).map((flag) => WORDS[flag]);
}

/** True for the address that stands where no partner has been heard. */
export function isZeroMac(mac: string): boolean {
  return /^00(?::00){5}$/.test(mac);
}

/** The bits of a port state that are set, each with its number, and what they mean together for the side that sent it. */
export function explainState(state: number, side: "actor" | "partner"): string {
  const named = (set: boolean) =>
    FLAGS.filter((flag) => hasFlag(state, flag) === set).map((flag) => `${WORDS[flag]} (${BITS[flag]})`);
  const [set, unset] = [named(true).join(", "), named(false).join(", ")];
  return [`Set: ${set || "none"}.`, unset && `Not set: ${unset}.`, together(state, side)].filter(Boolean).join(" ");
}

/** The number of a port state that `ip` prints in words: `<active,aggregating>`; `undefined` where a word is none of them. */
export function stateOfIpWords(text: string): number | undefined {
  const words = /^<([a-z_,]*)>$/.exec(text)?.[1]?.split(",").filter(Boolean);
  const flags = words?.map((word) => FLAGS.find((flag) => WORDS[flag] === word.replace("_", " ")));
  return flags?.reduce<number | undefined>(
    (state, flag) => (state === undefined || flag === undefined ? undefined : state | BITS[flag]),
    0,
  );
}

function together(state: number, side: "actor" | "partner"): string {
  const [self, other] = side === "actor" ? ["This host", "the partner"] : ["The partner", "this host"];
  const has = (flag: LacpFlag) => hasFlag(state, flag);
  if (side === "partner" && state === 1)
    return "With an all-zero system mac address this is where the driver begins: no partner has been heard.";
  if (state === 0) return "";
  if (has("expired")) return `${self} has stopped hearing LACP packets of ${other}.`;
  if (has("defaulted")) {
    const alone = has("inSync") ? ", and uses the port as a single link" : "";
    return `${self} has no LACP packet of ${other} to go by${alone}.`;
  }
  if (!has("aggregating")) return `${self} does not bundle the port with others.`;
  if (!has("inSync"))
    return `${self} does not have the port in sync: it negotiates, or has selected another aggregator.`;
  if (lacking(state).length === 0) return `${self} receives and sends over the port.`;
  if (has("collecting")) return `${self} receives over the port, and does not send yet.`;
  return `${self} is ready, and waits for ${other} to be in sync on this link.`;
}

/** Speeds in the order of their numbers in a port key, from 1 (kernel 6.12: bond_3ad.c, ad_link_speed_type). */
const SPEEDS = "1M 10M 100M 1G 2.5G 5G 10G 14G 20G 25G 40G 50G 56G 100G 200G 400G 800G".split(" ");

/** What a port key of this host says: speed, duplex and the key of the user; `undefined` where its speed is not known. */
export function explainKey(key: number): string | undefined {
  if (key === 0) return "Speed or duplex is not known: the port takes no part in LACP.";
  const speed = SPEEDS[((key >> 1) & 31) - 1];
  if (speed === undefined || key > 65_535) return undefined;
  const user = key >> 6 ? `, user key ${key >> 6}` : "";
  return `In the numbering of Linux 6.12: ${speed}bit/s, ${key & 1 ? "full" : "half"} duplex${user}.`;
}
