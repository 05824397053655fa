import { modeOfProc } from "../bonding/modes.ts";
import type { SectionKind } from "../text/section.ts";
import { isInterfaceLine } from "./switchNames.ts";

/** The kind of output that a line unmistakably belongs to. */
export interface Beginning {
  readonly kind: SectionKind;
  /** It begins a new one even where one of its kind is running (a second dump); otherwise it only tells the kind. */
  readonly always: boolean;
}

const DUMP: Beginning = { kind: "proc-bonding", always: false };
const LINKS: Beginning = { kind: "ip-link", always: false };
const JSON_LINKS: Beginning = { kind: "ip-json", always: false };
const ROUTES: Beginning = { kind: "ip-route", always: false };
const SYSFS: Beginning = { kind: "sysfs", always: false };
const SWITCH_CONFIG: Beginning = { kind: "switch-config", always: false };
const SWITCH_CHANNELS: Beginning = { kind: "switch-channels", always: false };
const SWITCH_LACP: Beginning = { kind: "switch-lacp", always: false };
const SCRIPT: Beginning = { kind: "ifcfg", always: false };
const PROFILE: Beginning = { kind: "nmcli-connection", always: false };
const DEVICES: Beginning = { kind: "nmcli-devices", always: false };

/** The first line of an interface in the output of `ip link`. */
export const INTERFACE_HEADER = /^(\d+): +([^\s:@]+)(?:@([^\s:]+))?: +<([^<>]*)>(?: |$)/;

/** The beginning of a line of `ip -o addr`, up to its address. */
export const ONELINE_ADDRESS = /^(\d{1,9}): +([^\s:@]+)(?:@[^\s:]+)? +(?=inet6? [\da-fA-F.:]{2,45}(?:\/\d| peer))/;

/** The line of an interface in the output of `ip -br link`. */
export const BRIEF_LINK =
  /^([^\s@:]+)(?:@(\S+))? +(UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING) +([\da-fA-FxX:]{17,59}) +<([A-Z\d_,-]*)>$/;

/** The first words of a route: `default via 10.20.0.1 dev bond0`, `10.20.0.0/24 dev bond0`. */
const DEFAULT_ROUTE = /^default (?:via (?:inet6? )?[\da-fA-F.:]{2,45} )?dev \S{1,15}(?: |$)/;
const NETWORK_ROUTE = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})? (?:via \d[\d.]{6,14} )?dev \S{1,15}(?: |$)/;

/** A value of a network device in sysfs, with its file before it. */
const SYSFS_FILE = /^\/sys\/(?:class|devices\/virtual)\/net\/[^\s/:=]{1,15}\/[\w/]{1,60}[:=]/;

/** Recognises the first lines of each kind of output, also where the beginning was cut off. */
export function kindBegunBy(text: string): Beginning | undefined {
  switch (text.charCodeAt(0)) {
    case 0x45: // E
      return text.startsWith("Ethernet Channel Bonding Driver:") ? { kind: "proc-bonding", always: true } : undefined;
    case 0x42: // B
      if (/^(?:BONDING(?:_MODULE)?_OPTS|BONDING_MASTER|BOOTPROTO)=/.test(text)) return SCRIPT;
      return modeOfProc(text.slice("Bonding Mode: ".length)) === undefined
        ? undefined
        : startsDump(text, "Bonding Mode: ");
    case 0x4d: // M
      return startsDump(text, "MII Polling Interval (ms):");
    case 0x43: // C
      if (/^Channel group \d{1,5} neighbors$/.test(text)) return SWITCH_LACP;
      return startsDump(text, "Currently Active Slave: ");
    case 0x50: // P
      if (text.startsWith("PING ") && / (?:bytes of data|data bytes)\b/.test(text))
        return { kind: "ping", always: true };
      if (/^Partner's information:?$/.test(text)) return SWITCH_LACP;
      return /^Port-Channel\s+Protocol\s+Ports$/.test(text) ? SWITCH_CHANNELS : startsDump(text, "Primary Slave: ");
    case 0x47: // G
      if (text.startsWith("GENERAL.DEVICE:")) return DEVICES;
      return /^Group\s+Port-(?:channel\s+Protocol\s+Ports|\s+Type\s+Protocol\s+Member Ports)$/.test(text)
        ? SWITCH_CHANNELS
        : undefined;
    case 0x69: // i
      if (/^iface\s+\S{1,15}\s+inet6?\s+\w+$/.test(text)) return { kind: "interfaces", always: false };
      return isInterfaceLine(text) ? SWITCH_CONFIG : undefined;
    case 0x70: // p
      return /^port-channel\d{1,5} neighbors$/.test(text) ? SWITCH_LACP : undefined;
    case 0x44: // D
      if (/^DEVICE +TYPE +STATE(?: |$)/.test(text)) return DEVICES;
      return /^DEVICE=["']?[\w.-]{1,15}["']?$/.test(text) ? SCRIPT : undefined;
    case 0x4e: // N
      if (/^NAME +UUID +TYPE(?: |$)/.test(text)) return { kind: "nmcli-profiles", always: true };
      return text.startsWith("NM_CONTROLLED=") ? SCRIPT : undefined;
    case 0x54: // T
      return startsDump(text, "Transmit Hash Policy: ");
    case 0x53: // S
      if (text.startsWith("Settings for ") && text.endsWith(":")) return { kind: "ethtool", always: true };
      return startsDump(text, "Slave Interface: ");
    case 0x22: // "
      return /^"ifindex": ?\d/.test(text) ? JSON_LINKS : undefined;
    case 0x64: // d
      return DEFAULT_ROUTE.test(text) ? ROUTES : undefined;
    case 0x2f: // /
      return SYSFS_FILE.test(text) ? SYSFS : undefined;
    case 0x63: // c
      return text.startsWith("connection.id:") ? { kind: "nmcli-connection", always: true } : undefined;
    case 0x61: // a
      if (text.startsWith("apiVersion: nmstate.io/")) return { kind: "nmstate", always: true };
      return /^alias\s+\S{1,15}\s+bonding$/.test(text) ? { kind: "modprobe", always: false } : undefined;
    case 0x6f: // o
      return /^options\s+bonding\s/.test(text) ? { kind: "modprobe", always: false } : undefined;
    case 0x62: // b
      if (text.startsWith("bond.options:")) return PROFILE;
      break;
    case 0x5b: // [
      if (text === "[NetDev]") return { kind: "networkd", always: true };
      if (text === "[connection]") return { kind: "keyfile", always: true };
      if (/^\[ ?\{ ?(?:"ifindex":|$)/.test(text)) return JSON_LINKS;
      return text === "[bond]" ? { kind: "keyfile", always: false } : undefined;
    default:
  }
  if (text.charCodeAt(text.length - 1) === 0x3e /* > */ && BRIEF_LINK.test(text)) return LINKS;
  const code = text.charCodeAt(0);
  if (!(code >= 0x30 && code <= 0x39)) return undefined;
  if (INTERFACE_HEADER.test(text) || ONELINE_ADDRESS.test(text)) return LINKS;
  return NETWORK_ROUTE.test(text) ? ROUTES : undefined;
}

function startsDump(text: string, key: string): Beginning | undefined {
  return text.startsWith(key) ? DUMP : undefined;
}
