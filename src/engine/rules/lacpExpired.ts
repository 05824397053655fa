import { hasFlag, stateInWords } from "../bonding/lacp.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { isSpeedless, linkedPorts, runsLacp } from "./lacp.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { KERNEL_DOC, lacpDump } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

const SILENT = { actor: 143, partnerState: 55 };

export const lacpExpired: Rule = {
  id: "lacp-expired",
  entry: "R44",
  title: "The LACP partner fell silent",
  why:
    "The flag expired in a port's own state means that nothing was heard from the partner for three intervals: 3 seconds with lacp_rate fast, " +
    "90 with slow. The port is up, no failure is counted, and it carries no traffic. After three more intervals it gives the partner up (defaulted).",
  guards: ["Silent for ports that are not up, for ports without a speed, and for ports that never heard a partner."],
  remedy:
    "Look at the switch: whether its LACP still runs, its port left the group, or something between drops the frames (a media converter, a bridge, a full control plane).",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "state 143", captures: [lacpDump({ rate: "fast", eno2: SILENT })] },
    clean: { title: "state 61", captures: [lacpDump({})] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true, eno2: SILENT })] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    const linked = linkedPorts(bond).filter((port) => !isSpeedless(port));
    const expired = linked.filter(fellSilent);
    const all = expired.length === linked.length && expired.length > 1;
    for (const ports of all ? [expired] : expired.map((port) => [port])) yield* findingOf(bond, ports, all);
  },
};

/** Expired without defaulted: a partner was there. A port that starts has both flags. */
function fellSilent({ lacp: { actorState } }: Port): boolean {
  return actorState !== undefined && hasFlag(actorState.value, "expired") && !hasFlag(actorState.value, "defaulted");
}

function* findingOf(bond: Bond, ports: readonly Port[], all: boolean): Iterable<RawFinding> {
  const [first] = ports;
  const places = placesOf(...ports.map(({ lacp }) => lacp.actorState));
  const state = first?.lacp.actorState?.value;
  if (first === undefined || state === undefined || !places) return;
  const word = `state ${state}: ${stateInWords(state)}`;
  yield {
    rule: "lacp-expired",
    severity: "error",
    confidence: "high",
    impact: all ? "broken" : "degraded",
    ...(!all && { port: first.name }),
    message: all
      ? `${subjectOf(bond)} no longer hears its LACP partner at ${listOf(namesOf(ports))} (${word}): its ports are up and none carries traffic.`
      : `${first.name} of ${nameOf(bond)} no longer hears its LACP partner (${word}): it is up and carries no traffic.`,
    places,
    related: ports.flatMap(({ name, lacp }) => evidenceOf(`the partner that ${name} heard last`, lacp.partnerMac)),
  };
}
