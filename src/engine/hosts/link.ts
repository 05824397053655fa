import { hasActivePort, type Mode, modeOfOption } from "../bonding/modes.ts";
import type { Fact, Stated } from "../text/section.ts";
import type { Bond, DeadEvidence, IpInterface, LinkState, Port } from "./model.ts";

/** Judges a port's own link by ethtool, `ip link`, `nmcli device show` and, where nothing checks the links, the speed in the dump. */
export function linkOf(port: Port, bond: Bond): LinkState {
  const known = bond.judgedLinks.get(port);
  if (known !== undefined) return known;
  const state = judgeLink(port, bond);
  bond.judgedLinks.set(port, state);
  return state;
}

function judgeLink(port: Port, bond: Bond): LinkState {
  const { adminUp } = port.link;
  const detected = isPast(port.link.detected, port, bond) ? undefined : port.link.detected;
  const carrier = isPast(port.link.carrier, port, bond) ? undefined : port.link.carrier;
  const managed = isPast(port.link.managed, port, bond) ? undefined : port.link.managed;
  const dead: DeadEvidence[] = [];
  if (detected?.value === false) dead.push({ sign: "ethtool", fact: detected.facts[0] });
  if (adminUp?.value === false) dead.push({ sign: "admin-down", fact: adminUp.facts[0] });
  else if (carrier?.value === false) dead.push({ sign: "ip", fact: carrier.facts[0] });
  if (managed?.value === false) dead.push({ sign: "nmcli", fact: managed.facts[0] });

  if (detected?.value === true || carrier?.value === true || managed?.value === true)
    return { state: dead.length === 0 ? "up" : "unknown", dead: [] };
  const speed = deadInDump(port, bond);
  if (speed) dead.push({ sign: "dump", fact: speed });
  return { state: dead.length === 0 ? "unknown" : "down", dead };
}

/**
 * A lost link is of the past where a later dump in the same text shows a speed again: without a monitor that is the one
 * thing that the driver refreshes. Not so for a port that was set down, which keeps its speed.
 */
function isPast(statement: Stated<boolean> | undefined, port: Port, bond: Bond): boolean {
  const [lost] = statement?.facts ?? [];
  const [speed] = port.bonding.speed?.facts ?? [];
  if (lost?.value !== false || typeof speed?.value !== "number" || !isUnmonitored(bond)) return false;
  return port.link.adminUp?.value !== false && speed.section.capture === lost.section.capture && speed.start > lost.end;
}

/**
 * Without a monitor the driver refreshes speed and duplex, but not the status: an "up" port of unknown speed beside
 * one with a speed has lost its link (lab: seed-miimon0-primary). Where no port has a speed (virtio, veth) it says nothing.
 */
function deadInDump(port: Port, bond: Bond): Fact<unknown> | undefined {
  const { mii, speed, duplex } = port.bonding;
  const hidden = mii?.value === "up" || mii?.value === "going down";
  if (!isUnmonitored(bond) || !hidden || speed?.value !== null || duplex?.value !== null) return undefined;
  return bond.someSpeedKnown ? speed.facts[0] : undefined;
}

/** True where the kernel is known to run neither the MII nor the ARP monitor. */
export function isUnmonitored(bond: Bond): boolean {
  const { options } = bond.kernel;
  return options.get("miimon")?.value === "0" && options.get("arp_interval")?.value === "0";
}

/**
 * True where the port could carry traffic: the driver calls it up. Where a monitor runs its word counts, because another
 * capture may be of another moment; without one, a dead link does.
 */
export function isUsable(port: Port, bond: Bond): boolean {
  return port.bonding.mii?.value === "up" && !(isUnmonitored(bond) && linkOf(port, bond).state === "down");
}

const USABLE = new WeakMap<Bond, readonly Port[]>();

/** The ports that could carry traffic. Judged once for each bond: rules ask for every port of it. */
export function usablePorts(bond: Bond): readonly Port[] {
  const known = USABLE.get(bond);
  if (known !== undefined) return known;
  const usable = bond.ports.filter((port) => isUsable(port, bond));
  USABLE.set(bond, usable);
  return usable;
}

/** The port that the driver sends through now, in modes that have one. */
export function activePortOf(bond: Bond): Port | undefined {
  const mode = modeOf(bond);
  if (mode === undefined || !hasActivePort(mode)) return undefined;
  const name = bond.kernel.activePort?.value;
  if (name !== undefined) return bond.ports.find((port) => port.name === name);
  const active = bond.ports.filter((port) => port.bonding.role?.value === "active");
  return active.length === 1 ? active[0] : undefined;
}

/** The mode that runs or, where that was not captured, the stored one. */
export function modeOf(bond: Bond): Mode | undefined {
  return bond.kernel.mode?.value ?? modeOfOption(bond.profile?.options.get("mode")?.value ?? "");
}

/** True where the kernel is known to run a monitor. */
export function isMonitored(bond: Bond): boolean {
  const { options } = bond.kernel;
  return Number(options.get("miimon")?.value) > 0 || Number(options.get("arp_interval")?.value) > 0;
}

/** What `ip` and sysfs show of a port while it is in the bond; without a dump that lists it, only what names the bond. */
export function asPort(port: Port, { name }: Bond): IpInterface[] {
  const listed = port.bonding.dumped.length > 0;
  return port.link.interfaces.filter(({ master, flags, port: block }) =>
    master
      ? master.value === name
      : listed && (flags.length === 0 || block !== undefined || flags.some(({ value }) => value === "SLAVE")),
  );
}

/** Of each interface the last one that a text prints: within one text what comes later is the present. */
export function latestOf(links: readonly IpInterface[]): IpInterface[] {
  const latest = new Map<string, IpInterface>();
  for (const link of links) {
    const { value, section, start } = link.name;
    const key = `${value} ${section.capture.path}`;
    const before = latest.get(key);
    if (before === undefined || before.name.start < start) latest.set(key, link);
  }
  return [...latest.values()];
}

/** `fail_over_mac` where it is known: a dump of an active-backup bond that names no policy says none. */
export function failOverMacOf({ kernel, snapshots }: Bond): string | undefined {
  const dump = snapshots.at(-1);
  return kernel.options.get("fail_over_mac")?.value ?? (dump?.mode?.value === "active-backup" ? "none" : undefined);
}
