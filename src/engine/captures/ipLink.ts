import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { INTERFACE_HEADER } from "./begin.ts";
import type { Part } from "./split.ts";

/** One interface in the output of `ip link`, with `-d` its bond or port block too. */
export interface IpInterface {
  readonly name: Fact<string>;
  /** The flags between `<` and `>`, each with its own span. */
  readonly flags: readonly Fact<string>[];
  readonly mtu?: Fact<number>;
  /** The bond (or bridge) that the interface is a port of. */
  readonly master?: Fact<string>;
  readonly state?: Fact<string>;
  readonly mac?: Fact<string>;
  readonly permanentMac?: Fact<string>;
  /** The pairs of the line `bond mode … miimon …`, under the names that `ip` prints. */
  readonly bond?: ReadonlyMap<string, Fact<string>>;
  /** The pairs of the line `bond_slave state … mii_status …`. */
  readonly port?: ReadonlyMap<string, Fact<string>>;
  readonly altnames: readonly Fact<string>[];
}

/** The interfaces in one output of `ip link` or `ip addr`, in their order. */
export interface IpLinkList {
  readonly kind: "ip-link";
  readonly section: Section;
  readonly interfaces: readonly IpInterface[];
}

type Draft = { -readonly [K in keyof IpInterface]: IpInterface[K] } & { altnames: Fact<string>[] };

/** Reads the output of `ip link` and `ip -d link` (iproute2: ip/ipaddress.c, ip/iplink_bond.c). Never throws. */
export function readIpLink({ section, lines }: Part): IpLinkList | undefined {
  const interfaces: Draft[] = [];
  let current: Draft | undefined;
  for (const line of lines) {
    const header = readHeader(line, section);
    if (header) {
      current = header;
      interfaces.push(header);
    } else if (current) {
      readDetail(current, line, section);
    }
  }
  return interfaces.length === 0 ? undefined : { kind: "ip-link", section, interfaces };
}

function readHeader(line: Line, section: Section): Draft | undefined {
  const match = INTERFACE_HEADER.exec(line.text);
  const [, index, name, , flags] = match ?? [];
  if (index === undefined || name === undefined || flags === undefined) return undefined;
  const nameAt = line.text.indexOf(name, index.length + 1);
  const flagsAt = line.text.indexOf("<", nameAt) + 1;
  const draft: Draft = {
    name: factAt(line, section, name, nameAt, nameAt + name.length),
    flags: readFlags(line, section, flags, flagsAt),
    altnames: [],
  };
  const pairs = readPairs(line, section, flagsAt + flags.length + 1);
  const mtu = pairs.get("mtu");
  if (mtu && /^\d{1,9}$/.test(mtu.value)) draft.mtu = { ...mtu, value: Number(mtu.value) };
  const master = pairs.get("master");
  if (master) draft.master = master;
  const state = pairs.get("state");
  if (state) draft.state = state;
  return draft;
}

function readFlags(line: Line, section: Section, flags: string, from: number): Fact<string>[] {
  const facts: Fact<string>[] = [];
  let at = from;
  for (const flag of flags.split(",")) {
    if (flag !== "") facts.push(factAt(line, section, flag, at, at + flag.length));
    at += flag.length + 1;
  }
  return facts;
}

function readDetail(target: Draft, line: Line, section: Section): void {
  const { text } = line;
  if (text.startsWith("bond mode ")) target.bond = readPairs(line, section, "bond ".length);
  else if (text.startsWith("bond_slave ")) target.port = readPairs(line, section, "bond_slave ".length);
  else if (text.startsWith("link/")) {
    const pairs = readPairs(line, section, 0);
    const mac = /^link\/\S+ +(\S+)/.exec(text);
    if (mac?.[1]) target.mac = factAt(line, section, mac[1], mac[0].length - mac[1].length, mac[0].length);
    const permanent = pairs.get("permaddr");
    if (permanent) target.permanentMac = permanent;
  } else if (text.startsWith("altname ")) {
    const name = text.slice("altname ".length);
    target.altnames.push(factAt(line, section, name, "altname ".length, text.length));
  }
}

/** Reads `key value key value …`; each fact spans its key and its value. A key's first mention counts. */
function readPairs(line: Line, section: Section, from: number): Map<string, Fact<string>> {
  const pairs = new Map<string, Fact<string>>();
  const pattern = /(\S+) +(\S+)/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(line.text); match; match = pattern.exec(line.text)) {
    const [whole, key = "", value = ""] = match;
    if (!pairs.has(key)) pairs.set(key, factAt(line, section, value, match.index, match.index + whole.length));
  }
  return pairs;
}

function factAt<T>(line: Line, section: Section, value: T, from: number, to: number): Fact<T> {
  const { start, end } = spanOf(line, from, to);
  return { value, start, end, section };
}
