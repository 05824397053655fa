import { hasActivePort } from "../bonding/modes.ts";
import type { Word } from "../corrections/steps.ts";
import { activePortOf, asPort, isMonitored, linkOf, modeOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { verificationOf } from "../hosts/verification.ts";
import type { RankedBond, RankedFinding } from "../ranking/rank.ts";
import { describeFailover } from "../rules/failover.ts";
import type { RuleId } from "../rules/ids.ts";
import { byAggregator, runsLacp, speakingPorts } from "../rules/lacp.ts";
import { isEnslaved } from "../rules/missingPorts.ts";
import { suitableSwitch } from "../rules/switchWords.ts";
import { listOf, namesOf } from "../rules/words.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";
import { isTypable } from "../text/unseen.ts";
import { plain, shellCommand } from "./escape.ts";
import { type Place, placeOf } from "./place.ts";

/**
 * One thing that was looked at: it is in order, it is wrong (the rule says how), or it was not captured (the command
 * would show it).
 */
export interface Check {
  readonly state: "in-order" | "wrong" | "not-captured";
  readonly message: string;
  /** The characters that show it; empty for what was not captured. */
  readonly places: readonly Place[];
  readonly rule?: RuleId;
  readonly command?: string;
}

/** What is seen of a thing, in words, and the facts that show it. */
interface Seen {
  readonly message: string;
  readonly facts: readonly Fact<unknown>[];
}

/** What was not captured, and the command that prints it. */
interface Missing {
  readonly message: string;
  /** Absent where a name in it could not be typed safely. */
  readonly command?: readonly Word[];
}

interface Item {
  /** What is looked at, as the subject of a line. */
  readonly title: string;
  /** The rules that say what is wrong with it; where one of them fired, nothing of it is called in order. */
  readonly rules: readonly RuleId[];
  readonly seen: (bond: Bond) => Seen | undefined;
  readonly missing?: (bond: Bond) => readonly Missing[];
}

/** What an engineer looks at, in the order in which it is looked at. */
const ITEMS: readonly Item[] = [
  {
    title: "The bond itself",
    rules: ["bond-down", "min-links-not-met", "no-slaves", "single-slave"],
    seen: ({ name, kernel, ports }) =>
      kernel.mode && {
        message: `${name ?? "The bond"} runs ${kernel.mode.value}${ports.length > 0 ? ` with ${listOf(namesOf(ports))}` : ""}`,
        facts: kernel.mode.facts,
      },
    missing: (bond) => (bond.kernel.mode ? [] : [{ message: "what the driver runs", ...dumpOf(bond) }]),
  },
  {
    title: "The ports that profiles name",
    rules: [
      "no-slaves",
      "slave-missing",
      "slave-device-missing",
      "port-unavailable",
      "two-managers",
      "port-profile-not-autoconnect",
      "port-of-wrong-controller",
    ],
    seen: (bond) => {
      const { wanted } = bond.managed;
      if (wanted.length === 0 || !wanted.every((port) => isEnslaved(port, bond))) return undefined;
      return {
        message: `${listOf(wanted.map(({ name }) => name))} ${wanted.length === 1 ? "is" : "are"} in the bond, as the configuration says`,
        facts: wanted.map(({ profiles: [{ place }] }) => place),
      };
    },
  },
  {
    title: "Link monitoring",
    rules: ["no-link-monitoring", "arp-target-unreachable", "arp-no-target", "arp-validate-disables-miimon"],
    seen: ({ kernel: { options } }) => monitorSeen(options.get("miimon"), options.get("arp_interval")),
    missing: (bond) =>
      bond.kernel.mode && !bond.kernel.options.has("miimon")
        ? [{ message: "whether the links are monitored", ...dumpOf(bond) }]
        : [],
  },
  {
    title: "The driver's opinion of the ports",
    rules: [
      "slave-mii-down",
      "all-slaves-down",
      "dead-port-reported-up",
      "active-slave-dead-no-failover",
      "active-slave-none",
      "no-redundancy",
      "status-going",
    ],
    seen: (bond) =>
      ofEveryPort(
        bond,
        ({ bonding }) => (bonding.mii?.value === "up" ? bonding.mii : undefined),
        (ports) => `${ports} up for the driver`,
      ),
  },
  {
    title: "The link of each port",
    rules: [
      "ethtool-down-bond-up",
      "no-carrier-bond-up",
      "all-ports-dead-hidden",
      "port-admin-down",
      "carrier-up-mii-down",
      "dead-port-reported-up",
      "slave-mii-down",
      "all-slaves-down",
    ],
    seen: (bond) =>
      ofEveryPort(
        bond,
        (port) => (linkOf(port, bond).state === "up" ? (port.link.detected ?? port.link.carrier) : undefined),
        (ports) => `${ports} connected: the network cards themselves find a link`,
      ),
    missing: (bond) =>
      bond.ports
        .filter(({ link }) => !link.detected && !link.carrier)
        .map(({ name }) => ({ message: `the link of ${name}`, ...typed(name, ["ethtool", name]) })),
  },
  {
    title: "Speed and duplex",
    rules: [
      "half-duplex",
      "autoneg-off",
      "ethtool-speed-differs-from-bond",
      "speed-mismatch",
      "lacp-speed-mismatch",
      "lacp-speed-unknown",
      "slow-active",
    ],
    seen: (bond) => {
      const speeds = new Set(bond.ports.map(({ bonding }) => bonding.speed?.value));
      const [speed] = speeds;
      if (bond.ports.length < 2 || speeds.size !== 1 || typeof speed !== "number") return undefined;
      return ofEveryPort(
        bond,
        ({ bonding }) => bonding.speed,
        (ports) => `${ports} at the same speed, ${speed} Mbit/s`,
      );
    },
  },
  {
    title: "MTU and addresses",
    rules: ["mtu-mismatch", "slave-has-ip", "slave-mac-not-bond-mac", "same-subnet-two-interfaces"],
    seen: (bond) => {
      const mtu = stated(bond.own.map((link) => link.mtu));
      if (!mtu) return undefined;
      const ofPort = (port: Port) => stated(asPort(port, bond).map((link) => link.mtu));
      return ofEveryPort(bond, ofPort, () => `bond and ports have the same MTU, ${mtu.value}`);
    },
  },
  {
    title: "Link failures",
    rules: ["link-failure-count", "link-flapping", "failback-flapping", "failures-rising"],
    // Without a monitor nothing counts them.
    seen: (bond) =>
      isMonitored(bond)
        ? ofEveryPort(
            bond,
            ({ bonding }) => (bonding.failures?.value === 0 ? bonding.failures : undefined),
            () => "no link failure has been counted",
          )
        : undefined,
  },
  {
    title: "The active port",
    rules: [
      "active-not-primary",
      "primary-not-a-slave",
      "active-slave-dead-no-failover",
      "failover-did-not-happen",
      "active-slave-none",
    ],
    seen: (bond) => {
      const mode = modeOf(bond);
      const active = activePortOf(bond);
      const { activePort, options } = bond.kernel;
      if (mode === undefined || !hasActivePort(mode) || !active || !activePort) return undefined;
      const primary = options.get("primary");
      return {
        message: `${active.name} is active${primary?.value === active.name ? ", as its primary" : ""}`,
        facts: [...activePort.facts, ...(primary?.facts ?? [])],
      };
    },
  },
  {
    title: "The last failover",
    rules: ["failover-not-tested"],
    seen: (bond) => {
      const verified = verificationOf(bond);
      if (verified === undefined || verified.shortfall !== undefined) return undefined;
      return { message: `the last failover: ${describeFailover(verified)}`, facts: verified.places };
    },
  },
  {
    title: "LACP",
    rules: [
      "lacp-partner-zero",
      "lacp-aggregator-split",
      "lacp-ports-lt-slaves",
      "lacp-not-in-sync",
      "lacp-defaulted",
      "lacp-expired",
      "lacp-partner-port-dup",
      "lacp-loop-to-self",
      "lacp-churn",
      "no-active-aggregator",
      "lacp-passive-both",
      "lacp-speed-mismatch",
      "lacp-speed-unknown",
    ],
    seen: lacpSeen,
    missing: (bond) =>
      runsLacp(bond) && bond.kernel.mode && !bond.ports.some(({ lacp }) => lacp.partnerMac)
        ? [{ message: "the LACP partner, which only root sees in the dump", ...dumpOf(bond, "sudo") }]
        : [],
  },
  {
    title: "The switch's ports",
    rules: ["active-backup-on-portchannel", "lacp-on-static", "switch-requires-static-lag"],
    seen: suitableSwitch,
  },
  {
    title: "The stored profile",
    rules: ["profile-kernel-drift", "keyfile-not-reloaded", "several-profiles-one-device", "profile-not-active"],
    seen: ({ profile, kernel }) =>
      profile && kernel.mode
        ? {
            message: `the profile${profile.name === undefined ? "" : ` ${profile.name}`} and the kernel agree`,
            facts: profile.text.facts,
          }
        : undefined,
    missing: ({ name, profile }) =>
      profile
        ? []
        : [
            {
              message: "the stored profile and its bond.options",
              ...typed(name, ["nmcli", "con", "show", ...(name === undefined ? [] : [{ connection: name }])]),
            },
          ],
  },
  {
    title: "The text of bond.options",
    rules: ["option-typo", "mode-falls-back-to-rr", "option-wrong-mode", "miimon-and-arp", "delay-without-miimon"],
    seen: ({ profile }) =>
      profile && profile.problems.length === 0
        ? { message: "the options are accepted as they are written", facts: profile.text.facts }
        : undefined,
  },
];

/** What was looked at for a bond: what is in order, what is wrong, and what could not be checked with the command for it. */
export function checksOf({ bond, fired, findings }: RankedBond): Check[] {
  return ITEMS.flatMap(({ title, rules, seen, missing }): Check[] => {
    const wrong = rules.filter((rule) => fired.has(rule));
    const told = findings.find(({ rule, explains }) => [rule, ...explains].some((one) => wrong.includes(one)));
    const inOrder = wrong.length === 0 ? seen(bond) : undefined;
    return [
      ...(told && isUrgent(told) ? [wrongCheck(title, wrong, told)] : []),
      ...(inOrder
        ? [{ state: "in-order" as const, message: plain(inOrder.message), places: inOrder.facts.map(placeOf) }]
        : []),
      ...(missing?.(bond) ?? []).map(missingCheck),
    ];
  });
}

/** A hint or a remark is told among the findings: what it is about is neither wrong nor plainly in order. */
function isUrgent({ severity }: RankedFinding): boolean {
  return severity === "error" || severity === "warning";
}

/** What a finding says, or what was seen of one that it explains. */
function wrongCheck(title: string, wrong: readonly RuleId[], told: RankedFinding): Check {
  const evidence = wrong.includes(told.rule) ? [] : told.related.filter(({ rule }) => rule && wrong.includes(rule));
  const [first] = evidence;
  const facts = first ? evidence.map(({ fact }) => fact) : told.places;
  const message = `${title}: ${(first ?? told).message.replace(/\.$/, "")}`;
  return { state: "wrong", message: plain(message), places: facts.map(placeOf), rule: told.rule };
}

function missingCheck({ message, command }: Missing): Check {
  return {
    state: "not-captured",
    message: plain(message),
    places: [],
    ...(command && { command: shellCommand(command) }),
  };
}

function dumpOf({ name = "BOND" }: Bond, ...before: Word[]): Pick<Missing, "command"> {
  return typed(name, [...before, "cat", `/proc/net/bonding/${name}`]);
}

function typed(name: string | undefined, command: readonly Word[]): Pick<Missing, "command"> {
  return name === undefined || isTypable(name) ? { command } : {};
}

function monitorSeen(miimon: Stated<string> | undefined, arp: Stated<string> | undefined): Seen | undefined {
  if (miimon && Number(miimon.value) > 0)
    return { message: `the links are checked every ${miimon.value} ms (miimon)`, facts: miimon.facts };
  if (arp && Number(arp.value) > 0)
    return { message: `the ARP targets are asked every ${arp.value} ms`, facts: arp.facts };
  return undefined;
}

function lacpSeen(bond: Bond): Seen | undefined {
  if (!runsLacp(bond)) return undefined;
  const groups = [...byAggregator(bond)];
  const [group] = groups;
  const ports = speakingPorts(bond);
  const partners = ports.map(({ lacp }) => lacp.partnerMac);
  if (groups.length !== 1 || group?.[1].length !== bond.ports.length || partners.includes(undefined)) return undefined;
  return {
    message: `${areAll(ports)} in aggregator ${group[0]} and heard by the partner ${[...new Set(partners.map((mac) => mac?.value))].join(", ")}`,
    facts: partners.flatMap((mac) => mac?.facts ?? []),
  };
}

/** Said only of a bond of several ports that are all listed, and only where it is known of each of them. */
function ofEveryPort(
  bond: Bond,
  statementOf: (port: Port) => Stated<unknown> | undefined,
  say: (ports: string) => string,
): Seen | undefined {
  const statements = bond.ports.map(statementOf);
  const known = statements.filter((statement) => statement !== undefined);
  if (known.length === 0 || known.length < statements.length) return undefined;
  return { message: say(areAll(bond.ports)), facts: known.map(({ facts }) => facts[0]) };
}

function areAll(ports: readonly Port[]): string {
  return `${listOf(namesOf(ports))} ${ports.length === 1 ? "is" : "are"}`;
}
