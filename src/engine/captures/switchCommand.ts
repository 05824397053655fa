import type { SectionKind } from "../text/section.ts";
import type { CommandOutput } from "./command.ts";
import { interfaceId } from "./switchNames.ts";

/** A line with the prompt of a switch (`sw1#show …`, `sw1(config-if)#…`), or a bare command that only a switch knows. */
export interface SwitchLine {
  readonly name?: string;
  readonly command: string;
  /** What the command prints; absent for a command of its configuration mode. */
  readonly output?: CommandOutput;
  /** The column of a configuration command. */
  readonly typed?: number;
}

const CONFIGURING = /^([A-Za-z][\w.-]{0,62})(?:\([\w-]{1,20}\))?\(config[\w./-]{0,40}\)#\s?/;
const EXEC = /^([A-Za-z][\w.-]{0,62})[#>]\s?(?=sh(?:ow?)?\s|conf(?:igure|ig)?(?:\s+t\w*)?$)/;

/** Reads such a line; `undefined` for every other one, Linux prompts included. */
export function readSwitchLine(text: string): SwitchLine | undefined {
  if (text.startsWith("show ")) {
    const output = readSwitchCommand(text, true);
    return output && { command: text, output };
  }
  if (!mayBePrompt(text)) return undefined;
  const head = text.slice(0, 200);
  const configuring = CONFIGURING.exec(head);
  if (configuring) {
    const [prompt, name = ""] = configuring;
    return { name, command: text.slice(prompt.length).trim(), typed: prompt.length };
  }
  const [prompt, name = ""] = EXEC.exec(head) ?? [];
  if (prompt === undefined) return undefined;
  const command = text.slice(prompt.length).trim();
  const output = command.startsWith("conf") ? outputOf("other") : readSwitchCommand(command);
  return output && { name, command, output };
}

/** Quickly says no: a word, and behind it `#`, `>` or `(`. */
function mayBePrompt(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  if (first < 0x61 || first > 0x7a) return false;
  for (let at = 1; at < 64; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x23 || code === 0x3e || code === 0x28) return true;
    if (code === 0x20 || code === 0x3a || Number.isNaN(code)) return false;
  }
  return false;
}

/** What a `show` command prints. `bare`: without a prompt, where only the words as they are in the manual count. */
export function readSwitchCommand(command: string, bare = false): CommandOutput | undefined {
  const [simple = "", ...filters] = command.slice(0, 200).split("|");
  const [verb = "", object = "", ...rest] = simple.trim().toLowerCase().split(/\s+/);
  const is = (word: string, full: string, least: number) =>
    word === full || (!bare && word.length >= least && full.startsWith(word));
  if (!is(verb, "show", 2)) return undefined;
  const filtered = filters.some((filter) => !/^\s*(?:b(?:eg)?|sec?|no-m)/.test(filter));
  const asks = (full: string) => rest.some((word) => is(word, full, 2));
  if (is(object, "running-config", 2) || is(object, "startup-config", 3) || is(object, "derived-config", 3))
    return !bare || rest.length === 0 || /^interface/.test(rest[0] ?? "")
      ? outputOf("switch-config", filtered)
      : undefined;
  if ((is(object, "etherchannel", 3) || is(object, "port-channel", 2)) && asks("summary"))
    return outputOf("switch-channels", filtered);
  if (is(object, "lacp", 2) && (asks("neighbor") || rest.includes("neighbors")))
    return outputOf("switch-lacp", filtered);
  if (!bare) return object === "" ? undefined : outputOf("other");
  const known =
    object === "port-channel" || object === "etherchannel" || `${object} ${rest[0]}` === "mac address-table";
  const ofPort = /^interfaces?$/.test(object) && interfaceId(rest[0] ?? "") !== undefined;
  return known || ofPort ? outputOf("other") : undefined;
}

function outputOf(kind: SectionKind, filtered = false): CommandOutput {
  return { kind, filtered, valueOnly: false, repeats: false };
}
