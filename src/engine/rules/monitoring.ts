import { activePortOf, isUnmonitored, linkOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";

/** How it is known that nothing checks the links of a bond. */
export interface MonitoringOff {
  /** `kernel`: the driver runs without a monitor. `profile`: only the profile was captured, and it asks for none. */
  readonly by: "kernel" | "profile";
  /** Every place that says so. */
  readonly statement: Stated<unknown>;
}

/**
 * Where a bond runs without any link monitoring: the kernel's own intervals are both 0, or, where the kernel's were not
 * captured, the profile says miimon=0 in so many words. A profile that is silent runs NetworkManager's 100.
 */
export function monitoringOff(bond: Bond): MonitoringOff | undefined {
  const { options } = bond.kernel;
  const running = options.get("miimon");
  const configured = bond.profile?.options.get("miimon");
  const asksForNone = Number(configured?.value) === 0 && !arpConfigured(bond);
  if (running !== undefined) {
    if (!isUnmonitored(bond)) return undefined;
    const facts: Fact<unknown>[] = running.facts.filter((fact) => fact.value === "0");
    const statement = stated([...facts, ...(asksForNone ? (configured?.facts ?? []) : [])]);
    return statement && { by: "kernel", statement };
  }
  return asksForNone && configured ? { by: "profile", statement: configured } : undefined;
}

function arpConfigured(bond: Bond): boolean {
  return Number(bond.profile?.options.get("arp_interval")?.value ?? "0") > 0;
}

/** Ports whose own link is dead, whatever the driver says of them. */
export function deadPorts(bond: Bond): Port[] {
  return bond.ports.filter((port) => linkOf(port, bond).state === "down");
}

/** Ports whose link is dead while the driver still counts on them. */
export function hiddenDeadPorts(bond: Bond): Port[] {
  return deadPorts(bond).filter((port) => countsAsUp(port));
}

/** True where the driver still counts on a port. Without a monitor 802.3ad leaves a dead port at `going down` for ever. */
export function countsAsUp(port: Port): boolean {
  const status = port.bonding.mii?.value;
  return status === "up" || status === "going down" || (status === undefined && port.bonding.role !== undefined);
}

/** True where the bond sends through a port that is dead. */
export function sendsIntoDeadPort(bond: Bond): boolean {
  const active = activePortOf(bond);
  return active !== undefined && linkOf(active, bond).state === "down";
}
