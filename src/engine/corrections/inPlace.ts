import { printOptions } from "../bonding/change.ts";
import { writeOption } from "../bonding/forms/write.ts";
import type { OptionName, Options } from "../bonding/options.ts";
import type { NmcliModify } from "../captures/nmcliModify.ts";
import type { Editable, EditableSetup } from "../hosts/model.ts";
import { lineEnding } from "../text/lines.ts";
import type { Capture, Fact } from "../text/section.ts";

/** A stretch of a capture that is replaced by a text; nothing else of it changes. */
export interface Replacement {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Corrects a configuration itself: the file's own entries, or the option text of a command in a runbook. */
export function replacementsFor(source: Editable, names: readonly OptionName[], after: Options): Replacement[] {
  return source.kind === "setup" ? inSetup(source, names, after) : inCommand(source, names, after);
}

/**
 * Changes single entries; what Bondlint does not know, and what does not change, stays as it is. Nothing where the form has
 * no word for an option or no room for one more: better no edit than half a one.
 */
function inSetup({ section, setup }: EditableSetup, names: readonly OptionName[], after: Options): Replacement[] {
  const { capture } = section;
  const { form, options, room } = setup;
  const edits: Replacement[] = [];
  const removed: Fact<string>[] = [];
  const added: string[] = [];
  for (const name of names) {
    const value = after.get(name);
    const entry = value === undefined ? undefined : writeOption(form, name, value);
    if (value !== undefined && entry === undefined) return [];
    const written = options.get(name);
    if (written && entry !== undefined) edits.push(replace(capture, written, entry));
    else if (written) removed.push(written);
    else if (entry !== undefined) added.push(entry);
  }
  // An entry that goes makes room for one that comes.
  for (const gone of removed) {
    const entry = added.shift();
    edits.push(entry === undefined ? remove(capture, gone, setup) : replace(capture, gone, entry));
  }
  if (added.length === 0) return edits;
  if (room === undefined) return [];
  const before = room.before.replace("\n", lineEnding(capture.text));
  return [
    ...edits,
    { path: capture.path, start: room.at, end: room.at, text: added.map((entry) => before + entry).join("") },
  ];
}

function replace({ path }: Capture, { start, end }: Fact<string>, text: string): Replacement {
  return { path, start, end, text };
}

/** Takes an entry away with its line, or with the separator that stood beside it. */
function remove(
  { path, text }: Capture,
  { start, end }: Fact<string>,
  { form, room }: EditableSetup["setup"],
): Replacement {
  if (room?.before === ", ") {
    const behind = /^\s*,\s*/.exec(text.slice(end, end + 100))?.[0].length ?? 0;
    const before = behind > 0 ? 0 : (/\s*,\s*$/.exec(text.slice(Math.max(0, start - 100), start))?.[0].length ?? 0);
    return { path, start: start - before, end: end + behind, text: "" };
  }
  if (form === "ifcfg" || form === "modprobe" || form === "ip") {
    const before = /\s*$/.exec(text.slice(Math.max(0, start - 100), start))?.[0].length ?? 0;
    const behind = before > 0 ? 0 : (/^ */.exec(text.slice(end, end + 100))?.[0].length ?? 0);
    return { path, start: start - before, end: end + behind, text: "" };
  }
  const feed = text.indexOf("\n", end);
  return { path, start: text.lastIndexOf("\n", start - 1) + 1, end: feed === -1 ? text.length : feed + 1, text: "" };
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
