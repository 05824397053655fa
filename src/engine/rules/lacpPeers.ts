import type { Bond, Port } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import { hasPartner, isInSync, linkedPorts, runsLacp, speakingPorts } from "./lacp.ts";
import type { Evidence, RawFinding, Rule } from "./rule.ts";
import { KERNEL_DOC, kernelLog, lacpDump, WITHOUT_PARTNER } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf } from "./words.ts";

export const lacpPartnerPortDup: Rule = {
  id: "lacp-partner-port-dup",
  entry: "R52",
  title: "Two ports hear one port of the partner",
  why:
    "Every port of an LACP partner has a number of its own. Where two ports of this host hear the same one, both cables end in " +
    "something that copies frames (an unmanaged switch, a hub, a bridge of a hypervisor), and the partner counts one port.",
  guards: [
    "Silent where traffic passes through all of them: some pairs of switches that act as one (MLAG) number their ports alike.",
    "A plain user's dump does not show the numbers.",
  ],
  remedy:
    "Cable each port to a port of its own of the switch that speaks LACP, with nothing in between that copies frames.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "port 1 of the partner, twice",
      captures: [lacpDump({ eno2: { actor: 13, partnerPort: 1, partnerState: 53 } })],
    },
    clean: { title: "ports 1 and 2", captures: [lacpDump({ eno2: { actor: 13, partnerState: 53 } })] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true, eno2: { partnerPort: 1 } })] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    const seen = new Set<Port>();
    for (const port of speakingPorts(bond)) {
      if (seen.has(port) || hasPartner(port) !== true) continue;
      const alike = speakingPorts(bond).filter((other) => isSamePartnerPort(port, other));
      for (const other of alike) seen.add(other);
      const places = placesOf(...alike.map(({ lacp }) => lacp.partnerPort));
      const { partnerMac, partnerPort } = port.lacp;
      if (alike.length < 2 || alike.every(isInSync) || !places) continue;
      const idle = alike.filter((other) => !isInSync(other));
      yield {
        rule: "lacp-partner-port-dup",
        severity: "error",
        confidence: "medium",
        impact: "degraded",
        message: `${listOf(namesOf(alike))} of ${nameOf(bond)} hear the same port ${partnerPort?.value} of the LACP partner ${partnerMac?.value}: something between copies its frames, and ${listOf(namesOf(idle))} carr${idle.length === 1 ? "ies" : "y"} no traffic.`,
        places,
        related: alike.flatMap(({ name, lacp }) =>
          evidenceOf(`${name} has the partner ${lacp.partnerMac?.value}`, lacp.partnerMac),
        ),
      };
    }
  },
};

function isSamePartnerPort({ lacp }: Port, { lacp: other }: Port): boolean {
  const keys = ["partnerMac", "partnerPort", "partnerKey"] as const;
  return keys.every((key) => lacp[key] !== undefined && lacp[key].value === other[key]?.value);
}

const LOOPBACK = kernelLog([
  [368, "bond0: (slave eno1): An illegal loopback occurred on slave"],
  [368, "bond0: (slave eno2): An illegal loopback occurred on slave"],
]);

export const lacpLoopToSelf: Rule = {
  id: "lacp-loop-to-self",
  entry: "R53",
  title: "The host is cabled to itself",
  why:
    "LACP at the other end of the cable is this host again: two ports of one bond are cabled to each other, or two bonds of one host. " +
    "Within one bond the driver drops what it hears from itself, so the dump shows no partner, and only the log tells the loop.",
  guards: [
    "The log is believed only while the ports that it names have no partner: a loop may have been undone since.",
    "Of two bonds it speaks only where one output of `ip link` shows both: a second dump may be of the other end.",
    "Silent for two bonds over virtual cables (veth), which are a test and meant so.",
  ],
  remedy: "Follow the cables: each port has to end at the switch.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "the log tells of a loop", captures: [WITHOUT_PARTNER, LOOPBACK] },
    clean: { title: "a partner since then", captures: [lacpDump({}), LOOPBACK] },
    absent: { title: "no log captured", captures: [WITHOUT_PARTNER] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    const linked = linkedPorts(bond);
    const looped = linked.filter((port) => hasPartner(port) === false && loopOf(bond, port) !== undefined);
    const [line, ...lines] = looped.flatMap((port) => loopOf(bond, port) ?? []);
    if (line) {
      yield finding(bond, looped, looped.length === linked.length, [line, ...lines], {
        to: "back to this host (the log calls it an illegal loopback)",
        related: looped.flatMap(({ name, lacp }) => evidenceOf(`${name} has no partner`, lacp.partnerMac)),
      });
    }
    for (const { bond: other, mac } of bond.otherSystems) {
      const towards = linked.filter((port) => port.lacp.partnerMac?.value === mac.value && !isVirtual(port));
      const places = placesOf(...towards.map(({ lacp }) => lacp.partnerMac));
      if (!places) continue;
      yield finding(bond, towards, towards.length === linked.length, places, {
        to: `to ${other} of the same host, which is their LACP partner`,
        related: evidenceOf(`the LACP address of ${other}`, mac),
      });
    }
  },
};

/** The last line of the log that tells of a loop at a port. */
function loopOf({ events }: Bond, { name }: Port): Fact<string> | undefined {
  return events.findLast(({ what, port }) => what === "loopback" && port === name)?.fact;
}

/** True for one end of a virtual cable. */
function isVirtual({ link }: Port): boolean {
  return link.interfaces.some(({ parent }) => parent !== undefined);
}

function finding(
  bond: Bond,
  ports: readonly Port[],
  all: boolean,
  places: RawFinding["places"],
  { to, related }: { readonly to: string; readonly related: readonly Evidence[] },
): RawFinding {
  const cables = ports.length === 1 ? ["The cable", "leads"] : ["The cables", "lead"];
  const consequence = all
    ? `${nameOf(bond)} reaches no switch`
    : `${nameOf(bond)} runs without ${ports.length === 1 ? "it" : "them"}`;
  return {
    rule: "lacp-loop-to-self",
    severity: "error",
    confidence: "high",
    impact: all ? "broken" : "degraded",
    message: `${cables[0]} of ${listOf(namesOf(ports))} of ${nameOf(bond)} ${cables[1]} ${to}: ${consequence}.`,
    places,
    related,
  };
}
