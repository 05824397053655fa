import type { Report } from "../captures/index.ts";
import type { Keyfile } from "../captures/keyfile.ts";
import type { NmcliConnection } from "../captures/nmcliConnection.ts";
import { type ListedProfile, type NmcliProfiles, shortType, UUID } from "../captures/nmcliProfiles.ts";
import { type Capture, type Fact, type Stated, stated } from "../text/section.ts";

/** A connection profile of any type: as nmcli prints it, as its keyfile has it, and as it stands in the list. */
export interface Connection {
  readonly id?: string | undefined;
  readonly uuid?: string | undefined;
  /** What it is called in a sentence, where it is none of NetworkManager's profiles. */
  readonly called?: string | undefined;
  /** `bond`, `ethernet`, `vlan`, … */
  readonly type?: string | undefined;
  /** The interface that the profile says it is for. */
  readonly interface?: Stated<string> | undefined;
  /** What a port's profile names as its bond: an interface, or the name or UUID of a profile. */
  readonly controller?: Stated<string> | undefined;
  /** Whether NetworkManager starts it by itself; absent where the captures do not say. */
  readonly autoconnect?: Stated<boolean> | undefined;
  /** The interface on which it is in use; `null` where it is in use nowhere. */
  readonly device?: Stated<string | null> | undefined;
  /** True where everything that it sets was captured. */
  readonly whole: boolean;
  /** True where its keyfile was captured. */
  readonly inFile: boolean;
  /** A property under its name in nmcli, of the present names the older one (`connection.master`). */
  readonly property: (name: string) => Stated<string> | undefined;
  /** The fact that stands for the profile. */
  readonly place: Fact<unknown>;
}

/** What one capture says of a profile. */
interface Saying {
  readonly id?: string | undefined;
  readonly uuid?: string | undefined;
  readonly property: (name: string) => Fact<string> | undefined;
  readonly device?: Fact<string | null> | undefined;
  readonly autoconnect?: Fact<boolean> | undefined;
  readonly whole: boolean;
  readonly inFile: boolean;
  readonly place: Fact<unknown>;
}

/** The profiles in the reports of a case, each once: what bears the same UUID or, without one, the same name. */
export function connectionsOf(reports: readonly Report[]): Connection[] {
  const sayings = [
    ...reports.flatMap((report) => (report.kind === "nmcli-connection" ? fromNmcli(report) : [])),
    ...reports.flatMap((report) => (report.kind === "keyfile" ? fromKeyfile(report) : [])),
    ...presentLists(reports).flatMap(({ profiles }) => profiles.flatMap(fromList)),
  ];
  const uuidOf = new Map(
    sayings.flatMap(({ id, uuid }) => (id !== undefined && uuid !== undefined ? [[id, uuid]] : [])),
  );
  const groups = new Map<string, [Saying, ...Saying[]]>();
  for (const saying of sayings) {
    const { id, uuid = uuidOf.get(id ?? "") } = saying;
    const key = uuid ?? `name ${id}`;
    const group = groups.get(key);
    if (group) group.push(saying);
    else groups.set(key, [saying]);
  }
  return [...groups.values()].map(joined);
}

/** Of several lists in one text those before the last whole one are of the past: a profile may be gone since. */
function presentLists(reports: readonly Report[]): NmcliProfiles[] {
  const whole = new Map<Capture, number>();
  const lists = reports.filter((report) => report.kind === "nmcli-profiles");
  for (const { section, complete } of lists) {
    if (complete) whole.set(section.capture, Math.max(section.start, whole.get(section.capture) ?? 0));
  }
  return lists.filter(({ section }) => section.start >= (whole.get(section.capture) ?? 0));
}

function joined(sayings: readonly [Saying, ...Saying[]]): Connection {
  const property = (name: string) => stated(sayings.map((saying) => saying.property(name)));
  const id = sayings.find((saying) => saying.id !== undefined)?.id;
  const uuid = sayings.find((saying) => saying.uuid !== undefined)?.uuid;
  const type = property("connection.type")?.value;
  const on = property("connection.interface-name");
  const controller = property("connection.master");
  const autoconnect = stated(sayings.map((saying) => saying.autoconnect));
  const device = stated(sayings.map((saying) => saying.device));
  return {
    id,
    uuid,
    type: type === undefined ? undefined : shortType(type),
    interface: on,
    controller,
    autoconnect,
    device,
    whole: sayings.some((saying) => saying.whole),
    inFile: sayings.some((saying) => saying.inFile),
    property,
    place: (controller ?? on)?.facts[0] ?? sayings[0].place,
  };
}

/** Since 1.46 every property with "master" or "slave" in its name has a second one; nmcli prints both. */
const NEWER: ReadonlyMap<string, string> = new Map([
  ["connection.master", "connection.controller"],
  ["connection.slave-type", "connection.port-type"],
  ["connection.autoconnect-slaves", "connection.autoconnect-ports"],
]);

function fromNmcli({ properties, subject, ofWhole }: NmcliConnection): Saying[] {
  const property = (name: string) => properties.get(name) ?? properties.get(NEWER.get(name) ?? "");
  const id =
    properties.get("connection.id")?.value ?? (subject !== undefined && !UUID.test(subject) ? subject : undefined);
  const uuid = properties.get("connection.uuid")?.value ?? (id === undefined ? subject : undefined);
  const [place] = properties.values();
  if (place === undefined || (id === undefined && uuid === undefined)) return [];
  const name = properties.get("connection.id");
  const whole = properties.has("connection.uuid") && properties.has("connection.type") && ofWhole;
  const devices = properties.get("GENERAL.DEVICES");
  const device = devices ?? (whole && name && !properties.has("GENERAL.STATE") ? { ...name, value: null } : undefined);
  const starts = properties.get("connection.autoconnect");
  return [
    {
      id,
      uuid,
      property,
      device,
      autoconnect: starts && isYesNo(starts.value) ? { ...starts, value: starts.value === "yes" } : undefined,
      whole,
      inFile: false,
      place,
    },
  ];
}

/** Translated answers are left alone. */
function isYesNo(value: string): boolean {
  return value === "yes" || value === "no";
}

function fromKeyfile({ properties }: Keyfile): Saying[] {
  const get = (name: string) => properties.get(name.replace(/^802-3-/, ""));
  const id = properties.get("connection.id");
  const uuid = properties.get("connection.uuid")?.value;
  const place = id ?? properties.get("connection.type");
  if (place === undefined || (id === undefined && uuid === undefined)) return [];
  const starts = properties.get("connection.autoconnect");
  return [
    {
      id: id?.value,
      uuid,
      property: (name) => get(name) ?? get(NEWER.get(name) ?? ""),
      autoconnect: starts && { ...starts, value: starts.value.trim() !== "false" },
      whole: true,
      inFile: true,
      place,
    },
  ];
}

function fromList({ id, uuid, type, device, autoconnect }: ListedProfile): Saying[] {
  const place = id ?? uuid;
  if (place === undefined) return [];
  return [
    {
      id: id?.value,
      uuid: uuid?.value,
      property: (name) => (name === "connection.type" ? type : undefined),
      device,
      autoconnect,
      whole: false,
      inFile: false,
      place,
    },
  ];
}
