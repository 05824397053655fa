import type { Bond, Port, Stored } from "../hosts/model.ts";
import type { Fact, Stated } from "../text/section.ts";
import type { Evidence } from "./rule.ts";

/** The bond's name for a sentence; "this bond" where the capture does not name it. */
export function nameOf(bond: Bond): string {
  return bond.name ?? "this bond";
}

/** The same at the beginning of a sentence. */
export function subjectOf(bond: Bond): string {
  return bond.name ?? "This bond";
}

/** What holds the options of a bond, for "The … of bond0". */
export function configurationOf({ profile }: Bond): string {
  return profile === undefined ? "profile" : CONFIGURATIONS[profile.source];
}

const CONFIGURATIONS: Readonly<Record<Stored["report"]["kind"], string>> = {
  "nmcli-connection": "profile",
  "nmcli-modify": "profile",
  keyfile: "profile",
  ifcfg: "ifcfg file",
  netplan: "netplan configuration",
  networkd: "systemd-networkd unit",
  interfaces: "interfaces stanza",
  modprobe: "module options",
  nmstate: "nmstate configuration",
  "ip-command": "ip command",
};

/** "eno1", "eno1 and eno2", "eno1, eno2 and eno3". */
export function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** The names of ports. */
export function namesOf(ports: readonly Port[]): string[] {
  return ports.map((port) => port.name);
}

/** One piece of evidence for each place that states a fact. */
export function evidenceOf(message: string, statement: Stated<unknown> | undefined): Evidence[] {
  return (statement?.facts ?? []).map((fact) => ({ message, fact }));
}

/** The facts of several statements as the places of a finding; `undefined` where there are none. */
export function placesOf(
  ...statements: readonly (Stated<unknown> | undefined)[]
): readonly [Fact<unknown>, ...Fact<unknown>[]] | undefined {
  const [first, ...others] = statements.filter((statement) => statement !== undefined);
  if (first === undefined || others.length === 0) return first?.facts;
  const [main, ...more] = first.facts;
  return [main, ...more, ...others.flatMap(({ facts }) => facts)];
}
