import type { Bond, Stored } from "../hosts/model.ts";
import type { Rule } from "./rule.ts";
import { keyfile, profile, script } from "./samples.ts";
import { listOf, nameOf, subjectOf } from "./words.ts";

const OPTIONS = 'BONDING_OPTS="mode=active-backup miimon=100"';
const OWN_SCRIPT = script("DEVICE=bond0", "NM_CONTROLLED=no", OPTIONS);
const MODULE = { path: "modprobe.d/bonding.conf", text: "options bonding mode=1 miimon=100\n" };

/** Who is meant where a configuration is there for NetworkManager in the end. */
function managerOf({ owner }: Stored): string | undefined {
  return owner === "nmstate" ? "NetworkManager" : owner;
}

export const twoManagers: Rule = {
  id: "two-managers",
  entry: "R74",
  title: "Two managers configure one bond",
  why:
    "Each manager sets the bond up as its own configuration says, and takes ports that the other one has. Which of them " +
    "comes last depends on the order in which they start, so the bond can differ from one boot to the next.",
  guards: [
    "Silent for what netplan generates for NetworkManager or systemd-networkd from its own file.",
    "Silent for an ifcfg file without NM_CONTROLLED: NetworkManager may be the one who reads it.",
    "Silent for a profile that is shown not to be in use, for commands that are only planned, and for options of the module.",
    "Silent for /etc/network/interfaces beside netplan: that file is left behind by upgrades, and nobody reads it then.",
  ],
  remedy: "Keep one: delete the other's configuration of this bond and its ports, or tell it to leave them alone.",
  references: ["https://networkmanager.dev/docs/api/latest/NetworkManager.conf.html"],
  examples: {
    hit: {
      title: "an ifcfg file with NM_CONTROLLED=no, and a keyfile",
      captures: [OWN_SCRIPT, keyfile("mode=active-backup", "miimon=100")],
    },
    clean: { title: "only the ifcfg file", captures: [OWN_SCRIPT] },
    absent: {
      title: "an ifcfg file that does not say who reads it",
      captures: [script("DEVICE=bond0", OPTIONS), profile("mode=active-backup,miimon=100")],
    },
  },
  *check(bond) {
    const owners = new Map<string, Stored>();
    for (const stored of bond.stored) {
      const manager = isThere(stored) ? managerOf(stored) : undefined;
      if (manager !== undefined && !owners.has(manager)) owners.set(manager, stored);
    }
    if (owners.has("netplan")) owners.delete("ifupdown");
    const [first, second, ...others] = [...owners.values()];
    if (first === undefined || second === undefined) return;
    yield {
      rule: "two-managers",
      severity: "warning",
      confidence: "medium",
      impact: "none",
      message: `${subjectOf(bond)} is configured by ${listOf([...owners.keys()])}: which of them sets it up last is not certain.`,
      places: [first.text, second.text, ...others.map(({ text }) => text)],
      related: [],
    };
  },
};

/** True for a configuration that some manager will act upon, of the bond that it names itself. */
function isThere({ active, report, interface: on, owner }: Stored): boolean {
  return (
    active !== false && on !== undefined && report.kind !== "nmcli-modify" && owner !== "ip" && owner !== "the module"
  );
}

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
