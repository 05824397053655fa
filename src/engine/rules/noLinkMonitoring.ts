import { setOption } from "../bonding/change.ts";
import { hasActivePort, modeOfOption, refusesArpMonitor, trustsItsMonitor } from "../bonding/modes.ts";
import { activePortOf, linkOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { countsAsUp, deadPorts, type MonitoringOff, monitoringOff, sendsIntoDeadPort } from "./monitoring.ts";
import type { Alternative, Evidence, Impact, Rule } from "./rule.ts";
import { dump, ethtool, profile } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, subjectOf } from "./words.ts";

export const noLinkMonitoring: Rule = {
  id: "no-link-monitoring",
  entry: "R01",
  title: "The bond does not monitor its links",
  why:
    "With miimon=0 and no ARP targets the driver never looks at the links of its ports. A dead cable or a shut switch port " +
    "stays `MII Status: up`, its failure count stays 0, and in active-backup everything is still sent into the dead port. " +
    "`MII Status: up` proves nothing while both intervals are 0.",
  guards: [
    "Silent where the ARP monitor runs (ARP Polling Interval above 0).",
    "Silent where the capture does not hold the interval: a missing line is unknown, not 0.",
    "Silent for a profile without miimon: NetworkManager then runs 100.",
    "A warning only in balance-rr, balance-xor and broadcast: their transmit path skips a port without carrier by itself.",
  ],
  remedy:
    "Set miimon=100 in the profile and apply it with `nmcli device reapply`, which loses no traffic even while the port " +
    "is dead. Then repair the dead link: monitoring moves the traffic away from it, and does not mend it.",
  references: [
    "https://docs.kernel.org/networking/bonding.html",
    "https://networkmanager.dev/docs/api/latest/settings-bond.html",
  ],
  examples: {
    hit: {
      title: "eno1 has no link, and bond0 does not look",
      captures: [dump({ miimon: 0, eno1: { speed: "Unknown" } }), ethtool("eno1", "no")],
    },
    clean: { title: "miimon=100", captures: [dump({ miimon: 100 })] },
    absent: {
      title: "A profile that does not mention miimon",
      captures: [profile("mode=active-backup,primary=eno1")],
    },
  },
  *check(bond) {
    const off = monitoringOff(bond);
    if (off === undefined) return;
    const mode = bond.kernel.mode?.value ?? bond.profile?.options.get("mode")?.value;
    const lenient = mode === "balance-rr" || mode === "balance-xor" || mode === "broadcast";
    yield {
      rule: "no-link-monitoring",
      severity: lenient ? "warning" : "error",
      confidence: "high",
      impact: impactOf(bond),
      message: messageOf(bond, off),
      option: "miimon",
      places: off.statement.facts,
      related: relatedOf(bond),
      change: setOption("miimon", "100"),
      alternatives: arpInstead(bond, mode),
    };
  },
};

/** The other monitor, where the mode allows it and a capture names a host that ought to answer. */
function arpInstead(bond: Bond, mode: string | undefined): Alternative[] {
  const [gateway] = bond.gateways;
  const known = modeOfOption(mode ?? "");
  if (gateway === undefined || known === undefined || refusesArpMonitor(known)) return [];
  const options = new Map([
    ["arp_interval", "1000"],
    ["arp_ip_target", gateway.value],
  ] as const);
  return [
    {
      title: "monitor by ARP instead, and add a second target",
      why: "The ARP monitor also notices a switch that blocks traffic while the link stays up, which miimon cannot see. It needs targets that always answer, best one behind each switch.",
      change: { set: options, unset: [] },
    },
  ];
}

function impactOf(bond: Bond): Impact {
  const dead = deadPorts(bond).filter(countsAsUp);
  const mode = bond.kernel.mode?.value;
  if (dead.length === 0) return "at-risk";
  if (dead.length === bond.ports.length) return "broken";
  if (mode === "802.3ad")
    return bond.ports.some((port) => port.bonding.mii?.value === "up" && linkOf(port, bond).state !== "down")
      ? "degraded"
      : "broken";
  return sendsIntoDeadPort(bond) ? "broken" : "degraded";
}

function messageOf(bond: Bond, off: MonitoringOff): string {
  if (off.by === "profile") {
    return `The profile of ${nameOf(bond)} turns link monitoring off (miimon=0, no ARP targets): a dead link would go unnoticed${wouldNotMove(bond)}.`;
  }
  const cause = `${subjectOf(bond)} does not monitor its links (miimon is 0, no ARP targets)`;
  const dead = deadPorts(bond).filter(countsAsUp);
  if (dead.length === 0) return `${cause}: a dead link would go unnoticed${wouldNotMove(bond)}.`;
  const ports = listOf(namesOf(dead));
  if (dead.length === bond.ports.length && dead.length > 1) {
    return `${cause}: none of its ports (${ports}) has carrier, but ${nameOf(bond)} still counts them as up; the links themselves have to be repaired too.`;
  }
  const missing = dead.every((port) => isSwitchedOff(port))
    ? `${areOrIs(dead, "set down")}`
    : `${hasOrHave(dead)} no carrier`;
  const mode = bond.kernel.mode?.value;
  if (sendsIntoDeadPort(bond) && mode !== undefined && hasActivePort(mode)) {
    const through = mode === "active-backup" ? "sends everything through it" : "uses it as its active port";
    return `${cause}: ${ports} ${missing}, but ${nameOf(bond)} still ${through}.`;
  }
  if (mode !== undefined && !trustsItsMonitor(mode)) {
    return `${cause}: ${ports} ${missing} and is still counted as up; ${mode} skips it when sending, so traffic flows without the redundancy that ${nameOf(bond)} reports.`;
  }
  return `${cause}: ${ports} ${missing}, but ${nameOf(bond)} still counts on it, so its redundancy is gone without notice.`;
}

function hasOrHave(ports: readonly Port[]): string {
  return ports.length === 1 ? "has" : "have";
}

function areOrIs(ports: readonly Port[], state: string): string {
  return `${ports.length === 1 ? "is" : "are"} ${state}`;
}

function isSwitchedOff(port: Port): boolean {
  return port.link.adminUp?.value === false;
}

function wouldNotMove(bond: Bond): string {
  const mode = bond.kernel.mode?.value ?? bond.profile?.options.get("mode")?.value;
  if (mode !== "active-backup") return "";
  const active = activePortOf(bond);
  const others = bond.ports.filter((port) => port !== active);
  if (active === undefined || others.length === 0) return " and traffic would not move to another port";
  return ` and traffic would not move to ${others.length === 1 ? nameList(others) : `one of ${nameList(others)}`}`;
}

function nameList(ports: readonly Port[]): string {
  return listOf(namesOf(ports));
}

function relatedOf(bond: Bond): Evidence[] {
  const related: Evidence[] = [];
  for (const port of deadPorts(bond).filter(countsAsUp)) {
    related.push(
      ...evidenceOf(
        `${nameOf(bond)} still counts ${port.name} as ${port.bonding.mii?.value ?? "a port"}`,
        port.bonding.mii,
      ),
    );
  }
  if (bond.profile !== undefined && !bond.profile.options.has("miimon")) {
    related.push(
      ...evidenceOf(
        "the profile does not set miimon: NetworkManager would run 100, so it did not activate this bond, or something changed it since",
        bond.profile.text,
      ),
    );
  }
  return related;
}
