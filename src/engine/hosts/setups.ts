import type { Applier } from "../bonding/forms/entry.ts";
import { judgeOptions } from "../bonding/judge.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { isOptionName, type OptionName, type Options } from "../bonding/options.ts";
import type { ProblemCode } from "../bonding/problems.ts";
import { printedValue } from "../bonding/values.ts";
import type { Report } from "../captures/index.ts";
import type { IpCommand } from "../captures/ipCommand.ts";
import { type BondSetup, isSetup, type Setup } from "../captures/setup.ts";
import type { Fact } from "../text/section.ts";
import { groupBy } from "./group.ts";
import { type FoundProblem, judgeBlock } from "./judged.ts";
import { isPlaceholder, plannedIn, profilesIn, type Stored } from "./stored.ts";

/** What is wrong with an entry whatever stands beside it. */
const MISWRITTEN: readonly ProblemCode[] = [
  "unknown-option",
  "ambiguous",
  "missing-value",
  "invalid-value",
  "mode-falls-back",
  "syntax",
  "unit",
];

/**
 * The stored options of bonds in the reports of a case: what nmcli prints first, then keyfiles, other configurations, and
 * planned commands. What netplan generates is left out where its own file is there: that is where it is changed.
 */
export function storedIn(reports: readonly Report[]): Stored[] {
  const all = [...profilesIn(reports), ...storedSetups(reports), ...plannedIn(reports)].filter(
    (stored) => !isPlaceholder(stored),
  );
  return all.some(({ owner }) => owner === "netplan") ? all.filter((stored) => !isGenerated(stored)) : all;
}

/** The bonds that configuration files and planned commands of `ip` set up; not the module's options. */
function storedSetups(reports: readonly Report[]): Stored[] {
  const setups = reports.filter((report) => isSetup(report));
  const commands = reports.filter((report) => report.kind === "ip-command").filter(({ typed }) => !typed);
  const bonds = setups.flatMap((setup) => setup.bonds);
  const byManager = bonds.some(({ owner, applier }) => owner === "netplan" && applier === "NetworkManager");
  return [
    ...setups
      .filter(({ kind }) => kind !== "ip-command" && kind !== "modprobe")
      .flatMap((report) =>
        report.bonds.map((setup) => fromSetup(report, setup, byManager ? "NetworkManager" : "kernel")),
      ),
    ...[...groupBy(commands, ({ bonds }) => bonds[0]?.name).values()].flatMap((own) => fromCommands(own) ?? []),
  ];
}

/** The options of the bonding module: defaults for bonds that nobody sets otherwise. */
export function moduleOptionsIn(reports: readonly Report[]): Stored[] {
  const files = reports.filter((report) => isSetup(report)).filter(({ kind }) => kind === "modprobe");
  return files.flatMap((report) => report.bonds.map((setup) => fromSetup(report, setup, "kernel")));
}

/** True for what netplan writes for NetworkManager or systemd-networkd from its own file. */
function isGenerated({ id, report }: Stored): boolean {
  const { path } = report.section.capture;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    id?.startsWith("netplan-") === true ||
    /^(?:\d\d-)?netplan-/.test(name) ||
    /^(?:\d\d-)?netplan-/.test(subjectOf(report.section.command))
  );
}

/** The name of the file that a command prints. */
function subjectOf(command = ""): string {
  return command.slice(command.lastIndexOf("/") + 1);
}

/** `renderer` is who applies netplan's files of this host that name nobody. */
function fromSetup(report: Setup, setup: BondSetup, renderer: Applier): Stored {
  const { name, owner, options, text, written, form, complete } = setup;
  const applier = setup.applier ?? (form === "netplan" ? renderer : undefined);
  const kernel = applier === "kernel" || (applier === undefined && form !== "ifcfg");
  const worth = written && judgeBlock(written, form, text, applier);
  const problems = (worth?.problems ?? []).filter(({ value }) => complete || MISWRITTEN.includes(value.code));
  return {
    report,
    owner,
    setup,
    interface: name,
    options,
    text,
    unknown: [],
    problems: written || !complete ? problems : nothingWritten(setup, applier),
    ...(kernel && { effective: complete ? (worth?.effective ?? NOTHING) : asWritten(options) }),
  };
}

const NOTHING: Options = new Map();

/** A bond that is set up without a word on its options. */
function nothingWritten({ form, text }: BondSetup, applier: Applier | undefined): Fact<FoundProblem>[] {
  const { errors, warnings } = judgeOptions("", form, { networkManager: NEWEST_VERSION, applier });
  return [...errors, ...warnings].map((problem) => ({
    ...text,
    value: { ...problem, start: text.start, end: text.end },
  }));
}

function asWritten(options: ReadonlyMap<OptionName, Fact<string>>): Options {
  return new Map([...options].map(([name, { value }]) => [name, printedValue(name, value)]));
}

/** Commands that make one bond: the one that adds it, and what later ones set. */
function fromCommands(commands: readonly IpCommand[]): Stored | undefined {
  const ordered = [...commands].sort((a, b) => a.section.start - b.section.start);
  const parts = ordered.flatMap(({ bonds }) => bonds);
  const report = ordered.find(({ verb }) => verb === "add") ?? ordered[0];
  const [setup] = report?.bonds ?? [];
  if (report === undefined || setup === undefined) return undefined;
  if (parts.length === 1) return fromSetup(report, setup, "kernel");
  const options = new Map(parts.flatMap((part) => [...part.options]));
  const text = parts.map((part) => part.written?.text.trim() ?? "").join(" ");
  const { effective = {} } = judgeOptions(text, "ip", { networkManager: NEWEST_VERSION });
  const runs = Object.entries(effective).flatMap(([name, value]) =>
    isOptionName(name) ? [[name, value] as const] : [],
  );
  return {
    ...fromSetup(report, { ...setup, complete: false }, "kernel"),
    options,
    problems: parts.flatMap((part) => fromSetup(report, { ...part, complete: false }, "kernel").problems),
    effective: setup.complete ? new Map(runs) : asWritten(options),
  };
}
