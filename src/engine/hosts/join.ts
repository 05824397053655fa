import { effectiveOptions } from "../bonding/effective.ts";
import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import type { Report } from "../captures/index.ts";
import type { IpInterface } from "../captures/ipLink.ts";
import type { NmcliConnection } from "../captures/nmcliConnection.ts";
import type { BondDump } from "../captures/procBonding.ts";
import { type Fact, stated } from "../text/section.ts";
import type { Case } from "./cases.ts";
import { type BondEvidence, evidenceByBond, type Links, linksOf } from "./evidence.ts";
import { groupBy } from "./group.ts";
import { kernelOf } from "./kernel.ts";
import type { Bond, Host, Port, Profile, Proposal } from "./model.ts";
import { portsOf } from "./ports.ts";

/** Joins the captures of a case into its host with its bonds and their ports. */
export function joinCase({ id, strands }: Case): Host {
  const reports = strands.flatMap((strand) => latestFirst(strand.reports));
  const proposals = strands.flatMap((strand) =>
    strand.read.proposals.filter(({ section }) => belongs(section.host, strand.host)),
  );
  const host = strands.find((strand) => strand.host !== undefined)?.host;
  const links = linksOf(reports);
  const dumps = strands.flatMap((strand) => strand.reports).filter((report) => report.kind === "proc-bonding");
  const evidences = evidenceByBond(dumps, reports, links);
  const inUse = evidences.filter((evidence) => evidence.dumps.some((dump) => dump.ports.length > 0));
  const bonds = evidences.map((evidence) => ({
    ...joinBond(evidence, links, proposals),
    otherBondInUse: inUse.some((other) => other !== evidence),
  }));
  return {
    case: id,
    ...(host !== undefined && { name: host }),
    captures: [...new Set(strands.map((strand) => strand.read.capture))],
    bonds,
  };
}

/** Within one text the later output tells more of the present; what stands in several texts is seconds apart. */
function latestFirst(reports: readonly Report[]): Report[] {
  return [...reports].reverse();
}

function belongs(sectionHost: string | undefined, strandHost: string | undefined): boolean {
  return sectionHost === undefined || sectionHost === strandHost;
}

function joinBond(
  evidence: BondEvidence,
  links: Links,
  proposals: readonly Fact<string>[],
): Omit<Bond, "otherBondInUse"> {
  const snapshots = evidence.dumps;
  const current = currentDumps(snapshots);
  const profile = profileOf(evidence);
  const ports: readonly Port[] = portsOf(
    evidence.name,
    current,
    evidence.interfaces.flatMap((link) => link.bond ?? []),
    links,
  );
  const sections = new Set([
    ...snapshots.map((dump) => dump.section),
    ...evidence.interfaces.map((link) => link.name.section),
    ...evidence.profiles.map((report) => report.section),
  ]);
  return {
    ...(evidence.name !== undefined && { name: evidence.name }),
    kernel: kernelOf(current, evidence.interfaces),
    ...(profile && { profile }),
    proposals: proposals.filter((proposal) => sections.has(proposal.section)).map(readProposal),
    ports,
    gateways: evidence.profiles.flatMap(gatewaysOf),
    someSpeedKnown: ports.some((port) => typeof port.bonding.speed?.value === "number"),
    interfaces: links.all,
    portsListed: current.some((dump) => !dump.filtered && dump.mode !== undefined) || links.all.some(isLoopback),
    snapshots,
  };
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

function gatewaysOf({ properties }: NmcliConnection): Fact<string>[] {
  const gateway = properties.get("IP4.GATEWAY") ?? properties.get("ipv4.gateway");
  return gateway && IPV4.test(gateway.value) ? [gateway] : [];
}

function readProposal(fact: Fact<string>): Proposal {
  const entries = readOptionText(fact.value);
  return {
    fact,
    options: new Map(entries.flatMap(({ name, value }) => (isOptionName(name) ? [[name, value] as const] : []))),
  };
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

/** Root's dump says more than a plain user's, and is asked first. */
function length(dump: BondDump): number {
  return dump.section.end - dump.section.start;
}

function profileOf({ name, profiles }: BondEvidence): Profile | undefined {
  const known = profiles.map((report) => ({ report, active: isActive(report, name) }));
  const chosen =
    known.find(({ active }) => active === true) ?? known.find(({ active }) => active === undefined) ?? known[0];
  if (chosen === undefined) return undefined;
  const id = idOf(chosen.report);
  const same = known.filter(({ report }) => idOf(report) === id || idOf(report) === undefined);
  const reports = [chosen, ...same.filter((other) => other !== chosen)].map(({ report }) => report);
  const text = stated(reports.map((report) => report.options));
  if (text === undefined) return undefined;

  const options = new Map(
    [...chosen.report.bondOptions.keys()].flatMap((option) => {
      const value = stated(reports.map((report) => report.bondOptions.get(option)));
      return value ? [[option, value] as const] : [];
    }),
  );
  const values = new Map<OptionName, string>([...options].map(([option, { value }]) => [option, value]));
  const active = same.map((other) => other.active).find((answer) => answer !== undefined);
  return {
    ...(id !== undefined && { name: id }),
    text,
    options,
    unknown: readOptionText(text.value)
      .filter(({ name: option }) => !isOptionName(option))
      .map(({ start, end }) => text.value.slice(start, end)),
    effective: effectiveOptions(values),
    columns: new Set(reports.filter((report) => report.layout === "columns").map((report) => report.section)),
    ...(active !== undefined && { active }),
  };
}

function idOf({ properties, subject }: NmcliConnection): string | undefined {
  return properties.get("connection.id")?.value ?? subject;
}

/** A whole profile ends in its active part (`GENERAL.*`) when it is in use; a selection of fields does not say. */
function isActive({ properties }: NmcliConnection, bond: string | undefined): boolean | undefined {
  const devices = properties.get("GENERAL.DEVICES")?.value;
  if (devices !== undefined) return bond === undefined || devices.split(/[\s,]+/).includes(bond);
  if (properties.has("GENERAL.STATE")) return true;
  const whole = properties.has("connection.id") && properties.has("proxy.method");
  return whole ? false : undefined;
}
