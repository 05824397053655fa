import { isOptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import { isIpv4 } from "../bonding/values.ts";
import { isConfiguration, type Report } from "../captures/index.ts";
import type { IpInterface } from "../captures/ipInterface.ts";
import type { Route } from "../captures/ipRoute.ts";
import type { LogEvent } from "../captures/kernelLog.ts";
import type { BondDump } from "../captures/procBonding.ts";
import type { Fact } from "../text/section.ts";
import type { Case, Strand } from "./cases.ts";
import { type BondEvidence, evidenceByBond, type Links, linksOf } from "./evidence.ts";
import { groupBy } from "./group.ts";
import { historyOf, type Times, timesIn } from "./history.ts";
import { kernelOf } from "./kernel.ts";
import type { Bond, BondSystem, Host, Port, Proposal } from "./model.ts";
import { portsOf } from "./ports.ts";
import { profileOf } from "./profile.ts";
import { moduleOptionsIn } from "./setups.ts";
import { gatewaysBehind, stackedOn } from "./stack.ts";
import type { Stored } from "./stored.ts";
import { joinSwitchPorts } from "./switchJoin.ts";
import { switchPortsOf } from "./switchPorts.ts";
import { NetworkManager } from "./wanted.ts";

/** Joins the captures of a case into its host with its bonds and their ports. */
export function joinCase({ id, strands, earlier = [] }: Case): Host {
  const reports = strands.flatMap((strand) => latestFirst(strand.reports));
  const proposals = strands.flatMap((strand) =>
    strand.read.proposals.filter(({ section }) => belongs(section.host, strand.host)),
  );
  const host = strands.find((strand) => strand.name !== undefined)?.name;
  const links = linksOf(reports);
  const dumps = strands.flatMap((strand) => strand.reports).filter((report) => report.kind === "proc-bonding");
  const context: Context = {
    links,
    networkManager: new NetworkManager(reports, links, dumps),
    routes: reports.flatMap((report) => (report.kind === "ip-route" ? report.routes : [])),
    proposals,
    earlier,
    events: groupBy(
      strands
        .flatMap((strand) => strand.reports)
        .flatMap((report) => (report.kind === "kernel-log" ? report.events : [])),
      (event) => event.bond,
    ),
    times: timesIn(strands),
    isConfiguration: reports.every(isConfiguration) && !strands.some(isArchived),
    moduleOptions: moduleOptionsIn(reports),
  };
  const evidences = evidenceByBond(dumps, reports, links).map((evidence) => ({
    ...evidence,
    profiles: evidence.profiles.map((stored) => context.networkManager.used(stored)),
  }));
  const switchPorts = switchPortsOf(reports);
  const amongHosts = strands.some(({ amongOthers }) => amongOthers);
  const joined = evidences.map((evidence) => ({ evidence, bond: joinBond(evidence, context, evidences.length === 1) }));
  const inUse = joined.filter(({ bond }) => bond.ports.length > 0).length;
  const systems = joined.filter(({ bond }) => bond.name !== undefined && bond.kernel.lacp.systemMac !== undefined);
  const bonds = joined.map(({ evidence, bond }) => {
    return {
      ...bond,
      otherBondInUse: inUse > (bond.ports.length > 0 ? 1 : 0),
      otherSystems: systems.flatMap((other): BondSystem[] => {
        const { name, kernel } = other.bond;
        const known = name !== undefined && other.bond !== bond && standTogether(evidence, other.evidence);
        return known && kernel.lacp.systemMac ? [{ bond: name, mac: kernel.lacp.systemMac }] : [];
      }),
      switchPorts: joinSwitchPorts(bond, switchPorts, host, evidences.length === 1 && !amongHosts),
    };
  });
  return {
    case: id,
    name: host,
    captures: [...new Set(strands.map((strand) => strand.read.capture))],
    bonds,
    switchPorts,
  };
}

/** True where one output of `ip link` shows both bonds: a dump alone may be of the host at the other end of the cable. */
function standTogether(one: BondEvidence, other: BondEvidence): boolean {
  const sections = new Set(one.interfaces.map(({ name }) => name.section));
  return other.interfaces.some(({ name }) => sections.has(name.section));
}

/** Within one text the later output tells more of the present; what stands in several texts is seconds apart. */
function latestFirst(reports: readonly Report[]): Report[] {
  return [...reports].reverse();
}

/** A file of an archive is evidence, also where it is a configuration file. */
function isArchived({ read }: Strand): boolean {
  const { path } = read.capture;
  return (
    /(^|\/)(sosreport|insights|scc_|nts_)[^/]*\//.test(path) ||
    /[^/]\/etc\/(?:NetworkManager|sysconfig|netplan|systemd|network|modprobe\.d)\//.test(
      path.replace(/^[a-z][a-z+.-]*:\/\/[^/]*/i, ""),
    )
  );
}

function belongs(sectionHost: string | undefined, strandHost: string | undefined): boolean {
  return sectionHost === undefined || sectionHost === strandHost;
}

/** What all bonds of a case share. */
interface Context {
  readonly links: Links;
  readonly networkManager: NetworkManager;
  readonly routes: readonly Route[];
  readonly proposals: readonly Fact<string>[];
  readonly times: Times;
  /** Dumps of other cases of the same host. */
  readonly earlier: readonly BondDump[];
  readonly events: ReadonlyMap<string | undefined, readonly LogEvent[]>;
  /** True where the case holds nothing but configuration, outside of any archive: then it may be edited in place. */
  readonly isConfiguration: boolean;
  readonly moduleOptions: readonly Stored[];
}

