import { setOption } from "../bonding/change.ts";
import { activePortOf, isUnmonitored, isUsable, usablePorts } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import type { Fact, Stated } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump, KERNEL_DOC, profile } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

export const primaryNotASlave: Rule = {
  id: "primary-not-a-slave",
  entry: "R33",
  title: "The primary is not a port of the bond",
  why:
    "The profile names a primary that the bond does not have, so the kernel runs without one, and says so nowhere. A typing error, a " +
    "renamed card, an altname (which bonding does not take), or a port that had no carrier when the profile came up.",
  guards: [
    "Speaks only where the ports are known and the kernel shows that it has no primary.",
    "A warning where the named interface exists without carrier: it was not enslaved, its name is right.",
  ],
  remedy: "Name a port of the bond as primary, or repair and enslave the one that is named.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "eth9",
      captures: [dump({ miimon: 100, primary: "None" }), profile("mode=active-backup,miimon=100,primary=eth9")],
    },
    clean: { title: "eno1", captures: [dump({ miimon: 100 }), profile("mode=active-backup,miimon=100,primary=eno1")] },
    absent: { title: "the ports were not captured", captures: [profile("mode=active-backup,miimon=100,primary=eth9")] },
  },
  *check(bond) {
    const primary = bond.profile?.options.get("primary");
    if (primary === undefined || bond.profile?.active === false || !bond.portsListed || bond.ports.length === 0) return;
    if (bond.ports.some((port) => port.name === primary.value) || bond.kernel.options.get("primary")) return;
    const absentee = bond.interfaces.find((link) => link.name.value === primary.value);
    const dead = absentee !== undefined && !absentee.flags.some((flag) => flag.value === "LOWER_UP");
    const meant = bond.ports.find((port) =>
      port.link.interfaces.some((link) => link.altnames.some(({ value }) => value === primary.value)),
    );
    const better = meant ?? activePortOf(bond) ?? bond.ports[0];
    const ports = listOf(namesOf(bond.ports));
    yield {
      rule: "primary-not-a-slave",
      severity: dead ? "warning" : "error",
      confidence: dead ? "medium" : "high",
      impact: "none",
      option: "primary",
      ...(bond.managed.wanted.some(({ name }) => name === primary.value) && { port: primary.value }),
      message: dead
        ? `${primary.value}, the primary of ${nameOf(bond)}, has no link and was not enslaved: ${nameOf(bond)} runs on ${ports} without a primary.`
        : `${subjectOf(bond)} would take ${primary.value} as primary, but ${primary.value} is ${meant ? `only another name of ${meant.name}, which bonding does not take` : `not one of its ports (${ports})`}.`,
      places: primary.facts,
      related: noPrimaryEvidence(bond, absentee?.flags[0]),
      ...(better && !dead && { change: setOption("primary", better.name) }),
    };
  },
};

function noPrimaryEvidence(bond: Bond, flags: Fact<string> | undefined) {
  const [dumped] = bond.snapshots.slice(-1);
  return [
    ...(dumped?.primary ? [{ message: "the kernel runs without a primary", fact: dumped.primary }] : []),
    ...(flags ? [{ message: "the interface exists", fact: flags }] : []),
  ];
}

export const activeNotPrimary: Rule = {
  id: "active-not-primary",
  entry: "R31",
  title: "The primary is up and not in use",
  why: "With primary_reselect=always the bond returns to its primary when that is up. Here it did not: somebody chose another port by hand, or the return is blocked.",
  guards: [
    "Silent with primary_reselect=better or failure: staying is by design.",
    "Silent while a delay is running, and where no monitor runs: the primary that looks up may be dead.",
  ],
  remedy: "`ip link set BOND type bond active_slave PRIMARY`, or leave it: the bond works.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "eno2 in use, eno1 up", captures: [dump({ miimon: 100, active: "eno2" })] },
    clean: { title: "eno1 in use", captures: [dump({ miimon: 100 })] },
    absent: {
      title: "the primary is coming back",
      captures: [dump({ miimon: 100, updelay: 30000, active: "eno2", eno1: { mii: "going back" } })],
    },
  },
  *check(bond) {
    const { options, activePort } = bond.kernel;
    const primary = bond.ports.find((port) => port.name === options.get("primary")?.value);
    const active = activePortOf(bond);
    const places = placesOf(activePort);
    if (!primary || !active || !places || active === primary || isUnmonitored(bond)) return;
    if (!options.has("miimon") || (options.get("primary_reselect")?.value ?? "always") !== "always") return;
    if (!isUsable(primary, bond) || !isUsable(active, bond)) return;
    yield {
      rule: "active-not-primary",
      severity: "warning",
      confidence: "medium",
      impact: "none",
      port: active.name,
      message: `${subjectOf(bond)} runs on ${active.name} although its primary ${primary.name} is up: the return to the primary did not happen.`,
      places,
      related: [
        ...evidenceOf(`the primary is ${primary.name}`, options.get("primary")),
        ...evidenceOf(`${primary.name} is up`, primary.bonding.mii),
      ],
    };
  },
};

