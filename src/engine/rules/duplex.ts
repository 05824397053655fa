import { activePortOf, linkOf, modeOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import type { Impact, Rule } from "./rule.ts";
import { dump, ethtool, KERNEL_DOC } from "./samples.ts";
import { evidenceOf, nameOf, placesOf } from "./words.ts";

const NEGOTIATE =
  "`ethtool -s PORT autoneg on` and the same on the switch's port; or the same speed and full duplex set by hand at both ends.";
const FORCED = { speed: 100, negotiation: "off" } as const;

export const halfDuplex: Rule = {
  id: "half-duplex",
  entry: "R84",
  title: "A port runs at half duplex",
  why:
    "Where one end negotiates and the other is set by hand, the negotiating end cannot learn the duplex and falls to half, while the other " +
    "runs at full. The link is up, and frames are lost as soon as both send: late collisions on one end, CRC errors on the other.",
  guards: [
    "What ethtool says counts before the dump: the driver of the bond reads the duplex only when a link comes up.",
    "Silent for ports that are down, and for ports whose duplex is unknown (virtio).",
  ],
  remedy: NEGOTIATE,
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "set by hand to half duplex",
      captures: [dump({ miimon: 100 }), ethtool("eno2", "yes", { ...FORCED, duplex: "Half" })],
    },
    clean: { title: "full duplex", captures: [dump({ miimon: 100 }), ethtool("eno2", "yes")] },
    absent: { title: "no link", captures: [dump({ miimon: 100, eno2: { mii: "down" } }), ethtool("eno2", "no")] },
  },
  *check(bond) {
    for (const port of livePorts(bond)) {
      const duplex = port.link.duplex ?? port.bonding.duplex;
      const places = placesOf(duplex);
      if (duplex?.value !== "half" || !places) continue;
      const before = port.bonding.duplex;
      yield {
        rule: "half-duplex",
        severity: "error",
        confidence: "high",
        impact: impactOf(bond, port),
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} runs at half duplex${reason(port)}: where its switch port is at full duplex, frames are lost under load.`,
        places,
        related: before?.value === "full" ? evidenceOf("the driver read full when the link came up", before) : [],
      };
    }
  },
};

function reason({ link }: Port): string {
  const [card] = link.ethtool;
  if (card?.autonegotiation?.value === false) return " (auto-negotiation is off)";
  return card?.partnerNegotiates?.value === false ? " because the other end does not negotiate" : "";
}

/** A backup loses nothing before it is used; in 802.3ad and while it carries traffic a port does. */
function impactOf(bond: Bond, port: Port): Impact {
  const active = activePortOf(bond);
  return modeOf(bond) === "active-backup" && active !== undefined && active !== port ? "at-risk" : "degraded";
}

export const autonegOff: Rule = {
  id: "autoneg-off",
  entry: "R85",
  title: "Auto-negotiation is off",
  why:
    "On copper up to 1 Gbit/s both ends have to do the same: negotiate, or be set to the same speed and duplex. Where the switch negotiates " +
    "and this port does not, the switch falls to half duplex and frames are lost under load.",
  guards: [
    "Only copper up to 1 Gbit/s with a link: fibre and direct attach cables are often run without.",
    "Silent for cards that cannot negotiate (virtio).",
  ],
  remedy: NEGOTIATE,
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "set by hand", captures: [dump({ miimon: 100 }), ethtool("eno2", "yes", FORCED)] },
    clean: {
      title: "fibre",
      captures: [dump({ miimon: 100 }), ethtool("eno2", "yes", { speed: 10000, negotiation: "off", port: "FIBRE" })],
    },
    absent: {
      title: "a card that cannot negotiate",
      captures: [dump({ miimon: 100 }), ethtool("eno2", "yes", { ...FORCED, negotiates: "No", port: "Other" })],
    },
  },
  *check(bond) {
    for (const port of livePorts(bond)) {
      const [card] = port.link.ethtool;
      const speed = card?.speed?.value;
      if (card?.autonegotiation?.value !== false || card.canNegotiate?.value !== true || !speed) continue;
      if (speed > 1000 || !COPPER.test(card.port?.value ?? "") || card.linkDetected?.value !== true) continue;
      const duplex = card.duplex?.value ? ` ${card.duplex.value} duplex` : "";
      yield {
        rule: "autoneg-off",
        severity: "warning",
        confidence: "medium",
        impact: "none",
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} does not negotiate (set to ${speed} Mbit/s${duplex}): a switch port that does falls to half duplex, and frames are lost under load.`,
        places: [card.autonegotiation],
        related: [],
      };
    }
  },
};

const COPPER = /^(?:Twisted Pair|MII)\b/;

export const ethtoolSpeedDiffers: Rule = {
  id: "ethtool-speed-differs-from-bond",
  entry: "R86",
  title: "The card's speed is not the one that the bond counts with",
  why:
    "The driver of the bond reads speed and duplex when a link comes up. A card that changes them without losing the link leaves the bond with " +
    "the old values: it balances, compares ports and makes LACP keys by them.",
  guards: [
    "Only ports that are up at both, and only where the text holds one dump: with several, either may be of the past.",
  ],
  remedy: "Bring the card's own speed in order; then take the port out of the bond and back, so that it is read again.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "1000 in the dump, 100 at the card",
      captures: [dump({ miimon: 100 }), ethtool("eno2", "yes", { speed: 100 })],
    },
    clean: { title: "the same", captures: [dump({ miimon: 100 }), ethtool("eno2", "yes")] },
    absent: { title: "no link", captures: [dump({ miimon: 100, eno2: { mii: "down" } }), ethtool("eno2", "no")] },
  },
  *check(bond) {
    if (bond.snapshots.length !== 1) return;
    for (const port of livePorts(bond)) {
      const { bonding, link } = port;
      const [now, then] = [link.speed, bonding.speed];
      const places = placesOf(now, then);
      if (!now?.value || !then?.value || now.value === then.value || !places) continue;
      yield {
        rule: "ethtool-speed-differs-from-bond",
        severity: "warning",
        confidence: "medium",
        impact: "none",
        port: port.name,
        message: `${port.name} runs at ${now.value} Mbit/s, but ${nameOf(bond)} still counts with ${then.value}: the speed changed without a loss of the link.`,
        places,
        related: [],
      };
    }
  },
};

/** The ports that have a link by all that was captured. */
function livePorts(bond: Bond): Port[] {
  return bond.ports.filter((port) => port.bonding.mii?.value === "up" && linkOf(port, bond).state !== "down");
}
