import type { Bond, Port } from "../hosts/model.ts";
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
  const [first, ...others] = statements.flatMap((statement) => statement?.facts ?? []);
  return first && [first, ...others];
}
