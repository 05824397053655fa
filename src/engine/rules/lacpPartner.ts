import { setOption } from "../bonding/change.ts";
import { hasFlag, isZeroMac, stateInWords } from "../bonding/lacp.ts";
import type { Bond, Port } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import { hasPartner, isInSync, isSpeedless, linkedPorts, runsLacp, speakingPorts } from "./lacp.ts";
import type { Alternative, Confidence, RawFinding, Rule } from "./rule.ts";
import { KERNEL_DOC, lacpDump, WITHOUT_PARTNER } from "./samples.ts";
import { switchEvidence } from "./switchWords.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

export const lacpPartnerZero: Rule = {
  id: "lacp-partner-zero",
  entry: "R40",
  title: "No LACP partner",
  why:
    "802.3ad needs a switch that speaks LACP on every port of the bond. A partner of zeros means that nothing was heard from it: the " +
    "driver then treats each port as a bond of its own and sends through one of them. `MII Status` stays up and no failure is counted.",
  guards: [
    "Silent where no port is up, for ports without a speed (the driver keeps them out of LACP), and where all addresses were blanked.",
    "The log line `No 802.3ad response from the link partner` is printed at nearly every start and proves nothing.",
    "A plain user's dump does not show the partner; a plain user's `ip -d link` does.",
    "Within the first minute the partner may still come: then the confidence is medium.",
  ],
  remedy:
    "On the switch: put the ports into one LACP group (`channel-group N mode active`; `mode on` is static and does not answer), and look " +
    "for a bridge or virtual switch in between that swallows LACP. Where the switch has no LACP: mode=active-backup.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "the switch does not speak LACP", captures: [WITHOUT_PARTNER] },
    clean: { title: "a partner answers", captures: [lacpDump({})] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    const speaking = speakingPorts(bond);
    const alone = speaking.filter((port) => isAlone(port, bond));
    if (alone.length === 0) {
      const places = placesOf(bond.kernel.lacp.partnerMac);
      if (places && nothingHeard(bond) && mayHavePorts(bond)) yield partnerless(bond, [], places, true);
      return;
    }
    const together = alone.length === speaking.length;
    for (const ports of together ? [alone] : alone.map((port) => [port])) {
      const [first, ...others] = placesOfPartner(bond, ports, together);
      if (first) yield partnerless(bond, ports, [first, ...others], together);
    }
  },
};

/** A port without a partner; where only the active aggregator was captured, its partner speaks for every port. */
function isAlone(port: Port, bond: Bond): boolean {
  if (hasPartner(port) === false) return true;
  return nothingHeard(bond) && port.lacp.partnerMac === undefined && !isInSync(port);
}

/** The driver takes an aggregator with a partner before any without: where the active one has none, none has. */
function nothingHeard({ kernel }: Bond): boolean {
  return kernel.lacp.partnerMac !== undefined && isZeroMac(kernel.lacp.partnerMac.value);
}

/** True where no port was captured, and nothing shows that the bond has none that is up. */
function mayHavePorts(bond: Bond): boolean {
  return bond.kernel.carrier?.value !== false && linkedPorts(bond).length === 0 && bond.ports.every(isUnknown);
}

function isUnknown({ bonding, link }: Port): boolean {
  return bonding.mii === undefined && link.carrier?.value !== false && link.detected?.value !== false;
}

function placesOfPartner(bond: Bond, ports: readonly Port[], together: boolean): Fact<unknown>[] {
  const ofBond: readonly Fact<unknown>[] =
    together && nothingHeard(bond) ? (bond.kernel.lacp.partnerMac?.facts ?? []) : [];
  const ofPorts = ports.flatMap(({ lacp }): readonly Fact<unknown>[] => {
    if (lacp.partnerMac) return lacp.partnerMac.facts;
    return ofBond.length > 0 ? [] : (lacp.actorState?.facts ?? []);
  });
  return [...ofBond, ...ofPorts];
}

function partnerless(bond: Bond, ports: readonly Port[], places: RawFinding["places"], together: boolean): RawFinding {
  const [only] = ports.length === 1 ? ports : [];
  return {
    rule: "lacp-partner-zero",
    severity: "error",
    confidence: confidenceIn(ports),
    impact: "degraded",
    ...(only && { port: only.name }),
    message: messageOf(bond, ports, together),
    places,
    related: [
      ...(bond.kernel.options.get("lacp_active")?.value === "off"
        ? evidenceOf(
            `${nameOf(bond)} does not begin by itself (lacp_active off)`,
            bond.kernel.options.get("lacp_active"),
          )
        : []),
      ...switchEvidence(bond.switchPorts.filter(({ port }) => together || port === only?.name)),
    ],
    ...(together && { alternatives: [WITHOUT_LACP] }),
  };
}

const WITHOUT_LACP: Alternative = {
  title: "run without LACP",
  why: "active-backup asks nothing of the switch and survives the loss of a port; only one port carries traffic at a time.",
  change: setOption("mode", "active-backup"),
};

/** The churn machine runs for a minute after a port's start: until it is through, a partner may still come. */
function confidenceIn(ports: readonly Port[]): Confidence {
  const young = ports.some(({ lacp }) => lacp.partnerChurn?.value === "monitoring");
  return young ? "medium" : "high";
}

function messageOf(bond: Bond, ports: readonly Port[], together: boolean): string {
  const yet = confidenceIn(ports) === "medium" ? " yet" : "";
  const [first] = ports;
  if (first === undefined)
    return `${subjectOf(bond)} has no LACP partner: nothing answers at the other end, so at most one port carries traffic.`;
  if (!together)
    return `${first.name} of ${nameOf(bond)} has no LACP partner${yet}: its switch port does not answer, so ${nameOf(bond)} runs without it.`;
  if (ports.length === 1)
    return `${subjectOf(bond)} has no LACP partner${yet}: the switch port of ${first.name} does not answer, so no second port can join it.`;
  return `${subjectOf(bond)} has no LACP partner${yet}: the switch ports of ${listOf(namesOf(ports))} do not answer, so only one port carries traffic.`;
}

export const lacpDefaulted: Rule = {
  id: "lacp-defaulted",
  entry: "R44",
  title: "The port waits for nobody any more",
  why: "The flag defaulted in a port's own state means that it has heard nothing from its partner and works with assumed values.",
  guards: ["Silent for ports that are not up, and for ports without a speed."],
  remedy: "As for a missing LACP partner.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "states 77 and 69", captures: [WITHOUT_PARTNER] },
    clean: { title: "state 61", captures: [lacpDump({})] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    for (const port of linkedPorts(bond)) {
      const state = port.lacp.actorState;
      if (state === undefined || isSpeedless(port) || !hasFlag(state.value, "defaulted")) continue;
      yield {
        rule: "lacp-defaulted",
        severity: "error",
        confidence: "high",
        impact: "degraded",
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} hears nothing from an LACP partner: its state is ${state.value} (${stateInWords(state.value)}).`,
        places: state.facts,
        related: [],
      };
    }
  },
};
