import { type Judgement, judgeOptions } from "../bonding/judge.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { isOptionName, type OptionName, type Options } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import type { ProblemCode } from "../bonding/problems.ts";
import type { Report } from "../captures/index.ts";
import type { Keyfile } from "../captures/keyfile.ts";
import type { NmcliConnection } from "../captures/nmcliConnection.ts";
import type { NmcliModify } from "../captures/nmcliModify.ts";
import type { BondSetup, Owner, Setup } from "../captures/setup.ts";
import type { Fact } from "../text/section.ts";
import { type FoundProblem, judgeBlock } from "./judged.ts";

/** The options that somebody has stored, or is about to store, for a bond: one profile or configuration in one place. */
export interface Stored {
  readonly report: NmcliConnection | Keyfile | NmcliModify | Setup;
  /** Who reads it; absent where an ifcfg file does not say. */
  readonly owner?: Owner | undefined;
  /** The configuration's own part about this bond. */
  readonly setup?: BondSetup | undefined;
  /** What the kernel runs with it, where NetworkManager is not the one who applies it. */
  readonly effective?: Options | undefined;
  /** The profile's name. */
  readonly id?: string | undefined;
  /** The interface that the profile says it is for. */
  readonly interface?: string | undefined;
  readonly options: ReadonlyMap<OptionName, Fact<string>>;
  /** The fact that stands for all of them. */
  readonly text: Fact<string>;
  /** Stored entries (`name=value`) that no table knows. */
  readonly unknown: readonly string[];
  /** The part that nmcli appends to a profile that is in use. */
  readonly devices?: string | undefined;
  readonly active?: boolean | undefined;
  readonly gateway?: Fact<string> | undefined;
  /** What is wrong with the text of the options, each at its characters. */
  readonly problems: readonly Fact<FoundProblem>[];
}

/** What NetworkManager has stored for bonds in the reports of a case: what nmcli prints first, then keyfiles. */
export function profilesIn(reports: readonly Report[]): Stored[] {
  // One host prints one profile again and again: its text is judged once.
  const judge = perText(judgeForNmcli);
  const printed = reports
    .filter((report) => report.kind === "nmcli-connection")
    .map((report) => fromNmcli(report, judge));
  const written = reports.filter((report) => report.kind === "keyfile").map(fromKeyfile);
  return [...printed, ...written].filter((stored) => stored !== undefined);
}

/** What commands of nmcli are about to store. */
export function plannedIn(reports: readonly Report[]): Stored[] {
  const planned = reports.filter((report) => report.kind === "nmcli-modify").map(fromModify);
  return planned.filter((stored) => stored !== undefined);
}

/** True for a text of documentation, in which somebody else is to write the values. */
export function isPlaceholder({ text, options }: Stored): boolean {
  return [text, ...options.values()].some(({ value }) => PLACEHOLDER.test(value));
}

function fromNmcli(report: NmcliConnection, judge: Judge): Stored | undefined {
  const { properties, subject, options, bondOptions } = report;
  if (options === undefined || (properties.get("connection.type")?.value ?? "bond") !== "bond") return undefined;
  const id = properties.get("connection.id")?.value ?? subject;
  const devices = properties.get("GENERAL.DEVICES")?.value;
  const on = properties.get("connection.interface-name")?.value ?? devices;
  const active = isActive(properties);
  const gateway = properties.get("IP4.GATEWAY") ?? properties.get("ipv4.gateway");
  return {
    report,
    owner: "NetworkManager",
    id,
    interface: on,
    options: bondOptions,
    text: options,
    unknown: readOptionText(options.value)
      .filter(({ name }) => !isOptionName(name))
      .map(({ start, end }) => options.value.slice(start, end)),
    devices,
    active,
    gateway,
    problems: problemsIn(judge(options.value), options).filter(({ value }) => !PRINTED_WRONG.has(value.code)),
  };
}

/** What is wrong with an addition (`+bond.options`) whatever it is added to. */
const MISWRITTEN = new Set<ProblemCode>(["unknown-option", "ambiguous", "missing-value", "invalid-value", "syntax"]);

/** What can be wrong with a text that somebody writes, and not with one that nmcli prints: it was accepted before. */
const PRINTED_WRONG = new Set<ProblemCode>([
  "unknown-option",
  "ambiguous",
  "missing-value",
  "invalid-value",
  "syntax",
  "duplicate-option",
  "mode-missing",
  "primary-wrong-mode",
]);

/** What documentation writes in place of a value: `<mode>`, `$OPTS`, `...`. Such a text is not judged. */
const PLACEHOLDER = /(?:^|=)<[^<>,]*>(?:,|$)|\$\{?\w|\.\.\.|\u2026/;

/** Problems of one text beyond this number say nothing more. */
const MOST = 20;

type Judge = (text: string) => Judgement;

function judgeForNmcli(text: string): Judgement {
  return judgeOptions(text, "nmcli", { networkManager: NEWEST_VERSION });
}

/** The same, each text once. */
function perText(judge: Judge): Judge {
  const known = new Map<string, Judgement>();
  return (text) => {
    const judgement = known.get(text) ?? judge(text);
    known.set(text, judgement);
    return judgement;
  };
}

/** The problems of a text that stands at a fact; where the text was broken, each of them stands at the whole. */
function problemsIn({ errors, warnings }: Judgement, { value: text, ...whole }: Fact<string>): Fact<FoundProblem>[] {
  const { start, end, section } = whole;
  const isWhole = end - start === text.length;
  return [...errors, ...warnings].slice(0, MOST).map((problem) => {
    const replaces = isWhole ? problem.replaces : undefined;
    const place = isWhole ? { start: start + problem.start, end: start + problem.end } : { start, end };
    const value: FoundProblem = {
      ...problem,
      ...place,
      replaces: replaces && { start: start + replaces.start, end: start + replaces.end },
    };
    return { ...place, value, section };
  });
}

/** A whole profile ends in its active part (`GENERAL.*`) when it is in use; a selection of fields does not say. */
function isActive(properties: NmcliConnection["properties"]): boolean | undefined {
  if (properties.has("GENERAL.DEVICES") || properties.has("GENERAL.STATE")) return true;
  return properties.has("connection.id") && properties.has("proxy.method") ? false : undefined;
}

function fromKeyfile(report: Keyfile): Stored | undefined {
  const { properties, bondOptions } = report;
  const type = properties.get("connection.type");
  const text = bondOptions.get("mode") ?? [...bondOptions.values()][0] ?? type;
  if (text === undefined || (type?.value ?? "bond") !== "bond") return undefined;
  const id = properties.get("connection.id")?.value;
  const on = properties.get("connection.interface-name")?.value;
  const gateway = properties.get("ipv4.gateway");
  return {
    report,
    owner: "NetworkManager",
    id,
    interface: on,
    options: bondOptions,
    text,
    unknown: [],
    gateway,
    problems: report.written ? judgeBlock(report.written, "keyfile").problems : [],
  };
}

/** A command that was typed is history, and the profile that came of it is captured or not; one that is planned counts. */
function fromModify(report: NmcliModify): Stored | undefined {
  if (report.typed || report.operation === "remove") return undefined;
  const { connection, bondOptions, value, operation } = report;
  const all = problemsIn(judgeForNmcli(value.value), value);
  const problems = operation === "replace" ? all : all.filter(({ value: { code } }) => MISWRITTEN.has(code));
  const on = report.interface;
  return {
    report,
    owner: "NetworkManager",
    id: connection,
    interface: on,
    options: bondOptions,
    text: value,
    unknown: [],
    problems,
  };
}
