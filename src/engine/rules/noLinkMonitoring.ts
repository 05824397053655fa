import { type OptionChange, setOption } from "../bonding/change.ts";
import { NETWORKMANAGER_MIIMON } from "../bonding/effective.ts";
import { type Mode, refusesArpMonitor, trustsItsMonitor } from "../bonding/modes.ts";
import { activePortOf, modeOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { allDead, hiddenDeadPorts, impactOfHidden, type MonitoringOff, monitoringOff } from "./monitoring.ts";
import type { Alternative, Evidence, Rule } from "./rule.ts";
import { dump, ethtool, profile } from "./samples.ts";
import { configurationOf, evidenceOf, listOf, nameOf, namesOf, subjectOf } from "./words.ts";

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
    "Silent for a profile without miimon: NetworkManager then runs 100. Network-scripts, netplan with systemd-networkd, ifupdown and ip leave the kernel's 0.",
    "Silent where a file of modprobe.d sets a monitor, or where a misspelt option was meant to.",
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
    const mode = modeOf(bond);
    yield {
      rule: "no-link-monitoring",
      severity: mode !== undefined && !trustsItsMonitor(mode) ? "warning" : "error",
      confidence: "high",
      impact: impactOfHidden(bond),
      message: messageOf(bond, off),
      option: "miimon",
      places: off.statement.facts,
      related: relatedOf(bond),
      change: changeOf(bond),
      alternatives: arpInstead(bond, mode),
    };
  },
};

/** Where the stored profile already asks for a monitor that its mode can run, only that is missing: applying it. */
function changeOf({ profile }: Bond): OptionChange {
  const stored = profile?.active === false ? undefined : profile?.options;
  const arp = ["arp_interval", "arp_ip_target", "ns_ip6_target"] as const;
  const asksForArp =
    Number(stored?.get("arp_interval")?.value) > 0 && Number(profile?.effective.get("arp_interval")) > 0;
  if (!asksForArp) return setOption("miimon", "100");
  return {
    set: new Map(
      arp.flatMap((name) => [[name, stored?.get(name)?.value ?? ""] as const]).filter(([, value]) => value !== ""),
    ),
    unset: [],
  };
}

/** The other monitor, where the mode allows it and a capture names a host that ought to answer. */
function arpInstead(bond: Bond, mode: Mode | undefined): Alternative[] {
  const [gateway] = bond.gateways;
  const stored = Number(bond.profile?.options.get("arp_interval")?.value) > 0;
  if (gateway === undefined || mode === undefined || refusesArpMonitor(mode) || stored) return [];
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

function messageOf(bond: Bond, off: MonitoringOff): string {
  const cause =
    off.by === "kernel"
      ? `${subjectOf(bond)} does not monitor its links (miimon is 0, no ARP targets)`
      : off.silently === true
        ? `The ${configurationOf(bond)} of ${nameOf(bond)} sets neither miimon nor ARP targets, and the kernel's own miimon is 0`
        : `The ${configurationOf(bond)} of ${nameOf(bond)} ${bond.profile?.source === "modprobe" ? "turn" : "turns"} link monitoring off (miimon=0, no ARP targets)`;
  return `${cause}: ${consequenceOf(bond, hiddenDeadPorts(bond))}.`;
}

function consequenceOf(bond: Bond, dead: readonly Port[]): string {
  const name = nameOf(bond);
  if (dead.length === 0) return `a dead link would go unnoticed${wouldNotMove(bond)}`;
  if (allDead(bond) && dead.length > 1) {
    return `none of its ports (${listOf(namesOf(dead))}) has a link, but ${name} still counts them as up; the links themselves have to be repaired too`;
  }
  const active = activePortOf(bond);
  if (active !== undefined && dead.includes(active)) {
    const through = modeOf(bond) === "active-backup" ? "sends everything through it" : "uses it as its active port";
    const others = dead.filter((port) => port !== active);
    return `${active.name} ${isDead([active])}, but ${name} still ${through}${others.length === 0 ? "" : `, and ${listOf(namesOf(others))} ${others.length === 1 ? "is" : "are"} dead too`}`;
  }
  const mode = modeOf(bond);
  const it = dead.length === 1 ? "it" : "them";
  if (mode !== undefined && !trustsItsMonitor(mode)) {
    return `${listOf(namesOf(dead))} ${isDead(dead)} and ${dead.length === 1 ? "is" : "are"} still counted as up; ${mode} skips ${it} when sending, so traffic flows without the redundancy that ${name} reports`;
  }
  return `${listOf(namesOf(dead))} ${isDead(dead)}, but ${name} still counts on ${it}, so its redundancy is gone without notice`;
}

/** "has no carrier", "are set down", or both said together. */
function isDead(ports: readonly Port[]): string {
  const down = ports.filter((port) => port.link.adminUp?.value === false);
  if (down.length === ports.length) return `${ports.length === 1 ? "is" : "are"} set down`;
  return `${ports.length === 1 ? "has" : "have"} no carrier`;
}

function wouldNotMove(bond: Bond): string {
  if (modeOf(bond) !== "active-backup") return "";
  const active = activePortOf(bond);
  const others = bond.ports.filter((port) => port !== active);
  if (active === undefined || others.length === 0) return " and traffic would not move to another port";
  return ` and traffic would not move to ${others.length === 1 ? nameList(others) : `one of ${nameList(others)}`}`;
}

function nameList(ports: readonly Port[]): string {
  return listOf(namesOf(ports));
}

function relatedOf(bond: Bond): Evidence[] {
  const related = hiddenDeadPorts(bond).flatMap((port) =>
    evidenceOf(`${nameOf(bond)} still counts ${port.name} as ${port.bonding.mii?.value}`, port.bonding.mii),
  );
  const { profile } = bond;
  const silent =
    profile !== undefined &&
    profile.active !== false &&
    profile.owner === "NetworkManager" &&
    profile.effective.get("miimon") === NETWORKMANAGER_MIIMON;
  if (silent && !profile.options.has("miimon")) {
    related.push(
      ...evidenceOf(
        "the profile does not set miimon: NetworkManager would run 100, so it did not activate this bond, or something changed it since",
        profile.text,
      ),
    );
  }
  return related;
}
