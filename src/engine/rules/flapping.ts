import { isUsable } from "../hosts/link.ts";
import type { LogEvent } from "../hosts/model.ts";
import { calming } from "./failures.ts";
import type { Rule } from "./rule.ts";
import { dump, KERNEL_DOC, kernelLog } from "./samples.ts";
import { nameOf, subjectOf } from "./words.ts";

/** This many times down and up again within this time is flapping. */
const PAIRS = 3;
const MINUTES_MS = 10 * 60_000;

const FLAPS = [10, 40, 70, 100].flatMap((second): [number, string][] => [
  [second, "bond0: (slave eno1): link status definitely down, disabling slave"],
  [second + 10, "bond0: (slave eno1): link status definitely up, 1000 Mbps full duplex"],
]);

export const linkFlapping: Rule = {
  id: "link-flapping",
  entry: "R28",
  title: "A link goes down and up again and again",
  why: "The log shows the same port lost and back several times within minutes: a bad cable or optic, a failing switch port, or an ARP target that answers now and then.",
  guards: [
    "Speaks from three losses with returns within ten minutes.",
    "Silent where the ARP monitor runs: there the target, not the link, may come and go.",
  ],
  remedy:
    "Change the cable or optic, look at the error counters on both ends. Until then updelay keeps a returning link out until it has proved itself.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "four losses within two minutes",
      captures: [dump({ miimon: 100, eno1: { failures: 4 } }), kernelLog(FLAPS)],
    },
    clean: {
      title: "one failover",
      captures: [dump({ miimon: 100, eno1: { failures: 1 } }), kernelLog(FLAPS.slice(0, 2))],
    },
    absent: { title: "no log captured", captures: [dump({ miimon: 100, eno1: { failures: 4 } })] },
  },
  *check(bond) {
    if (Number(bond.kernel.options.get("arp_interval")?.value) > 0) return;
    const ports = new Set(bond.events.flatMap(({ port }) => port ?? []));
    for (const port of ports) {
      const events = bond.events.filter((event) => event.port === port);
      const losses = lossesWithReturn(events);
      const [first, ...others] = densest(losses);
      if (first === undefined || others.length + 1 < PAIRS) continue;
      yield {
        rule: "link-flapping",
        severity: "error",
        confidence: "high",
        impact: "at-risk",
        port,
        message: `${port} of ${nameOf(bond)} was lost and came back ${others.length + 1} times within minutes: its link is not reliable.`,
        places: [first.fact, ...others.map(({ fact }) => fact)],
        related: [],
        alternatives: calming(bond),
      };
    }
  },
};

export const runningWithoutActive: Rule = {
  id: "now-running-without-active",
  entry: "R29",
  title: "The bond lost its last port",
  why: "The driver logged that no port was left: from that moment nothing was sent or received.",
  guards: [
    "Silent where the log shows a port active again afterwards, and where the captures show a port at work.",
    "Silent where ports were taken out: the driver prints the line whenever a bond is set down.",
    "Silent for the moment before the first link came up, and where it came back every time before: then the log ends in the middle of that.",
  ],
  remedy: "Look for what the ports have in common, and at the lines before it in the log.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "both ports lost, none came back",
      captures: [
        kernelLog([
          [1, "bond0: (slave eno1): link status definitely down, disabling slave"],
          [2, "bond0: (slave eno2): link status definitely down, disabling slave"],
          [2, "bond0: now running without any active interface!"],
        ]),
      ],
    },
    clean: {
      title: "a port came back",
      captures: [
        kernelLog([
          [1, "bond0: (slave eno1): link status definitely down, disabling slave"],
          [1, "bond0: now running without any active interface!"],
          [9, "bond0: active interface up!"],
        ]),
      ],
    },
    absent: {
      title: "no loss before it",
      captures: [kernelLog([[1, "bond0: now running without any active interface!"]])],
    },
  },
  *check(bond) {
    const last = bond.events.findLastIndex(({ what }) => what === "no-active");
    const lost = bond.events[last];
    if (lost === undefined || bond.ports.some((port) => isUsable(port, bond))) return;
    const left = bond.events.slice(0, last).findLast(({ what }) => what === "port-down" || what === "released");
    if (left?.what === "released" || bond.events.slice(last).some(({ what }) => what === "released")) return;
    const worked = bond.events.slice(0, last).some(({ what }) => what === "port-down" || what === "new-active");
    const recovered = bond.events
      .slice(last + 1)
      .some(({ what }) => what === "new-active" || what === "active-up" || what === "port-up");
    if (!worked || recovered || comesAndGoes(bond.events.slice(0, last))) return;
    yield {
      rule: "now-running-without-active",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `${subjectOf(bond)} lost its last port and the log shows none that came back: no traffic passes.`,
      places: [lost.fact],
      related: bond.events
        .slice(0, last)
        .filter(({ what }) => what === "port-down")
        .map(({ fact, port }) => ({ message: `${port ?? "a port"} was lost`, fact })),
    };
  },
};

/** True where the bond lost its last port and got one back as often as a link has to for flapping. */
function comesAndGoes(events: readonly LogEvent[]): boolean {
  const returns = events.filter(
    ({ what }, index) => what === "no-active" && events.slice(index + 1).some((next) => next.what === "active-up"),
  );
  return returns.length >= PAIRS;
}

function lossesWithReturn(events: readonly LogEvent[]): LogEvent[] {
  return events.filter(
    ({ what }, index) =>
      what === "port-down" && events.slice(index + 1, index + 4).some((next) => next.what === "port-up"),
  );
}

/** The longest run of losses that lie within minutes of each other; those without a time do not count. */
function densest(losses: readonly LogEvent[]): LogEvent[] {
  let best: LogEvent[] = [];
  let from = 0;
  for (const [index, { time }] of losses.entries()) {
    if (time === undefined) return [];
    while ((losses[from]?.time ?? time) < time - MINUTES_MS) from += 1;
    if (index - from + 1 > best.length) best = losses.slice(from, index + 1);
  }
  return best;
}
