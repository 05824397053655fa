import { hasFlag } from "../bonding/lacp.ts";
import type { Bond } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import { isInSync, linkedPorts, runsLacp } from "./lacp.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { KERNEL_DOC, lacpDump } from "./samples.ts";
import { evidenceOf, nameOf, placesOf, subjectOf } from "./words.ts";

const WHY =
  "lacp_rate says how often the partner is to send: every 30 seconds (slow) or every second (fast). An end gives its partner up after three " +
  "intervals, so a switch that dies while the link stays up is noticed after 90 or after 3 seconds. ";

const FAST = { actor: 63, partnerState: 63 };

export const lacpRateSlow: Rule = {
  id: "lacp-rate-slow",
  entry: "R50",
  title: "LACP asks every 30 seconds",
  why: `${WHY}miimon notices a lost link at once, whatever the rate.`,
  guards: [
    "A hint, and only where every port of the bond works and both ends are slow.",
    "Silent where the states were not captured.",
  ],
  remedy: "lacp_rate=fast, and the same on the switch (`lacp rate fast`).",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "slow at both ends", captures: [lacpDump({})] },
    clean: { title: "fast at both ends", captures: [lacpDump({ rate: "fast", eno1: FAST, eno2: FAST })] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
  },
  *check(bond) {
    const known = ratesOf(bond);
    const option = bond.kernel.options.get("lacp_rate");
    const places = placesOf(option);
    if (known === undefined || known.own || known.partner || !places) return;
    yield hint(
      "lacp-rate-slow",
      `${subjectOf(bond)} speaks LACP at the slow rate: a switch that falls silent while the links stay up is noticed after 90 seconds, with lacp_rate=fast after 3.`,
      places,
    );
  },
};

export const lacpRateAsymmetric: Rule = {
  id: "lacp-rate-asymmetric",
  entry: "R49",
  title: "The ends ask for different LACP rates",
  why: `${WHY}Each end asks for itself, and the standard allows them to differ.`,
  guards: ["A hint: nothing is wrong with it. Only where every port of the bond works and both states were captured."],
  remedy: "The same rate at both ends, best fast.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "slow here, fast there",
      captures: [lacpDump({ eno1: { partnerState: 63 }, eno2: { partnerState: 63 } })],
    },
    clean: { title: "slow at both ends", captures: [lacpDump({})] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
  },
  *check(bond) {
    const known = ratesOf(bond);
    if (known === undefined || known.own === known.partner) return;
    const slow = known.own ? "the switch notices a silent host" : `${nameOf(bond)} notices a silent switch`;
    yield {
      ...hint(
        "lacp-rate-asymmetric",
        `${subjectOf(bond)} asks its partner for the ${known.own ? "fast" : "slow"} LACP rate and is asked for the ${known.own ? "slow" : "fast"} one: ${slow} only after 90 seconds.`,
        known.places,
      ),
      related: evidenceOf("lacp_rate of this host", bond.kernel.options.get("lacp_rate")),
    };
  },
};

/** Whether each end asks for the fast rate; `undefined` where that is not known, differs among the ports, or a port does not work. */
function ratesOf(bond: Bond): { own: boolean; partner: boolean; places: RawFinding["places"] } | undefined {
  const ports = linkedPorts(bond);
  if (!runsLacp(bond) || ports.length < bond.ports.length || !ports.every(isInSync)) return undefined;
  const places = placesOf(...ports.flatMap(({ lacp }) => [lacp.actorState, lacp.partnerState]));
  const asked = (end: "actorState" | "partnerState") =>
    new Set(ports.map(({ lacp }) => hasFlag(lacp[end]?.value ?? 0, "shortTimeout")));
  const [own, ...otherOwn] = asked("actorState");
  const [partner, ...otherPartner] = asked("partnerState");
  if (own === undefined || partner === undefined || otherOwn.length + otherPartner.length > 0 || !places)
    return undefined;
  return { own, partner, places };
}

function hint(
  rule: "lacp-rate-slow" | "lacp-rate-asymmetric",
  message: string,
  places: readonly [Fact<unknown>, ...Fact<unknown>[]],
): RawFinding {
  return { rule, severity: "hint", confidence: "high", impact: "none", message, places, related: [] };
}
