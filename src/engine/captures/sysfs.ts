import type { Line } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { factAt } from "./ipDetail.ts";
import { type Draft, type IpLinkList, newInterface } from "./ipInterface.ts";
import { SYSFS_FILE } from "./names.ts";
import type { Part } from "./part.ts";

/** One file of a network device: its path below the device, and what stands in it. */
interface Entry {
  readonly device: Fact<string>;
  readonly file: string;
  readonly value: Fact<string>;
  /** The words of the value, each with its own span. */
  readonly words: readonly Fact<string>[];
}

/**
 * Reads what sysfs holds of bonds and their ports into the facts that `ip -d link` gives (kernel: bond_sysfs.c,
 * bond_sysfs_slave.c, net-sysfs.c): `FILE:VALUE` as `grep .` prints it, `NAME=VALUE` of a known folder, or the value of
 * one file. Never throws.
 */
export function readSysfs({ section, lines, subject }: Part): IpLinkList | undefined {
  const interfaces = new Map<string, Draft>();
  const draftOf = (name: Fact<string>): Draft => {
    const draft = interfaces.get(name.value) ?? newInterface(name);
    interfaces.set(name.value, draft);
    return draft;
  };
  for (const line of lines) {
    const entry = readEntry(line, section, subject);
    if (entry === undefined) continue;
    const { device, file, value, words } = entry;
    const draft = draftOf(device);
    if (file === "bonding/slaves") for (const port of words) draftOf(port).master = { ...port, value: device.value };
    if (file.startsWith("bonding/")) takeBond(draft, file.slice("bonding/".length), value, words);
    else if (file.startsWith("bonding_slave/")) takePort(draft, file.slice("bonding_slave/".length), value);
    else takeDevice(draft, file, value);
  }
  return interfaces.size === 0 ? undefined : { kind: "ip-link", section, interfaces: [...interfaces.values()] };
}

const ROOT = /^\/sys\/(?:class|devices\/virtual)\/net\//;

/** What stands for no value, and what programs say in place of one. */
const NONE = /^(?:N\/A)?$|^(?:cat|grep|head|tail): /;

function readEntry(line: Line, section: Section, subject = ""): Entry | undefined {
  const { text } = line;
  const root = ROOT.exec(text)?.[0].length;
  const whole = root === undefined && SYSFS_FILE.test(subject);
  const separator = whole ? -1 : text.search(/[:=]/);
  if (separator === -1 && !whole) return undefined;
  const below = whole ? "" : `/${text.slice(0, separator)}`;
  const path = root === undefined ? subject + below : text.slice(root, separator);
  const slash = path.indexOf("/");
  const value = text.slice(separator + 1).trim();
  if (slash <= 0 || !SYSFS_FILE.test(path) || NONE.test(value)) return undefined;
  const words: Fact<string>[] = [];
  const pattern = /\S+/g;
  pattern.lastIndex = separator + 1;
  for (let match = pattern.exec(text); match; match = pattern.exec(text))
    words.push(factAt(line, section, match[0], match.index, match.index + match[0].length));
  const fact = (said: string) => factAt(line, section, said, 0, text.length);
  return { device: fact(path.slice(0, slash)), file: path.slice(slash + 1), value: fact(value), words };
}

/** Options are printed as `active-backup 1` or as a number, lists of targets with blanks between them. */
function takeBond(draft: Draft, name: string, value: Fact<string>, words: readonly Fact<string>[]): void {
  if (name === "mii_status") draft.flags = flagsOf(value, value.value === "up");
  const bond = new Map(draft.bond);
  const [first] = words;
  const list = name === "arp_ip_target" || name === "slaves";
  const said = list ? words.map((word) => word.value).join(",") : first?.value;
  bond.set(name === "peer_notif_delay" ? "peer_notify_delay" : name, { ...value, value: said ?? "" });
  draft.bond = bond;
}

/** Here states are in lower case and with blanks: `going down`. */
function takePort(draft: Draft, name: string, value: Fact<string>): void {
  const upper = name === "state" || name === "mii_status";
  const said = upper ? value.value.toUpperCase().replace(" ", "_") : value.value;
  draft.port = new Map(draft.port).set(name, { ...value, value: said });
  if (name === "perm_hwaddr") draft.permanentMac = value;
}

function takeDevice(draft: Draft, name: string, value: Fact<string>): void {
  const number = /^-?\d{1,9}$/.test(value.value) ? Number(value.value) : undefined;
  if (name === "carrier" && number !== undefined) draft.flags = flagsOf(value, number === 1);
  else if (name === "operstate") draft.state = { ...value, value: value.value.toUpperCase() };
  else if (name === "address") draft.mac = value;
  else if (name === "mtu" && number !== undefined) draft.mtu = { ...value, value: number };
  else if (name === "speed" && number !== undefined) draft.speed = { ...value, value: number > 0 ? number : null };
}

/** The kernel tells the carrier only of an interface that is set up. */
function flagsOf(value: Fact<string>, carrier: boolean): Fact<string>[] {
  return [
    { ...value, value: carrier ? "LOWER_UP" : "NO-CARRIER" },
    { ...value, value: "UP" },
  ];
}
