import type { IpInterface } from "../captures/ipInterface.ts";
import type { Route } from "../captures/ipRoute.ts";
import type { Fact } from "../text/section.ts";
import type { Links } from "./evidence.ts";

/**
 * The interfaces on top of one: VLANs and their like over it, the bridge that it is a port of, and what lies on those.
 * Another bond or a VRF that has it as a port is none.
 */
export function stackedOn(name: string | undefined, { all, byName, byParent }: Links): IpInterface[] {
  const names = new Set(name === undefined ? [] : [name]);
  // A set is walked in the order in which it grows.
  for (const below of names) {
    for (const link of byParent.get(below) ?? []) if (link.kind?.value !== "veth") names.add(link.name.value);
    for (const { master } of byName.get(below) ?? [])
      if (master && (byName.get(master.value) ?? []).some(isBridge)) names.add(master.value);
  }
  return all.filter((link) => link.name.value !== name && names.has(link.name.value));
}

/** A bridge by its kind or, without `-d`, by the lack of what bonds (MASTER), VRFs (NOARP) and Open vSwitch have. */
function isBridge({ kind, flags, name }: IpInterface): boolean {
  if (kind) return kind.value === "bridge";
  return (
    name.value !== "ovs-system" && flags.length > 0 && !flags.some(({ value }) => /^(?:MASTER|NOARP)$/.test(value))
  );
}

/** The default gateways that the main table names behind one of these devices. */
export function gatewaysBehind(devices: ReadonlySet<string>, routes: readonly Route[]): Fact<string>[] {
  return routes.flatMap(({ destination, device, gateway, table }) =>
    gateway && destination === "default" && table === undefined && devices.has(device.value) ? [gateway] : [],
  );
}
