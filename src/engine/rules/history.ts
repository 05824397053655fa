import { usablePorts } from "../hosts/link.ts";
import type { Bond, BondDump } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import { calming } from "./failures.ts";
import type { Rule } from "./rule.ts";
import { dump, KERNEL_DOC, session } from "./samples.ts";
import { listOf, nameOf, subjectOf } from "./words.ts";

const SHOW = "cat /proc/net/bonding/bond0";
const ORDER =
  "Only dumps of one text are compared, in its order, or of captures that say when they were taken: files of one capture are seconds apart.";

export const failuresRising: Rule = {
  id: "failures-rising",
  entry: "R95",
  title: "A link goes on failing",
  why: "The count of link failures is higher in the later dump: the trouble is not of the past, it goes on between the two.",
  guards: [
    ORDER,
    "Silent for a port that somebody set down between the dumps, and for the first or second failure of a port, which may be a test.",
    "Counts that fall were reset (the port was taken out and put in again) and are not compared.",
  ],
  remedy: "Look at the cable, the optic, the switch port and `ethtool -S` of the port that it names.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "3, later 9",
      captures: [
        session(
          [SHOW, dump({ miimon: 100, eno1: { failures: 3 } })],
          ["sleep 600", ""],
          [SHOW, dump({ miimon: 100, eno1: { failures: 9 } })],
        ),
      ],
    },
    clean: {
      title: "3 in both",
      captures: [
        session(
          [SHOW, dump({ miimon: 100, eno1: { failures: 3 } })],
          [SHOW, dump({ miimon: 100, eno1: { failures: 3 } })],
        ),
      ],
    },
    absent: { title: "one dump", captures: [dump({ miimon: 100, eno1: { failures: 9 } })] },
  },
  *check(bond) {
    for (const { port, before, now } of risen(bond)) {
      yield {
        rule: "failures-rising",
        severity: "error",
        confidence: "high",
        impact: "at-risk",
        port,
        message: `${port} of ${nameOf(bond)} goes on failing: its count of link failures rose from ${before.value} to ${now.value} ${since(before, now)}.`,
        places: [now],
        related: [{ message: `${port} had failed ${before.value} times in the dump before`, fact: before }],
        alternatives: calming(bond),
      };
    }
  },
};

/** Where the earlier statement is of another file, the sentence names it. */
function since({ section }: Fact<unknown>, now: Fact<unknown>): string {
  const { capture } = section;
  return capture === now.section.capture ? "between two dumps" : `since ${capture.path} was captured`;
}

interface Rise {
  readonly port: string;
  readonly before: Fact<number>;
  readonly now: Fact<number>;
}

function risen({ history: { dumps, actions, trial } }: Bond): Rise[] {
  const counts = new Map<string, Omit<Rise, "port">>();
  for (const { ports } of dumps) {
    for (const { name, failures } of ports) {
      const known = counts.get(name.value);
      const fell = known && failures && failures.value < known.now.value;
      if (failures) counts.set(name.value, { before: known && !fell ? known.before : failures, now: failures });
    }
  }
  return [...counts].flatMap(([port, { before, now }]) => {
    if (now.value === before.value) return [];
    if (before.value < 2 && now.value - before.value === 1) return [];
    const wanted = trial?.port === port || actions.some(({ subject, what }) => subject === port && what !== "up");
    return wanted ? [] : [{ port, before, now }];
  });
}

export const activeChanged: Rule = {
  id: "active-changed",
  entry: "R97",
  title: "Another port is active than before",
  why: "Between two dumps the bond moved to another port: a failover, a return to the primary, or somebody's command.",
  guards: [ORDER, "Only where both dumps name an active port."],
  remedy:
    "Nothing, where it was wanted. Otherwise the log of the time between says why: `journalctl -k -o short-precise`.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "eno1, later eno2",
      captures: [session([SHOW, dump({ miimon: 100 })], [SHOW, dump({ miimon: 100, active: "eno2" })])],
    },
    clean: {
      title: "eno1 in both",
      captures: [session([SHOW, dump({ miimon: 100 })], [SHOW, dump({ miimon: 100 })])],
    },
    absent: { title: "one dump", captures: [dump({ miimon: 100, active: "eno2" })] },
  },
  *check(bond) {
    const known = bond.history.dumps.flatMap(({ activePort }) => (activePort?.value ? [activePort] : []));
    const at = known.findLastIndex((now, index) => index > 0 && known[index - 1]?.value !== now.value);
    const [before, now] = [known[at - 1], known[at]];
    if (at < 1 || before === undefined || now === undefined) return;
    yield {
      rule: "active-changed",
      severity: "information",
      confidence: "high",
      impact: "none",
      message: `${subjectOf(bond)} moved from ${before.value} to ${now.value} ${since(before, now)}.`,
      places: [now],
      related: [{ message: `${before.value} was active in the dump before`, fact: before }],
    };
  },
};

