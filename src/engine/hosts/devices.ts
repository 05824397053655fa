import type { Report } from "../captures/index.ts";
import type { DeviceState, NmcliDevice } from "../captures/nmcliDevices.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";
import { groupBy } from "./group.ts";

export type { DeviceState } from "../captures/nmcliDevices.ts";

/** A network device as NetworkManager sees it. */
export interface Device {
  readonly name: string;
  readonly type?: string | undefined;
  readonly state?: Stated<DeviceState> | undefined;
  /** The name of the profile in use on it; `null` where there is none. */
  readonly connection?: Stated<string | null> | undefined;
  readonly carrier?: Stated<boolean> | undefined;
  /** The names of its ports, where it is a bond. */
  readonly ports?: Stated<string> | undefined;
  /** The addresses that NetworkManager shows on it. */
  readonly addresses: readonly Fact<string>[];
  readonly gateways: readonly Fact<string>[];
}

/** The devices of a host. */
export interface Devices {
  readonly byName: ReadonlyMap<string, Device>;
  /** True where a capture lists every one of them. */
  readonly listed: boolean;
}

/** Joins what `nmcli device show` and `nmcli device status` say. */
export function devicesOf(reports: readonly Report[]): Devices {
  const own = reports.filter((report) => report.kind === "nmcli-devices");
  const said = groupBy(
    own.flatMap((report) => report.devices),
    (device) => device.name.value,
  );
  return {
    byName: new Map([...said].map(([name, sayings]) => [name, joined(name, sayings)])),
    listed: own.some((report) => report.complete),
  };
}

function joined(name: string, sayings: readonly NmcliDevice[]): Device {
  const type = sayings.find((saying) => saying.type !== undefined)?.type?.value;
  const state = stated(sayings.map((saying) => saying.state));
  const connection = stated(sayings.map((saying) => saying.connection));
  const carrier = stated(sayings.map((saying) => saying.carrier));
  const ports = stated(sayings.map((saying) => saying.ports));
  return {
    name,
    ports,
    type,
    state,
    connection,
    carrier,
    addresses: sayings.flatMap(({ address }) => address ?? []),
    gateways: sayings.flatMap(({ gateway }) => gateway ?? []),
  };
}
