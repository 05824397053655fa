import type { Bond } from "../hosts/model.ts";
import type { Rule } from "./rule.ts";
import { keyfile } from "./samples.ts";
import { listOf, nameOf } from "./words.ts";

const MODULE = { path: "modprobe.d/bonding.conf", text: "options bonding mode=1 miimon=100\n" };

export const staleModprobeOptions: Rule = {
  id: "stale-modprobe-options",
  entry: "R93",
  title: "Options of the module beside another configuration",
  why:
    "What `options bonding` sets are only defaults: they count for bonds whose owner says nothing of that option. Beside a " +
    "profile or another configuration they are left over, and mislead whoever reads them.",
  guards: [
    "Silent for max_bonds and other parameters that are no option of a bond.",
    "Silent without another configuration.",
  ],
  remedy: "Remove what is set elsewhere from modprobe.d; `options bonding max_bonds=0` may stay.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: { title: "mode and miimon in both", captures: [MODULE, keyfile("mode=active-backup", "miimon=100")] },
    clean: {
      title: "max_bonds only",
      captures: [{ ...MODULE, text: "options bonding max_bonds=0\n" }, keyfile("mode=active-backup", "miimon=100")],
    },
    absent: { title: "nothing else captured", captures: [MODULE] },
  },
  *check(bond: Bond) {
    const { profile: own, moduleOptions } = bond;
    if (own === undefined || own.owner === "the module" || own.active === false) return;
    for (const { options, text, interface: on } of moduleOptions) {
      const both = [...options.keys()].filter((name) => own.options.has(name));
      if (both.length === 0 || (on !== undefined && on !== bond.name)) continue;
      yield {
        rule: "stale-modprobe-options",
        severity: "hint",
        confidence: "medium",
        impact: "none",
        message: `The options of the bonding module set ${listOf(both)} too, but ${own.owner} configures ${nameOf(bond)}: what the module has is only the default and does not count.`,
        places: [text],
        related: own.text.facts.map((fact) => ({ message: "what counts", fact })),
      };
    }
  },
};
