import { hasFlag, isZeroMac, lacking } from "../bonding/lacp.ts";
import { lacpFactsOf } from "../hosts/lacp.ts";
import { isUnmonitored, linkOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";

/** True where the bond runs 802.3ad, or where its mode was not captured and its ports show that they speak LACP. */
export function runsLacp(bond: Bond): boolean {
  const mode = bond.kernel.mode?.value;
  return mode === "802.3ad" || (mode === undefined && bond.ports.some(({ lacp }) => lacpFactsOf(lacp).length > 0));
}

/**
 * The ports that ought to take part now: called up, and not known to be dead. Without a monitor a port stands at
 * `going down` for ever, also one with a link.
 */
export function linkedPorts(bond: Bond): Port[] {
  return bond.ports.filter((port) => {
    const status = port.bonding.mii?.value;
    const counts = status === "up" || (status === "going down" && isUnmonitored(bond));
    return counts && linkOf(port, bond).state !== "down";
  });
}

/** True where the driver knows no speed or duplex of a port: it then takes no part in LACP at all. */
export function isSpeedless({ bonding }: Port): boolean {
  return bonding.speed?.value === null || bonding.duplex?.value === null;
}

/** Ports of which LACP is to be expected. */
export function speakingPorts(bond: Bond): Port[] {
  return linkedPorts(bond).filter((port) => !isSpeedless(port));
}

/** True where a port has a partner's address, false where it is known to have none. */
export function hasPartner({ lacp }: Port): boolean | undefined {
  const { partnerMac, actorState } = lacp;
  const defaulted = actorState && hasFlag(actorState.value, "defaulted");
  if (partnerMac === undefined) return defaulted === true ? false : undefined;
  if (!isZeroMac(partnerMac.value)) return true;
  // Traffic passes only with a partner: then the address was blanked.
  return actorState !== undefined && lacking(actorState.value).length === 0 && !defaulted ? undefined : false;
}

/** True where both states of a port are known and traffic passes both ways. */
export function isInSync({ lacp }: Port): boolean {
  const { actorState, partnerState } = lacp;
  if (actorState === undefined || partnerState === undefined) return false;
  return lacking(actorState.value).length === 0 && lacking(partnerState.value).length === 0;
}

/** The speaking ports by the aggregator that they are in. */
export function byAggregator(bond: Bond): ReadonlyMap<number, readonly Port[]> {
  const groups = new Map<number, Port[]>();
  for (const port of speakingPorts(bond)) {
    const id = port.lacp.aggregator?.value;
    if (typeof id !== "number") continue;
    const group = groups.get(id);
    if (group) group.push(port);
    else groups.set(id, [port]);
  }
  return groups;
}

/**
 * True where a second aggregator stands by on purpose: ad_select is to choose between them, and each has several ports
 * (kernel: bonding.rst, "ad_select … allows failover of 802.3ad aggregations").
 */
export function standsBy(bond: Bond): boolean {
  const select = bond.kernel.options.get("ad_select")?.value;
  if (select !== "bandwidth" && select !== "count") return false;
  const groups = [...byAggregator(bond).values()];
  return groups.length > 1 && groups.every((ports) => ports.length > 1 && !ports.some((p) => hasPartner(p) === false));
}
