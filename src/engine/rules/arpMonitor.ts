import type { OptionName } from "../bonding/options.ts";
import { ipv6Parts, isIpv4 } from "../bonding/values.ts";
import { linkOf, modeOf } from "../hosts/link.ts";
import type { Bond } from "../hosts/model.ts";
import { inSubnet } from "../hosts/subnet.ts";
import type { Stated } from "../text/section.ts";
import { addressesOf, type Held } from "./held.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { dump, KERNEL_DOC, profile } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

/** The ARP monitor of a bond, as the kernel runs it or, where that was not captured, as the profile asks for it. */
interface ArpMonitor {
  /** In ms. */
  readonly interval: number;
  readonly targets: readonly string[];
  readonly statement: Stated<string>;
}

const TARGETS: readonly OptionName[] = ["arp_ip_target", "ns_ip6_target"];

function arpMonitorOf(bond: Bond): ArpMonitor | undefined {
  const runs = bond.kernel.options.has("miimon");
  const options = runs ? bond.kernel.options : bond.profile?.options;
  // Targets that cannot be read have to be put right before anything can be said of them.
  const misread = bond.profile?.problems.some(({ value: { option = "" } }) => TARGETS.some((name) => name === option));
  if (!runs && misread === true) return undefined;
  // Of a profile that asks for both monitors only miimon runs.
  if (!runs && Number(options?.get("miimon")?.value) > 0) return undefined;
  const interval = options?.get("arp_interval");
  if (options === undefined || interval === undefined || !(Number(interval.value) > 0)) return undefined;
  const lists = TARGETS.map((name) => options.get(name));
  const targets = lists.flatMap((list) => (list?.value ?? "").split(/[\s,]+/)).filter((target) => target !== "");
  const statement = lists.find((list) => list !== undefined && list.value !== "") ?? interval;
  return { interval: Number(interval.value), targets, statement };
}

const DOWN = { mii: "down", failures: 9 } as const;

export const arpTargetUnreachable: Rule = {
  id: "arp-target-unreachable",
  entry: "R07",
  title: "The ARP target does not answer",
  why:
    "The ARP monitor calls a port dead when its targets do not answer through it. When every port fails alike although its link is " +
    "there, it is the target that does not answer: the wrong VLAN or subnet, or a host that is gone.",
  guards: [
    "One port that fails while the target answers through another is a fault of that port's path, and is said as such.",
    "Silent where the links themselves are dead. A target outside of the bond's subnets makes it surer, and is no finding alone.",
    "Failures that are counted at an interval that is too short prove nothing about the target.",
  ],
  remedy:
    "Choose targets in the bond's own subnet that always answer, one behind each switch; or use miimon=100 instead.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "every port down under the ARP monitor",
      captures: [dump({ miimon: 0, arp: 1000, active: "None", carrier: "down", eno1: DOWN, eno2: DOWN })],
    },
    clean: {
      title: "one port down, the target answers through the other",
      captures: [dump({ miimon: 0, arp: 1000, active: "eno2", eno1: DOWN })],
    },
    absent: {
      title: "the MII monitor runs",
      captures: [dump({ miimon: 100, active: "None", carrier: "down", eno1: DOWN, eno2: DOWN })],
    },
  },
  *check(bond) {
    const monitor = arpMonitorOf(bond);
    if (monitor === undefined || bond.ports.length === 0 || !bond.kernel.options.has("miimon")) return;
    if (bond.ports.every((port) => linkOf(port, bond).state === "down")) return;
    const failing = bond.ports.every((port) => port.bonding.mii !== undefined && port.bonding.mii.value !== "up");
    const counts = bond.ports.map((port) => port.bonding.failures?.value ?? 0);
    const trustworthy = bond.ports.length > 1 && monitor.interval > TOO_SHORT_MS;
    const alike = trustworthy && Math.min(...counts) >= 5 && Math.max(...counts) <= 2 * Math.min(...counts);
    const places = placesOf(monitor.statement);
    if (!places || !(failing || alike)) return;
    const elsewhere = outsideOf(bond, monitor.targets);
    const target = monitor.targets.length === 0 ? "its target" : listOf(monitor.targets);
    const ports = listOf(namesOf(bond.ports));
    yield {
      rule: "arp-target-unreachable",
      severity: "error",
      confidence: failing || elsewhere.length > 0 ? "high" : "medium",
      impact: failing ? "broken" : "at-risk",
      message: failing
        ? `${subjectOf(bond)} gets no ARP answer from ${target} through any port (${ports}), so it counts all of them as dead: no traffic passes.`
        : `${subjectOf(bond)} loses ${target} again and again through every port alike (${ports}): the ARP target, not a cable, is at fault.`,
      places,
      related: [
        ...elsewhere.flatMap(({ on, address }) =>
          evidenceOf(`${on} has ${address.value}, and no target is in that subnet`, address),
        ),
        ...bond.ports.flatMap((port) => [
          ...evidenceOf(`${nameOf(bond)} counts ${port.name} as ${port.bonding.mii?.value}`, port.bonding.mii),
          ...evidenceOf(`link failures of ${port.name}: ${port.bonding.failures?.value}`, port.bonding.failures),
        ]),
      ],
    };
  },
};

