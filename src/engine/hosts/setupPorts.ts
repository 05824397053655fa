import type { Report } from "../captures/index.ts";
import { isSetup } from "../captures/setup.ts";
import type { Fact, SetupKind } from "../text/section.ts";
import { stated } from "../text/section.ts";
import type { Connection } from "./connections.ts";

/** A port that a configuration other than NetworkManager's own names for a bond. */
export interface SetupPort {
  readonly bond: string;
  readonly port: string;
  readonly connection: Connection;
}

/** What an engineer calls the configuration; of the others the ports are not known by their interfaces. */
const CALLED: Partial<Record<SetupKind, string>> = {
  ifcfg: "its ifcfg file",
  netplan: "netplan",
  networkd: "systemd-networkd",
  interfaces: "/etc/network/interfaces",
};

/** The ports that network-scripts, netplan, systemd-networkd and ifupdown name, on the bond's side or on the port's. */
export function setupPortsOf(reports: readonly Report[]): SetupPort[] {
  return reports
    .filter((report) => isSetup(report))
    .flatMap(({ kind, bonds, members }) => {
      const called = CALLED[kind];
      if (called === undefined) return [];
      const listed = bonds.flatMap(({ name, ports }) =>
        ports.flatMap((port) => (name === undefined ? [] : { bond: name, port: port.value, place: port })),
      );
      const own = members.map(({ port, bond }) => ({ bond: bond.value, port, place: bond }));
      return [...listed, ...own]
        .filter(({ port }) => INTERFACE.test(port))
        .map(({ bond, port, place }) => ({ bond, port, connection: connectionOf(port, called, place, kind) }));
    });
}

/** A pattern is no interface. */
const INTERFACE = /^[\w.@-]{1,15}$/;

function connectionOf(port: string, called: string, place: Fact<string>, kind: SetupKind): Connection {
  // What netplan lists is the name of an entry, which may match the interface by its address.
  const on = kind === "netplan" ? undefined : stated([{ ...place, value: port }]);
  return { called, interface: on, whole: false, inFile: true, property: () => undefined, place };
}
