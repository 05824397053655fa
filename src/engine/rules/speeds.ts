import { modeOf, usablePorts } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";
import { runsLacp } from "./lacp.ts";
import type { Evidence, RawFinding, Rule } from "./rule.ts";
import { dump, ethtool, KERNEL_DOC, lacpDump } from "./samples.ts";
import { listOf, placesOf, subjectOf } from "./words.ts";

const CABLE =
  "Look at the slow port first: a damaged pair makes a gigabit link fall back to 100 Mbit/s (`ethtool PORT`: what both ends advertise), " +
  "and so does a speed that is set by hand on one end.";

export const lacpSpeedMismatch: Rule = {
  id: "lacp-speed-mismatch",
  entry: "R47",
  title: "Ports of different speed in an LACP bond",
  why: "The speed is part of a port's key, and only ports with the same key share an aggregator: the others are up and carry nothing.",
  guards: ["Only ports that are up and whose speed is known are compared."],
  remedy: `The same speed on every port. ${CABLE}`,
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "1000 and 100 Mbit/s", captures: [lacpDump({ eno2: { speed: "100 Mbps" } })] },
    clean: { title: "the same speed", captures: [lacpDump({})] },
    absent: { title: "the slow port is down", captures: [lacpDump({ eno2: { speed: "100 Mbps", mii: "down" } })] },
  },
  *check(bond) {
    const ports = runsLacp(bond) ? ofDifferentSpeed(bond) : undefined;
    if (!ports) return;
    yield {
      rule: "lacp-speed-mismatch",
      severity: "error",
      confidence: "high",
      impact: "degraded",
      message: `${subjectOf(bond)} has ports of different speed, ${inWords(ports)}: LACP cannot put them into one aggregator, so only the ports of one speed carry traffic.`,
      places: ports.places,
      related: offeredMore(ports),
    };
  },
};

export const speedMismatch: Rule = {
  id: "speed-mismatch",
  entry: "R83",
  title: "Ports of different speed",
  why: "The bond works, but not at the speed that it seems to have: what goes through the slow port is as slow as that port.",
  guards: [
    "Only ports that are up and whose speed is known are compared.",
    "802.3ad has a finding of its own: there such ports cannot work together at all.",
  ],
  remedy: `${CABLE} Where the ports are different on purpose, name the fast one as primary.`,
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "a slow backup", captures: [dump({ miimon: 100, eno2: { speed: "100 Mbps" } })] },
    clean: { title: "the same speed", captures: [dump({ miimon: 100 })] },
    absent: {
      title: "one speed unknown",
      captures: [dump({ miimon: 100, eno2: { speed: "Unknown" } }), ethtool("eno1", "yes")],
    },
  },
  *check(bond) {
    const mode = modeOf(bond);
    const ports = mode === undefined || mode === "802.3ad" ? undefined : ofDifferentSpeed(bond);
    if (!ports) return;
    const [slowest] = ports.slowest;
    yield {
      rule: "speed-mismatch",
      severity: "warning",
      confidence: "high",
      impact: "none",
      ...(ports.slowest.length === 1 && slowest && { port: slowest.port.name }),
      message: `${subjectOf(bond)} has ports of different speed, ${inWords(ports)}: ${CONSEQUENCE[mode ?? "active-backup"]} ${slowest?.speed.value} Mbit/s.`,
      places: ports.places,
      related: offeredMore(ports),
    };
  },
};

const CONSEQUENCE = {
  "active-backup": "when it runs on the slowest, everything has only",
  "balance-rr": "it sends through each in turn, and the slowest passes only",
  broadcast: "it sends everything through all of them, and the slowest passes only",
  "balance-xor": "what falls to the slowest has only",
  "balance-tlb": "what falls to the slowest has only",
  "balance-alb": "what falls to the slowest has only",
  "802.3ad": "what falls to the slowest has only",
} as const;

interface KnownSpeed {
  readonly port: Port;
  readonly speed: Stated<number>;
}

interface DifferentSpeeds {
  readonly all: readonly KnownSpeed[];
  readonly slowest: readonly KnownSpeed[];
  readonly places: RawFinding["places"];
}

function ofDifferentSpeed(bond: Bond): DifferentSpeeds | undefined {
  const all = usablePorts(bond).flatMap((port): KnownSpeed[] => {
    const speed = speedOf(port);
    return speed ? [{ port, speed }] : [];
  });
  const lowest = Math.min(...all.map(({ speed }) => speed.value));
  const slowest = all.filter(({ speed }) => speed.value === lowest);
  const places = placesOf(
    ...slowest.map(({ speed }) => speed),
    ...all.map(({ speed }) => speed).filter(({ value }) => value !== lowest),
  );
  return slowest.length < all.length && places ? { all, slowest, places } : undefined;
}

/** Where both ends of a slow link offer more than it runs at, it is the cable that does not carry it. */
function offeredMore({ slowest }: DifferentSpeeds): Evidence[] {
  return slowest.flatMap(({ port, speed }) => {
    const [card] = port.link.ethtool;
    const ours = fastest(card?.advertised);
    const theirs = fastest(card?.partnerAdvertised);
    if (card?.partnerAdvertised === undefined || Math.min(ours, theirs) <= speed.value) return [];
    const message = `both ends of ${port.name} offer ${Math.min(ours, theirs)} Mbit/s: look at its cable first`;
    return [{ message, fact: card.partnerAdvertised }];
  });
}

/** The highest speed in a list of link modes. */
function fastest(modes: Fact<readonly string[]> | undefined): number {
  return (modes?.value ?? []).reduce((most, mode) => Math.max(most, Number(/^\d{1,7}/.exec(mode)?.[0] ?? 0)), 0);
}

/** What the driver prints or, where no dump was captured, what sysfs and ethtool say. */
function speedOf({ bonding, link }: Port): Stated<number> | undefined {
  const { speed } = bonding;
  const said: readonly (Fact<number | null> | undefined)[] =
    speed?.facts ?? [...link.interfaces, ...link.ethtool].map((card) => card.speed);
  return stated(said.map((fact) => (fact && fact.value !== null ? { ...fact, value: fact.value } : undefined)));
}

function inWords({ all }: DifferentSpeeds): string {
  return `${listOf(all.map(({ port, speed }) => `${port.name} at ${speed.value}`))} Mbit/s`;
}
