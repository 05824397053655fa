import * as z from "zod/mini";
import { RULE_IDS } from "./rules/ids.ts";
import { SEVERITIES } from "./rules/rule.ts";

/** Severities per rule as a person writes them: in a configuration file or as `--rule`. */
export const ruleSeverities = z.partialRecord(z.enum(RULE_IDS), z.enum([...SEVERITIES, "off"]));

/** The configuration file of the command line. */
export const configuration = z.strictObject({ rules: z.optional(ruleSeverities) });

export type RuleSeverities = z.infer<typeof ruleSeverities>;
