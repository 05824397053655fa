import type { RawEntry } from "./entry.ts";
import { inLines } from "./netplan.ts";

/** What stands in `link-aggregation` besides options. */
const OTHERS: readonly string[] = ["options", "port", "ports", "slaves", "ports-config"];

/** The block below `link-aggregation:` of nmstate's YAML: `mode:`, and what stands below `options:`. */
export function readNmstate(text: string): RawEntry[] {
  return inLines(text, 0, 0).filter(({ key, value }) => !OTHERS.includes(key) && value !== "");
}
