import type { IpInterface } from "../captures/ipInterface.ts";
import type { BondDump, DumpedPort, MiiStatus } from "../captures/procBonding.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";
import { asMac } from "./address.ts";
import type { Links } from "./evidence.ts";
import { groupBy } from "./group.ts";
import { portLacpOf } from "./lacp.ts";
import type { Managed, Port } from "./model.ts";

type IpBondBlock = ReadonlyMap<string, Fact<string>>;

/**
 * The ports of a bond, in the order of the dump, then those that only `ip link` shows: under the bond as
 * master, or named as its active port or primary.
 */
export function portsOf(
  bond: string | undefined,
  dumps: readonly BondDump[],
  blocks: readonly IpBondBlock[],
  links: Links,
  devices: Managed["devices"],
): Port[] {
  const dumped = groupBy(
    dumps.flatMap((dump) => dump.ports),
    (port) => port.name.value,
  );
  const enslaved = bond === undefined ? [] : (links.byMaster.get(bond) ?? []);
  const pointedAt = [
    ...dumps.flatMap((dump) => [dump.activePort, dump.primary]),
    ...blocks.flatMap((block) => [block.get("active_slave"), block.get("primary")]),
  ];
  const names = new Set([
    ...dumped.keys(),
    ...enslaved.map((link) => link.name.value),
    ...pointedAt.flatMap((fact) => fact?.value ?? []),
  ]);
  const active = [...dumps.map((dump) => dump.activePort), ...blocks.map((block) => block.get("active_slave"))];
  return [...names].map((name) => portOf(name, active, dumped.get(name) ?? [], links, devices.get(name)?.carrier));
}

function portOf(
  name: string,
  active: readonly (Fact<string | null> | undefined)[],
  dumped: readonly DumpedPort[],
  links: Links,
  managed: Stated<boolean> | undefined,
): Port {
  const interfaces = links.byName.get(name) ?? [];
  const ethtool = links.cards.get(name) ?? [];
  const drivers = links.drivers.get(name) ?? [];
  const blocks = interfaces.map((link) => link.port).filter((block) => block !== undefined);
  const roles = [...active.map((fact) => roleOf(name, fact)), ...blocks.map((block) => asRole(block.get("state")))];
  const mii = stated([...dumped.map((port) => port.mii), ...blocks.map((block) => asMii(block.get("mii_status")))]);
  const role = stated(roles);
  const speed = stated(dumped.map((port) => port.speed));
  const duplex = stated(dumped.map((port) => port.duplex));
  const failures = stated([
    ...dumped.map((port) => port.failures),
    ...blocks.map((block) => asNumber(block.get("link_failure_count"))),
  ]);
  const detected = stated(ethtool.map((card) => card.linkDetected));
  const carrier = stated(interfaces.map((link) => carrierOf(link)));
  const adminUp = stated(interfaces.map((link) => adminUpOf(link)));
  const speedOfCard = stated(ethtool.map((card) => card.speed));
  const duplexOfCard = stated(ethtool.map((card) => card.duplex));
  const permanentMac = stated([
    ...dumped.map((port) => asMac(port.permanentMac)),
    ...blocks.map((block) => asMac(block.get("perm_hwaddr"))),
  ]);
  const bus = stated([...drivers.map((card) => card.bus), ...interfaces.map((link) => link.parentDevice)]);
  return {
    name,
    bonding: {
      mii,
      role,
      speed,
      duplex,
      failures,
      dumped,
    },
    lacp: portLacpOf(dumped, blocks),
    link: {
      detected,
      carrier,
      managed,
      adminUp,
      speed: speedOfCard,
      duplex: duplexOfCard,
      permanentMac,
      bus,
      interfaces,
      ethtool,
      statistics: links.statistics.get(name) ?? [],
    },
  };
}

function roleOf(name: string, active: Fact<string | null> | undefined): Fact<"active" | "backup"> | undefined {
  return active && { ...active, value: active.value === name ? "active" : "backup" };
}

function asRole(fact: Fact<string> | undefined): Fact<"active" | "backup"> | undefined {
  if (fact?.value === "ACTIVE") return { ...fact, value: "active" };
  return fact?.value === "BACKUP" ? { ...fact, value: "backup" } : undefined;
}

const IP_MII: ReadonlyMap<string, MiiStatus> = new Map([
  ["UP", "up"],
  ["DOWN", "down"],
  ["GOING_DOWN", "going down"],
  ["GOING_BACK", "going back"],
]);

function asMii(fact: Fact<string> | undefined): Fact<MiiStatus> | undefined {
  const status = fact && IP_MII.get(fact.value);
  return fact && status && { ...fact, value: status };
}

function asNumber(fact: Fact<string> | undefined): Fact<number> | undefined {
  return fact && /^\d{1,15}$/.test(fact.value) ? { ...fact, value: Number(fact.value) } : undefined;
}

/** The flag that decides: LOWER_UP or, without it, NO-CARRIER; where neither stands, the first flag. */
function carrierOf({ flags }: IpInterface): Fact<boolean> | undefined {
  const up = flags.find((flag) => flag.value === "LOWER_UP");
  if (up) return { ...up, value: true };
  const fact = flags.find((flag) => flag.value === "NO-CARRIER") ?? flags[0];
  return fact && { ...fact, value: false };
}

function adminUpOf({ flags }: IpInterface): Fact<boolean> | undefined {
  const up = flags.find((flag) => flag.value === "UP");
  if (up) return { ...up, value: true };
  return flags[0] && { ...flags[0], value: false };
}
