import { hasActivePort } from "../bonding/modes.ts";
import { activePortOf, isUsable, linkOf } from "../hosts/link.ts";
import type { Bond } from "../hosts/model.ts";
import { briefReason, missingPorts } from "./missingPorts.ts";
import type { Rule } from "./rule.ts";
import { dump, ethtool, KERNEL_DOC } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

const BOTH_DOWN = dump({
  miimon: 100,
  active: "None",
  carrier: "down",
  eno1: { mii: "down", speed: "Unknown", failures: 1 },
  eno2: { mii: "down", speed: "Unknown", failures: 1 },
});
const HEALTHY = dump({ miimon: 100 });

export const bondDown: Rule = {
  id: "bond-down",
  entry: "R20",
  title: "The bond has no carrier",
  why: "The driver has taken the bond's own link down: nothing is sent or received through it.",
  guards: ["Silent while the bond itself is set down."],
  remedy: "Look for the reason among its ports: none enslaved, all down, or too few for min_links.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "MII Status of the bond is down", captures: [BOTH_DOWN] },
    clean: { title: "the bond is up", captures: [HEALTHY] },
    absent: { title: "only ethtool captured", captures: [ethtool("eno1", "no")] },
  },
  *check(bond) {
    const { carrier } = bond.kernel;
    const places = placesOf(carrier);
    if (carrier?.value !== false || !places) return;
    yield {
      rule: "bond-down",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `${subjectOf(bond)} has no carrier: nothing is sent or received through it.`,
      places,
      related: [],
    };
  },
};

export const allSlavesDown: Rule = {
  id: "all-slaves-down",
  entry: "R21",
  title: "Every port is down",
  why: "All ports went down, so look for what they have in common: the switch, its power, a card, a setting, or somebody who set them down.",
  guards: ["Silent where no monitor runs, and where one port is not down."],
  remedy: "Find the common element of the ports and repair it.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "both ports down", captures: [BOTH_DOWN] },
    clean: {
      title: "one port up",
      captures: [dump({ miimon: 100, active: "eno2", eno1: { mii: "down", speed: "Unknown" } })],
    },
    absent: { title: "only ethtool captured", captures: [ethtool("eno1", "no"), ethtool("eno2", "no")] },
  },
  *check(bond) {
    const down = bond.ports.filter((port) => port.bonding.mii?.value === "down");
    const [first, ...others] = down.flatMap((port) => port.bonding.mii?.facts ?? []);
    if (first === undefined || down.length < bond.ports.length || !bond.portsListed) return;
    const dead = down.filter((port) => linkOf(port, bond).state === "down");
    const links = dead.length === down.length ? ", and none of them has a link" : "";
    yield {
      rule: "all-slaves-down",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `Every port of ${nameOf(bond)} (${listOf(namesOf(down))}) is down${links}: no traffic passes, so look for what the ports have in common.`,
      places: [first, ...others],
      related: dead.flatMap((port) =>
        linkOf(port, bond).dead.map(({ fact }) => ({ message: `${port.name} has no link`, fact })),
      ),
    };
  },
};

export const activeSlaveNone: Rule = {
  id: "active-slave-none",
  entry: "R30",
  title: "The bond has ports and uses none",
  why: "In a mode that sends through one port, `Currently Active Slave: None` means that no port can be used.",
  guards: ["Silent for a bond without ports: that is another finding."],
  remedy: "Repair the ports.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "None", captures: [BOTH_DOWN] },
    clean: { title: "eno1", captures: [HEALTHY] },
    absent: {
      title: "a mode without an active port",
      captures: [dump({ miimon: 100, mode: "load balancing (round-robin)" })],
    },
  },
  *check(bond) {
    const { activePort } = bond.kernel;
    const places = placesOf(activePort);
    const mode = bond.kernel.mode?.value;
    if (mode === undefined || !hasActivePort(mode)) return;
    if (activePort?.value !== null || !places || bond.ports.length === 0) return;
    yield {
      rule: "active-slave-none",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `${subjectOf(bond)} has no active port, although ${listOf(namesOf(bond.ports))} belong${bond.ports.length === 1 ? "s" : ""} to it.`,
      places,
      related: [],
    };
  },
};

const WITHOUT_PORTS = dump({ miimon: 100, active: "None", carrier: "down", ports: false });

export const noSlaves: Rule = {
  id: "no-slaves",
  entry: "R22",
  title: "The bond has no ports",
  why:
    "Nothing is enslaved to the bond, so it carries nothing. Usual reasons: the names in the profile do not exist, the port profiles " +
    "are not active or not set to start with the bond, a port had no carrier when the profile came up, or something else holds the cards.",
  guards: [
    "Speaks only where the whole block above the ports was captured and the bond itself is down, so that a cut dump is not mistaken for it.",
    "Silent for the empty bond0 that the module makes by itself while another bond is in use.",
  ],
  remedy:
    "Look at the ports: `nmcli device status` shows unavailable (no carrier, or set down) and what else holds them; " +
    "`nmcli con up PORT-PROFILE` enslaves one; `connection.autoconnect-ports 1` (older: `autoconnect-slaves`) brings them up with the bond.",
  references: [KERNEL_DOC, "https://networkmanager.dev/docs/api/latest/settings-connection.html"],
  examples: {
    hit: { title: "no Slave Interface, and the bond is down", captures: [WITHOUT_PORTS] },
    clean: { title: "two ports", captures: [HEALTHY] },
    absent: { title: "a dump that is cut before its ports", captures: [dump({ miimon: 100, ports: false })] },
  },
  *check(bond) {
    const [last] = bond.snapshots.slice(-1);
    const places = placesOf(bond.kernel.carrier);
    if (!places || bond.kernel.carrier?.value !== false || bond.ports.length > 0 || !bond.portsListed) return;
    if (last !== undefined && last.downdelay === undefined) return;
    yield {
      rule: "no-slaves",
      severity: "error",
      confidence: "high",
      impact: "broken",
      message: `${subjectOf(bond)} has no ports${namedPorts(bond)}: nothing is enslaved to it, so it carries no traffic.`,
      places,
      related: [],
    };
  },
};

