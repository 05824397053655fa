import { isMonitored, isUnmonitored, isUsable, linkOf, usablePorts } from "../hosts/link.ts";
import type { Bond } from "../hosts/model.ts";
import { stayedOn, type Verification, verificationOf } from "../hosts/verification.ts";
import type { Fact } from "../text/section.ts";
import type { Evidence, RawFinding, Rule } from "./rule.ts";
import { dump, ethtool, KERNEL_DOC, kernelLog, session } from "./samples.ts";
import { listOf, nameOf, namesOf, subjectOf } from "./words.ts";

const SHOW = "cat /proc/net/bonding/bond0";
const MOVED = dump({ miimon: 100, active: "eno2", eno1: { mii: "down", failures: 1 } });
const UNPLUGGED = kernelLog([
  [137.861, "e1000: eno1 NIC Link is Down"],
  [137.966, "bond0: (slave eno1): link status definitely down, disabling slave"],
  [137.966, "bond0: (slave eno2): making interface the new active one"],
]);

export const failoverDidNotHappen: Rule = {
  id: "failover-did-not-happen",
  entry: "R96",
  title: "A port was taken away and the bond stayed on it",
  why: "Somebody set a port down, or its card reported its link lost, and what was captured afterwards shows the bond still sending through it.",
  guards: [
    "A command has to stand before the dump in the same text, and nothing between that gave the port back.",
    "Silent where no other port could have taken over, while a delay is still running, and where the port may have got its link back unseen.",
    "By the log alone only where nothing checks the links and the captures show the port dead.",
  ],
  remedy: "Look at the monitoring first: without miimon or an ARP monitor no failover happens.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "set down, still active",
      captures: [session([SHOW, dump({ miimon: 0 })], ["ip link set eno1 down", ""], [SHOW, dump({ miimon: 0 })])],
    },
    clean: {
      title: "set down, and eno2 took over",
      captures: [session([SHOW, dump({ miimon: 100 })], ["ip link set eno1 down", ""], [SHOW, MOVED])],
    },
    absent: {
      title: "no dump after it",
      captures: [session([SHOW, dump({ miimon: 0 })], ["ip link set eno1 down", ""])],
    },
  },
  *check(bond) {
    const { dumps, unnoticed, pings } = bond.history;
    const trial = stayedOn(bond);
    const silent = pings.filter(({ gaps }) => gaps.some(({ ended }) => !ended));
    const related = silent.map(
      ({ lost, sent }): Evidence => ({ message: `${lost.value} of ${sent} pings were lost, to the end`, fact: lost }),
    );
    const place = trial?.after?.activePort;
    if (trial && place && couldTakeOver(bond, trial.port)) {
      const now = dumps.at(-1);
      const port = trial.after?.ports.find(({ name }) => name.value === trial.port);
      const repaired = now?.miimon !== undefined && now.miimon.value !== (trial.after?.miimon ?? now.miimon).value;
      if (repaired || port?.mii?.value === "going down") return;
      const present = now === trial.after;
      yield {
        ...stayed(trial.port, present),
        message: present
          ? `${trial.port} of ${nameOf(bond)} was taken away, but ${nameOf(bond)} still sends everything through it.`
          : `When ${trial.port} was taken away, ${nameOf(bond)} went on sending everything through it.`,
        places: [place],
        related: [{ message: `${trial.port} was taken away here`, fact: trial.action.fact }, ...related],
      };
      return;
    }
    const active = bond.ports.find(({ name }) => name === bond.kernel.activePort?.value);
    const lost = active && unnoticed.get(active.name);
    if (!active || !lost || !isUnmonitored(bond) || linkOf(active, bond).state !== "down") return;
    if (!couldTakeOver(bond, active.name)) return;
    yield {
      ...stayed(active.name, true),
      message: `${active.name} of ${nameOf(bond)} lost its link, and the log shows no failover: ${nameOf(bond)} still sends everything through it.`,
      places: [lost.fact],
      related,
    };
  },
};

function stayed(port: string, present: boolean) {
  return {
    rule: "failover-did-not-happen",
    severity: "error",
    confidence: "medium",
    impact: present ? "broken" : "at-risk",
    port,
  } as const;
}

function couldTakeOver(bond: Bond, lost: string): boolean {
  return bond.ports.some((port) => port.name !== lost && isUsable(port, bond));
}

export const failoverVerified: Rule = {
  id: "failover-verified",
  entry: "R100",
  title: "The failover was tested and works",
  why: "A port was taken away and another one took over, in the time that the intervals allow. That is the proof of a repair that no dump of a healthy bond gives.",
  guards: [
    "Speaks where the captures hold a test (a port taken away by a command, a ping, a corrected line); a failover in a log alone is told among what was checked.",
    "A failover counts only since the port was last put into the bond, and only where the dump has counted it.",
    "Pings count where they ran during the failover.",
  ],
  remedy: "Nothing. Where a port has not come back, its link is what to look at.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "set down, and eno2 took over",
      captures: [
        session([SHOW, dump({ miimon: 100 })], ["ip link set eno1 down", ""], [SHOW, MOVED], ["dmesg", UNPLUGGED]),
      ],
    },
    clean: { title: "no test", captures: [MOVED, UNPLUGGED, ethtool("eno1", "no")] },
    absent: { title: "nothing captured after it", captures: [session(["ip link set eno1 down", ""], [SHOW, MOVED])] },
  },
  *check(bond) {
    const verified = verificationOf(bond);
    if (verified === undefined || verified.shortfall !== undefined || !isTested(bond)) return;
    yield {
      ...informing("failover-verified"),
      port: verified.port,
      message: `Failover of ${nameOf(bond)} verified: ${describeFailover(verified)}.`,
      places: verified.places,
      related: pingEvidence(verified),
    };
  },
};

