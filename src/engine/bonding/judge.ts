import { adviceOn } from "./advice/index.ts";
import { problemOf, readWritten, usualApplier, type Written } from "./advice/written.ts";
import { inPrintedOrder, printOptions } from "./change.ts";
import type { Applier, OptionForm, ParsedEntry } from "./forms/entry.ts";
import { parseOptions } from "./forms/index.ts";
import { storedByReading } from "./forms/keyfile.ts";
import { KernelBond, type KernelOption } from "./kernel/bond.ts";
import { applyRequest, type Request } from "./kernel/ipLink.ts";
import { runModprobe } from "./kernel/modprobe.ts";
import { writeSysfs } from "./kernel/sysfs.ts";
import { activate, running } from "./networkManager/activate.ts";
import { isTargetList, storeOption } from "./networkManager/nmcli.ts";
import { verified } from "./networkManager/verify.ts";
import { minorOf } from "./networkManager/version.ts";
import { isAnyOptionName, isOptionName, knowledgeOf, type OptionName, type Options } from "./options.ts";
import type { Problem, ProblemCode } from "./problems.ts";
import { listEntries, printedValue } from "./values.ts";

/** The verdict on an option text. */
export interface Judgement {
  /** True where its reader takes it: NetworkManager for its own forms, else `ip`, the module, netplan or systemd-networkd. */
  readonly accepted: boolean;
  /** Why it is refused, and what it silently does otherwise than it says. */
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** What NetworkManager stores, as nmcli prints it. */
  readonly normalized?: string;
  /** What the kernel then runs, values as it names them. */
  readonly effective?: Readonly<Partial<Record<OptionName, string>>>;
}

export interface JudgeSettings {
  /** The version of NetworkManager, 1.42 where it is not given. */
  readonly networkManager?: string;
  /** The stored options that the text adds to, as `nmcli connection modify … +bond.options` does. */
  readonly base?: Options;
  /** Who brings the options to the kernel, where the form leaves that open (ifcfg, netplan). */
  readonly applier?: Applier | undefined;
}

/** What a reader makes of the entries that it understands. */
interface Outcome {
  readonly refusals: readonly {
    readonly option: string;
    readonly code?: ProblemCode;
    readonly says: string;
    readonly by: string;
  }[];
  readonly normalized?: string;
  readonly effective?: ReadonlyMap<OptionName, string>;
}

/** Judges an option text: is it accepted, what does it become, what is wrong with it. */
export function judgeOptions(text: string, form: OptionForm, settings: JudgeSettings = {}): Judgement {
  const { entries: own, problems } = parseOptions(text, form, settings);
  const entries = [...[...(settings.base ?? [])].map(([name, value]) => storedEntry(name, value, text)), ...own];
  const written = readWritten(form, entries, text.length, settings.applier);
  const fatal = problems.some((problem) => refusesText(problem, form));
  const outcome = outcomeOf(entries, form, settings);
  const remarks = remarksOn(written, outcome, problems);
  const all = [...problems, ...remarks].sort((a, b) => a.start - b.start || a.end - b.end);
  const accepted = !fatal && !outcome.refusals.some(({ by }) => by !== "activation");
  return {
    accepted,
    errors: all.filter(({ severity }) => severity === "error"),
    warnings: all.filter(({ severity }) => severity === "warning"),
    ...(accepted && outcome.normalized !== undefined && { normalized: outcome.normalized }),
    ...(accepted && outcome.effective && { effective: Object.fromEntries(outcome.effective) }),
  };
}

/** An option that is already stored; what is said of it is said of the whole text. */
function storedEntry(name: OptionName, value: string, text: string): ParsedEntry {
  const plain = isTargetList(name) ? value.trim().replace(/[\s,]+/g, ",") : value;
  return { name, value: plain, raw: "", start: 0, end: text.length, nameEnd: text.length, valueStart: text.length };
}

/** True for a problem of reading that makes the reader refuse the whole text. */
function refusesText({ code, option, severity }: Problem, form: OptionForm): boolean {
  if (severity === "warning" || code === "duplicate-option" || code === "unit") return false;
  switch (form) {
    case "nmcli":
    case "ip":
    case "netplan":
    case "nmstate":
      return true;
    case "modprobe":
      return code !== "unknown-option" && option !== "arp_all_targets";
    default:
      return code === "syntax";
  }
}

function outcomeOf(entries: readonly ParsedEntry[], form: OptionForm, settings: JudgeSettings): Outcome {
  if ((settings.applier ?? usualApplier(form)) === "NetworkManager")
    return stored(entries, form, settings.networkManager);
  if (form === "modprobe") return loaded(entries);
  return form === "ifcfg" || form === "ifupdown" ? scripted(entries, form) : requested(entries, form);
}

function stored(entries: readonly ParsedEntry[], form: OptionForm, networkManager: string | undefined): Outcome {
  const minor = minorOf(networkManager);
  let options = new Map<OptionName, string>();
  if (form === "nmcli") {
    for (const { name, value } of entries) if (isOptionName(name)) storeOption(options, name, value);
  } else {
    options = storedByReading(
      entries.map(({ name, value }) => [name, value]),
      minor,
    );
  }
  const { refusals, stored: kept } = verified(options, minor);
  if (!kept) return { refusals: refusals.map((refusal) => ({ ...refusal, by: "NetworkManager" })) };
  const { bond, refusals: refused } = activate(kept);
  const printed = [...kept].map(
    ([name, value]) => [name, isTargetList(name) ? value.replaceAll(",", " ") : value] as const,
  );
  return {
    refusals: refused.map(({ option, text }) => ({ option, says: text, by: "activation" })),
    normalized: printOptions(inPrintedOrder(new Map(printed))),
    effective: running(bond, kept.keys()),
  };
}

