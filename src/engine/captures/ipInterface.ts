import type { Fact, Section } from "../text/section.ts";
import type { Span } from "../text/span.ts";

/** An address of an interface, and the length of its network's prefix: 24 of `10.20.0.10/24`. */
export interface IpAddress {
  readonly ip: string;
  readonly prefix: number;
  /** `global`, `link`, `host`; absent in `ip -br addr`. */
  readonly scope?: string;
}

/** One interface as `ip link` or `ip addr` prints it, as text or JSON, or as sysfs holds it. */
export interface IpInterface {
  readonly name: Fact<string>;
  /** The flags between `<` and `>`, each with its own span; empty where none were printed (`ip -br addr`, `ip -o addr`). */
  readonly flags: readonly Fact<string>[];
  readonly addresses: readonly Fact<IpAddress>[];
  /** What it is, with `-d`: `bond`, `vlan`, `bridge`, `veth`; a network card has none. */
  readonly kind?: Fact<string>;
  /** With `-s`, under `rx` or `tx` and the column's name: `tx bytes`, `rx errors`. */
  readonly counters?: ReadonlyMap<string, Fact<number>>;
  /** In Mbit/s; `null` where the card has none. Of sysfs only. */
  readonly speed?: Fact<number | null>;
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
  /** The interface below this one, or the other end of a veth pair: `bond0.5@bond0`, `e1@if485`. */
  readonly parent?: Fact<string>;
  /** The card's place on its bus: `0000:00:05.0`. */
  readonly parentDevice?: Fact<string>;
}

/** The interfaces in one output of `ip link` or `ip addr`, or in sysfs, in their order. */
export interface IpLinkList {
  readonly kind: "ip-link";
  readonly section: Section;
  readonly interfaces: readonly IpInterface[];
  /** Where the text stops to be what it should be: reading went on behind it. */
  readonly unread?: Span;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An interface while it is being read. */
export interface Draft extends Mutable<Omit<IpInterface, "addresses" | "altnames" | "flags" | "counters">> {
  flags: Fact<string>[];
  addresses: Fact<IpAddress>[];
  altnames: Fact<string>[];
  counters?: Map<string, Fact<number>>;
}

/** An interface of which nothing is known yet but its name. */
export function newInterface(name: Fact<string>): Draft {
  return { name, flags: [], addresses: [], altnames: [] };
}
