import type { OptionName } from "../bonding/options.ts";
import type { FoundProblem } from "../hosts/judged.ts";
import { activePortOf, isUnmonitored, isUsable, linkOf, modeOf } from "../hosts/link.ts";
import type { Bond, Port, Profile } from "../hosts/model.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";

/** How it is known that nothing checks the links of a bond. */
export interface MonitoringOff {
  /** `kernel`: the driver runs without a monitor. `profile`: only the profile was captured, and it asks for none. */
  readonly by: "kernel" | "profile";
  /** True where the configuration does not ask for none, but leaves the kernel's own 0. */
  readonly silently?: true;
  /** Every place that says so. */
  readonly statement: Stated<unknown>;
}

/**
 * Where a bond runs without any link monitoring: the kernel's own intervals are both 0, or, where the kernel's were not
 * captured, the configuration says miimon=0 in so many words, or says nothing and is not NetworkManager's, which would run 100.
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
  if (asksForNone && configured) return { by: "profile", statement: configured };
  return inUse && bond.profile && leavesNone(bond, bond.profile)
    ? { by: "profile", silently: true, statement: bond.profile.text }
    : undefined;
}

const MONITORS: readonly OptionName[] = ["miimon", "arp_interval"];

/** True where nothing sets a monitor for a bond, and its owner leaves that to the kernel, whose own is 0. */
function leavesNone({ moduleOptions }: Bond, { effective, problems }: Profile): boolean {
  if (MONITORS.some((name) => effective.get(name) !== "0")) return false;
  const byModule = moduleOptions.some((module) => MONITORS.some((name) => module.options.has(name)));
  // What was meant as a monitor is told as what it is: a misspelt option.
  const misspelt = problems.some(({ value }) => MONITORS.some((name) => meant(value).includes(name)));
  return !byModule && !misspelt;
}

/** The options that a problem is about, and those that it would set if it were put right. */
function meant({ code, option, suggestion, becomes }: FoundProblem): string[] {
  if (code === "no-link-monitoring") return [];
  return [option ?? "", suggestion ?? "", ...(becomes?.keys() ?? [])];
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
