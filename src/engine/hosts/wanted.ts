import type { Report } from "../captures/index.ts";
import type { IpInterface } from "../captures/ipInterface.ts";
import type { ManagerEvent } from "../captures/kernelLog.ts";
import type { BondDump } from "../captures/procBonding.ts";
import { type Connection, connectionsOf } from "./connections.ts";
import { type Device, type Devices, devicesOf } from "./devices.ts";
import type { BondEvidence, Links } from "./evidence.ts";
import { groupBy } from "./group.ts";
import { type SetupPort, setupPortsOf } from "./setupPorts.ts";
import type { Stored } from "./stored.ts";

/** An interface that profiles or other configurations name as a port of a bond, whether it is in the bond or not. */
export interface WantedPort {
  readonly name: string;
  /** The profiles that name it, the one in use first. */
  readonly profiles: readonly [Connection, ...Connection[]];
  readonly device?: Device | undefined;
  /** What `ip link` says of it. */
  readonly interfaces: readonly IpInterface[];
  /** True where the captures show it in another bond, or in a bridge. */
  readonly elsewhere: boolean;
  /** Absent where the captures neither show it nor list every interface. */
  readonly exists?: boolean | undefined;
}

/** What NetworkManager knows of a bond, beside the options in its profile. */
export interface Managed {
  readonly device?: Device | undefined;
  /** The bond's own profiles. */
  readonly connections: readonly Connection[];
  readonly wanted: readonly WantedPort[];
  /** Profiles of ports that name a bond which neither exists nor has a profile; given to the only bond of a host. */
  readonly astray: readonly Connection[];
  /** What NetworkManager's log tells of it, in the order of the log. */
  readonly events: readonly ManagerEvent[];
  /** Every device of the host that NetworkManager shows. */
  readonly devices: ReadonlyMap<string, Device>;
  /** Every profile of the host that is in use, found by the interface on which it is in use. */
  readonly inUse: ReadonlyMap<string, Connection>;
}

/** NetworkManager's view of a host: its devices and profiles. */
export class NetworkManager {
  readonly devices: Devices;
  readonly #connections: readonly Connection[];
  /** Profiles by their own name, and those of bonds by the interface that they are for. */
  readonly #byId: ReadonlyMap<string | undefined, readonly Connection[]>;
  readonly #ofBonds: ReadonlyMap<string | null | undefined, readonly Connection[]>;
  /** Profiles of ports by what they name as their bond, each with its place among all. */
  readonly #byController: ReadonlyMap<string | undefined, readonly { readonly at: number; readonly one: Connection }[]>;
  readonly #setups: ReadonlyMap<string, readonly SetupPort[]>;
  readonly #inUse: ReadonlyMap<string, Connection>;
  readonly #events: readonly ManagerEvent[];
  readonly #links: Links;
  readonly #dumps: readonly BondDump[];
  /** True where a capture lists every profile. */
  readonly #listed: boolean;
  readonly #ofPorts: ReadonlyMap<string, string>;

