import type { SectionKind } from "../text/section.ts";
import { type CommandOutput, mayBeCommand, readCommand, startsWithProgram } from "./command.ts";
import { isIpCommand } from "./ipCommand.ts";
import { hostOfAnsible } from "./manyHosts.ts";
import { readName } from "./names.ts";
import { commandColumn, isNmcliModify } from "./nmcliModify.ts";
import { isWordCode, readPrompt } from "./prompt.ts";
import { readSwitchCommand, readSwitchLine } from "./switchCommand.ts";

/** A line that ends whatever came before: a prompt, a fence, a banner, a command copied without its prompt. */
export interface Boundary {
  readonly output: CommandOutput | undefined;
  readonly command?: string | undefined;
  /** The host that the prompt or the heading names; where `ssh` goes stands in the output. */
  readonly host?: string | undefined;
  /** The switch whose prompt it is. */
  readonly switch?: string | undefined;
  /** The column from which the line belongs to what follows (`{noformat}Bonding Mode: …`); absent where it is used up. */
  readonly rest?: number | undefined;
  /** The column at which a command of a switch's configuration mode stands. */
  readonly typed?: number | undefined;
  /** True where the output itself names the command: whoever answers goes on. */
  readonly printed?: true;
  /** True for the heading of one of many hosts that answer the command before: what follows is that command's output. */
  readonly again?: true;
  /** A command that is itself what is read (`nmcli con modify …`): what it is, and the column at which it stands. */
  readonly itself?: { readonly kind: SectionKind; readonly column: number };
}

const FENCE: Boundary = { output: undefined };

/** Reads such a line by its first characters; `undefined` for every other line. */
export function readBoundary(text: string): Boundary | undefined {
  if (text.endsWith(" >>")) {
    const host = hostOfAnsible(text);
    return host === undefined ? undefined : { output: undefined, host, again: true };
  }
  if (isStatement(text)) return undefined;
  switch (text.charCodeAt(0)) {
    case 0x60: // `
      if (text.startsWith("```")) return FENCE;
      break;
    case 0x7e: // ~
      if (text.startsWith("~~~")) return FENCE;
      break;
    case 0x7b: // {
      return readJiraFence(text);
    case 0x3d: // =
    case 0x2d: // -
    case 0x2a: // *
      return readBanner(text) ?? readCommandLine(text);
    case 0x45: // E
      return text.startsWith("Every ") ? readWatch(text) : undefined;
    case 0x2f: // /
      return (text.startsWith("/proc/net/bonding/") ? readFileLine(text) : undefined) ?? readCommandLine(text);
    case 0x23: // #
      if (text.startsWith("#==[")) return FENCE;
      if (text.startsWith("##")) return readBanner(text);
      break;
    default:
  }
  return readCommandLine(text);
}

/**
 * Quickly says what nearly every line of captured output is: `key: value`, or words of which the first is no program's name.
 * None of them is a prompt or a command; `Every 2.0s: …` alone is a banner.
 */
function isStatement(text: string): boolean {
  const first = text.charCodeAt(0);
  if (!((first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a))) return false;
  let at = 1;
  let code = text.charCodeAt(1);
  while (isWordCode(code)) {
    at += 1;
    code = text.charCodeAt(at);
  }
  // Ten characters may be a date.
  if (code === 0x20) return at !== 10 && !mayBeCommand(text) && !NO_STATEMENTS.some((word) => text.startsWith(word));
  if (code !== 0x3a) return false;
  const next = text.charCodeAt(at + 1);
  return next === 0x20 || next === 0x09 || Number.isNaN(next);
}

/** What a switch is told, what `watch` prints, and PowerShell's prompt. */
const NO_STATEMENTS = ["show ", "Every ", "PS "];

