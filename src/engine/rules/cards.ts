import { DAMAGED, LATE, MISSED } from "../bonding/counters.ts";
import { type Fact, stated } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump, ethtoolDriver, ethtoolStatistics, KERNEL_DOC } from "./samples.ts";
import { listOf, nameOf, namesOf, placesOf } from "./words.ts";

export const sameNic: Rule = {
  id: "same-nic",
  entry: "R80",
  title: "All ports are on one network card",
  why: "Ports of one card share its slot, its firmware and its driver: what takes the card down takes the whole bond down.",
  guards: [
    "A hint. Cards are told apart by their place on the PCI bus (`ethtool -i`, `ip -d link`) or, where that was captured of no port, by names that end in fN; never by addresses.",
    "Silent where one of the ports is not known.",
  ],
  remedy: "Where a card's failure has to be survived, take ports of two cards.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "two functions of 0000:3b:00",
      captures: [dump({ miimon: 100 }), ethtoolDriver("eno1", "0000:3b:00.0"), ethtoolDriver("eno2", "0000:3b:00.1")],
    },
    clean: {
      title: "two cards",
      captures: [dump({ miimon: 100 }), ethtoolDriver("eno1", "0000:3b:00.0"), ethtoolDriver("eno2", "0000:af:00.0")],
    },
    absent: { title: "one card known", captures: [dump({ miimon: 100 }), ethtoolDriver("eno1", "0000:3b:00.0")] },
  },
  *check(bond) {
    const { ports } = bond;
    if (ports.length < 2 || !bond.portsListed) return;
    const byBus = ports.some(({ link }) => link.bus);
    const cards = new Set(ports.map(({ name, link }) => (byBus ? slotOf(link.bus?.value ?? "") : cardInName(name))));
    const [card] = cards;
    const places = placesOf(...ports.map(({ link, bonding }) => link.bus ?? stated(bonding.dumped.map((d) => d.name))));
    if (card === undefined || cards.size !== 1 || !places) return;
    yield {
      rule: "same-nic",
      severity: "hint",
      confidence: byBus ? "high" : "medium",
      impact: "none",
      message: `Every port of ${nameOf(bond)} (${listOf(namesOf(ports))}) is on one network card${byBus ? ` (${card})` : ""}: what takes the card down takes the bond down.`,
      places,
      related: [],
    };
  },
};

/** Domain, bus and device of a PCI address: its functions are of one card. */
function slotOf(bus: string): string | undefined {
  return /^([\da-f]{4,8}:[\da-f]{2}:[\da-f]{2})\.\d$/i.exec(bus)?.[1];
}

/** The card in a predictable name of a card with several functions: `enp59s0` of `enp59s0f1`, also `enp59s0f1np1`. */
function cardInName(name: string): string | undefined {
  return /^(en(?:p\d+)?s\d+)f\d+(?:n?p\d+|d\d+)?$/.exec(name)?.[1];
}

/** What damaged a frame, or why it was not taken, and from which share of which frames on it is told. */
const KINDS = [
  { ...DAMAGED, of: ["rx_packets", "port.rx_packets", "rx_packets_phy", "rx_ucast_packets"], share: 1e-5 },
  { ...LATE, of: ["tx_packets", "port.tx_packets", "tx_ucast_packets"], share: 1e-5 },
  { ...MISSED, of: ["rx_packets", "rx_packets_phy", "rx_ucast_packets"], share: 1e-3 },
] as const;

/** So many at least, where the number of frames beside them was captured, and where it was not. */
const SOME = 100;
const MANY = 1000;

export const nicErrors: Rule = {
  id: "nic-errors",
  entry: "R91",
  title: "A card counts errors",
  why: "A link can be up and lose frames: the bond counts a port as good while its cable damages what passes. Only the card's own counters show it.",
  guards: [
    "Speaks from 100 errors that are at least one in 100,000 frames (one in 1,000 of those that were not taken), or from 1,000 where the frames were not captured beside them.",
    "What was not taken is told only beside the number of frames.",
  ],
  remedy:
    "Damaged frames: change the cable or optic, clean the connector, try another switch port, and see whether the counter still rises. Not taken: `ethtool -G PORT rx …`, `ethtool -l PORT`.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "damaged frames",
      captures: [dump({ miimon: 100 }), ethtoolStatistics("eno1", { rx_packets: 9204113, rx_crc_errors: 14822 })],
    },
    clean: {
      title: "a few since the start",
      captures: [dump({ miimon: 100 }), ethtoolStatistics("eno1", { rx_packets: 9204113, rx_crc_errors: 31 })],
    },
    absent: { title: "no port of the bond", captures: [ethtoolStatistics("eno7", { rx_crc_errors: 14822 })] },
  },
  *check(bond) {
    for (const port of bond.ports) {
      const [worst] = port.link.statistics.flatMap(({ counters }) => errorsIn(counters));
      if (worst === undefined) continue;
      const { kind, name, count, frames } = worst;
      const among = frames ? ` among ${frames.value} frames` : "";
      yield {
        rule: "nic-errors",
        severity: "warning",
        confidence: frames ? "high" : "medium",
        impact: "at-risk",
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} has counted ${count.value} ${kind.said} (${name})${among}: ${kind.means}.`,
        places: [count],
        related: frames ? [{ message: `${port.name} counted so many frames`, fact: frames }] : [],
      };
    }
  },
};

interface Errors {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  readonly count: Fact<number>;
  readonly frames: Fact<number> | undefined;
}

function errorsIn(counters: ReadonlyMap<string, Fact<number>>): Errors[] {
  return KINDS.flatMap((kind) => {
    const named = [...counters].filter(([name]) => kind.counter.test(name));
    const [most] = named.sort(([, a], [, b]) => b.value - a.value);
    if (most === undefined) return [];
    const [name, count] = most;
    const frames = kind.of.map((of) => counters.get(of)).find((known) => known !== undefined);
    const enough = frames
      ? count.value >= Math.max(SOME, frames.value * kind.share)
      : count.value >= MANY && kind.share < 1e-3;
    return enough ? [{ kind, name, count, frames }] : [];
  });
}
