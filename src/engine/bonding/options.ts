import type { OptionKnowledge } from "./knowledge.ts";
import { MONITORING } from "./tableMonitoring.ts";
import { OUTSIDE } from "./tableOutside.ts";
import { TRAFFIC } from "./tableTraffic.ts";

export type { OptionKnowledge } from "./knowledge.ts";

/** The options that a NetworkManager profile can hold, by their name in `bond.options`. */
export const OPTIONS = { ...MONITORING, ...TRAFFIC } as const;

/** Every option there is, also those that only the kernel, the module or a port knows. */
export const ALL_OPTIONS = { ...OPTIONS, ...OUTSIDE } as const;

export type OptionName = keyof typeof OPTIONS;
export type AnyOptionName = keyof typeof ALL_OPTIONS;

/** Option names with their values, as a profile stores them or the kernel runs them. */
export type Options = ReadonlyMap<OptionName, string>;

/** The names of `bond.options`. */
export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTIONS).filter(isOptionName);

/** True for a name that `bond.options` knows. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** True for a name that anything in the field knows. */
export function isAnyOptionName(name: string): name is AnyOptionName {
  return Object.hasOwn(ALL_OPTIONS, name);
}

/** The knowledge of one option, with its optional parts visible to the type checker. */
export function knowledgeOf(name: AnyOptionName): OptionKnowledge {
  return ALL_OPTIONS[name];
}
