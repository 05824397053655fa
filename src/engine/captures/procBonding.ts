import { type Mode, modeOfProc } from "../bonding/modes.ts";
import type { Line } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { Statement } from "./reader.ts";

/** The driver's opinion of a port's link (kernel: bond_slave_link_status). */
export type MiiStatus = "up" | "down" | "going down" | "going back" | "unknown";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One LACP data unit of the `details … lacp pdu` blocks. */
export interface LacpDetails {
  readonly systemPriority?: Fact<number>;
  readonly systemMac?: Fact<string>;
  readonly key?: Fact<number>;
  readonly portPriority?: Fact<number>;
  readonly portNumber?: Fact<number>;
  /** The eight state bits of IEEE 802.1AX as one number. */
  readonly state?: Fact<number>;
}

/** One `Slave Interface` block. Speed in Mbit/s; `null` where the dump says Unknown (older kernels: 65535, -1, 2^32-1). */
export interface DumpedPort {
  readonly name: Fact<string>;
  readonly mii?: Fact<MiiStatus>;
  readonly speed?: Fact<number | null>;
  readonly duplex?: Fact<string | null>;
  readonly failures?: Fact<number>;
  readonly permanentMac?: Fact<string>;
  readonly queueId?: Fact<number>;
  /** `null` where the dump says N/A. */
  readonly aggregatorId?: Fact<number | null>;
  readonly actorChurn?: Fact<string>;
  readonly partnerChurn?: Fact<string>;
  readonly actorChurnedCount?: Fact<number>;
  readonly partnerChurnedCount?: Fact<number>;
  readonly actor?: LacpDetails;
  readonly partner?: LacpDetails;
}

/** The block `Active Aggregator Info`. */
export interface ActiveAggregator {
  readonly id?: Fact<number>;
  readonly ports?: Fact<number>;
  readonly actorKey?: Fact<number>;
  readonly partnerKey?: Fact<number>;
  readonly partnerMac?: Fact<string>;
}

/** A dump of `/proc/net/bonding/<bond>` (kernel: drivers/net/bonding/bond_procfs.c). Intervals and delays in ms. */
export interface BondDump {
  readonly kind: "proc-bonding";
  readonly section: Section;
  /** The bond's name, from the path or the command: the dump itself does not hold it. */
  readonly bond?: string;
  readonly driver?: Fact<string>;
  readonly mode?: Fact<Mode>;
  readonly failOverMac?: Fact<string>;
  readonly hashPolicy?: Fact<string>;
  /** `null` where the dump says None: no primary, or one that is not a port now. */
  readonly primary?: Fact<string | null>;
  readonly primaryReselect?: Fact<string>;
  readonly activePort?: Fact<string | null>;
  readonly carrier?: Fact<boolean>;
  readonly miimon?: Fact<number>;
  readonly updelay?: Fact<number>;
  readonly downdelay?: Fact<number>;
  readonly peerNotifDelay?: Fact<number>;
  /** 0 where the whole block above the ports was captured without this line: the driver prints it only when it is on. */
  readonly arpInterval?: Fact<number>;
  readonly arpMissedMax?: Fact<number>;
  readonly arpTargets?: Fact<readonly string[]>;
  readonly nsTargets?: Fact<readonly string[]>;
  readonly lacpActive?: Fact<string>;
  readonly lacpRate?: Fact<string>;
  readonly minLinks?: Fact<number>;
  readonly adSelect?: Fact<string>;
  readonly systemPriority?: Fact<number>;
  readonly systemMac?: Fact<string>;
  readonly aggregator?: ActiveAggregator;
  readonly noActiveAggregator?: Fact<true>;
  readonly ports: readonly DumpedPort[];
  /** True where the output went through a filter, so that missing lines and ports say nothing. */
  readonly filtered: boolean;
}

type BondDraft = Omit<Mutable<BondDump>, "ports" | "aggregator"> & {
  ports: Mutable<DumpedPort>[];
  aggregator?: Mutable<ActiveAggregator>;
};

type LacpSide = "actor" | "partner";

