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
