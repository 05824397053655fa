import { activePortOf, isUnmonitored, isUsable, linkOf } from "../hosts/link.ts";
import type { Rule } from "./rule.ts";
import { dump, ethtool } from "./samples.ts";
import { nameOf, placesOf, subjectOf } from "./words.ts";

export const activeSlaveDead: Rule = {
  id: "active-slave-dead-no-failover",
  entry: "R06",
  title: "The active port is dead and the bond stays on it",
  why: "The link of the active port is gone while another port still has one, and the bond did not move: the failover did not happen.",
  guards: [
    "Speaks only where no monitor runs: with one, seconds between two captures explain as much.",
    "Silent where no other port is known to have a link.",
  ],
  remedy: "Restore link monitoring; the bond then moves to a working port within one interval.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: {
      title: "active eno1 has no link, eno2 has one",
      captures: [dump({ miimon: 0 }), ethtool("eno1", "no"), ethtool("eno2", "yes")],
    },
    clean: {
      title: "the backup is dead",
      captures: [dump({ miimon: 0 }), ethtool("eno2", "no"), ethtool("eno1", "yes")],
    },
    absent: { title: "no link captured", captures: [dump({ miimon: 0 })] },
  },
  *check(bond) {
    const active = activePortOf(bond);
    const places = placesOf(bond.kernel.activePort);
    if (!isUnmonitored(bond) || !active || !places) return;
    if (linkOf(active, bond).state !== "down") return;
    const other = bond.ports.find((port) => port !== active && isUsable(port, bond));
    if (other === undefined) return;
    yield {
      rule: "active-slave-dead-no-failover",
      severity: "error",
      confidence: "high",
      impact: "broken",
      port: active.name,
      message: `${subjectOf(bond)} stays on its active port ${active.name}, whose link is dead, although ${other.name} could take over: ${nameOf(bond)} did not fail over.`,
      places,
      related: linkOf(active, bond).dead.map(({ fact }) => ({ message: `the link of ${active.name} is dead`, fact })),
    };
  },
};
