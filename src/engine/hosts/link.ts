import type { Fact } from "../text/section.ts";
import type { Bond, Port } from "./model.ts";

/** Which observation shows that a port is dead. */
export type DeadSign = "ethtool" | "ip" | "admin-down" | "dump";

/** One observation that a port is dead. */
export interface DeadEvidence {
  readonly sign: DeadSign;
  readonly fact: Fact<unknown>;
}

/** What the captures say of a port's own link, apart from the driver's opinion. */
export interface LinkState {
  /** `unknown` where nothing was captured or where captures of different moments contradict each other. */
  readonly state: "up" | "down" | "unknown";
  readonly dead: readonly DeadEvidence[];
}

const judged = new WeakMap<Port, LinkState>();

/** Judges a port's own link by ethtool, `ip link` and, where nothing checks the links, the speed in the dump. */
export function linkOf(port: Port, bond: Bond): LinkState {
  const known = judged.get(port) ?? judgeLink(port, bond);
  judged.set(port, known);
  return known;
}

function judgeLink(port: Port, bond: Bond): LinkState {
  const { detected, carrier, adminUp } = port.link;
  const dead: DeadEvidence[] = [];
  if (detected?.value === false) dead.push({ sign: "ethtool", fact: detected.facts[0] });
  if (adminUp?.value === false) dead.push({ sign: "admin-down", fact: adminUp.facts[0] });
  else if (carrier?.value === false) dead.push({ sign: "ip", fact: carrier.facts[0] });

  if (detected?.value === true || carrier?.value === true)
    return { state: dead.length === 0 ? "up" : "unknown", dead: [] };
  const speed = deadInDump(port, bond);
  if (speed) dead.push({ sign: "dump", fact: speed });
  return { state: dead.length === 0 ? "unknown" : "down", dead };
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

/** The port that the driver sends through now, in modes that have one. */
export function activePortOf(bond: Bond): Port | undefined {
  const name = bond.kernel.activePort?.value;
  return bond.ports.find((port) => port.name === name);
}
