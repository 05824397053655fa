import { setOption } from "../bonding/change.ts";
import type { Bond, Port } from "../hosts/model.ts";
import type { Alternative, RawFinding, Rule } from "./rule.ts";
import { dump, KERNEL_DOC } from "./samples.ts";
import { listOf, nameOf, namesOf, placesOf } from "./words.ts";

/** One failure after one failover is normal, and a ratio says something only above this. */
const SOME = 5;
const MANY = 20;

/** Options that calm a flapping link until it is repaired; only the MII monitor has them. */
export function calming(bond: Bond): Alternative[] {
  if (!(Number(bond.kernel.options.get("miimon")?.value) > 0)) return [];
  return [
    {
      title: "wait 5 s before a returning link is used",
      why: "updelay lets a link prove itself before it carries traffic again.",
      change: setOption("updelay", "5000"),
    },
    {
      title: "look at the links every 500 ms",
      why: "miimon=500 overlooks shorter glitches, and notices a dead link that much later.",
      change: setOption("miimon", "500"),
    },
  ];
}

export const linkFailureCount: Rule = {
  id: "link-failure-count",
  entry: "R27",
  title: "Links have failed often",
  why:
    "The count grows whenever the monitor sees a port go down, and is never reset while the port is enslaved. One port far above the " +
    "others: its cable, optic or switch port. All alike: something they have in common.",
  guards: [
    "A hint up to 5: a failover or a maintenance leaves as much.",
    "It does not say when: two captures tell whether it still grows.",
  ],
  remedy:
    "Look at the error counters (`ethtool -S`), the optic and the cable of the port; capture the dump again later and compare.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "9 failures of eno1", captures: [dump({ miimon: 100, eno1: { failures: 9 } })] },
    clean: { title: "none", captures: [dump({ miimon: 100 })] },
    absent: { title: "not captured", captures: [dump({ miimon: 100, ports: false })] },
  },
  *check(bond) {
    const often = bond.ports.filter((port) => failuresOf(port) > SOME);
    const failed = bond.ports.filter((port) => failuresOf(port) > 0);
    const told = often.length > 0 ? often : failed;
    const places = placesOf(...told.map((port) => port.bonding.failures));
    if (!places) return;
    const all = often.length === bond.ports.length && often.length > 1;
    const severe = often.some((port) => failuresOf(port) > MANY) || all;
    const counts = told.map((port) => `${port.name} ${failuresOf(port)}`).join(", ");
    yield {
      rule: "link-failure-count",
      severity: often.length === 0 ? "hint" : severe ? "error" : "warning",
      confidence: "medium",
      impact: often.length === 0 ? "none" : "at-risk",
      ...(told.length === 1 && told[0] && { port: told[0].name }),
      message: all
        ? `Every port of ${nameOf(bond)} has failed often (${counts}): look for what they have in common.`
        : often.length === 0
          ? `Link failures since the ports joined ${nameOf(bond)}: ${counts}.`
          : `${listOf(namesOf(often))} of ${nameOf(bond)} has failed often (${counts}): its cable, optic or switch port is not reliable.`,
      places,
      related: [],
      ...(often.length > 0 && { alternatives: calming(bond) }),
    };
  },
};

export const failbackFlapping: Rule = {
  id: "failback-flapping",
  entry: "R34",
  title: "Two switch-overs at each failure of the primary",
  why: "primary_reselect=always returns to the primary as soon as it is back. A primary that keeps failing moves the traffic twice each time.",
  guards: ["Speaks only where the primary has failed more than 5 times."],
  remedy:
    "primary_reselect=failure keeps the bond on the working port until that one fails; or an updelay. And repair the primary's link.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "a primary that failed 9 times", captures: [dump({ miimon: 100, eno1: { failures: 9 } })] },
    clean: { title: "no failure", captures: [dump({ miimon: 100 })] },
    absent: { title: "no primary", captures: [dump({ miimon: 100, primary: "None", eno1: { failures: 9 } })] },
  },
  *check(bond) {
    const { options } = bond.kernel;
    const primary = bond.ports.find((port) => port.name === options.get("primary")?.value);
    const policy = options.get("primary_reselect");
    const places = placesOf(policy);
    if (!primary || !places || policy?.value !== "always" || failuresOf(primary) <= SOME) return;
    yield failback(bond, primary, places);
  },
};

function failback(bond: Bond, primary: Port, places: RawFinding["places"]): RawFinding {
  return {
    rule: "failback-flapping",
    severity: "warning",
    confidence: "medium",
    impact: "at-risk",
    port: primary.name,
    option: "primary_reselect",
    message: `${nameOf(bond)} returns to ${primary.name} each time it comes back, and it has failed ${failuresOf(primary)} times: every failure moves the traffic twice.`,
    places,
    related: [],
    alternatives: [
      {
        title: "stay on the working port until it fails",
        why: "primary_reselect=failure does not return to a primary that keeps failing.",
        change: setOption("primary_reselect", "failure"),
      },
      ...calming(bond),
    ],
  };
}

function failuresOf(port: Port): number {
  return port.bonding.failures?.value ?? 0;
}
