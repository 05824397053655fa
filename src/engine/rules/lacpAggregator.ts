import { setOption } from "../bonding/change.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { byAggregator, hasPartner, isInSync, runsLacp, speakingPorts, standsBy } from "./lacp.ts";
import type { Alternative, Evidence, Rule } from "./rule.ts";
import { dump, KERNEL_DOC, lacpDump } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

const TWO_PARTNERS = lacpDump({
  ports: 1,
  eno2: { aggregator: 2, actor: 5, partner: "02:5b:00:00:00:02", partnerState: 13 },
});

/** eno3 alone at one switch and in use, the other two at another. */
const TWO_SWITCHES = { ports: 1, partner: "02:5b:00:00:00:01" };
const IDLE = { aggregator: 2, actor: 5, partner: "02:5b:00:00:00:02", partnerState: 13 };

export const lacpAggregatorSplit: Rule = {
  id: "lacp-aggregator-split",
  entry: "R41",
  title: "The ports are in different aggregators",
  why:
    "Ports share an aggregator only where they have the same partner, the same key at the partner and the same speed. The driver " +
    "sends through one aggregator; a port in another one is up and carries nothing.",
  guards: [
    "Ports that are down keep an old id and are not counted, nor are ports without a speed.",
    "Silent where ad_select=bandwidth or count chooses between aggregators of several ports each: then the second one stands by on purpose.",
  ],
  remedy:
    "Two partners: move the cables to one switch, or make the two switches one LACP system (stack, MLAG, vPC). One partner with two keys: put its " +
    "ports into the same port-channel. Different keys here: the same speed and full duplex on every port.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "two switches that do not know each other", captures: [TWO_PARTNERS] },
    clean: { title: "one aggregator", captures: [lacpDump({})] },
    absent: {
      title: "the other port is down",
      captures: [lacpDump({ ports: 1, eno2: { mii: "down", speed: "Unknown", failures: 1, aggregator: 2 } })],
    },
  },
  *check(bond) {
    const groups = byAggregator(bond);
    const ports = [...groups.values()].flat();
    const places = placesOf(...ports.map(({ lacp }) => lacp.aggregator));
    if (!runsLacp(bond) || groups.size < 2 || !places || standsBy(bond)) return;
    const { why, related } = reasonOf(ports);
    const larger = largerIdle(bond);
    yield {
      rule: "lacp-aggregator-split",
      severity: "error",
      confidence: "high",
      impact: "degraded",
      message: `${subjectOf(bond)} has split its ports ${listOf(namesOf(ports))} into ${groups.size} aggregators${why}: ${consequence(bond, groups)}.`,
      places,
      related,
      ...(larger && { alternatives: [TAKE_THE_LARGER] }),
    };
  },
};

const TAKE_THE_LARGER: Alternative = {
  title: "use the aggregator with more bandwidth",
  why: "ad_select=bandwidth moves to the larger aggregator; its ports in the other one stay idle all the same.",
  change: setOption("ad_select", "bandwidth"),
};

/** Which ports carry traffic: those of the active aggregator or, where that was not captured, the only ones in sync. */
function consequence(bond: Bond, groups: ReadonlyMap<number, readonly Port[]>): string {
  const inSync = [...groups.values()].filter((ports) => ports.some(isInSync));
  const active = groups.get(bond.kernel.lacp.aggregator?.value ?? -1) ?? (inSync.length === 1 ? inSync[0] : undefined);
  if (active === undefined) return "only the ports of one of them carry traffic";
  return `only ${listOf(namesOf(active))} carr${active.length === 1 ? "ies" : "y"} traffic`;
}

/** Why the ports cannot share an aggregator, in the order in which the driver compares. */
function reasonOf(ports: readonly Port[]): { readonly why: string; readonly related: readonly Evidence[] } {
  const alone = ports.filter((port) => hasPartner(port) === false);
  if (alone.length === ports.length) return { why: ", because none has a partner", related: [] };
  if (alone.length > 0)
    return {
      why: `, because ${listOf(namesOf(alone))} ${alone.length === 1 ? "has" : "have"} no partner`,
      related: [],
    };
  const partners = differing(ports, ({ lacp }) => lacp.partnerMac?.value);
  if (partners) {
    const related = ports.flatMap((port) =>
      evidenceOf(`${port.name} has the partner ${port.lacp.partnerMac?.value}`, port.lacp.partnerMac),
    );
    return { why: `, because they lead to different switches (partners ${listOf(partners)})`, related };
  }
  const keys = differing(ports, ({ lacp }) => lacp.partnerKey?.value);
  if (keys) {
    const related = ports.flatMap((port) =>
      evidenceOf(`${port.name} has the partner key ${port.lacp.partnerKey?.value}`, port.lacp.partnerKey),
    );
    return { why: `, because the switch has them in different port-channels (keys ${listOf(keys)})`, related };
  }
  const own = differing(ports, ({ lacp }) => lacp.actorKey?.value);
  if (own) {
    const related = ports.flatMap((port) =>
      evidenceOf(`${port.name} has the key ${port.lacp.actorKey?.value}`, port.lacp.actorKey),
    );
    return { why: `, because their speed or duplex differs (keys ${listOf(own)})`, related };
  }
  return { why: "", related: [] };
}

