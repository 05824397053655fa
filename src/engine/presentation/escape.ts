import type { Step, Word } from "../corrections/steps.ts";
import { UNSEEN } from "../text/unseen.ts";

/** A text of a capture for a message, a label or a terminal: one line, without characters that act instead of showing. */
export function plain(text: string): string {
  return text.replace(UNSEEN, "\ufffd");
}

/**
 * What Markdown acts on: anywhere, at the edge of a word (`a_b` is no emphasis), within an address (`a.b`, `a//b`), and as
 * the first mark of a line.
 */
const ACTIVE =
  /[\\`*{}[\]<>&~$|@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\.(?=[^\s\d])|(?<!\d)\.(?=\d)|\/(?=\/)|^[-+#=]|(?<=^\d{1,9})[.)]/g;

/** The same for Markdown: no link, image, HTML or formatting survives, and what is harmless stays as it is to be read raw too. */
export function markdown(text: string): string {
  return plain(text).trim().replace(ACTIVE, "\\$&");
}

/** A block of code in Markdown, fenced so that no line of it can end the fence. */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.split(/\r?\n/).map(plain).join("\n")}\n${fence}`;
}

/** A piece of code within a line of Markdown. */
export function code(text: string): string {
  const shown = plain(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return longest === 0 ? `${ticks}${shown}${ticks}` : `${ticks} ${shown} ${ticks}`;
}

const SAFE_WORD = /^[A-Za-z0-9_.,=:/@%+-]+$/;
const SAFE_OPTIONS = /^[A-Za-z0-9_.,=:/@%+ -]+$/;
const NMCLI_KEYWORD = /^(id|uuid|path|apath|filename|ifname|help|-.*)$/;

/** A word of a shell command: as an engineer would type it where that is safe, else in single quotes. */
export function shellWord(word: string): string {
  return SAFE_WORD.test(word) ? word : singleQuoted(word);
}

function singleQuoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function nmcliWord(word: Word): string {
  if (typeof word === "string") return shellWord(word);
  if ("device" in word)
    return NMCLI_KEYWORD.test(word.device) ? `ifname ${singleQuoted(word.device)}` : shellWord(word.device);
  if ("into" in word) return `> ${shellWord(word.into)}`;
  if ("options" in word) return SAFE_OPTIONS.test(word.options) ? `"${word.options}"` : singleQuoted(word.options);
  const { connection } = word;
  return connection.startsWith("-") || NMCLI_KEYWORD.test(connection)
    ? `id ${singleQuoted(connection)}`
    : shellWord(connection);
}

/** A command for a POSIX shell: each word reaches the program exactly as it is, and nothing else runs. */
export function shellCommand(words: readonly Word[]): string {
  return words.map(nmcliWord).join(" ");
}

/** A step as a line for a shell: the command, or a comment that names an alternative and runs nothing. */
export function shellLine(step: Step): string {
  if ("run" in step) return shellCommand(step.run);
  const instead = step.instead === undefined ? "" : `: ${step.instead.map(shellCommand).join(" && ")}`;
  return `# ${plain(`${step.remark}${instead}`)}`;
}
