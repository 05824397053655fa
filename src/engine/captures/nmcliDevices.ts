import type { Line } from "../text/lines.ts";
import { spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { readName } from "./names.ts";
import { readNmcliRows } from "./nmcliRows.ts";
import type { Part } from "./part.ts";

/** What NetworkManager says of a device; `external`: connected, but set up by somebody else. */
export type DeviceState =
  | "unmanaged"
  | "unavailable"
  | "disconnected"
  | "connecting"
  | "connected"
  | "external"
  | "deactivating"
  | "failed";

/** One device as NetworkManager sees it. */
export interface NmcliDevice {
  readonly name: Fact<string>;
  readonly type?: Fact<string>;
  readonly state?: Fact<DeviceState>;
  /** The profile in use on it; `null` where there is none. */
  readonly connection?: Fact<string | null>;
  readonly carrier?: Fact<boolean>;
  /** In Mbit/s. */
  readonly speed?: Fact<number>;
  /** The first IPv4 or IPv6 address with its prefix length, other than the link's own. */
  readonly address?: Fact<string>;
  readonly gateway?: Fact<string>;
  /** The ports of a bond, as `-f all` prints them. */
  readonly ports?: Fact<string>;
}

/** The devices in one output of `nmcli device status` or `nmcli device show`. */
export interface NmcliDevices {
  readonly kind: "nmcli-devices";
  readonly section: Section;
  readonly devices: readonly NmcliDevice[];
  /** True where every device of the host is listed. */
  readonly complete: boolean;
}

/** Reads `nmcli device [status]` and `nmcli device show [IF]`; `undefined` where no device is there. Never throws. */
export function readNmcliDevices(part: Part): NmcliDevices | undefined {
  const { section, subject, filtered } = part;
  const shown = readShown(part);
  const devices = shown.length > 0 ? shown : readStatus(part);
  if (devices.length === 0) return undefined;
  const known = section.command !== undefined || readName(section.capture.path).kind === "nmcli-devices";
  return { kind: "nmcli-devices", section, devices, complete: known && !filtered && subject === undefined };
}

function readStatus(part: Part): NmcliDevice[] {
  return [...readNmcliRows(part, ["DEVICE", "TYPE", "STATE", "CONNECTION"])].flatMap((row) => {
    const [name, type, state, connection] = ["DEVICE", "TYPE", "STATE", "CONNECTION"].map((field) => row.get(field));
    if (name === undefined || state === undefined || /\s/.test(name.value)) return [];
    const known = stateOfWords(state.value);
    return [
      {
        name,
        ...(type && { type }),
        ...(known && { state: { ...state, value: known } }),
        ...(connection && { connection: { ...connection, value: connection.value || null } }),
      },
    ];
  });
}

type Draft = { -readonly [K in keyof NmcliDevice]: NmcliDevice[K] };

/** `GENERAL.DEVICE:   bond0`, and what follows up to the next device. */
function readShown({ section, lines, subject }: Part): NmcliDevice[] {
  const devices: Draft[] = [];
  for (const line of lines) {
    const property = readNmcliProperty(line);
    if (property === undefined) continue;
    const { key, value, from } = property;
    const fact = { value, ...spanOf(line, 0, from + value.length), section };
    if (key === "GENERAL.DEVICE") devices.push({ name: fact });
    else if (devices.length === 0 && subject !== undefined) devices.push({ name: { ...fact, value: subject } });
    const device = devices.at(-1);
    if (device !== undefined) takeProperty(device, key, fact);
  }
  return devices;
}

function takeProperty(device: Draft, key: string, fact: Fact<string>): void {
  const value = fact.value === "--" ? "" : fact.value;
  switch (key) {
    case "GENERAL.TYPE":
      device.type = fact;
      break;
    case "GENERAL.STATE": {
      const state = stateOfNumber(value) ?? stateOfWords(value);
      if (state) device.state = { ...fact, value: state };
      break;
    }
    case "GENERAL.CONNECTION":
      device.connection = { ...fact, value: value || null };
      break;
    case "WIRED-PROPERTIES.CARRIER":
      if (value === "on" || value === "off") device.carrier = { ...fact, value: value === "on" };
      break;
    case "CAPABILITIES.SPEED": {
      const speed = /^(\d{1,7}) Mb\/s$/.exec(value)?.[1];
      if (speed !== undefined) device.speed = { ...fact, value: Number(speed) };
      break;
    }
    case "IP4.ADDRESS[1]":
    case "IP6.ADDRESS[1]":
    case "IP6.ADDRESS[2]":
      if (value !== "" && !/^fe[89ab]/i.test(value)) device.address ??= fact;
      break;
    case "IP4.GATEWAY":
      if (value !== "") device.gateway ??= fact;
      break;
    case "BOND.SLAVES":
    case "BOND.PORTS":
      device.ports = { ...fact, value };
      break;
    default:
  }
}

/** `100 (connected)`: the number is the same in every language. A second bracket stands for "externally". */
function stateOfNumber(text: string): DeviceState | undefined {
  const code = Number(/^(\d{2,3}) \(/.exec(text)?.[1] ?? "0");
  if (code >= 40 && code <= 90) return "connecting";
  if (code === 100) return text.includes("(", text.indexOf("(") + 1) ? "external" : "connected";
  return STATES.get(code);
}

const STATES: ReadonlyMap<number, DeviceState> = new Map([
  [10, "unmanaged"],
  [20, "unavailable"],
  [30, "disconnected"],
  [110, "deactivating"],
  [120, "failed"],
]);

/** The words of the table, in English: translated ones say nothing here. */
function stateOfWords(text: string): DeviceState | undefined {
  if (text === "connection failed") return "failed";
  const word = /^[a-z]+/.exec(text)?.[0];
  if (word === "connected") return text === "connected (externally)" ? "external" : "connected";
  return WORDS.find((known) => known === word);
}

const WORDS: readonly DeviceState[] = ["unmanaged", "unavailable", "disconnected", "connecting", "deactivating"];

/** A property of nmcli's multi-line and terse forms: its value begins at the column `from`. */
export function readNmcliProperty({ text }: Line): { key: string; value: string; from: number } | undefined {
  const colon = text.indexOf(":");
  if (colon <= 0 || colon > 120) return undefined;
  if (!isPropertyKey(text, colon)) return undefined;
  const key = text.slice(0, colon);
  let from = colon + 1;
  while (text.charCodeAt(from) === 0x20 || text.charCodeAt(from) === 0x09) from += 1;
  return { key, value: text.slice(from), from };
}

/** True where the first `length` characters are letters, digits and `_ -`, a dot, and the same with dots and brackets. */
function isPropertyKey(text: string, length: number): boolean {
  let dot = -1;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const isWord = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
    if (isWord) continue;
    if (at === 0) return false;
    if (code === 0x2e /* . */) dot = dot === -1 ? at : dot;
    else if (!(code === 0x2d || code === 0x5f) && !(dot !== -1 && (code === 0x5b || code === 0x5d))) return false;
  }
  return dot !== -1 && dot < length - 1;
}