/**
 * The addresses of the bond and of what lies on it, where no target is in the subnet of one of them; empty where one is,
 * and where the captures show no address.
 */
function outsideOf(bond: Bond, targets: readonly string[]): readonly Held[] {
  if (!targets.every((target) => isIpv4(target) || ipv6Parts(target))) return [];
  const own = addressesOf([...bond.own, ...bond.stacked], bond);
  const families = new Set(targets.map((target) => target.includes(":")));
  const comparable = own.filter(({ network }) => families.has(network.ip.includes(":")));
  return comparable.some(({ network }) => targets.some((target) => inSubnet(target, network))) ? [] : comparable;
}

export const arpSingleTarget: Rule = {
  id: "arp-single-target",
  entry: "R08",
  title: "One ARP target",
  why: "The ARP monitor trusts a port only while a target answers. With a single target, that one host going away takes every port down.",
  guards: ["IPv4 and IPv6 targets count together."],
  remedy: 'Add a second target: `nmcli con modify BOND +bond.options "arp_ip_target=GATEWAY OTHER"`.',
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "one target", captures: [profile("mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1")] },
    clean: { title: "two targets", captures: [dump({ miimon: 0, arp: 1000 })] },
    absent: { title: "no ARP monitor", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const monitor = arpMonitorOf(bond);
    const [only] = monitor?.targets ?? [];
    if (monitor === undefined || only === undefined || monitor.targets.length > 1) return;
    yield risk(
      "arp-single-target",
      monitor.statement,
      `${subjectOf(bond)} watches its links through ${only} alone: if that host goes away, every port is counted as dead.`,
    );
  },
};

const TOO_SHORT_MS = 200;

export const arpIntervalTooShort: Rule = {
  id: "arp-interval-too-short",
  entry: "R11",
  title: "The ARP interval is too short",
  why: "At a few hundred milliseconds ordinary jitter and a busy target look like loss, and ports go down for nothing.",
  guards: ["Speaks only where a port has failed already."],
  remedy: "arp_interval=1000.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "100 ms, with failures", captures: [dump({ miimon: 0, arp: 100, eno1: { failures: 3 } })] },
    clean: { title: "1000 ms", captures: [dump({ miimon: 0, arp: 1000, eno1: { failures: 3 } })] },
    absent: { title: "no failure", captures: [dump({ miimon: 0, arp: 100 })] },
  },
  *check(bond) {
    const monitor = arpMonitorOf(bond);
    const interval = bond.kernel.options.get("arp_interval");
    const failures = Math.max(0, ...bond.ports.map((port) => port.bonding.failures?.value ?? 0));
    if (monitor === undefined || interval === undefined || monitor.interval > TOO_SHORT_MS || failures === 0) return;
    yield {
      ...risk(
        "arp-interval-too-short",
        interval,
        `${subjectOf(bond)} asks its ARP targets every ${monitor.interval} ms, so that ordinary delays count as failures.`,
      ),
      confidence: "medium",
      option: "arp_interval",
      change: { set: new Map([["arp_interval", "1000"]]), unset: [] },
    };
  },
};

export const arpInBalancing: Rule = {
  id: "arp-validate-with-rr-xor-on-shared-switch",
  entry: "R14",
  title: "The ARP monitor in a mode that spreads its traffic",
  why:
    "In balance-rr and balance-xor the switch decides which port gets the answer. Where it sends all answers to one port, the " +
    "others hear nothing and are counted as dead.",
  guards: ["Only a hint: it depends on the switch."],
  remedy: "A static port channel that spreads the answers over all ports; or miimon=100.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "balance-rr", captures: [dump({ miimon: 0, arp: 1000, mode: "load balancing (round-robin)" })] },
    clean: { title: "active-backup", captures: [dump({ miimon: 0, arp: 1000 })] },
    absent: { title: "the MII monitor runs", captures: [dump({ miimon: 100, mode: "load balancing (round-robin)" })] },
  },
  *check(bond) {
    const monitor = arpMonitorOf(bond);
    const mode = modeOf(bond);
    const interval = bond.kernel.options.get("arp_interval");
    if (monitor === undefined || interval === undefined || (mode !== "balance-rr" && mode !== "balance-xor")) return;
    yield {
      rule: "arp-validate-with-rr-xor-on-shared-switch",
      severity: "hint",
      confidence: "low",
      impact: "none",
      message: `${subjectOf(bond)} watches its links by ARP in ${mode}: a switch that sends all answers to one port makes the others look dead.`,
      places: interval.facts,
      related: [],
    };
  },
};

function risk(
  rule: "arp-single-target" | "arp-interval-too-short",
  statement: Stated<unknown>,
  message: string,
): RawFinding {
  return {
    rule,
    severity: "warning",
    confidence: "high",
    impact: "at-risk",
    message,
    places: statement.facts,
    related: [],
  };
}
