import { splitItems } from "./networkManager/nmcli.ts";

/** One `name=value` of an option text; columns count from 0 in that text, `end` is one past the last character. */
export interface OptionEntry {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the value of `bond.options` as nmcli prints it: entries between commas, `name=value`, with `\` before a
 * comma, an equals sign, a backslash or a blank that belongs to the value (NetworkManager:
 * libnmc-setting/nm-meta-setting-desc.c). What has no `=` is left out; names and values are as they stand, understood by nobody
 * yet. Never throws.
 */
export function readOptionText(text: string): OptionEntry[] {
  return splitItems(text).flatMap(({ key: name, value, start, end }) =>
    value === undefined || name === "" ? [] : [{ name, value, start, end }],
  );
}