export const slaveVanished: Rule = {
  id: "slave-vanished",
  entry: "R98",
  title: "A port has left the bond",
  why: "An earlier dump lists a port that the last one does not: the bond has lost it, and with it its redundancy or a part of its bandwidth.",
  guards: [
    ORDER,
    "Both dumps have to be whole and to share a port.",
    "Silent where a command in the text took the port out.",
  ],
  remedy:
    "`nmcli device status` shows what the port is doing now; `nmcli con up` of its profile puts it back. NetworkManager does not take in a port without link.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "eno2 is missing later",
      captures: [session([SHOW, dump({ miimon: 100 })], [SHOW, dump({ miimon: 100, ports: "eno1" })])],
    },
    clean: {
      title: "taken out by a command",
      captures: [
        session(
          [SHOW, dump({ miimon: 100 })],
          ["nmcli device disconnect eno2", ""],
          [SHOW, dump({ miimon: 100, ports: "eno1" })],
        ),
      ],
    },
    absent: { title: "one dump", captures: [dump({ miimon: 100, ports: "eno1" })] },
  },
  *check(bond) {
    const { dumps, actions } = bond.history;
    const last = dumps.at(-1);
    const listed = new Set(last?.ports.map(({ name }) => name.value));
    const place = last?.mode ?? last?.activePort;
    if (last === undefined || place === undefined || !isWhole(last) || !bond.portsListed) return;
    // What a command took out may be named by its profile, which is not always named after the port.
    if (actions.some(({ what, subject }) => what === "removed" && subject !== bond.name)) return;
    const earlier = dumps
      .slice(0, -1)
      .filter((one) => isWhole(one) && one.ports.some(({ name }) => listed.has(name.value)));
    const gone = new Map(
      earlier.flatMap(({ ports }) =>
        ports.filter(({ name }) => !listed.has(name.value)).map(({ name }) => [name.value, name]),
      ),
    );
    const names = [...gone.keys()];
    if (names.length === 0 || !earlier.some((one) => runsToItsEnd(last, one))) return;
    const [port] = names;
    const rest = usablePorts(bond).map(({ name }) => name);
    const left = rest.length > 0 ? `, which now runs on ${listOf(rest)}` : "";
    yield {
      rule: "slave-vanished",
      severity: "error",
      confidence: earlier.some(({ section }) => section.capture !== last.section.capture) ? "medium" : "high",
      impact: "degraded",
      ...(names.length === 1 && port !== undefined && { port }),
      message: `${listOf(names)} ${names.length === 1 ? "was a port" : "were ports"} of ${nameOf(bond)} in an earlier dump and ${names.length === 1 ? "is" : "are"} none in the last${left}.`,
      places: [place],
      related: [
        ...[...gone].map(([name, fact]) => ({ message: `${name} was a port`, fact })),
        ...bond.events
          .filter(({ what, port: left = "" }) => what === "released" && gone.has(left))
          .slice(-1)
          .map(({ fact }) => ({ message: "the driver let it go", fact })),
      ],
    };
  },
};

/** The last port has every line that an earlier dump prints of one, and no line behind it was cut off. */
function runsToItsEnd({ ports, section }: BondDump, earlier: BondDump): boolean {
  const [port] = ports.slice(-1);
  const printed = earlier.ports.find(({ name }) => name.value === port?.name.value);
  const keys = ["mii", "speed", "duplex", "failures", "permanentMac", "queueId", "partner"] as const;
  if (port === undefined || keys.some((key) => printed?.[key] !== undefined && port[key] === undefined)) return false;
  const { text } = section.capture;
  return section.end < text.length || text.endsWith("\n") || port.queueId?.end === text.length;
}

function isWhole({ filtered, mode, ports }: BondDump): boolean {
  return !filtered && mode !== undefined && ports.length > 0;
}
