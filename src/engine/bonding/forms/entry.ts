import type { Problem, ProblemCode } from "../problems.ts";

/** Where an option text can stand. */
export type OptionForm =
  | "nmcli"
  | "keyfile"
  | "ifcfg"
  | "modprobe"
  | "ip"
  | "netplan"
  | "networkd"
  | "ifupdown"
  | "nmstate";

/** Who brings the options to the kernel: NetworkManager with its own checks and defaults, or somebody who only writes them. */
export type Applier = "NetworkManager" | "kernel";

/** One option as written; offsets count UTF-16 units from 0 in the text. */
export interface ParsedEntry {
  /** The option's name in `bond.options`, or the word that is no option. */
  readonly name: string;
  /** The value without quoting and escapes, times in ms, as far as it is one. */
  readonly value: string;
  /** The entry as it stands in the text. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** Behind the name. */
  readonly nameEnd: number;
  /** Before the value. */
  readonly valueStart: number;
}

export interface ParsedOptions {
  readonly entries: readonly ParsedEntry[];
  readonly problems: readonly Problem[];
}

/** A name and its value, before either is understood. `value` is absent where there is none. */
export interface RawEntry {
  readonly key: string;
  readonly value?: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** Behind the name. */
  readonly keyEnd: number;
  /** Before the value. */
  readonly valueStart: number;
}

export function entryOf({ raw, start, end, keyEnd, valueStart }: RawEntry, name: string, value: string): ParsedEntry {
  return { name, value, raw, start, end, nameEnd: keyEnd, valueStart };
}

interface Details {
  readonly option?: string;
  readonly suggestion?: string | undefined;
  /** What the suggestion replaces. */
  readonly at?: "name" | "value";
  readonly severity?: "error" | "warning";
}

/** A problem with one entry. */
export function problemAt(
  { start, end, keyEnd, valueStart }: Pick<RawEntry, "start" | "end" | "keyEnd" | "valueStart">,
  code: ProblemCode,
  message: string,
  { option, suggestion, at, severity = "error" }: Details = {},
): Problem {
  const replaces = at === "name" ? { start, end: keyEnd } : { start: valueStart, end };
  return {
    code,
    message,
    start,
    end,
    severity,
    ...(option !== undefined && { option }),
    ...(suggestion !== undefined && { suggestion }),
    ...(suggestion !== undefined && at !== undefined && { replaces }),
  };
}
