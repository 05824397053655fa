import type { OptionForm } from "../bonding/forms/entry.ts";
import { judgeOptions } from "../bonding/judge.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { isOptionName, type OptionName } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import type { Problem, ProblemCode } from "../bonding/problems.ts";
import type { Ifcfg } from "../captures/ifcfg.ts";
import type { Report } from "../captures/index.ts";
import type { Keyfile } from "../captures/keyfile.ts";
import type { NmcliConnection } from "../captures/nmcliConnection.ts";
import type { NmcliModify } from "../captures/nmcliModify.ts";
import type { Fact } from "../text/section.ts";

/** The options that NetworkManager has, or is about to be given, for a bond: one profile in one place. */
export interface Stored {
  readonly report: NmcliConnection | Keyfile | Ifcfg | NmcliModify;
  /** The profile's name. */
  readonly id?: string;
  /** The interface that the profile says it is for. */
  readonly interface?: string;
  readonly options: ReadonlyMap<OptionName, Fact<string>>;
  /** The fact that stands for all of them. */
  readonly text: Fact<string>;
  /** Stored entries (`name=value`) that no table knows. */
  readonly unknown: readonly string[];
  /** The part that nmcli appends to a profile that is in use. */
  readonly devices?: string;
  readonly active?: boolean;
  readonly gateway?: Fact<string>;
  /** What is wrong with the text of the options, each at its characters. */
  readonly problems: readonly Fact<Problem>[];
}

/** The stored options of bonds in the reports of a case: what nmcli prints first, then keyfiles, then planned commands. */
export function storedIn(reports: readonly Report[]): Stored[] {
  const printed = reports.filter((report) => report.kind === "nmcli-connection").map(fromNmcli);
  const written = reports.filter((report) => report.kind === "keyfile").map(fromKeyfile);
  const planned = reports.filter((report) => report.kind === "nmcli-modify").map(fromModify);
  const scripted = reports.filter((report) => report.kind === "ifcfg").map(fromIfcfg);
  return [...printed, ...written, ...scripted, ...planned]
    .filter((stored) => stored !== undefined)
    .filter((stored) => !isPlaceholder(stored));
}

function isPlaceholder({ text, options }: Stored): boolean {
  return [text, ...options.values()].some(({ value }) => PLACEHOLDER.test(value));
}

function fromNmcli(report: NmcliConnection): Stored | undefined {
  const { properties, subject, options, bondOptions } = report;
  if (options === undefined || (properties.get("connection.type")?.value ?? "bond") !== "bond") return undefined;
  const id = properties.get("connection.id")?.value ?? subject;
  const devices = properties.get("GENERAL.DEVICES")?.value;
  const on = properties.get("connection.interface-name")?.value ?? devices;
  const active = isActive(properties);
  const gateway = properties.get("IP4.GATEWAY") ?? properties.get("ipv4.gateway");
  return {
    report,
    ...(id !== undefined && { id }),
    ...(on !== undefined && { interface: on }),
    options: bondOptions,
    text: options,
    unknown: readOptionText(options.value)
      .filter(({ name }) => !isOptionName(name))
      .map(({ start, end }) => options.value.slice(start, end)),
    ...(devices !== undefined && { devices }),
    ...(active !== undefined && { active }),
    ...(gateway && { gateway }),
    problems: problemsIn(options.value, "nmcli", options).filter(({ value }) => !PRINTED_WRONG.has(value.code)),
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

/** The problems of a keyfile, judged on its own lines whatever stands around them. */
function problemsInLines({ bondLines }: Keyfile): Fact<Problem>[] {
  const [first] = bondLines;
  if (first === undefined) return [];
  const starts: number[] = [];
  let text = "";
  for (const { value } of bondLines) {
    starts.push(text.length);
    text += `${value}\n`;
  }
  const { errors, warnings } = judgeOptions(text, "keyfile", { networkManager: NEWEST_VERSION });
  return [...errors, ...warnings].slice(0, MOST).map((problem) => {
    const index = Math.max(
      0,
      starts.findLastIndex((start) => start <= problem.start),
    );
    const line = bondLines[index] ?? first;
    const shift = line.start - (starts[index] ?? 0);
    const end = Math.min(problem.end + shift, line.start + line.value.trimEnd().length);
    return {
      value: problem,
      start: problem.start + shift,
      end: Math.max(problem.start + shift, end),
      section: line.section,
    };
  });
}

function problemsIn(text: string, form: OptionForm, { start, section }: Fact<unknown>): Fact<Problem>[] {
  const { errors, warnings } = judgeOptions(text, form, { networkManager: NEWEST_VERSION });
  return [...errors, ...warnings].slice(0, MOST).map((value) => ({
    value,
    start: start + value.start,
    end: start + value.end,
    section,
  }));
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
    ...(id !== undefined && { id }),
    ...(on !== undefined && { interface: on }),
    options: bondOptions,
    text,
    unknown: [],
    ...(gateway && { gateway }),
    problems: problemsInLines(report),
  };
}

function fromIfcfg(report: Ifcfg): Stored {
  const { device, bondOptions, value } = report;
  return {
    report,
    ...(device !== undefined && { interface: device }),
    options: bondOptions,
    text: value,
    unknown: [],
    problems: problemsIn(value.value, "ifcfg", value),
  };
}

/** A command that was typed is history, and the profile that came of it is captured or not; one that is planned counts. */
function fromModify(report: NmcliModify): Stored | undefined {
  if (report.typed || report.operation === "remove") return undefined;
  const { connection, bondOptions, value, operation } = report;
  const all = problemsIn(value.value, "nmcli", value);
  const problems = operation === "replace" ? all : all.filter(({ value: { code } }) => MISWRITTEN.has(code));
  return { report, id: connection, options: bondOptions, text: value, unknown: [], problems };
}
