import { isUsable, linkOf, usablePorts } from "../hosts/link.ts";
import type { Bond, Port, WantedPort } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import type { Impact } from "./rule.ts";
import { listOf, nameOf, namesOf } from "./words.ts";

/**
 * The ports that profiles name and that are not in the bond, where the captures list every port of it. Left out: what is
 * meant to be elsewhere, and every port of a bond that NetworkManager did not set up.
 */
export function missingPorts(bond: Bond): WantedPort[] {
  if (!bond.portsListed || bond.kernel.mode === undefined || !isManaged(bond)) return [];
  return bond.managed.wanted.filter((port) => !isEnslaved(port, bond) && isMeant(port, bond));
}

/** True where the captures show the port in the bond. */
export function isEnslaved({ name, interfaces }: WantedPort, bond: Bond): boolean {
  if (bond.ports.some((port) => port.name === name)) return true;
  if (bond.managed.device?.ports?.value.split(/\s+/).includes(name)) return true;
  return bond.name !== undefined && interfaces.some(({ master }) => master?.value === bond.name);
}

/** A bond made by other means has ports that no profile knows, and the other way round. */
function isManaged({ managed }: Bond): boolean {
  const state = managed.device?.state?.value;
  return state !== "external" && state !== "unmanaged";
}

/**
 * A port that another bond or bridge has is somebody's choice, and so is one whose profile was told not to start, unless
 * the bond needs it.
 */
export function isMeant({ elsewhere, profiles }: WantedPort, bond: Bond): boolean {
  if (elsewhere) return false;
  if (profiles.some(({ autoconnect }) => autoconnect?.value !== false)) return true;
  return bond.portsListed && usablePorts(bond).length < 2;
}

/** A profile that is in use on an interface, and the characters that show it. */
export interface Holder {
  readonly name: string;
  readonly fact: Fact<unknown>;
}

/** Another profile, which is no port's, in use on an interface that a port's profile wants. */
export function holderOf({ name, profiles, device }: WantedPort, bond: Bond): Holder | undefined {
  const ids = profiles.map(({ id }) => id);
  const listed = bond.managed.inUse.get(name);
  const used = device?.connection;
  if (used !== undefined && device?.state?.value !== "external") {
    if (used.value === null || ids.includes(used.value)) return undefined;
    return listed?.controller === undefined ? { name: used.value, fact: used.facts[0] } : undefined;
  }
  if (used !== undefined || listed?.id === undefined || listed.controller || ids.includes(listed.id)) return undefined;
  return { name: listed.id, fact: listed.device?.facts[0] ?? listed.place };
}

/** The port's own state, where it explains why it cannot join: in words that continue a sentence. */
export function unavailability({ device, interfaces }: WantedPort): string {
  if (isSetDown(interfaces)) return " because it was set down";
  const dead = interfaces.some(({ flags }) => flags.some(({ value }) => value === "NO-CARRIER"));
  return dead || device?.carrier?.value === false ? " because it has no link" : "";
}

/** True where `ip link` shows an interface without the flag UP. */
export function isSetDown(interfaces: WantedPort["interfaces"]): boolean {
  return interfaces.some(({ flags }) => flags.length > 0 && !flags.some(({ value }) => value === "UP"));
}

/** A port of which nothing was captured but its name may well work. */
function isKnownDead(port: Port, bond: Bond): boolean {
  return port.bonding.mii === undefined ? linkOf(port, bond).state === "down" : !isUsable(port, bond);
}

/** What it means for the bond that a port is not in it. */
export function lossOf(bond: Bond): { readonly impact: Impact; readonly words: string } {
  const usable = usablePorts(bond);
  const name = nameOf(bond);
  if (usable.length === 0) {
    const none = bond.portsListed && bond.ports.every((port) => isKnownDead(port, bond));
    return { impact: none ? "broken" : "degraded", words: `${name} has to do without it` };
  }
  if (usable.length === 1) return { impact: "degraded", words: `${name} runs on ${listOf(namesOf(usable))} alone` };
  return { impact: "degraded", words: `${name} goes on with ${listOf(namesOf(usable))}` };
}

/** "the profile bond0-eno1", "netplan", for a sentence. */
export function profileName({ profiles }: WantedPort): string {
  const [{ id, called }] = profiles;
  return id === undefined ? (called ?? "a profile") : `the profile ${id}`;
}

/** Why a port is not in the bond, in brackets behind its name; empty where the captures do not say. */
export function briefReason(port: WantedPort, bond: Bond): string {
  const holder = holderOf(port, bond);
  if (holder) return ` (held by ${holder.name})`;
  if (port.exists === false) return " (no such interface)";
  if (isSetDown(port.interfaces)) return " (set down)";
  if (port.device?.state?.value === "unavailable") return unavailability(port) === "" ? " (unavailable)" : " (no link)";
  return port.profiles.every(({ autoconnect }) => autoconnect?.value === false) ? " (not started by itself)" : "";
}
