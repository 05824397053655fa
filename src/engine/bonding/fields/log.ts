import { type Field, type Rows, rowOf } from "./field.ts";

const KERNEL = "Linux drivers/net/bonding/bond_main.c, bond_3ad.c";

/** What the events of a log mean, under the names that `captures/logMessage.ts` gives them. */
const EVENTS: Rows = {
  "port-down": ["The monitor has declared the port dead, and the bond does not use it any more: the monitoring works."],
  "port-up": ["The port has a link, and the bond may use it. `0 Mbps` is a speed that is not known."],
  "down-delay": ["The link is lost. The bond uses the port until downdelay has passed, in case the link comes back."],
  "up-delay": ["The link is back. The port is used after updelay."],
  "new-active": [
    "The first choice, a failover, or the return to the primary: from here on this port carries the traffic.",
  ],
  "no-active": ["No port can be used: the bond carries no traffic."],
  "active-up": ["A port can be used again after none could."],
  "no-partner": ["The switch does not answer by LACP. Harmless where it is logged once, while the bond comes up."],
  loopback: ["The bond has received its own LACP packet: its ports are patched together, or the switch sends it back."],
  "address-in-use": ["A port has left the bond, which goes on to use that port's MAC address: two interfaces have it."],
  enslaved: ["The port joins the bond. Without a monitor its link is always called up here, even if it is unplugged."],
  released: ["The port leaves the bond."],
};

const CARD: Rows = {
  "nic-down": [
    "The card has lost its link. Where it is in a bond, and no line of that follows within miimon and downdelay, nothing monitors the link.",
  ],
  "nic-up": ["The card has a link."],
};

/** What an event of the kernel's log or of a card's driver means; `undefined` for those without a row. */
export function eventField(what: string): Field | undefined {
  return rowOf(EVENTS, what, "", KERNEL) ?? rowOf(CARD, what, "", "the card's own driver");
}

/** Messages that are no event: how they begin behind the bond and the port, and what they mean. */
const OTHERS: readonly (readonly [begins: RegExp, means: string])[] = [
  [/^link status (?:up|down) again after \d/, "A glitch that was shorter than updelay or downdelay: the link flaps."],
  [
    /^failed to get link speed/,
    "The card tells no speed, which 802.3ad, balance-tlb and balance-alb need: the port is held down.",
  ],
  [
    /^either miimon or arp_int/,
    "No monitor was set when the module was loaded. It proves nothing by itself: tools often set miimon later.",
  ],
  [/^option \w+: /, "The driver has refused an option, for the reason that follows."],
  [
    /^no route to arp_ip_t/,
    "The ARP target can not be reached through the bond: ports are taken for dead that are not.",
  ],
];

/** What another message of the driver means, from its first word on. */
export function messageField(message: string): Field | undefined {
  const what = OTHERS.find(([begins]) => begins.test(message))?.[1];
  return what === undefined ? undefined : { what, source: "Linux drivers/net/bonding" };
}
