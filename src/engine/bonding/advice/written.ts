import type { Applier, OptionForm, ParsedEntry } from "../forms/entry.ts";
import { type Mode, modeOfOption } from "../modes.ts";
import { isOptionName, knowledgeOf, type OptionName } from "../options.ts";
import type { Problem, ProblemCode } from "../problems.ts";

/** An option text after reading: what it says, whoever reads it. */
export interface Written {
  readonly form: OptionForm;
  readonly applier: Applier;
  /** Of each option the entry that counts. */
  readonly entries: ReadonlyMap<OptionName, ParsedEntry>;
  /** The mode that the bond gets; `undefined` where the text names none and nobody falls back. */
  readonly mode: Mode | undefined;
  readonly length: number;
}

/** Something to say about an option that is valid by itself. */
export interface Remark {
  readonly code: ProblemCode;
  readonly option: OptionName;
  /** The fact, and what happens unless somebody refuses the text. */
  readonly fact: string;
  readonly outcome: string;
  readonly severity: "error" | "warning";
  readonly suggestion?: string;
}

export function readWritten(
  form: OptionForm,
  entries: readonly ParsedEntry[],
  length: number,
  applier: Applier = usualApplier(form),
): Written {
  const last = new Map<OptionName, ParsedEntry>();
  for (const entry of entries) {
    if (!isOptionName(entry.name)) continue;
    last.delete(entry.name);
    if (entry.value !== "") last.set(entry.name, entry);
  }
  const named = last.get("mode")?.value;
  const mode = named === undefined ? (form === "nmcli" ? undefined : "balance-rr") : modeOfOption(named);
  return { form, applier, entries: last, mode, length };
}

/** Who applies a form where nothing says otherwise; ifcfg files and netplan's YAML can be read by either. */
export function usualApplier(form: OptionForm): Applier {
  return form === "nmcli" || form === "keyfile" || form === "ifcfg" || form === "nmstate" ? "NetworkManager" : "kernel";
}

/** True for options that NetworkManager applies. */
export function isNetworkManagers({ applier }: Written): boolean {
  return applier === "NetworkManager";
}

/** Who refuses or changes what is written. */
export function ownerOf(written: Written): string {
  return isNetworkManagers(written) ? "NetworkManager" : written.form === "modprobe" ? "the module" : "the kernel";
}

/** The number that is written for an option, or `otherwise`. */
export function numberOf({ entries }: Written, name: OptionName, otherwise = 0): number {
  const value = entries.get(name)?.value;
  return value === undefined ? otherwise : Number(value);
}

/** The name of the value that is written for an option. */
export function nameOf({ entries }: Written, name: OptionName): string {
  const { values, kernelDefault } = knowledgeOf(name);
  const value = entries.get(name)?.value ?? kernelDefault;
  return /^\d+$/.test(value) ? (values?.[Number(value)] ?? value) : value;
}

/** The miimon that would run beside no ARP monitor, in ms. */
export function miimonOf(written: Written): number {
  const { networkManagerDefault, kernelDefault, kernelDefaultIn } = knowledgeOf("miimon");
  const inMode = written.mode === undefined ? undefined : kernelDefaultIn?.[written.mode];
  const silent = isNetworkManagers(written) ? networkManagerDefault : (inMode ?? kernelDefault);
  return numberOf(written, "miimon", Number(silent));
}

/** A remark at its entry, or at the mode's where the option is not written; `refused` is who does not take the text. */
export function problemOf({ entries, form, length }: Written, remark: Remark, refused: string | undefined): Problem {
  const own = entries.get(remark.option);
  const entry = own ?? entries.get("mode");
  const outcome = refused === undefined ? remark.outcome : `${refused} refuses it`;
  return {
    code: remark.code,
    option: remark.option,
    message: `${remark.fact}: ${outcome}.`,
    start: entry?.start ?? 0,
    end: entry?.end ?? length,
    severity: refused === undefined ? remark.severity : "error",
    ...(own && own.raw !== "" && remark.suggestion !== undefined && replacement(own, form, remark.suggestion)),
  };
}

/** A better value in place of the one that is written; systemd-networkd would read a bare number as seconds. */
function replacement(own: ParsedEntry, form: OptionForm, value: string): Pick<Problem, "suggestion" | "replaces"> {
  const inMs = form === "networkd" && isOptionName(own.name) && knowledgeOf(own.name).unit === "ms";
  return { suggestion: inMs ? `${value}ms` : value, replaces: { start: own.valueStart, end: own.end } };
}
