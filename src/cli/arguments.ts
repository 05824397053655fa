import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { configuration, type RuleSeverities, ruleSeverities } from "../engine/configuration.ts";

/** A command line that cannot be followed: its message is for the person who typed it. */
export class UsageError extends Error {}

/** Reads `--rule ID=SEVERITY` given any number of times. Throws UsageError. */
export function readRules(given: readonly string[]): RuleSeverities {
  const rules = given.map((rule) => {
    const equals = rule.indexOf("=");
    if (equals <= 0) throw new UsageError(`--rule takes ID=SEVERITY, not "${rule}".`);
    return [rule.slice(0, equals), rule.slice(equals + 1)] as const;
  });
  return check(ruleSeverities, Object.fromEntries(rules), "--rule");
}

/** Reads a configuration file. Throws UsageError where it cannot be read or holds something else. */
export function readConfiguration(path: string): RuleSeverities {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return check(configuration, content, path).rules ?? {};
}

function check<T>(shape: z.ZodMiniType<T>, value: unknown, where: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw new UsageError(`${where}: ${z.prettifyError(result.error)}`);
}
