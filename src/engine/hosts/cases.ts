import { isZeroMac } from "../bonding/lacp.ts";
import type { ReadCapture, Report } from "../captures/index.ts";
import type { BondDump } from "../captures/procBonding.ts";
import { asMac } from "./address.ts";
import { groupBy } from "./group.ts";

/** The part of a capture that belongs to one host. */
export interface Strand {
  readonly read: ReadCapture;
  /** The host in the prompts of its sections. */
  readonly host: string | undefined;
  /** What the host is called; absent where prompts do not say it. */
  readonly name: string | undefined;
  readonly reports: readonly Report[];
  /** True where the text shows other hosts too. */
  readonly amongOthers: boolean;
}

/** Captures that belong to one host. */
export interface Case {
  readonly id: string;
  readonly strands: readonly Strand[];
  /** The dumps of the same bonds that other cases show at earlier times, oldest first. */
  readonly earlier?: readonly BondDump[] | undefined;
}

/** A folder in which captures may be joined: an opened workspace folder, or a folder named on the command line. */
export type Root = string;

/**
 * Decides which captures belong together. One folder with its subfolders is a case where it lies inside a root and
 * nothing in it contradicts: one dump of each bond, one host name, one permanent address of each port. Otherwise its
 * subfolders are tried, and its loose files each stand alone. Without roots everything given is one folder.
 */
