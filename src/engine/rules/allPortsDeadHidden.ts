import { isUnmonitored, linkOf } from "../hosts/link.ts";
import { allDead } from "./monitoring.ts";
import type { Rule } from "./rule.ts";
import { dump, ethtool } from "./samples.ts";
import { listOf, namesOf, placesOf } from "./words.ts";

export const allPortsDeadHidden: Rule = {
  id: "all-ports-dead-hidden",
  entry: "R102",
  title: "Every port is dead and the bond still says up",
  why:
    "Without a monitor a bond whose ports have all lost their link keeps its own carrier, and every status stays up. " +
    "Monitoring alone does not bring the traffic back: the links have to be repaired.",
  guards: ["Silent where one port is known to have a link, or where the link of one port was not captured."],
  remedy: "Repair the links (a common cause such as a switch or a card comes first), and restore link monitoring.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: {
      title: "no link on either port",
      captures: [dump({ miimon: 0 }), ethtool("eno1", "no"), ethtool("eno2", "no")],
    },
    clean: {
      title: "one port has a link",
      captures: [dump({ miimon: 0 }), ethtool("eno1", "no"), ethtool("eno2", "yes")],
    },
    absent: { title: "one port not captured", captures: [dump({ miimon: 0 }), ethtool("eno1", "no")] },
  },
  *check(bond) {
    if (!isUnmonitored(bond) || !allDead(bond)) return;
    const signs = bond.ports.flatMap((port) => linkOf(port, bond).dead);
    const [first, ...others] = signs.map(({ fact }) => fact);
    if (first === undefined) return;
    yield {
      rule: "all-ports-dead-hidden",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `No port of ${bond.name ?? "this bond"} (${listOf(namesOf(bond.ports))}) has a link, and it still reports its own link as up.`,
      places: [first, ...others],
      related: (placesOf(bond.kernel.carrier) ?? []).map((fact) => ({ message: "the bond's own status", fact })),
    };
  },
};
