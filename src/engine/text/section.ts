import type { Span } from "./span.ts";

/** One captured text, as it was given: `path` names it in messages and is unique within an analysis. */
export interface Capture {
  readonly path: string;
  readonly text: string;
}

/**
 * What a section is: the output of one command, or the content of one file.
 * `other` is text that is not recognised as any of them.
 */
export type SectionKind =
  | "proc-bonding"
  | "ip-link"
  | "ip-json"
  | "ip-route"
  | "sysfs"
  | "nmcli-connection"
  | "nmcli-profiles"
  | "nmcli-devices"
  | "nmcli-modify"
  | "keyfile"
  | SetupKind
  | "ethtool"
  | "ethtool-driver"
  | "ethtool-statistics"
  | "kernel-log"
  | "switch-config"
  | "switch-channels"
  | "switch-lacp"
  | "ping"
  | "other";

/** The configuration files and commands beside NetworkManager's own. */
export type SetupKind = "ifcfg" | "netplan" | "networkd" | "interfaces" | "modprobe" | "nmstate" | "ip-command";

/** The output of one command or one file inside a capture. The sections of a capture tile its text. */
export interface Section extends Span {
  readonly kind: SectionKind;
  readonly capture: Capture;
  /** The command line as pasted, without its prompt. */
  readonly command?: string | undefined;
  /** The host that the prompt names. */
  readonly host?: string | undefined;
  /** The switch that the prompt names: it is no host of its own, but stands beside the hosts that are cabled to it. */
  readonly switch?: string | undefined;
}

/** One statement of a capture: its value, and the characters that state it. A fact that is absent is `undefined`, never 0. */
export interface Fact<T> extends Span {
  readonly value: T;
  readonly section: Section;
}

/** One or more facts that state the same thing, the most trusted source first; `value` is what that source says. */
export interface Stated<T> {
  readonly value: T;
  readonly facts: readonly [Fact<T>, ...Fact<T>[]];
}

/**
 * Joins facts in the order of their trust; `undefined` where there is none. Within one text the later statement is the
 * present: an earlier one that says otherwise is of the past, and left out.
 */
export function stated<T>(facts: readonly (Fact<T> | undefined)[]): Stated<T> | undefined {
  const known = facts.filter((fact) => fact !== undefined);
  const [only] = known;
  if (only === undefined) return undefined;
  if (known.length === 1) return { value: only.value, facts: [only] };
  const latest = new Map<Capture, Fact<T>>();
  for (const fact of known) {
    const before = latest.get(fact.section.capture);
    if (before === undefined || fact.start > before.start) latest.set(fact.section.capture, fact);
  }
  const [first, ...others] = known.filter((fact) => latest.get(fact.section.capture)?.value === fact.value);
  return first && { value: first.value, facts: [first, ...others] };
}