export function findCases(captures: readonly ReadCapture[], roots?: readonly Root[]): Case[] {
  const cases: Case[] = [];
  const joinable = new Map<Root, Strand[]>();
  for (const read of captures) {
    const strands = strandsOf(read);
    const [only] = strands;
    const root = roots === undefined ? "" : rootOf(read.capture.path, roots);
    if (strands.length === 1 && only && root !== undefined && read.capture.path !== "-") {
      const others = joinable.get(root);
      if (others) others.push(only);
      else joinable.set(root, [only]);
    } else {
      const seen = new Map<string, number>();
      for (const strand of strands) cases.push(strand.amongOthers ? oneOfText(strand, seen) : alone(strand));
    }
  }
  const joined = [...joinable].flatMap(([root, strands]) => casesOfFolder(root, strands));
  return [...cases, ...joined].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function alone(strand: Strand): Case {
  return { id: strand.read.capture.path, strands: [strand] };
}

/** One of several hosts of a text; machines without a name are numbered. */
function oneOfText(strand: Strand, seen: Map<string, number>): Case {
  const { read, name } = strand;
  const number = (seen.get(name ?? "") ?? 0) + 1;
  seen.set(name ?? "", number);
  return { id: `${read.capture.path}#${name ?? number}`, strands: [strand] };
}

function casesOfFolder(folder: string, strands: readonly Strand[]): Case[] {
  const [first] = strands;
  if (first && strands.length === 1) return [alone(first)];
  if (agree(strands)) return [{ id: folder || commonFolder(strands) || ".", strands }];
  const subfolders = new Map<string, Strand[]>();
  const cases: Case[] = [];
  for (const strand of strands) {
    const subfolder = childFolder(folder, strand.read.capture.path);
    if (subfolder === undefined) {
      cases.push(alone(strand));
      continue;
    }
    const inside = subfolders.get(subfolder);
    if (inside) inside.push(strand);
    else subfolders.set(subfolder, [strand]);
  }
  return cases.concat([...subfolders].flatMap(([subfolder, inside]) => casesOfFolder(subfolder, inside)));
}

/** The folder directly below `folder` that holds the path; `undefined` where the path lies in `folder` itself. */
function childFolder(folder: string, path: string): string | undefined {
  const from = folder === "" || folder.endsWith("/") ? folder.length : folder.length + 1;
  const slash = path.indexOf("/", from);
  return slash === -1 ? undefined : path.slice(0, slash === 0 ? 1 : slash);
}

function rootOf(path: string, roots: readonly Root[]): Root | undefined {
  const holding = roots.filter(
    (root) => root === "" || path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`),
  );
  return holding.sort((a, b) => b.length - a.length)[0];
}

function commonFolder(strands: readonly Strand[]): string {
  const folders = strands.map(({ read }) => read.capture.path.split("/").slice(0, -1));
  const [first = []] = folders;
  const differs = first.findIndex((name, depth) => folders.some((folder) => folder[depth] !== name));
  return first.slice(0, differs === -1 ? first.length : differs).join("/");
}

/** Splits a capture at its hosts: sections without a host name in their prompt go with the one before. */
function strandsOf(read: ReadCapture): Strand[] {
  const { sections, reports } = read;
  const hosts = new Set(sections.map((section) => section.host).filter((host) => host !== undefined));
  const [only] = hosts;
  const ofSwitches = reports.filter(({ section }) => section.switch !== undefined);
  const ofHosts = ofSwitches.length === 0 ? reports : reports.filter(({ section }) => section.switch === undefined);
  if (hosts.size < 2) {
    const machines = byMachine(ofHosts);
    if (machines.length < 2) return [{ read, host: only, name: only, reports, amongOthers: false }];
    // Who typed the commands is none of the machines that answered, or not known to be one.
    return namedByHeadings(machines).map(({ name, reports: own }) => {
      return { read, host: only, name, reports: own.concat(ofSwitches), amongOthers: true };
    });
  }
  const ofHost = groupBy(ofHosts, ({ section }) => section.host ?? only);
  const beside = hosts.size * ofSwitches.length > MOST_PAIRS ? [] : ofSwitches;
  return [...hosts].map((host) => {
    const own = ofHost.get(host) ?? [];
    // A switch stands beside every host that is cabled to it.
    return { read, host, name: host, reports: own.length === 0 ? own : own.concat(beside), amongOthers: true };
  });
}

/** Hosts and outputs of switches in one text, of which each is looked at with each: nobody has more. */
const MOST_PAIRS = 20_000;

/** What one text shows of a machine that nothing names: the addresses of its ports, and its outputs. */
interface Machine {
  readonly addresses: Map<string, string>;
  readonly reports: Report[];
}

/**
 * Splits the outputs of a text without names of hosts where a dump shows ports of the same names with other permanent addresses, every
 * one of them: it is of another machine, and so is what follows. What stood before the first dump stands before the others too.
 */
function byMachine(reports: readonly Report[]): (readonly Report[])[] {
  let current: Machine = { addresses: new Map(), reports: [] };
  const machines = [current];
  const byAddress = new Map<string, Machine>();
  const first = reports.findIndex(({ kind }) => kind === "proc-bonding");
  const ahead = reports.slice(0, Math.max(first, 0)).map(({ kind }) => kind);
  let behindDump = 0;
  for (const report of reports) {
    const addresses = report.kind === "proc-bonding" ? addressesIn(report) : [];
    const shared = addresses.filter(([port]) => current.addresses.has(port));
    const [one] = shared;
    if (one && shared.every(([port, mac]) => current.addresses.get(port) !== mac)) {
      const moved = lastLike(current.reports, behindDump, ahead);
      const known = byAddress.get(one.join());
      current = known ?? { addresses: new Map(), reports: [] };
      if (known === undefined) machines.push(current);
      for (const other of moved) current.reports.push(other);
    }
    for (const [port, mac] of addresses) {
      current.addresses.set(port, mac);
      byAddress.set(`${port},${mac}`, current);
    }
    current.reports.push(report);
    if (report.kind === "proc-bonding") behindDump = current.reports.length;
  }
  return machines.map((machine) => machine.reports);
}

/** Takes from the end of the reports, not before an index, those of these kinds in this order; nothing where they are others. */
function lastLike(reports: Report[], from: number, kinds: readonly Report["kind"][]): Report[] {
  const start = reports.length - kinds.length;
  if (start < from || kinds.some((kind, at) => reports[start + at]?.kind !== kind)) return [];
  return reports.splice(start);
}

/**
 * Where a heading above each machine's dumps was taken for the bond's name, it is the machine's: one machine has one, each another, and
 * none is a name that bonds have.
 */
function namedByHeadings(machines: readonly (readonly Report[])[]): Pick<Strand, "name" | "reports">[] {
  const headings = machines.map((reports) => {
    const dumps = reports.filter((report) => report.kind === "proc-bonding");
    const names = new Set(dumps.map(({ bond, section }) => (section.command === undefined ? bond : undefined)));
    const [only] = names;
    return names.size === 1 && only !== undefined && !/^(?:bond|team|lag|po|ae)/i.test(only) ? only : undefined;
  });
  const distinct = new Set(headings);
  if (distinct.has(undefined) || distinct.size < machines.length)
    return machines.map((reports) => ({ name: undefined, reports }));
  return machines.map((reports, at) => ({ name: headings[at], reports: reports.map(withoutName) }));
}

function withoutName(report: Report): Report {
  if (report.kind !== "proc-bonding") return report;
  const { bond: _, ...dump } = report;
  return dump;
}

/** The permanent addresses in a dump, by port, which is in one bond only; what was blanked is none. */
function addressesIn({ ports }: BondDump): (readonly [port: string, mac: string])[] {
  return ports.flatMap(({ name, permanentMac }) => {
    const mac = asMac(permanentMac)?.value;
    return mac === undefined || isZeroMac(mac) ? [] : [[name.value, mac] as const];
  });
}

/** True where nothing shows that the strands are of two hosts, or of one host at two times. */
function agree(strands: readonly Strand[]): boolean {
  const agreement = new Agreement();
  return strands.every((strand) => agreement.takes(strand));
}

/** What the captures of one host say of it, as far as they were taken. */
class Agreement {
  #host: string | undefined;
  readonly #states = new Map<string, string>();
  readonly #addresses = new Map<string, string>();

  /** True where nothing in a strand contradicts what was taken before. */
  takes({ host, reports }: Strand): boolean {
    if (host !== undefined && this.#host !== undefined && host !== this.#host) return false;
    this.#host ??= host;
    const dumps = reports.filter((report) => report.kind === "proc-bonding");
    for (const [port, mac] of dumps.flatMap(addressesIn)) if (differs(this.#addresses, port, mac)) return false;
    const last = dumps.at(-1);
    return last === undefined || !differs(this.#states, last.bond ?? "", stateOf(last));
  }
}

/** Follows captures of one folder one by one, and tells when one cannot be of the same host and moment as those before. */
export function followHost(): (read: ReadCapture) => boolean {
  const agreement = new Agreement();
  return (read) => {
    const strands = strandsOf(read);
    const [only] = strands;
    return only !== undefined && (strands.length > 1 || agreement.takes(only));
  };
}

function differs(known: Map<string, string>, key: string, value: string): boolean {
  const before = known.get(key);
  if (before === undefined) known.set(key, value);
  return before !== undefined && before !== value;
}

/** What tells two dumps of one bond apart in time. A plain user's dump lacks lines, but states nothing else. */
function stateOf({ mode, activePort, carrier, miimon, ports }: BondDump): string {
  const values = ports.map(({ name, mii, failures, speed }) => [name.value, mii?.value, failures?.value, speed?.value]);
  return JSON.stringify([mode?.value, activePort?.value, carrier?.value, miimon?.value, values]);
}
