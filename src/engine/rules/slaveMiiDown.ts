import { activePortOf, isUsable, linkOf, usablePorts } from "../hosts/link.ts";
import type { Bond, JoinedSwitchPort, Port } from "../hosts/model.ts";
import { isSetDown, lossOf, missingPorts } from "./missingPorts.ts";
import { monitoringOff } from "./monitoring.ts";
import type { Impact, RawFinding, Rule } from "./rule.ts";
import { dump, ethtool, ipLink } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf } from "./words.ts";

export const slaveMiiDown: Rule = {
  id: "slave-mii-down",
  entry: "R24",
  title: "A port of the bond is down",
  why:
    "The driver's monitor calls this port down, so it carries no traffic. A failure count of 0 means that it never came up since " +
    "it joined the bond; a higher count, that it worked and failed.",
  guards: [
    "Silent where no monitor runs: then the status says nothing.",
    "A warning, not an error, for a backup in active-backup while another port is active.",
    "`going down` and `going back` are a delay that is running, not a fault.",
  ],
  remedy:
    "Without a link: check cable, optic and switch port (shut there: `no shutdown`). Set down: `ip link set PORT up` or activate its profile. With a link: " +
    "what the monitor asks (the ARP target) does not answer through this port.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: {
      title: "eno1 went down, eno2 took over",
      captures: [
        dump({ miimon: 100, active: "eno2", eno1: { mii: "down", speed: "Unknown", failures: 1 } }),
        ethtool("eno1", "no"),
      ],
    },
    clean: { title: "both up", captures: [dump({ miimon: 100 })] },
    absent: { title: "only ethtool captured", captures: [ethtool("eno1", "no")] },
  },
  *check(bond) {
    if (monitoringOff(bond)?.by === "kernel") return;
    const active = activePortOf(bond);
    const goesOn = bond.kernel.mode?.value === "active-backup" && active !== undefined && isUsable(active, bond);
    const impact = impactOf(bond);
    const left = bond.portsListed ? whatIsLeft(bond) : undefined;
    const shutPorts = shutOnSwitch(bond);
    for (const port of bond.ports) {
      const places = placesOf(port.bonding.mii);
      if (port.bonding.mii?.value !== "down" || !places) continue;
      const shut = linkOf(port, bond).state === "up" ? undefined : shutPorts.get(port.name);
      const then =
        left ??
        (active === undefined || active === port ? "it carries no traffic" : `${nameOf(bond)} runs on ${active.name}`);
      yield {
        rule: "slave-mii-down",
        severity: goesOn && active !== port ? "warning" : "error",
        confidence: "high",
        impact,
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} is down${reason(port, bond, shut)}: ${then}.`,
        places,
        related: evidenceOf("the switch has shut its port down", shut?.at.shutdown),
      };
    }
  },
};

export const portAdminDown: Rule = {
  id: "port-admin-down",
  entry: "R104",
  title: "A port was set down",
  why: "The interface has no UP flag: somebody or something set it down (`ip link set PORT down`). Its cable may be in order.",
  guards: [
    "Speaks only where the driver calls the port down as well, or where the port is not in the bond although a profile names it.",
  ],
  remedy: "`ip link set PORT up`, or activate the port's profile with `nmcli con up`.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: {
      title: "no UP flag",
      captures: [
        dump({ miimon: 100, active: "eno2", eno1: { mii: "down" } }),
        ipLink("eno1", "BROADCAST,MULTICAST,SLAVE", "DOWN"),
      ],
    },
    clean: {
      title: "up, without carrier",
      captures: [
        dump({ miimon: 100, active: "eno2", eno1: { mii: "down" } }),
        ipLink("eno1", "NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP", "DOWN"),
      ],
    },
    absent: { title: "no ip link captured", captures: [dump({ miimon: 100, active: "eno2", eno1: { mii: "down" } })] },
  },
  *check(bond) {
    for (const port of bond.ports) {
      const places = placesOf(port.link.adminUp);
      if (port.link.adminUp?.value !== false || !places || port.bonding.mii?.value !== "down") continue;
      yield branch(
        bond,
        port,
        "port-admin-down",
        `${port.name} of ${nameOf(bond)} was set down: it has no UP flag.`,
        places,
      );
    }
    for (const { name, interfaces } of missingPorts(bond)) {
      const [flags] = interfaces.filter((link) => isSetDown([link])).flatMap((link) => link.flags);
      if (flags === undefined) continue;
      yield {
        rule: "port-admin-down",
        severity: "error",
        confidence: "medium",
        impact: lossOf(bond).impact,
        port: name,
        message: `${name} was set down and is not in ${nameOf(bond)}: it has no UP flag.`,
        places: [flags],
        related: [],
      };
    }
  },
};

export const carrierUpMiiDown: Rule = {
  id: "carrier-up-mii-down",
  entry: "R05",
  title: "The port has a link, the bond says down",
  why:
    "The network card has a link, but the driver calls the port down: the ARP monitor gets no answer through it, or the captures " +
    "are from different moments.",
  guards: ["Silent where ethtool and `ip link` disagree, and while a delay is running."],
  remedy:
    "With the ARP monitor: look at the path of this port (VLAN, switch) and at the target. Otherwise capture again.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: {
      title: "link detected, reported down",
      captures: [dump({ miimon: 0, arp: 1000, active: "eno2", eno1: { mii: "down" } }), ethtool("eno1", "yes")],
    },
    clean: {
      title: "no link, reported down",
      captures: [dump({ miimon: 100, active: "eno2", eno1: { mii: "down" } }), ethtool("eno1", "no")],
    },
    absent: { title: "no link captured", captures: [dump({ miimon: 100, active: "eno2", eno1: { mii: "down" } })] },
  },
  *check(bond) {
    for (const port of bond.ports) {
      const { detected, carrier } = port.link;
      const places = placesOf(detected?.value ? detected : undefined, carrier?.value ? carrier : undefined);
      if (!places || port.bonding.mii?.value !== "down" || linkOf(port, bond).state !== "up") continue;
      yield branch(
        bond,
        port,
        "carrier-up-mii-down",
        `${port.name} has a link, but ${nameOf(bond)} counts it as down.`,
        places,
      );
    }
  },
};

function branch(
  bond: Bond,
  port: Port,
  rule: "port-admin-down" | "carrier-up-mii-down",
  message: string,
  places: RawFinding["places"],
): RawFinding {
  return {
    rule,
    severity: rule === "port-admin-down" ? "error" : "warning",
    confidence: "medium",
    impact: "degraded",
    port: port.name,
    message,
    places,
    related: evidenceOf(`${nameOf(bond)} counts ${port.name} as down`, port.bonding.mii),
  };
}

/** Traffic is lost where the bond has no carrier, or where every port is known and none is left. */
function impactOf(bond: Bond): Impact {
  const none = bond.portsListed && bond.ports.every((port) => port.bonding.mii?.value === "down");
  return none || bond.kernel.carrier?.value === false ? "broken" : "degraded";
}

function reason(port: Port, bond: Bond, shut: JoinedSwitchPort | undefined): string {
  if (port.link.adminUp?.value === false) return " because it was set down";
  const { state } = linkOf(port, bond);
  if (shut) return ` because its switch port ${shut.at.name} is shut down`;
  if (state === "down") {
    const why = port.link.ethtool.find(({ linkDetected }) => linkDetected?.value === false)?.noLinkReason;
    return ` and has no link${why === undefined ? "" : ` (ethtool: ${why})`}`;
  }
  if (state === "up") return " although it has a link";
  const failures = port.bonding.failures?.value;
  if (failures === undefined) return "";
  return failures === 0 ? " and never came up since it joined" : "";
}

/** The switch's ends whose configuration says `shutdown`, by the port. */
function shutOnSwitch({ switchPorts }: Bond): ReadonlyMap<string, JoinedSwitchPort> {
  const shut = switchPorts.filter(({ sure, at }) => sure && at.shutdown?.value === true);
  // Of several the first one counts.
  return new Map(shut.toReversed().flatMap((one) => (one.port === undefined ? [] : [[one.port, one] as const])));
}

/** What of a bond whose ports are all known carries traffic now, in words that end a sentence. */
function whatIsLeft(bond: Bond): string {
  const usable = usablePorts(bond);
  const name = nameOf(bond);
  if (usable.length > 0 && bond.kernel.carrier?.value === false) return `${name} has no carrier any more`;
  if (usable.length > 1) return `${name} goes on with ${listOf(namesOf(usable))}`;
  if (usable.length === 1) return `${name} runs on ${listOf(namesOf(usable))} alone`;
  const leaving = bond.ports.filter((port) => port.bonding.mii?.value === "going down");
  if (leaving.length > 0) return `${listOf(namesOf(leaving))} is going down too`;
  return bond.ports.some((port) => port.bonding.mii?.value === "going back")
    ? "no other port is up yet"
    : `no port of ${name} is left to carry traffic`;
}
