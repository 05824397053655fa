import type { EthtoolReport } from "../captures/ethtool.ts";
import type { EthtoolDriver } from "../captures/ethtoolDriver.ts";
import type { EthtoolStatistics } from "../captures/ethtoolStatistics.ts";
import type { Report } from "../captures/index.ts";
import type { IpInterface } from "../captures/ipInterface.ts";
import type { RunningBond } from "../captures/nmstate.ts";
import type { BondDump } from "../captures/procBonding.ts";
import { groupBy } from "./group.ts";
import { moduleOptionsIn, storedIn } from "./setups.ts";
import type { Stored } from "./stored.ts";

/** What the network cards of a host say, found by name. */
export interface Links {
  /** What sysfs holds first, then what `ip` prints. */
  readonly all: readonly IpInterface[];
  readonly byName: ReadonlyMap<string, readonly IpInterface[]>;
  /** By the interface below: VLANs and their like. */
  readonly byParent: ReadonlyMap<string | undefined, readonly IpInterface[]>;
  readonly byMaster: ReadonlyMap<string | undefined, readonly IpInterface[]>;
  readonly cards: ReadonlyMap<string, readonly EthtoolReport[]>;
  readonly drivers: ReadonlyMap<string, readonly EthtoolDriver[]>;
  readonly statistics: ReadonlyMap<string, readonly EthtoolStatistics[]>;
}

/** Everything of a case that is about one bond. */
export interface BondEvidence {
  readonly name?: string | undefined;
  /** Oldest first. */
  readonly dumps: readonly BondDump[];
  /** The bond's own interface in the outputs of `ip link`. */
  readonly interfaces: readonly IpInterface[];
  /** What nmstate says that it runs. */
  readonly states: readonly RunningBond[];
  readonly profiles: readonly Stored[];
}

/** Indexes the interfaces and cards of a host. */
export function linksOf(reports: readonly Report[]): Links {
  const lists = reports.filter((report) => report.kind === "ip-link");
  const inOrder = [lists.filter(isSysfs), lists.filter((list) => !isSysfs(list))];
  const all = inOrder.flat().flatMap((list) => list.interfaces);
  const cards = reports.filter((report) => report.kind === "ethtool");
  const drivers = reports.filter((report) => report.kind === "ethtool-driver");
  const statistics = reports.filter((report) => report.kind === "ethtool-statistics");
  return {
    all,
    byName: groupBy(all, (link) => link.name.value),
    byParent: groupBy(all, (link) => link.parent?.value),
    byMaster: groupBy(all, (link) => link.master?.value),
    cards: groupBy(cards, (card) => card.interface),
    drivers: groupBy(drivers, (driver) => driver.interface),
    statistics: groupBy(statistics, (counted) => counted.interface),
  };
}

function isSysfs({ section }: Report): boolean {
  return section.kind === "sysfs";
}

/** A bond by what it shows of itself or by its flag MASTER, which besides bonds only VRFs have; those do no ARP. */
function isBond({ bond, kind, flags }: IpInterface): boolean {
  if (bond !== undefined || kind !== undefined) return bond !== undefined;
  const has = (name: string) => flags.some((flag) => flag.value === name);
  return has("MASTER") && !has("NOARP");
}

