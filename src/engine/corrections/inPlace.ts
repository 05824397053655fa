import { changedNames, printOptions } from "../bonding/change.ts";
import type { OptionName, Options } from "../bonding/options.ts";
import type { Keyfile } from "../captures/keyfile.ts";
import type { NmcliModify } from "../captures/nmcliModify.ts";
import { lineEnding } from "../text/lines.ts";
import type { Capture } from "../text/section.ts";

/** A stretch of a capture that is replaced by a text; nothing else of it changes. */
export interface Replacement {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Corrects a configuration itself: the keyfile's own lines, or the option text of a command in a runbook. */
export function replacementsFor(source: Keyfile | NmcliModify, before: Options, after: Options): Replacement[] {
  const names = changedNames(before, after);
  return source.kind === "keyfile" ? inKeyfile(source, names, after) : inCommand(source, names, after);
}

function inKeyfile(
  { section, bondOptions, bondGroup }: Keyfile,
  names: readonly OptionName[],
  after: Options,
): Replacement[] {
  const { capture } = section;
  return names.flatMap((name) => {
    const stored = bondOptions.get(name);
    const value = after.get(name);
    // Keyfiles list targets with commas between them, nmcli prints blanks.
    const line = value === undefined ? undefined : `${name}=${value.replaceAll(" ", ",")}`;
    if (stored)
      return [
        line === undefined
          ? wholeLine(capture, stored.start)
          : { path: capture.path, start: stored.start, end: stored.end, text: line },
      ];
    if (line === undefined || bondGroup === undefined) return [];
    return [
      { path: capture.path, start: bondGroup.end, end: bondGroup.end, text: `${lineEnding(capture.text)}${line}` },
    ];
  });
}

function wholeLine({ path, text }: Capture, at: number): Replacement {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const feed = text.indexOf("\n", at);
  return { path, start, end: feed === -1 ? text.length : feed + 1, text: "" };
}

/** `bond.options "…"` takes the whole line, `+bond.options "…"` only what it sets. */
function inCommand(
  { section, value, operation, bondOptions }: NmcliModify,
  names: readonly OptionName[],
  after: Options,
): Replacement[] {
  const kept =
    operation === "replace"
      ? after
      : new Map([...after].filter(([name]) => bondOptions.has(name) || names.includes(name)));
  return [{ path: section.capture.path, start: value.start, end: value.end, text: printOptions(kept) }];
}
