import type { Expected } from "../../bonding/failover.ts";
import type { Step, Word } from "../../corrections/steps.ts";
import { listOf } from "../../rules/words.ts";
import { code, codeBlock, shellCommand, shellLine } from "../escape.ts";
import type { BondSummary, Finding } from "../finding.ts";
import type { RepairFacts } from "./facts.ts";

/** A bond with what was found of it. */
export interface PlannedBond {
  readonly bond: BondSummary;
  /** Its findings that are worth a repair, the root cause first. */
  readonly findings: readonly Finding[];
}

/** What stands for the bond's name where it is not known. */
export const UNKNOWN = "BOND";

/** The bond's name for a sentence. */
export function bondName({ name }: BondSummary): string {
  return name === undefined ? "the bond" : code(name);
}

/** Names in a sentence. */
export function names(all: readonly string[]): string {
  return listOf(all.map(code));
}

/** The file in which the driver tells of the bond. */
export function procFile({ name = UNKNOWN }: RepairFacts): string {
  return `/proc/net/bonding/${name}`;
}

/** A command in a sentence. */
export function command(...words: readonly Word[]): string {
  return code(shellCommand(words));
}

/** Commands to paste, each on its line. */
export function commandBlock(commands: readonly (readonly Word[])[]): string {
  return codeBlock(commands.map(shellCommand).join("\n"), "shell");
}

/** The steps of a repair to paste; remarks are comments. */
export function stepBlock(steps: readonly Step[]): string {
  return codeBlock(steps.map(shellLine).join("\n"), "shell");
}

export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join("\n");
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** "100 ms, at most 300 ms". */
export function time({ usual, most }: Expected): string {
  return `${usual} ms, at most ${most} ms`;
}