/** The ports that it should have, each with what keeps it away. */
function namedPorts(bond: Bond): string {
  const missing = missingPorts(bond);
  if (missing.length === 0) return "";
  const reasons = missing.map((port) => briefReason(port, bond));
  const names = missing.map(({ name }) => name);
  const [first = ""] = reasons;
  const named = reasons.every((reason) => reason === first)
    ? `${listOf(names)}${first}`
    : listOf(names.map((name, index) => `${name}${reasons[index]}`));
  return `, although ${named} should be in it`;
}

export const strayDefaultBond: Rule = {
  id: "stray-default-bond0",
  entry: "R23",
  title: "An empty bond0 that the module made",
  why: "Loading the bonding module creates bond0 (balance-rr, no ports) unless max_bonds=0 is given. It does no harm and is not the bond in use.",
  guards: ["Speaks only where another bond of the host has ports."],
  remedy: "`options bonding max_bonds=0` in /etc/modprobe.d keeps it away.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "bond0 empty beside bond1",
      captures: [
        { ...HEALTHY, path: "proc_net_bonding_bond1.txt" },
        dump({ miimon: 0, mode: "load balancing (round-robin)", carrier: "down", ports: false }),
      ],
    },
    clean: { title: "bond0 in use", captures: [HEALTHY] },
    absent: {
      title: "the only bond",
      captures: [dump({ miimon: 0, mode: "load balancing (round-robin)", carrier: "down", ports: false })],
    },
  },
  *check(bond) {
    const { mode, options } = bond.kernel;
    const places = placesOf(mode);
    if (bond.name !== "bond0" || mode?.value !== "balance-rr" || !places || !bond.otherBondInUse) return;
    if (bond.ports.length > 0 || options.get("miimon")?.value !== "0" || bond.profile !== undefined) return;
    yield {
      rule: "stray-default-bond0",
      severity: "hint",
      confidence: "high",
      impact: "none",
      message: "bond0 is empty: the bonding module made it when it was loaded, and another bond is in use.",
      places,
      related: [],
    };
  },
};

export const singleSlave: Rule = {
  id: "single-slave",
  entry: "R26",
  title: "The bond has one port",
  why: "A bond of one port works, and has nothing to fail over to.",
  guards: ["Speaks only where the captures list every port."],
  remedy: "Enslave a second port, best on another card and another switch.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "eno1 alone", captures: [dump({ miimon: 100, ports: "eno1" })] },
    clean: { title: "two ports", captures: [HEALTHY] },
    absent: { title: "no port captured", captures: [dump({ miimon: 100, ports: false })] },
  },
  *check(bond) {
    const [port] = bond.ports;
    const places = placesOf(port?.bonding.mii);
    if (port === undefined || bond.ports.length !== 1 || !places || !bond.portsListed) return;
    yield {
      rule: "single-slave",
      severity: "warning",
      confidence: "high",
      impact: "at-risk",
      message: `${subjectOf(bond)} has ${port.name} as its only port: there is nothing to fail over to.`,
      places,
      related: [],
    };
  },
};

export const statusGoing: Rule = {
  id: "status-going",
  entry: "R35",
  title: "Captured in the middle of a delay",
  why: "`going down` and `going back` mean that downdelay or updelay is running: the capture shows a moment between two states.",
  guards: [
    "Speaks only with the MII monitor and that delay above 0: the ARP monitor shows the words without any delay.",
  ],
  remedy: "Capture again after the delay.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "updelay runs",
      captures: [dump({ miimon: 100, updelay: 30000, active: "eno2", eno1: { mii: "going back" } })],
    },
    clean: { title: "both up", captures: [dump({ miimon: 100, updelay: 30000 })] },
    absent: {
      title: "the words under the ARP monitor",
      captures: [dump({ miimon: 0, arp: 1000, eno1: { mii: "going back" } })],
    },
  },
  *check(bond) {
    const active = activePortOf(bond);
    for (const port of bond.ports) {
      const status = port.bonding.mii?.value;
      const delay = status === "going back" ? "updelay" : "downdelay";
      const running = Number(bond.kernel.options.get(delay)?.value ?? "0");
      const places = placesOf(port.bonding.mii);
      if ((status !== "going back" && status !== "going down") || !(running > 0) || !places) continue;
      const then = isUsable(active ?? port, bond) ? "" : "; until then no port is in use";
      yield {
        rule: "status-going",
        severity: "information",
        confidence: "high",
        impact: "none",
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} is ${status}: its ${delay} of ${running} ms is running${then}.`,
        places,
        related: evidenceOf(`${delay} of ${nameOf(bond)}`, bond.kernel.options.get(delay)),
      };
    }
  },
};
