import { printOptions } from "../bonding/change.ts";
import type { OptionName, Options } from "../bonding/options.ts";
import type { Ifcfg } from "../captures/ifcfg.ts";
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
export function replacementsFor(
  source: Keyfile | Ifcfg | NmcliModify,
  names: readonly OptionName[],
  after: Options,
): Replacement[] {
  switch (source.kind) {
    case "keyfile":
      return inKeyfile(source, names, after);
    case "ifcfg":
      return inScript(source, names, after);
    case "nmcli-modify":
      return inCommand(source, names, after);
  }
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

/** Changes single words of BONDING_OPTS; what Bondlint does not know, and what does not change, stays as it is. */
function inScript({ section, value, bondOptions }: Ifcfg, names: readonly OptionName[], after: Options): Replacement[] {
  const { path } = section.capture;
  return names.flatMap((name) => {
    const written = bondOptions.get(name);
    const wanted = after.get(name);
    const word = wanted === undefined ? "" : bondingOpts(new Map([[name, wanted]]));
    if (written) return [{ path, start: written.start, end: written.end, text: word }];
    return word === "" ? [] : [{ path, start: value.end, end: value.end, text: ` ${word}` }];
  });
}

/** The text of BONDING_OPTS: blanks between the options, commas between targets. */
export function bondingOpts(options: Options): string {
  return [...options].map(([name, value]) => `${name}=${value.replaceAll(" ", ",")}`).join(" ");
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