function joinBond(
  evidence: BondEvidence,
  context: Context,
  only: boolean,
): Omit<Bond, "otherBondInUse" | "otherSystems" | "switchPorts"> {
  const { links, proposals } = context;
  const snapshots = evidence.dumps;
  const current = currentDumps(snapshots);
  const managed = context.networkManager.of(evidence, only);
  const profile = profileOf(evidence, context.isConfiguration);
  const stacked = stackedOn(evidence.name, links);
  const ports: readonly Port[] = portsOf(
    evidence.name,
    current,
    evidence.interfaces.flatMap((link) => link.bond ?? []),
    links,
    managed.devices,
  );
  const sections = new Set([
    ...snapshots.map((dump) => dump.section),
    ...evidence.interfaces.map((link) => link.name.section),
    ...evidence.profiles.map((stored) => stored.report.section),
  ]);
  const kernel = kernelOf(current, evidence.interfaces, evidence.states);
  return {
    name: evidence.name,
    kernel,
    profile,
    proposals: proposals.filter((proposal) => sections.has(proposal.section)).map(readProposal),
    ports,
    managed,
    gateways: [
      ...evidence.profiles.flatMap(({ gateway }) => gateway ?? []),
      ...(managed.device?.gateways ?? []),
      ...gatewaysBehind(new Set([evidence.name ?? "", ...stacked.map((link) => link.name.value)]), context.routes),
    ].filter(({ value }) => isIpv4(value)),
    events: evidence.name === undefined ? [] : (context.events.get(evidence.name) ?? []),
    stored: evidence.profiles,
    moduleOptions: context.moduleOptions,
    judgedLinks: new Map(),
    someSpeedKnown: ports.some((port) => typeof port.bonding.speed?.value === "number"),
    interfaces: links.all,
    own: evidence.interfaces,
    routes: context.routes,
    stacked,
    portsListed:
      current.some(isComplete) ||
      listsEverything(links.all) ||
      evidence.interfaces.some(({ bond }) => bond?.has("slaves") === true),
    snapshots,
    history: historyOf(evidence.name, namesOfPorts(ports, snapshots), kernel.mode?.value, snapshots, context),
  };
}

function readProposal(fact: Fact<string>): Proposal {
  const entries = readOptionText(fact.value);
  return {
    fact,
    options: new Map(entries.flatMap(({ name, value }) => (isOptionName(name) ? [[name, value] as const] : []))),
  };
}

/** True where an output lists every interface with its bond: it holds the loopback, and no port without a master (`ip -br`). */
function listsEverything(all: readonly IpInterface[]): boolean {
  const brief = new Set(
    all
      .filter(({ flags, master }) => !master && flags.some(({ value }) => value === "SLAVE"))
      .map(({ name }) => name.section),
  );
  return all.some((link) => isLoopback(link) && !brief.has(link.name.section));
}

/** Only an output of all interfaces holds the loopback. */
function isLoopback({ flags }: IpInterface): boolean {
  return flags.some((flag) => flag.value === "LOOPBACK");
}

/**
 * The dumps that show the bond as it is: of each capture the last one that is whole and the parts captured after it,
 * or every part where none is whole.
 */
function currentDumps(dumps: readonly BondDump[]): BondDump[] {
  const current = groupBy(dumps, (dump) => dump.section.capture);
  return [...current.values()]
    .flatMap((own) => own.slice(Math.max(0, own.findLastIndex(isWhole))))
    .sort((a, b) => length(b) - length(a));
}

function isWhole(dump: BondDump): boolean {
  return !dump.filtered && dump.mode !== undefined && dump.ports.length > 0;
}

/** True for a dump that names ports and ends before its last one is told to the end; what a filter leaves is no such dump. */
export function isCutOff(report: Report): boolean {
  return report.kind === "proc-bonding" && !report.filtered && report.ports.length > 1 && !isComplete(report);
}

/**
 * True where a dump runs to its end: its last port has what its first one has, or what the driver prints of every port where there
 * is only one, and there are as many as the active aggregator is said to have.
 */
function isComplete(dump: BondDump): boolean {
  const { mode, filtered, ports } = dump;
  const [first, last] = [ports[0], ports.at(-1)];
  if (filtered || mode === undefined || ports.length < (dump.aggregator?.ports?.value ?? 0)) return false;
  const cut = last?.permanentMac === undefined || (last.actor !== undefined && last.partner?.state === undefined);
  if (first !== undefined && first === last && cut) return false;
  const ends = ["mii", "failures", "permanentMac", "queueId"] as const;
  return ends.every((key) => first?.[key] === undefined || last?.[key] !== undefined);
}

/** Root's dump says more than a plain user's, and is asked first. */
function length(dump: BondDump): number {
  return dump.section.end - dump.section.start;
}

/** The ports that the bond has or had. */
function namesOfPorts(ports: readonly Port[], snapshots: readonly BondDump[]): ReadonlySet<string> {
  return new Set([
    ...ports.map(({ name }) => name),
    ...snapshots.flatMap((dump) => dump.ports.map(({ name }) => name.value)),
  ]);
}