function loaded(entries: readonly ParsedEntry[]): Outcome {
  const known = entries.flatMap(({ name, value }) => (isAnyOptionName(name) ? [[name, value] as const] : []));
  const { bond, refusal } = runModprobe(new Map(known));
  if (refusal) return { refusals: [{ option: refusal.option, says: refusal.text, by: "the module" }] };
  return {
    refusals: [],
    effective: running(
      bond,
      known.flatMap(([name]) => (isOptionName(name) ? [name] : [])),
    ),
  };
}

/** Scripts write one file after the other to sysfs, the mode first; what the kernel refuses is logged and left out. */
function scripted(entries: readonly ParsedEntry[], form: OptionForm): Outcome {
  const bond = new KernelBond();
  const first = form === "ifupdown" ? ["mode", "arp_interval", "miimon"] : ["mode", "miimon"];
  const rank = (name: string) =>
    name === "primary" ? first.length + 1 : (first.indexOf(name) + 1 || first.length + 1) - 1;
  for (const { name, value } of [...entries].sort((a, b) => rank(a.name) - rank(b.name))) {
    const values = name === "arp_ip_target" ? listEntries(value).map((target) => `+${target}`) : [value];
    for (const one of values) writeSysfs(bond, { option: name, value: one });
  }
  return { refusals: [], effective: running(bond, entries.map(({ name }) => name).filter(isOptionName)) };
}

function requested(entries: readonly ParsedEntry[], form: OptionForm): Outcome {
  const request: Map<KernelOption, string | number> = new Map();
  for (const { name, value } of entries) {
    if (!isAnyOptionName(name)) continue;
    const sent = requestValue(name, value);
    request.set(knowledgeOf(name).sameAs === "num_grat_arp" ? "num_grat_arp" : name, sent);
  }
  if (form === "networkd") request.delete("primary");
  const bond = new KernelBond();
  const refusal = applyRequest(bond, request satisfies Request);
  if (refusal) return { refusals: [{ option: refusal.option, says: refusal.text, by: "the kernel" }] };
  return { refusals: [], effective: running(bond, [...request.keys()].filter(isOptionName)) };
}

function requestValue(name: KernelOption, value: string): string | number {
  const { type, values } = knowledgeOf(name);
  if (type === "enum") return values?.indexOf(printedValue(name, value)) ?? -1;
  return type === "number" || type === "switch" ? Number(value) : printedValue(name, value);
}

/** What would be another thing to say once the misread entry is put right: a target that cannot be read is there all the same. */
function hangsOnMisreading(code: ProblemCode, before: readonly Problem[]): boolean {
  const misread = (...names: string[]) => before.some(({ option = "" }) => names.includes(option));
  if (code === "arp-without-target") return misread("arp_ip_target", "ns_ip6_target");
  if (MODE_DEPENDENT.includes(code)) return before.some((one) => one.option === "mode" && one.code === "invalid-value");
  return code === "delay-not-multiple" && before.some((one) => one.option === "miimon" && one.code === "unit");
}

/** What is said of an option by the mode: it may well suit the mode that was meant. */
const MODE_DEPENDENT: readonly ProblemCode[] = [
  "primary-wrong-mode",
  "lacp-option-wrong-mode",
  "option-wrong-mode",
  "fom-ignored",
  "arp-mode-unsupported",
];

/** Remarks on what is written, those first that are refused; a refusal without a remark is said in its reader's words. */
function remarksOn(written: Written, { refusals }: Outcome, before: readonly Problem[]): Problem[] {
  const said = (option: string, code: string) => before.some((one) => one.option === option && one.code === code);
  const refusalOf = (code: string, option: string) =>
    refusals.find((refusal) => refusal.option === option && (refusal.code === undefined || refusal.code === code));
  const named = before.some(({ option }) => option === "mode");
  const remarks = adviceOn(written).filter(
    ({ code, option }) => !said(option, code) && !(named && option === "mode") && !hangsOnMisreading(code, before),
  );
  const problems = remarks.map((remark) => {
    const refusal = refusalOf(remark.code, remark.option);
    return problemOf(written, remark, refusal && (refusal.by === "activation" ? "the kernel" : refusal.by));
  });
  const covered = (option: string) =>
    [...problems, ...before].some((one) => one.option === option && one.severity === "error");
  for (const { option, code = "kernel-refuses", says, by } of refusals) {
    if (covered(option) || !isOptionName(option) || (named && option === "mode")) continue;
    if (hangsOnMisreading(code, before)) continue;
    const who = by === "activation" ? "the kernel" : by;
    problems.push(
      problemOf(
        written,
        {
          code,
          option,
          fact: `${option} is not taken (${says.replace(/\.$/, "")})`,
          outcome: "",
          severity: "error",
        },
        who,
      ),
    );
  }
  return problems;
}
