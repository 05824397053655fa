import { setOption } from "../bonding/change.ts";
import type { Bond } from "../hosts/model.ts";
import type { Stated } from "../text/section.ts";
import { linkedPorts } from "./lacp.ts";
import type { Rule } from "./rule.ts";
import { KERNEL_DOC, lacpDump } from "./samples.ts";
import { evidenceOf, listOf, namesOf, subjectOf } from "./words.ts";

const EFFECT =
  "min_links takes the whole bond down when fewer ports than that carry traffic, so that something above the bond can use another path.";

const DOWN = { mii: "down", speed: "Unknown", failures: 1 };

export const minLinksNotMet: Rule = {
  id: "min-links-not-met",
  entry: "R45",
  title: "Fewer ports than min_links asks for",
  why: `${EFFECT} Where there is no other path, the loss of one port becomes the loss of everything.`,
  guards: [
    "Only in 802.3ad: min_links acts nowhere else.",
    "Speaks only where the bond is known to have no carrier while a port is up: with no port up, the ports are the cause.",
  ],
  remedy: "min_links=1, and repair the port that is missing.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "2 ports up, 3 asked for",
      captures: [lacpDump({ carrier: "down", minLinks: 3 })],
    },
    clean: { title: "2 ports up, 2 asked for", captures: [lacpDump({ minLinks: 2 })] },
    absent: {
      title: "no port up",
      captures: [lacpDump({ carrier: "down", ports: 1, minLinks: 2, eno1: DOWN, eno2: DOWN })],
    },
  },
  *check(bond) {
    const minimum = minLinksOf(bond);
    const up = linkedPorts(bond);
    const { carrier, lacp } = bond.kernel;
    if (minimum === undefined || carrier?.value !== false || up.length === 0) return;
    const counted = lacp.ports?.value ?? (bond.portsListed ? up.length : undefined);
    if (counted === undefined || counted >= Number(minimum.value)) return;
    yield {
      rule: "min-links-not-met",
      severity: "error",
      confidence: "high",
      impact: "broken",
      option: "min_links",
      message: `${subjectOf(bond)} is down because it needs ${minimum.value} ports (min_links) and has ${counted}: ${listOf(namesOf(up))} ${up.length === 1 ? "is" : "are"} up, and no traffic passes.`,
      places: minimum.facts,
      related: [
        ...evidenceOf(`the active aggregator has ${counted} of the ${minimum.value} ports`, lacp.ports),
        ...evidenceOf("the bond has no carrier", carrier),
      ],
      change: setOption("min_links", "1"),
    };
  },
};

export const minLinksWithoutMargin: Rule = {
  id: "min-links-without-margin",
  entry: "R103",
  title: "min_links leaves no margin",
  why: `${EFFECT} Where it equals the number of ports in the aggregator, the loss of one port is the loss of the bond.`,
  guards: [
    "Only in 802.3ad: min_links acts nowhere else.",
    "Silent without the aggregator's number of ports, which only root sees in the dump.",
  ],
  remedy: "min_links=1, or one less than the ports there are.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "2 of 2", captures: [lacpDump({ minLinks: 2 })] },
    clean: { title: "1 of 2", captures: [lacpDump({ minLinks: 1 })] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ minLinks: 2, user: true })] },
  },
  *check(bond) {
    const minimum = minLinksOf(bond);
    const { ports } = bond.kernel.lacp;
    if (minimum === undefined || ports?.value !== Number(minimum.value)) return;
    yield {
      rule: "min-links-without-margin",
      severity: "warning",
      confidence: "high",
      impact: "at-risk",
      option: "min_links",
      message: `${subjectOf(bond)} needs ${minimum.value} ports (min_links) and has just as many: the loss of one takes the whole bond down.`,
      places: minimum.facts,
      related: evidenceOf(`the aggregator has ${ports.value} ports`, ports),
      change: setOption("min_links", "1"),
    };
  },
};

/** min_links where it acts: in 802.3ad, and above 1, which asks for no more than any bond needs (kernel: bonding.rst). */
function minLinksOf({ kernel }: Bond): Stated<string> | undefined {
  const minimum = kernel.options.get("min_links");
  return kernel.mode?.value === "802.3ad" && Number(minimum?.value) > 1 ? minimum : undefined;
}
