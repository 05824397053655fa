import { workspace } from "vscode";
import { isRuleId, SEVERITIES, type Settings } from "../engine/index.ts";

/** The section of Bondlint's settings. */
export const SECTION = "bondlint";

const LEVELS: readonly unknown[] = [...SEVERITIES, "off"];

/** The value of one of Bondlint's own settings. */
export function readSetting(name: "readCaseFiles"): unknown {
  return workspace.getConfiguration(SECTION).get(name);
}

/** Reads the settings; entries that are no rule or no severity are left out, so that one typo does not undo the rest. */
export function readSettings(): Settings {
  const given: unknown = workspace.getConfiguration(SECTION).get("rules");
  const entries = typeof given === "object" && given !== null ? Object.entries(given) : [];
  const valid = entries.filter(([id, severity]) => isRuleId(id) && LEVELS.includes(severity));
  const roots = (workspace.workspaceFolders ?? []).map((folder) => folder.uri.toString(true));
  return { roots, rules: Object.fromEntries(valid) };
}