function readCommandLine(text: string): Boundary | undefined {
  const ofSwitch = readSwitchLine(text);
  if (ofSwitch !== undefined) {
    const { name, output, command, typed } = ofSwitch;
    return { output, command, switch: name, typed };
  }
  const prompt = readPrompt(text);
  if (prompt !== undefined) {
    const { command, host, weak } = prompt;
    if (command === "" && weak) return undefined;
    const column = text.length - command.length;
    const said = { command, host };
    const kind = kindOfCommand(command);
    if (kind) return { output: undefined, ...said, itself: { kind, column } };
    const output = readCommand(command) ?? (weak ? outputOfFile(command.replace(/:$/, "")) : undefined);
    return !weak || output !== undefined || startsWithProgram(command) ? { output, ...said } : undefined;
  }
  if (!mayBeCommand(text)) return readListed(text);
  const kind = kindOfCommand(text);
  if (kind) return { output: undefined, command: text, itself: { kind, column: 0 } };
  const output = readCommand(text);
  return output && { output, command: text };
}

/** A command in a list or between backquotes. */
function readListed(text: string): Boundary | undefined {
  const code = text.charCodeAt(0);
  const marked = code === 0x2d || code === 0x2a || code === 0x60 || code === 0x2022 || (code >= 0x30 && code <= 0x39);
  if (!marked || !(text.includes("bond.options") || text.includes("type bond"))) return undefined;
  const column = commandColumn(text);
  const command = text.slice(column);
  const kind = kindOfCommand(command);
  return kind && { output: undefined, command, itself: { kind, column } };
}

/** What a command is that sets a bond up, and is read for what it says and not for what it prints. */
function kindOfCommand(command: string): "nmcli-modify" | "ip-command" | undefined {
  if (isNmcliModify(command)) return "nmcli-modify";
  return isIpCommand(command) ? "ip-command" : undefined;
}

function readJiraFence(text: string): Boundary | undefined {
  const fence = /^\{(?:noformat|code|quote|panel)(?::[^{}]{0,200})?\}/.exec(text)?.[0];
  if (fence === undefined) return undefined;
  return fence.length === text.length ? FENCE : { output: undefined, rest: fence.length };
}

/** `==> file <==`, `=== bond0 ===`, `--- /proc/net/bonding/bond0 ---`, `### dmesg -T ###`, `*** ethtool eno1 ***`. */
function readBanner(text: string): Boundary | undefined {
  const file = text.startsWith("==> ") && text.endsWith(" <==") ? text.slice(4, -4) : undefined;
  if (file !== undefined) return { output: outputOfFile(file) };
  if (text.length > 300) return undefined;
  const said = /^(?:={2,}|-{2,}|\*{2,}|#{2,})\s*([^\s=*#-].*)$/.exec(text)?.[1]?.replace(/[\s=*#:-]+$/, "");
  if (said === undefined) return undefined;
  const named = outputOfFile(said);
  if (named) return { output: named };
  const command = said.replace(/\s\([^()]{1,200}\)$/, "");
  const output = readCommand(command) ?? readSwitchCommand(command, true);
  return output && { output, command: said, printed: true };
}

function readFileLine(text: string): Boundary | undefined {
  const output = outputOfFile(text.replace(/:$/, ""));
  return output && { output };
}

/** `Every 2.0s: cat /proc/net/bonding/bond0      web1: Sun Nov 22 12:00:00 2026`. */
function readWatch(text: string): Boundary | undefined {
  const match = /^Every \d[\d.,]{0,8}s?: (\S(?:.{0,300}?\S)?)(?:\s\s.{0,300})?$/.exec(text);
  const command = match?.[1];
  if (command === undefined) return undefined;
  const output = readCommand(command);
  return output && { output: { ...output, repeats: true }, command, printed: true };
}

/** What a file holds, by its name alone. */
export function outputOfFile(path: string): CommandOutput | undefined {
  if (path === "" || path.length > 300 || /\s/.test(path)) return undefined;
  const { kind, subject } = readName(path);
  if (kind === "other" && subject === undefined) return undefined;
  return { kind, subject, filtered: false, valueOnly: false, repeats: false };
}
