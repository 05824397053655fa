import { type OptionChange, setOption } from "../bonding/change.ts";
import type { OptionName } from "../bonding/options.ts";
import type { Bond } from "../hosts/model.ts";
import type { Stated } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump, ipBond, KERNEL_DOC } from "./samples.ts";
import { evidenceOf, nameOf, placesOf, subjectOf } from "./words.ts";

const SLOW_MS = 1000;
const FAST_MS = 50;
const LONG_MS = 1000;
const MANY_FAILURES = 5;

/** An option as the kernel runs it, or as the profile sets it where the kernel's was not captured. */
function optionOf(bond: Bond, name: OptionName): Stated<string> | undefined {
  return bond.kernel.options.get(name) ?? (bond.kernel.mode ? undefined : bond.profile?.options.get(name));
}

export const miimonTooSlow: Rule = {
  id: "miimon-too-slow",
  entry: "R12",
  title: "Links are checked too rarely",
  why: "A dead link is noticed within one miimon interval; with seconds between two looks, traffic is lost for seconds.",
  guards: ["Silent up to 1000 ms."],
  remedy: "miimon=100.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "every 5 s", captures: [dump({ miimon: 5000 })] },
    clean: { title: "every 100 ms", captures: [dump({ miimon: 100 })] },
    absent: { title: "the ARP monitor runs", captures: [dump({ miimon: 0, arp: 1000 })] },
  },
  *check(bond) {
    const miimon = optionOf(bond, "miimon");
    if (miimon === undefined || !(Number(miimon.value) > SLOW_MS)) return;
    yield {
      rule: "miimon-too-slow",
      severity: "warning",
      confidence: "medium",
      impact: "none",
      option: "miimon",
      message: `${subjectOf(bond)} looks at its links every ${miimon.value} ms: traffic into a dead link is lost for that long.`,
      places: miimon.facts,
      related: [],
      change: setOption("miimon", "100"),
    };
  },
};

export const miimonTooFast: Rule = {
  id: "miimon-too-fast",
  entry: "R12",
  title: "Links are checked very often",
  why: "Below 50 ms short glitches of a link count as failures.",
  guards: ["Only a hint."],
  remedy: "miimon=100.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "every 10 ms", captures: [dump({ miimon: 10 })] },
    clean: { title: "every 100 ms", captures: [dump({ miimon: 100 })] },
    absent: { title: "no monitor", captures: [dump({ miimon: 0 })] },
  },
  *check(bond) {
    const miimon = optionOf(bond, "miimon");
    const interval = Number(miimon?.value ?? "0");
    if (miimon === undefined || !(interval > 0 && interval < FAST_MS)) return;
    yield {
      rule: "miimon-too-fast",
      severity: "hint",
      confidence: "medium",
      impact: "none",
      message: `${subjectOf(bond)} looks at its links every ${interval} ms, so that short glitches count as failures.`,
      places: miimon.facts,
      related: [],
    };
  },
};

export const useCarrierZero: Rule = {
  id: "use-carrier-0",
  entry: "R15",
  title: "Links are asked for the old way",
  why:
    "With use_carrier=0 the driver asks the card by the old MII and ethtool calls instead of its carrier. Many drivers, virtio among " +
    "them, then always answer up, and the newest kernels accept only 1.",
  guards: ["Silent where the ARP monitor runs."],
  remedy: "Remove use_carrier from the options; its default is 1.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "use_carrier 0",
      captures: [ipBond("miimon 100 updelay 0 downdelay 0 use_carrier 0 arp_interval 0")],
    },
    clean: {
      title: "use_carrier 1",
      captures: [ipBond("miimon 100 updelay 0 downdelay 0 use_carrier 1 arp_interval 0")],
    },
    absent: { title: "a dump does not show it", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const option = optionOf(bond, "use_carrier");
    if (option?.value !== "0" || Number(bond.kernel.options.get("arp_interval")?.value ?? "0") > 0) return;
    yield {
      rule: "use-carrier-0",
      severity: "warning",
      confidence: "medium",
      impact: "at-risk",
      option: "use_carrier",
      message: `${subjectOf(bond)} asks its ports for their link the old way (use_carrier=0), to which many drivers always answer up: a dead link may go unnoticed.`,
      places: option.facts,
      related: [],
      change: WITHOUT_USE_CARRIER,
    };
  },
};

const WITHOUT_USE_CARRIER: OptionChange = { set: new Map(), unset: ["use_carrier"] };

export const downdelayLong: Rule = {
  id: "downdelay-long",
  entry: "R18",
  title: "A long downdelay",
  why: "The driver goes on using a dead port until downdelay is over: each failure costs that much traffic.",
  guards: ["A hint, unless a port stands at `going down` in the capture: then the delay is costing traffic now."],
  remedy: "downdelay=0, or a few hundred milliseconds where links glitch.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "1000 ms", captures: [dump({ miimon: 100, downdelay: 1000 })] },
    clean: { title: "200 ms", captures: [dump({ miimon: 100, downdelay: 200 })] },
    absent: { title: "no delay", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const delay = optionOf(bond, "downdelay");
    if (delay === undefined || !(Number(delay.value) >= LONG_MS)) return;
    const going = bond.ports.find((port) => port.bonding.mii?.value === "going down");
    yield {
      rule: "downdelay-long",
      severity: going ? "warning" : "hint",
      confidence: "medium",
      impact: "none",
      option: "downdelay",
      message: going
        ? `${nameOf(bond)} still uses ${going.name}, whose link is lost, until its downdelay of ${delay.value} ms is over.`
        : `${subjectOf(bond)} goes on using a dead port for ${delay.value} ms (downdelay) at each failure.`,
      places: delay.facts,
      related: evidenceOf("the delay is running", going?.bonding.mii),
    };
  },
};

export const updelayZeroWithFailback: Rule = {
  id: "updelay-zero-with-failback",
  entry: "R18",
  title: "The primary is taken back at once",
  why:
    "With primary_reselect=always and updelay=0 the bond returns to its primary the moment its link is there. A switch port that does " +
    "not forward yet (spanning tree) then swallows the traffic.",
  guards: ["Only a hint, and only for a primary that has failed often."],
  remedy: "updelay=30000, or PortFast on the switch ports.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "a primary that failed 8 times", captures: [dump({ miimon: 100, eno1: { failures: 8 } })] },
    clean: { title: "with an updelay", captures: [dump({ miimon: 100, updelay: 30000, eno1: { failures: 8 } })] },
    absent: { title: "no failure", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const { options } = bond.kernel;
    const primary = bond.ports.find((port) => port.name === options.get("primary")?.value);
    const places = placesOf(options.get("updelay"));
    const returns = (options.get("primary_reselect")?.value ?? "always") === "always";
    if (!places || options.get("updelay")?.value !== "0" || !returns) return;
    if (!(Number(options.get("miimon")?.value) > 0) || (primary?.bonding.failures?.value ?? 0) <= MANY_FAILURES) return;
    yield {
      rule: "updelay-zero-with-failback",
      severity: "hint",
      confidence: "medium",
      impact: "none",
      message: `${subjectOf(bond)} returns to ${primary?.name} the moment its link is back (updelay 0), even before the switch forwards.`,
      places,
      related: evidenceOf(`link failures of ${primary?.name}`, primary?.bonding.failures),
    };
  },
};