export const adSelectStable: Rule = {
  id: "ad-select-stable-small-agg",
  entry: "R59",
  title: "The smaller aggregator is in use",
  why:
    "With ad_select=stable, the default, the driver keeps the aggregator that it took first until all its ports are lost, even while " +
    "another one has more ports.",
  guards: ["A hint, told with the split that it belongs to.", "Silent where the larger aggregator has no partner."],
  remedy: "Bring the ports into one aggregator. Where two are meant, ad_select=bandwidth takes the larger one.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "1 port active, 2 idle",
      captures: [lacpDump({ ...TWO_SWITCHES, eno1: IDLE, eno2: IDLE, eno3: { aggregator: 1 } })],
    },
    clean: { title: "one aggregator", captures: [lacpDump({})] },
    absent: { title: "one port each", captures: [TWO_PARTNERS] },
  },
  *check(bond) {
    const select = bond.kernel.options.get("ad_select");
    const larger = largerIdle(bond);
    const places = placesOf(select);
    if (!larger || !places) return;
    yield {
      rule: "ad-select-stable-small-agg",
      severity: "hint",
      confidence: "high",
      impact: "none",
      message: `${subjectOf(bond)} stays with its aggregator of ${larger.active} port${larger.active === 1 ? "" : "s"} (ad_select stable), although ${listOf(namesOf(larger.idle))} make a larger one.`,
      places,
      related: [],
    };
  },
};

/** The ports of an idle aggregator that has more of them than the active one, where ad_select does not look at that. */
function largerIdle(bond: Bond): { readonly active: number; readonly idle: readonly Port[] } | undefined {
  const { options, lacp } = bond.kernel;
  const groups = byAggregator(bond);
  const active = groups.get(lacp.aggregator?.value ?? -1);
  if (!runsLacp(bond) || options.get("ad_select")?.value !== "stable" || active === undefined) return undefined;
  const sound = [...groups.values()].filter((ports) => ports.every((port) => hasPartner(port) === true));
  const idle = sound.sort((a, b) => b.length - a.length)[0];
  return idle && idle.length > active.length ? { active: active.length, idle } : undefined;
}

/** The values of the ports where at least two differ. */
function differing(ports: readonly Port[], read: (port: Port) => string | number | undefined): string[] | undefined {
  const values = new Set(ports.map(read).filter((value) => value !== undefined));
  return values.size > 1 ? [...values].map(String) : undefined;
}

export const lacpPortsLtSlaves: Rule = {
  id: "lacp-ports-lt-slaves",
  entry: "R42",
  title: "Not every port is in the active aggregator",
  why: "Traffic passes through the active aggregator alone. A port outside of it is up and carries nothing.",
  guards: [
    "Ports that are down or without a speed are not counted.",
    "Silent without the aggregator's number of ports, which only root sees in the dump, and where a second aggregator stands by on purpose.",
  ],
  remedy: "Find out why the port stays outside: its partner, its key at the switch, its speed.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "1 of 2", captures: [TWO_PARTNERS] },
    clean: { title: "2 of 2", captures: [lacpDump({})] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
  },
  *check(bond) {
    const { ports } = bond.kernel.lacp;
    const up = speakingPorts(bond);
    if (!runsLacp(bond) || ports === undefined || ports.value >= up.length || standsBy(bond)) return;
    yield {
      rule: "lacp-ports-lt-slaves",
      severity: "warning",
      confidence: "high",
      impact: "degraded",
      message: `${subjectOf(bond)} has ${up.length} ports that are up (${listOf(namesOf(up))}), and only ${ports.value} of them in its active aggregator: the others carry no traffic.`,
      places: ports.facts,
      related: up.flatMap((port) => evidenceOf(`the aggregator of ${port.name}`, port.lacp.aggregator)),
    };
  },
};

export const noActiveAggregator: Rule = {
  id: "no-active-aggregator",
  entry: "R54",
  title: "No active aggregator",
  why: "In 802.3ad traffic passes through the active aggregator. Without one the bond has no carrier and carries nothing.",
  guards: ["The driver prints the line to root only; explained where the bond has no ports or all are down."],
  remedy: "Repair the ports: see why none of them is up, or takes part in LACP.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "both ports down",
      captures: [lacpDump({ carrier: "down", ports: null, eno1: { mii: "down" }, eno2: { mii: "down" } })],
    },
    clean: { title: "an active aggregator", captures: [lacpDump({})] },
    absent: { title: "another mode", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const places = placesOf(bond.kernel.lacp.noAggregator);
    if (!runsLacp(bond) || !places) return;
    yield {
      rule: "no-active-aggregator",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `${subjectOf(bond)} has no active aggregator: ${nameOf(bond)} carries no traffic.`,
      places,
      related: [],
    };
  },
};