/** Reads a dump. Every line is optional; lines it does not know (vendor kernels, notes) are passed over. Never throws. */
export function readProcBonding({ section, lines, subject, filtered }: Part): BondDump | undefined {
  const bond: BondDraft = { kind: "proc-bonding", section, ports: [], filtered };
  if (subject !== undefined) bond.bond = subject;
  let port: Mutable<DumpedPort> | undefined;
  let side: LacpSide | undefined;
  let seen = false;

  for (const line of lines) {
    const statement = Statement.read(line, section);
    if (statement === undefined) {
      seen = readBareLine(bond, line, section) || seen;
      continue;
    }
    if (statement.key === "Slave Interface") {
      const name = statement.word();
      if (name) {
        port = { name };
        side = undefined;
        bond.ports.push(port);
      }
      continue;
    }
    if (port === undefined && PORT_ONLY.has(statement.key)) {
      // The beginning was cut off within a port: what was read so far is that port's, not the bond's.
      if (bond.miimon === undefined) Reflect.deleteProperty(bond, "carrier");
      port = { name: statement.fact("") };
    }
    if (port === undefined) {
      seen = readBondLine(bond, statement) || seen;
      continue;
    }
    const opened = LACP_SIDES.get(statement.key);
    if (opened) {
      side = opened;
      continue;
    }
    const readDetail = side && DETAIL_LINES.get(statement.key);
    if (side && readDetail) {
      const details: Mutable<LacpDetails> = port[side] ?? {};
      port[side] = details;
      readDetail(details, statement);
    } else {
      if (statement.key === "MII Status" && port.mii !== undefined) {
        // The line that began the next port is lost: what follows is that port's, whatever its name.
        port = { name: statement.fact("") };
        bond.filtered = true;
      }
      PORT_LINES.get(statement.key)?.(port, statement);
    }
  }
  if (!seen && bond.ports.length === 0) return undefined;
  impliedArpInterval(bond);
  return bond;
}

/** Lines that only ports have. */
const PORT_ONLY = new Set(["Speed", "Duplex", "Link Failure Count", "Permanent HW addr", "Slave queue ID"]);

const LACP_SIDES: ReadonlyMap<string, LacpSide> = new Map([
  ["details actor lacp pdu", "actor"],
  ["details partner lacp pdu", "partner"],
]);

function readBareLine(bond: BondDraft, line: Line, section: Section): boolean {
  const name = /^bond (\S+) has no active aggregator$/.exec(line.text)?.[1];
  if (name === undefined) return false;
  bond.noActiveAggregator = { value: true, start: line.at, end: line.at + line.text.length, section };
  bond.bond ??= name;
  return true;
}

function readBondLine(bond: BondDraft, statement: Statement): boolean {
  const read = BOND_LINES.get(statement.key);
  if (read === undefined) return false;
  read(bond, statement);
  return true;
}

/**
 * The driver prints the ARP lines only while that monitor runs, between the delays and the first port: where both are
 * there and those lines are not, it is off. Without the delays the dump was shortened, and nobody knows.
 */
function impliedArpInterval(bond: BondDraft): void {
  const { miimon, updelay, downdelay, filtered, ports } = bond;
  const arpLines = bond.arpInterval ?? bond.arpMissedMax ?? bond.arpTargets ?? bond.nsTargets;
  if (filtered || ports.length === 0 || arpLines !== undefined) return;
  if (miimon && updelay && downdelay) bond.arpInterval = { ...miimon, value: 0 };
}

/** Gives the named property a value, and leaves it absent where there is none. */
function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}

type ReadLine<T> = (target: T, statement: Statement) => void;

const number =
  <T extends object>(
    key: { [K in keyof T]-?: Required<T>[K] extends Fact<number> ? K : never }[keyof T],
  ): ReadLine<T> =>
  (target, statement) =>
    put(target, key, statement.number() as T[typeof key] | undefined);

const word =
  <T extends object>(
    key: { [K in keyof T]-?: Required<T>[K] extends Fact<string> ? K : never }[keyof T],
  ): ReadLine<T> =>
  (target, statement) =>
    put(target, key, statement.word() as T[typeof key] | undefined);

function linesOf<T>(lines: Record<string, ReadLine<T>>): ReadonlyMap<string, ReadLine<T>> {
  return new Map(Object.entries(lines));
}

const inAggregator =
  (read: ReadLine<Mutable<ActiveAggregator>>): ReadLine<BondDraft> =>
  (bond, statement) => {
    bond.aggregator ??= {};
    read(bond.aggregator, statement);
  };

