import { activePortOf, isUnmonitored, isUsable, linkOf, modeOf } from "../hosts/link.ts";
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
  const inUse = bond.profile?.active !== false;
  const asksForNone = inUse && Number(configured?.value) === 0 && !arpConfigured(bond);
  if (running !== undefined) {
    if (!isUnmonitored(bond)) return undefined;
    const facts: Fact<unknown>[] = running.facts.filter((fact) => fact.value === "0");
    const statement = stated([
      ...facts,
      ...(asksForNone ? (configured?.facts ?? []).filter(({ value }) => Number(value) === 0) : []),
    ]);
    return statement && { by: "kernel", statement };
  }
  return asksForNone && configured ? { by: "profile", statement: configured } : undefined;
}

function arpConfigured(bond: Bond): boolean {
  return Number(bond.profile?.options.get("arp_interval")?.value ?? "0") > 0;
}

/** Ports whose own link is dead while the driver still counts on them, or was not asked. */
export function hiddenDeadPorts(bond: Bond): Port[] {
  return bond.ports.filter((port) => port.bonding.mii?.value !== "down" && linkOf(port, bond).state === "down");
}

/** True where every port of the bond is known, and each of them is dead. */
export function allDead(bond: Bond): boolean {
  return bond.portsListed && bond.ports.length > 0 && bond.ports.every((port) => linkOf(port, bond).state === "down");
}

/** What dead ports that nobody watches mean for the traffic of the bond. */
export function impactOfHidden(bond: Bond): "broken" | "degraded" | "at-risk" {
  const hidden = hiddenDeadPorts(bond);
  if (hidden.length === 0) return "at-risk";
  if (allDead(bond)) return "broken";
  if (modeOf(bond) === "802.3ad") return bond.ports.some((port) => isUsable(port, bond)) ? "degraded" : "broken";
  const active = activePortOf(bond);
  return active !== undefined && hidden.includes(active) ? "broken" : "degraded";
}