export const failoverNotTested: Rule = {
  id: "failover-not-tested",
  entry: "R100",
  title: "Nothing captured shows that the failover works",
  why: "A repair of the monitoring shows in the dump, but that the bond survives the loss of a port shows only when one is lost.",
  guards: [
    "Speaks where the captures show the repair (a command between a dump without a monitor and one with it), or where a test did not go as it should.",
    "Silent while a port is down: then there is nothing to test with.",
  ],
  remedy:
    "Keep `ping -D -O -i 0.2 GATEWAY` running, shut the switch port of the active port, open it again, and capture `dmesg` and the dump.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "a monitor since the dump before",
      captures: [
        session([SHOW, dump({ miimon: 0 })], ["nmcli device reapply bond0", ""], [SHOW, dump({ miimon: 100 })]),
      ],
    },
    clean: {
      title: "repaired and tested",
      captures: [
        session(
          [SHOW, dump({ miimon: 0 })],
          ["nmcli device reapply bond0", ""],
          [SHOW, dump({ miimon: 100 })],
          ["ip link set eno1 down", ""],
          [SHOW, MOVED],
        ),
      ],
    },
    absent: { title: "a healthy bond, no repair", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    if (stayedOn(bond)) return;
    const verified = verificationOf(bond);
    const repair = repairOf(bond);
    if (verified?.shortfall !== undefined && repair === undefined && isTested(bond)) {
      yield {
        ...informing("failover-not-tested"),
        port: verified.port,
        message: `${subjectOf(bond)} moved to ${verified.to ?? "its other ports"} when ${verified.port} was lost, but ${shortfallOf(verified)}: look at it before you call it repaired.`,
        places: verified.places,
        related: pingEvidence(verified),
      };
    }
    if (verified !== undefined || repair === undefined || !isMonitored(bond)) return;
    const ready = usablePorts(bond);
    if (ready.length < 2 || ready.length < bond.ports.length) return;
    yield {
      ...informing("failover-not-tested"),
      message: `${subjectOf(bond)} monitors its links now, but no capture shows a failover since: shut the switch port of ${bond.kernel.activePort?.value ?? listOf(namesOf(ready).slice(0, 1))} once and capture dmesg.`,
      places: [repair],
      related: [],
    };
  },
};

function informing(rule: "failover-verified" | "failover-not-tested") {
  return { rule, severity: "information", confidence: "high", impact: "none" } satisfies Partial<RawFinding>;
}

/** "the loss of eno1 was detected in 105 ms, eno2 took over, 1 ping was lost, eno1 was active again 0.2 s after its link was back". */
export function describeFailover(verified: Verification): string {
  const { port, to, detectionMs, pingsLost, primaryBackMs, back, count } = verified;
  const again = to === undefined ? "in use" : "active";
  return [
    ...(count > 1 ? [`the last of ${count} in the log`] : []),
    detectionMs === undefined ? `${port} was lost` : `the loss of ${port} was detected in ${milliseconds(detectionMs)}`,
    ...(to === undefined ? [] : [`${to} took over`]),
    ...(pingsLost === undefined ? [] : [pingsLost === 1 ? "1 ping was lost" : `${pingsLost || "no"} pings were lost`]),
    primaryBackMs !== undefined
      ? `${port} was ${again} again ${milliseconds(primaryBackMs)} after its link was back`
      : `${port} ${back ? "was" : "has not been"} ${again} again`,
  ].join(", ");
}

function shortfallOf({ shortfall, detectionMs = 0, expectedMs = 0, pingsLost = 0 }: Verification): string {
  return shortfall === "late"
    ? `noticing it took ${milliseconds(detectionMs)}, more than the ${milliseconds(expectedMs)} that its intervals allow`
    : `${pingsLost} pings were lost, more than a failover takes`;
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function pingEvidence({ ping }: Verification): Evidence[] {
  return ping ? [{ message: `${ping.lost.value} of ${ping.sent} pings were lost`, fact: ping.lost }] : [];
}

/** True where somebody tested: took a port away, pinged meanwhile, or had a correction to verify. */
function isTested(bond: Bond): boolean {
  return bond.history.trial !== undefined || bond.proposals.length > 0 || verificationOf(bond)?.ping !== undefined;
}

/** What shows that the monitoring was repaired: a dump with a monitor after one without, and a command between that applied it. */
function repairOf(bond: Bond): Fact<unknown> | undefined {
  const { dumps, actions } = bond.history;
  if (!actions.some(({ what }) => what === "applied")) return undefined;
  const now = dumps.at(-1)?.miimon;
  const before = dumps.some(({ miimon, arpInterval }) => miimon?.value === 0 && arpInterval?.value === 0);
  return now !== undefined && now.value > 0 && before ? now : undefined;
}