/** Lines of the block above the ports, in the order of bond_procfs.c (bond_info_show_master). */
const BOND_LINES = linesOf<BondDraft>({
  "Ethernet Channel Bonding Driver": (bond, statement) => put(bond, "driver", statement.word()),
  "Bonding Mode": readMode,
  "Transmit Hash Policy": word("hashPolicy"),
  "Primary Slave": readPrimary,
  "Currently Active Slave": (bond, statement) => put(bond, "activePort", orNone(statement)),
  "MII Status": (bond, statement) => {
    if (/^(up|down)\b/.test(statement.value)) bond.carrier = statement.fact(statement.value.startsWith("up"));
  },
  "MII Polling Interval (ms)": number("miimon"),
  "Up Delay (ms)": number("updelay"),
  "Down Delay (ms)": number("downdelay"),
  "Peer Notification Delay (ms)": number("peerNotifDelay"),
  "ARP Polling Interval (ms)": number("arpInterval"),
  "ARP Missed Max": number("arpMissedMax"),
  "ARP IP target/s (n.n.n.n form)": (bond, statement) => put(bond, "arpTargets", targets(statement)),
  "NS IPv6 target/s (xx::xx form)": (bond, statement) => put(bond, "nsTargets", targets(statement)),
  "LACP active": word("lacpActive"),
  "LACP rate": word("lacpRate"),
  "Min links": number("minLinks"),
  "Aggregator selection policy (ad_select)": word("adSelect"),
  "System priority": number("systemPriority"),
  "System MAC address": word("systemMac"),
  "Active Aggregator Info": inAggregator(() => {}),
  "Aggregator ID": inAggregator(number("id")),
  "Number of ports": inAggregator(number("ports")),
  "Actor Key": inAggregator(number("actorKey")),
  "Partner Key": inAggregator(number("partnerKey")),
  "Partner Mac Address": inAggregator(word("partnerMac")),
});

const PORT_LINES = linesOf<Mutable<DumpedPort>>({
  "MII Status": (port, statement) => put(port, "mii", miiStatus(statement)),
  Speed: (port, statement) => put(port, "speed", speed(statement)),
  Duplex: (port, statement) => {
    const duplex = statement.word();
    put(port, "duplex", duplex && { ...duplex, value: duplex.value === "Unknown" ? null : duplex.value });
  },
  "Link Failure Count": number("failures"),
  "Permanent HW addr": word("permanentMac"),
  "Slave queue ID": number("queueId"),
  "Aggregator ID": (port, statement) => {
    put(port, "aggregatorId", statement.value.startsWith("N/A") ? statement.fact(null) : statement.number());
  },
  "Actor Churn State": word("actorChurn"),
  "Partner Churn State": word("partnerChurn"),
  "Actor Churned Count": number("actorChurnedCount"),
  "Partner Churned Count": number("partnerChurnedCount"),
});

const DETAIL_LINES = linesOf<Mutable<LacpDetails>>({
  "system priority": number("systemPriority"),
  "system mac address": word("systemMac"),
  "port key": number("key"),
  "oper key": number("key"),
  "port priority": number("portPriority"),
  "port number": number("portNumber"),
  "port state": number("state"),
});

function readMode(bond: BondDraft, statement: Statement): void {
  const mode = modeOfProc(statement.value);
  put(bond, "mode", mode && statement.fact(mode));
  const policy = / \(fail_over_mac (active|follow)\)/.exec(statement.value);
  if (policy?.[1]) bond.failOverMac = statement.part(policy[1], policy.index + 1, policy.index + policy[0].length);
}

function readPrimary(bond: BondDraft, statement: Statement): void {
  put(bond, "primary", orNone(statement));
  const policy = /\(primary_reselect (always|better|failure)\)/.exec(statement.value);
  if (policy?.[1]) bond.primaryReselect = statement.part(policy[1], policy.index, policy.index + policy[0].length);
}

function orNone(statement: Statement): Fact<string | null> | undefined {
  const name = statement.word();
  return name && { ...name, value: name.value === "None" ? null : name.value };
}

const MII_STATUS = /^(up|down|going down|going back|unknown)\b/;

function miiStatus(statement: Statement): Fact<MiiStatus> | undefined {
  const status = MII_STATUS.exec(statement.value)?.[1] as MiiStatus | undefined;
  return status && statement.fact(status);
}

/** What old kernels print for a speed that the NIC does not report. */
const NO_SPEED = new Set(["65535", "-1", "4294967295"]);

function speed(statement: Statement): Fact<number | null> | undefined {
  const first = statement.word();
  if (first === undefined) return undefined;
  if (first.value === "Unknown" || NO_SPEED.has(first.value)) return statement.fact(null);
  return /^\d{1,15} ?Mbps/.test(statement.value) ? statement.number() : undefined;
}

function targets(statement: Statement): Fact<readonly string[]> {
  return statement.fact(statement.value.split(/[\s,]+/).filter((target) => /^[\da-fA-F.:]+$/.test(target)));
}