/** Groups what the captures hold by bond. What names no bond goes to the one that it must belong to, if there is one. */
export function evidenceByBond(dumps: readonly BondDump[], reports: readonly Report[], links: Links): BondEvidence[] {
  const states = reports.flatMap((report) => (report.kind === "nmstate" ? report.running : []));
  const shown = dumps.length + states.length > 0 || links.all.some(({ bond }) => bond !== undefined);
  const configured = storedIn(reports);
  const profiles = shown || configured.length > 0 ? configured : moduleOptionsIn(reports).filter(saysSomething);
  const names = new Set<string>();
  for (const dump of dumps) if (dump.bond !== undefined) names.add(dump.bond);
  for (const name of managedBonds(reports)) names.add(name);
  for (const link of links.all) if (link.port && link.master) names.add(link.master.value);
  for (const link of links.all) if (isBond(link)) names.add(link.name.value);
  for (const profile of profiles) if (profile.interface !== undefined) names.add(profile.interface);
  for (const { name } of states) names.add(name);
  const likely = new Set(profiles.map(nameLikeABond).filter((name) => name !== undefined));
  if (names.size === 0) for (const name of likely) names.add(name);
  if (names.size === 0) for (const name of loggedBonds(reports)) names.add(name);
  const nameOf = dumpNames(dumps, names, links);
  for (const name of nameOf.values()) if (name !== undefined) names.add(name);

  const named = groupBy(dumps, (dump) => nameOf.get(dump));
  const stored = groupBy(profiles, (profile) => profile.interface ?? bondOfName(profile, names) ?? onlyOne(names));
  const bonds: BondEvidence[] = [...names].sort().map((name) => ({
    name,
    dumps: named.get(name) ?? [],
    interfaces: links.byName.get(name) ?? [],
    states: states.filter((state) => state.name === name),
    profiles: stored.get(name) ?? [],
  }));
  const unnamed = sharingPorts(named.get(undefined) ?? []);
  const loose = stored.get(undefined) ?? [];
  if (unnamed.length === 0 && loose.length > 0) unnamed.push([]);
  return [
    ...bonds,
    ...unnamed.map((own) => ({ dumps: own, interfaces: [], states: [], profiles: unnamed.length === 1 ? loose : [] })),
  ];
}

function saysSomething({ options, problems }: Stored): boolean {
  return options.size + problems.length > 0;
}

/** The bond of each dump: by its own name, by the master of its ports, by a named dump of the same ports, or the only one. */
function dumpNames(
  dumps: readonly BondDump[],
  names: ReadonlySet<string>,
  links: Links,
): Map<BondDump, string | undefined> {
  const named = dumps.filter((dump) => dump.bond !== undefined);
  const bondOfPort = new Map(named.flatMap((dump) => dump.ports.map((port) => [port.name.value, dump.bond] as const)));
  const only = named.length === 0 ? onlyOne(names) : undefined;
  return new Map(
    dumps.map((dump) => {
      const ports = dump.ports.map((port) => port.name.value);
      const masters = ports.flatMap((port) => links.byName.get(port) ?? []).map((link) => link.master?.value);
      const byMaster = onlyOne(new Set(masters.filter((name) => name !== undefined)));
      const byPort = ports.map((port) => bondOfPort.get(port)).find((name) => name !== undefined);
      return [dump, dump.bond ?? byMaster ?? byPort ?? only];
    }),
  );
}

/** Dumps without a name are of one bond where they share a port. */
function sharingPorts(dumps: readonly BondDump[]): BondDump[][] {
  const groups: BondDump[][] = [];
  const groupOf = new Map<string, BondDump[]>();
  for (const dump of dumps) {
    const ports = dump.ports.map((port) => port.name.value);
    let group = ports.map((port) => groupOf.get(port)).find((known) => known !== undefined);
    if (group === undefined) {
      group = [];
      groups.push(group);
    }
    group.push(dump);
    for (const port of ports) groupOf.set(port, group);
  }
  return groups;
}

function onlyOne(names: ReadonlySet<string>): string | undefined {
  return names.size === 1 ? [...names][0] : undefined;
}

/** The bonds among NetworkManager's devices. */
function managedBonds(reports: readonly Report[]): string[] {
  return reports.flatMap((report) => {
    if (report.kind !== "nmcli-devices") return [];
    return report.devices.flatMap(({ type, name }) => (type?.value === "bond" ? [name.value] : []));
  });
}

/** A log tells of the past too, so it names a bond only where nothing else does. */
function loggedBonds(reports: readonly Report[]): string[] {
  const events = reports
    .filter((report) => report.kind === "kernel-log")
    .flatMap((log) => [...log.events, ...log.managed]);
  return events.flatMap(({ bond }) => bond ?? []);
}

function bondOfName({ id }: Stored, names: ReadonlySet<string>): string | undefined {
  return id !== undefined && names.has(id) ? id : undefined;
}

/** Where nothing else names the bond, a profile called `bond0` is taken to be that of bond0. */
function nameLikeABond({ id }: Stored): string | undefined {
  return id !== undefined && /^bond\d+$/.test(id) ? id : undefined;
}
