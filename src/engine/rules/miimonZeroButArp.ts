import type { Rule } from "./rule.ts";
import { dump } from "./samples.ts";
import { evidenceOf, placesOf, subjectOf } from "./words.ts";

export const miimonZeroButArp: Rule = {
  id: "miimon-zero-but-arp",
  entry: "R02",
  title: "miimon is 0 because the ARP monitor runs",
  why: "The driver runs one monitor at a time. With an ARP interval above 0, miimon is 0, and the links are watched by ARP. This is no fault.",
  guards: ["Only a hint: it never shows in a list of problems."],
  remedy: "Nothing to do.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: { title: "ARP monitor every 1000 ms", captures: [dump({ miimon: 0, arp: 1000 })] },
    clean: { title: "MII monitor", captures: [dump({ miimon: 100 })] },
    absent: { title: "no monitor at all", captures: [dump({ miimon: 0 })] },
  },
  *check(bond) {
    const miimon = bond.kernel.options.get("miimon");
    const arp = bond.kernel.options.get("arp_interval");
    const places = placesOf(miimon);
    if (miimon?.value !== "0" || !places || Number(arp?.value ?? "0") === 0) return;
    yield {
      rule: "miimon-zero-but-arp",
      severity: "hint",
      confidence: "high",
      impact: "none",
      message: `${subjectOf(bond)} watches its links with the ARP monitor every ${arp?.value} ms; miimon is 0 for that reason, which is no fault.`,
      places,
      related: evidenceOf("the ARP monitor runs", arp),
    };
  },
};
