import { usablePorts } from "../hosts/link.ts";
import type { Rule } from "./rule.ts";
import { dump } from "./samples.ts";
import { listOf, nameOf, namesOf } from "./words.ts";

export const noRedundancy: Rule = {
  id: "no-redundancy",
  entry: "R25",
  title: "One usable port is left",
  why: "A bond of several ports that runs on one of them works, and does not survive the next failure.",
  guards: [
    "Silent where the bond has a single port, where two are usable, and where the captures do not list every port with its status.",
  ],
  remedy: "Repair the other ports.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: { title: "one of two is down", captures: [dump({ miimon: 100, active: "eno2", eno1: { mii: "down" } })] },
    clean: { title: "both usable", captures: [dump({ miimon: 100 })] },
    absent: {
      title: "the delay of one is running",
      captures: [dump({ miimon: 100, active: "eno2", eno1: { mii: "going back" } })],
    },
  },
  *check(bond) {
    const usable = usablePorts(bond);
    if (usable.length !== 1 || !bond.portsListed) return;
    const lost = bond.ports.filter((port) => port !== usable[0]);
    const settled = lost.every((port) => port.bonding.mii?.value === "down" || port.bonding.mii?.value === "up");
    if (lost.length === 0 || !settled) return;
    const [first, ...others] = usable.flatMap((port) => port.bonding.mii?.facts ?? []);
    if (first === undefined) return;
    yield {
      rule: "no-redundancy",
      severity: "warning",
      confidence: "high",
      impact: "degraded",
      message: `${listOf(namesOf(usable))} is the only usable port of ${nameOf(bond)}: its failure would cut the bond off.`,
      places: [first, ...others],
      related: [],
    };
  },
};