export const slowActive: Rule = {
  id: "slow-active",
  entry: "R32",
  title: "The slower port is in use",
  why: "In active-backup one port carries everything. A faster one is up and stands by.",
  guards: ["Silent where a speed is unknown, and outside active-backup."],
  remedy: "Name the faster port as primary, or set primary_reselect=better; and find out why the other is slow.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "100 Mbit/s in use, 1000 standing by",
      captures: [dump({ miimon: 100, eno1: { speed: "100 Mbps" } })],
    },
    clean: { title: "the same speed", captures: [dump({ miimon: 100 })] },
    absent: { title: "no speed known", captures: [dump({ miimon: 100, eno1: { speed: "Unknown" } })] },
  },
  *check(bond) {
    const active = activePortOf(bond);
    if (bond.kernel.mode?.value !== "active-backup" || !active || isUnmonitored(bond)) return;
    const slow = speedOf(active);
    const fastest = [...usablePorts(bond)].sort((a, b) => speedOf(b) - speedOf(a))[0];
    const places = placesOf(active.bonding.speed);
    if (!fastest || !places || slow === 0 || speedOf(fastest) <= slow) return;
    yield {
      rule: "slow-active",
      severity: "warning",
      confidence: "high",
      impact: "none",
      port: active.name,
      message: `${subjectOf(bond)} runs on ${active.name} at ${slow} Mbit/s, while ${fastest.name} at ${speedOf(fastest)} Mbit/s stands by.`,
      places,
      related: evidenceOf(`${fastest.name} is faster`, fastest.bonding.speed),
      change: setOption("primary", fastest.name),
    };
  },
};

export const noPrimary: Rule = {
  id: "no-primary",
  entry: "R32",
  title: "Ports of different speed and no primary",
  why: "Without a primary the bond stays on whatever port it took first, which may be the slow one.",
  guards: ["Only a hint, and only where the speeds differ."],
  remedy: "Name the faster port as primary, or set primary_reselect=better.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "1000 and 100 Mbit/s",
      captures: [dump({ miimon: 100, primary: "None", eno2: { speed: "100 Mbps" } })],
    },
    clean: { title: "the same speed", captures: [dump({ miimon: 100, primary: "None" })] },
    absent: {
      title: "a mode without a primary",
      captures: [dump({ miimon: 100, mode: "load balancing (round-robin)" })],
    },
  },
  *check(bond) {
    const [last] = bond.snapshots.slice(-1);
    const speeds = new Set(bond.ports.map(speedOf).filter((speed) => speed > 0));
    const statement: Stated<unknown> | undefined = last?.primary && { value: null, facts: [last.primary] };
    const places = placesOf(statement);
    if (bond.kernel.mode?.value !== "active-backup" || last?.primary?.value !== null || !places || speeds.size < 2)
      return;
    if (bond.profile?.options.has("primary")) return;
    yield {
      rule: "no-primary",
      severity: "hint",
      confidence: "medium",
      impact: "none",
      message: `${subjectOf(bond)} has ports of different speed and no primary: it may stay on the slow one.`,
      places,
      related: [],
    };
  },
};

/** In Mbit/s; 0 where unknown. */
function speedOf(port: Port): number {
  return port.bonding.speed?.value ?? 0;
}
