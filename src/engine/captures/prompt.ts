/** A shell prompt found at the start of a line. */
export interface Prompt {
  readonly host?: string | undefined;
  /** The command behind the prompt; empty at a bare prompt. */
  readonly command: string;
  /** True where the same characters may begin something else (`# comment`, `% Total`): the command has to decide. */
  readonly weak: boolean;
}

const TIME = String.raw`(?:[[(]?(?:\d{4}-\d\d-\d\d[ T])?\d{2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?[\])]?\s{1,3})?`;
const ENVIRONMENT = String.raw`(?:\([\w.@/-]{1,60}\)\s?)?(?:\([\w.@/-]{1,60}\)\s?)?`;
/** Where the shell stands, and the branch: `:~/x`, ` ~/x (main)`. */
const PLACE = String.raw`(?::[^\s#$]{0,200}|\s[^\s#$]{1,200}|\[[^\s\]]{1,200}\])?(?:\s?\([^()]{1,100}\))?`;
/** How the second line of a prompt in two lines begins: `└─# `. */
const FRAME = "(?:[└╰]─{1,3}\\s?)?";

const NAMED: readonly RegExp[] = [
  String.raw`^${TIME}${ENVIRONMENT}\[(?:[\w.$-]+@)?([\w.-]+)(?:[ :][^\]]{0,200})?\](?:\s?\([^()]{1,100}\))?\s?[#$%>](?=\s|$)`,
  String.raw`^${TIME}${ENVIRONMENT}[\w.$-]+@([\w.-]+)${PLACE}\s?[#$%>❯](?=\s|$)`,
  String.raw`^${TIME}${ENVIRONMENT}([\w.-]+):[~/][^\s#$]{0,200}(?:\s\([^()]{1,100}\))?\s?[#$>%](?=\s|$)`,
].map((source) => new RegExp(source));

/** `# `, `/ # `, `+ ` (what `set -x` prints), a host or shell alone: `host% `, `-bash-4.2$ `, and Windows: `PS C:\\>`, `C:\\>`. */
const WEAK: readonly RegExp[] = [
  String.raw`^${FRAME}${TIME}${ENVIRONMENT}(?:[~/]\S{0,100}\s)?[#%](?=\s|$)`,
  String.raw`^\+{1,5}(?=\s)`,
  String.raw`^${TIME}${ENVIRONMENT}(-?\w[\w.-]*)[#%>$](?=\s)`,
  String.raw`^(?:PS (?:[A-Za-z]:\\|[~/])|[A-Za-z]:\\)[^<>|"*?]{0,200}>`,
].map((source) => new RegExp(source));

const DOLLAR = new RegExp(String.raw`^${FRAME}${TIME}${ENVIRONMENT}(?:[~/]\S{0,100}\s)?\$(?=\s|$)`);
const SHELL = /^-?(?:bash|sh|zsh|ksh|dash|ash)(?:-[\d.]+)?$/;

/** zsh and its themes: `➜  ~ cmd`, `➜  src git:(main) ✗ cmd`, `~/src main ❯ cmd`. */
const ARROW = /^(?:[^❯➜]{0,120}\s)?[❯➜](?:\s|$)/;
const ARROW_PLACE = /^(?:\S{1,200}\s+git:\([^()]{1,100}\)(?:\s+✗)?|[~/]\S{0,200})\s+/;

/** Reads the prompt of a line (colours, quotes and indentation already looked through), in the dress of common shells. */
export function readPrompt(text: string): Prompt | undefined {
  const first = text.charCodeAt(0);
  if (first === HASH || first === PERCENT || first === DOLLAR_SIGN) {
    const next = text.charCodeAt(1);
    if (next !== 0x20 && next !== 0x09 && text.length > 1) return undefined;
    return { command: text.slice(1).trim(), weak: first !== DOLLAR_SIGN };
  }
  if (!mayBePrompt(text)) return undefined;
  const head = text.slice(0, 600);
  for (const pattern of NAMED) {
    const match = pattern.exec(head);
    if (match?.[1] !== undefined) return prompt(text, match, false, match[1]);
  }
  const dollar = DOLLAR.exec(head);
  if (dollar) return prompt(text, dollar, false);
  const arrow = ARROW.exec(head);
  if (arrow) {
    const command = text.slice(arrow[0].length).trim();
    return { command: command.replace(ARROW_PLACE, ""), weak: arrow[0].length > 2 };
  }
  for (const pattern of WEAK) {
    const match = pattern.exec(head);
    if (match) return prompt(text, match, true, match[1]);
  }
  return undefined;
}

function prompt(text: string, match: RegExpExecArray, weak: boolean, host?: string): Prompt {
  const named = host !== undefined && !SHELL.test(host);
  return { host: named ? host : undefined, command: text.slice(match[0].length).trim(), weak };
}

const TAIL = /[#$%>❯➜]/;

const HASH = 0x23;
const DOLLAR_SIGN = 0x24;
const PERCENT = 0x25;

/** Quickly says no to nearly every line that is not a prompt: log lines, `key: value`, prose. */
function mayBePrompt(text: string): boolean {
  let at = 0;
  let code = text.charCodeAt(0);
  while (isWordCode(code)) {
    at += 1;
    code = text.charCodeAt(at);
  }
  if (at === 0) return (MAY_BEGIN.has(code) || code > 0x2000) && mayEndSoon(text);
  const next = text.charCodeAt(at + 1);
  switch (code) {
    case 0x40: // @
    case 0x23: // #
    case 0x24: // $
    case 0x25: // %
    case 0x3e: // >
      return code === 0x40 ? mayEndSoon(text) : next === 0x20 || Number.isNaN(next);
    case 0x3a: // :
      return /[~/\\\d]/.test(text.charAt(at + 1)) && mayEndSoon(text);
    case 0x20: // a date before the prompt, or PowerShell
      return (text.startsWith("PS ") || (at === 10 && next >= 0x30 && next <= 0x39)) && mayEndSoon(text);
    default:
      return false;
  }
}

/** The characters other than letters with which a prompt begins: `[ ( ~ / +`. */
const MAY_BEGIN = new Set([..."[(~/+"].map((character) => character.charCodeAt(0)));

function mayEndSoon(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === 0x2b /* + */ || TAIL.test(text.length > 600 ? text.slice(0, 600) : text);
}

/** Letters, digits and `_ . -`, of which the names of users and hosts are made. */
export function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2e ||
    code === 0x2d
  );
}

/** `2026-11-22 12:30:01 root@web1:~#` looks like a log at first. */
export function isTimeOfPrompt(text: string): boolean {
  if (text.charCodeAt(0) > 0x39 || text.charCodeAt(10) !== 0x20 || !text.slice(0, 60).includes("@")) return false;
  return /^[\d-]{10} [\d:.,]{5,18}\s{1,3}\[?[\w.-]+@/.test(text.slice(0, 120));
}
