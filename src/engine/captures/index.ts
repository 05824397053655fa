import type { Capture, Fact, Section, SectionKind } from "../text/section.ts";
import { type EthtoolReport, readEthtool } from "./ethtool.ts";
import { type EthtoolDriver, readEthtoolDriver } from "./ethtoolDriver.ts";
import { type EthtoolStatistics, readEthtoolStatistics } from "./ethtoolStatistics.ts";
import { readIfcfg } from "./ifcfg.ts";
import { readInterfaces } from "./interfaces.ts";
import { type IpCommand, readIpCommand } from "./ipCommand.ts";
import type { IpLinkList } from "./ipInterface.ts";
import { readIpJson } from "./ipJson.ts";
import { readIpLink } from "./ipLink.ts";
import { type IpRoutes, readIpRoute } from "./ipRoute.ts";
import { type KernelLog, readKernelLog } from "./kernelLog.ts";
import { type Keyfile, readKeyfile } from "./keyfile.ts";
import { readModprobe } from "./modprobe.ts";
import { readName } from "./names.ts";
import { readNetplan } from "./netplan.ts";
import { readNetworkd } from "./networkd.ts";
import { type NmcliConnection, readNmcliConnection } from "./nmcliConnection.ts";
import { type NmcliDevices, readNmcliDevices } from "./nmcliDevices.ts";
import { type NmcliModify, readNmcliModify } from "./nmcliModify.ts";
import { type NmcliProfiles, readNmcliProfiles } from "./nmcliProfiles.ts";
import { type NmstateReport, readNmstate } from "./nmstate.ts";
import type { Part } from "./part.ts";
import { type Ping, readPing } from "./ping.ts";
import { type BondDump, readProcBonding } from "./procBonding.ts";
import { isSetupKind, type Setup } from "./setup.ts";
import { splitCapture } from "./split.ts";
import { readSwitchChannels, type SwitchChannels } from "./switchChannels.ts";
import { readSwitchConfig, type SwitchConfig } from "./switchConfig.ts";
import { readSwitchLacp, type SwitchLacp } from "./switchLacp.ts";
import { readSysfs } from "./sysfs.ts";
import { type Action, readActions, readNote } from "./typed.ts";

/** What one section says. */
export type Report =
  | BondDump
  | IpLinkList
  | IpRoutes
  | NmcliConnection
  | NmcliProfiles
  | NmcliDevices
  | NmcliModify
  | Keyfile
  | Setup<"ifcfg">
  | Setup<"netplan">
  | Setup<"networkd">
  | Setup<"interfaces">
  | Setup<"modprobe">
  | NmstateReport
  | IpCommand
  | EthtoolReport
  | EthtoolDriver
  | EthtoolStatistics
  | KernelLog
  | SwitchConfig
  | SwitchChannels
  | SwitchLacp
  | Ping;

/** A capture read whole: its sections in order, what each of them says, and the lines that Bondlint inserted. */
export interface ReadCapture {
  readonly capture: Capture;
  readonly sections: readonly Section[];
  readonly reports: readonly Report[];
  readonly proposals: readonly Fact<string>[];
  /** What somebody did between the outputs, in the order of the text. */
  readonly actions: readonly Action[];
}

/** Reads a capture. Pure, linear in the text, never throws. A section in which its parser finds nothing is `other`. */
export function readCapture(capture: Capture): ReadCapture {
  const sections: Section[] = [];
  const proposals: Fact<string>[] = [];
  const reports: Report[] = [];
  const actions: Action[] = [];
  for (const part of splitCapture(capture)) {
    const report = READERS[part.section.kind](part);
    if (report !== undefined) reports.push(report);
    for (const proposal of part.proposals) proposals.push(proposal);
    for (const action of readActions(part.section)) actions.push(action);
    for (const line of part.notes) {
      const action = readNote(line, part.section);
      if (action) actions.push(action);
    }
    const { section } = part;
    sections.push(report !== undefined || section.kind === "other" ? section : { ...section, kind: "other" });
  }
  return { capture, sections, reports: withTyped(reports), proposals, actions };
}

/** A command beside captured output was typed there, or belongs to the evidence of that ticket all the same. */
function withTyped(reports: readonly Report[]): readonly Report[] {
  if (reports.every(isConfiguration)) return reports;
  return reports.map((one) =>
    one.kind === "nmcli-modify" || one.kind === "ip-command" ? { ...one, typed: true } : one,
  );
}

/** True for what somebody wrote to set a bond up, and not for what a host printed. */
export function isConfiguration(report: Report): boolean {
  if (report.kind === "nmstate") return report.running.length === 0;
  return WRITTEN.has(report.kind) || isSetupKind(report.kind);
}

const WRITTEN: ReadonlySet<SectionKind> = new Set(["nmcli-modify", "keyfile", "switch-config"]);

/** Code units of a text that are read to tell whether it is a capture: at its beginning, and from a sign of one further on. */
const HEAD = 256 * 1024;
/** Code units in which signs are looked for: eight million are a day of somebody's terminal. */
const FURTHEST = 8 * 1024 * 1024;
/** Words of which most captures of a bond have one. */
const SIGNS = [
  "Ethernet Channel Bonding Driver",
  "/proc/net/bonding/",
  "bond.options",
  ",MASTER,",
  "link status definitely ",
  "(slave ",
];

/**
 * True where a text holds something that is unmistakably a bonding capture or, with the path of a configuration file, the set-up
 * of a bond: in its first 256 KiB, or in its first 8 MiB from a word on that captures have.
 */
export function isCapture(text: string, path = ""): boolean {
  const named = isSetupKind(readName(path).kind) ? path : "";
  const holds = (part: string) =>
    readCapture({ path: named, text: part }).sections.some(({ kind }) => kind !== "other" && kind !== "ping");
  if (holds(text.slice(0, HEAD))) return true;
  const rest = text.slice(HEAD, FURTHEST);
  const places = SIGNS.flatMap((sign) => [rest.indexOf(sign), rest.lastIndexOf(sign)]).filter((at) => at !== -1);
  const starts = new Set(places.map((at) => rest.lastIndexOf("\n", at) + 1));
  return [...starts].some((start) => holds(rest.slice(start, start + HEAD)));
}

/** The parser of each kind of section. */
const READERS: Readonly<Record<SectionKind, (part: Part) => Report | undefined>> = {
  "proc-bonding": readProcBonding,
  "ip-link": readIpLink,
  "ip-json": readIpJson,
  "ip-route": readIpRoute,
  sysfs: readSysfs,
  "nmcli-connection": readNmcliConnection,
  "nmcli-profiles": readNmcliProfiles,
  "nmcli-devices": readNmcliDevices,
  "nmcli-modify": readNmcliModify,
  ifcfg: readIfcfg,
  netplan: readNetplan,
  networkd: readNetworkd,
  interfaces: readInterfaces,
  modprobe: readModprobe,
  nmstate: readNmstate,
  "ip-command": readIpCommand,
  keyfile: readKeyfile,
  ethtool: readEthtool,
  "ethtool-driver": readEthtoolDriver,
  "ethtool-statistics": readEthtoolStatistics,
  "kernel-log": readKernelLog,
  "switch-config": readSwitchConfig,
  "switch-channels": readSwitchChannels,
  "switch-lacp": readSwitchLacp,
  ping: readPing,
  other: () => undefined,
};