  constructor(reports: readonly Report[], links: Links, dumps: readonly BondDump[]) {
    this.devices = devicesOf(reports);
    this.#connections = connectionsOf(reports);
    this.#inUse = new Map(
      this.#connections.flatMap((one) => (typeof one.device?.value === "string" ? [[one.device.value, one]] : [])),
    );
    this.#events = reports.flatMap((report) => (report.kind === "kernel-log" ? report.managed : []));
    this.#byId = groupBy(this.#connections, ({ id }) => id);
    this.#ofBonds = groupBy(
      this.#connections.filter(({ type }) => type === "bond"),
      ({ interface: on, device, id }) => on?.value ?? device?.value ?? id,
    );
    this.#byController = groupBy(
      this.#connections
        .map((one, at) => ({ one, at }))
        .filter(({ one }) => one.controller && isOfBond(one) && !this.#isGenerated(one)),
      ({ one }) => one.controller?.value,
    );
    this.#setups = groupBy(setupPortsOf(reports), ({ bond }) => bond);
    this.#links = links;
    this.#dumps = dumps;
    this.#listed = reports.some((report) => report.kind === "nmcli-profiles" && report.complete);
    this.#ofPorts = namesByAddress(links, dumps);
  }

  /** What is known of one bond; `only`: the host has no other. */
  of({ name }: BondEvidence, only: boolean): Managed {
    const device = name === undefined ? undefined : this.devices.byName.get(name);
    const connections = name === undefined ? [] : (this.#ofBonds.get(name) ?? []);
    const names = new Set([name, ...connections.flatMap(({ id, uuid }) => [id, uuid])]);
    const ports = [...names]
      .flatMap((controller) => (controller === undefined ? [] : (this.#byController.get(controller) ?? [])))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
    const wanted = groupBy(ports, (port) => this.#interfaceOf(port));
    wanted.delete(undefined);
    for (const { port, connection } of name === undefined ? [] : (this.#setups.get(name) ?? [])) {
      const known = wanted.get(port);
      if (known) known.push(connection);
      else wanted.set(port, [connection]);
    }
    return {
      device,
      connections,
      wanted: [...wanted].flatMap(([on, profiles]) => (on === undefined ? [] : this.#wantedPort(on, profiles, name))),
      astray: only ? this.#connections.filter((one) => this.#isAstray(one)) : [],
      events: this.#events.filter((event) => event.bond === name),
      devices: this.devices.byName,
      inUse: this.#inUse,
    };
  }

  /** A profile with what the lists and other captures say of its use, where its own capture does not say. */
  used(stored: Stored): Stored {
    const own = stored.id === undefined ? [] : (this.#byId.get(stored.id) ?? []);
    const device = own.length === 1 ? own[0]?.device?.value : undefined;
    if (stored.active !== undefined || device === undefined) return stored;
    return { ...stored, active: device !== null, ...(device !== null && { devices: device }) };
  }

  /**
   * For what somebody else set up NetworkManager shows a profile that is stored nowhere: named like the interface, and
   * never started by itself (lab: rule-foreign-slave).
   */
  #isGenerated({ id, interface: on, autoconnect, inFile }: Connection): boolean {
    if (id === undefined || inFile) return false;
    const device = this.devices.byName.get(id);
    const external = device?.state?.value === "external" && device.connection?.value === id;
    return external || (on?.value === id && autoconnect?.value === false);
  }

  #interfaceOf(port: Connection): string | undefined {
    const mac = port.property("802-3-ethernet.mac-address")?.value.toLowerCase();
    return port.interface?.value ?? port.device?.value ?? this.#ofPorts.get(mac ?? "");
  }

  #wantedPort(name: string, profiles: readonly Connection[], bond: string | undefined): WantedPort[] {
    const [first, ...others] = [...profiles].sort((a, b) => rank(a) - rank(b));
    if (first === undefined) return [];
    const device = this.devices.byName.get(name);
    const interfaces = this.#links.byName.get(name) ?? [];
    const exists = device !== undefined || interfaces.length > 0 ? true : this.#isKnownAbsent(name) ? false : undefined;
    return [
      {
        name,
        profiles: [first, ...others],
        device,
        interfaces,
        elsewhere: this.#holdersOf(name).some((holder) => holder !== bond),
        exists,
      },
    ];
  }

  /** The bonds and bridges that have an interface, by `ip link` and by dumps. */
  #holdersOf(name: string): string[] {
    const masters = (this.#links.byName.get(name) ?? []).flatMap(({ master }) => master?.value ?? []);
    const dumped = this.#dumps.filter(({ ports }) => ports.some((port) => port.name.value === name));
    return [...masters, ...dumped.flatMap(({ bond }) => bond ?? [])];
  }

  /** True where a capture lists every interface, and this is none, nor another name of one. */
  #isKnownAbsent(name: string): boolean {
    const { all } = this.#links;
    if (all.some((link) => link.altnames.some(({ value }) => value === name))) return false;
    return this.devices.listed || all.some(ofWholeList);
  }

  /** A port's profile whose bond is no interface, no profile, and none that an unseen profile could make. */
  #isAstray(one: Connection): boolean {
    const { controller } = one;
    if (controller === undefined || !isOfBond(one) || !this.#listed || this.#isGenerated(one)) return false;
    const { value } = controller;
    const known = this.#connections.some(
      ({ id, uuid, interface: on, device }) =>
        id === value || uuid === value || on?.value === value || device?.value === value,
    );
    const unseen = this.#connections.some(
      (other) => other.type === "bond" && other.interface === undefined && other.device?.value === null,
    );
    return !known && !unseen && !this.#links.byName.has(value) && !this.devices.byName.has(value);
  }
}

function isOfBond(port: Connection): boolean {
  return (port.property("connection.slave-type")?.value ?? "bond") === "bond";
}

/** A profile in use before one that is not, and one that starts by itself before one that does not. */
function rank({ device, autoconnect }: Connection): number {
  return (typeof device?.value === "string" ? 0 : 2) + (autoconnect?.value === false ? 1 : 0);
}

/** Interfaces by the address burnt into them; a port of a bond shows the bond's address as its own. */
function namesByAddress(links: Links, dumps: readonly BondDump[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, mac, permanentMac, master } of links.all) {
    const own = permanentMac ?? (master ? undefined : mac);
    if (own) names.set(own.value.toLowerCase(), name.value);
  }
  for (const { name, permanentMac } of dumps.flatMap((dump) => dump.ports)) {
    if (permanentMac) names.set(permanentMac.value.toLowerCase(), name.value);
  }
  return names;
}

/** An interface that only a list of all of them shows, in a list that was not cut by a filter. */
function ofWholeList({ flags, name }: IpInterface): boolean {
  const { command = "" } = name.section;
  return flags.some((flag) => flag.value === "LOOPBACK") && !/\||\s(?:up|type|master|group)\b/.test(command);
}
