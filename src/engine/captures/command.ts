import type { SectionKind } from "../text/section.ts";

/** A shell prompt found at the start of a line. */
export interface Prompt {
  readonly host?: string;
  /** The command behind the prompt; empty at a bare prompt. */
  readonly command: string;
  /** True for a lone `#`, which may as well begin a comment. */
  readonly bareHash: boolean;
}

const TIME = String.raw`(?:\[?\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\]?\s+)?`;
const BRACKETED = new RegExp(
  String.raw`^${TIME}\[(?:[\w.$-]+@)?([\w.-]+)(?:[ :][^\]]{0,200})?\]\s?[#$%>](?:\s+(.*))?$`,
);
const USER_AT_HOST = new RegExp(
  String.raw`^${TIME}(?:\([\w.-]+\)\s)?[\w.$-]+@([\w.-]+)(?::[^\s#$]{0,200}|\s[^\s#$]{1,200}\s?)?[#$%](?:\s+(.*))?$`,
);
const HOST_PATH = new RegExp(String.raw`^${TIME}([\w-]+(?:\.[\w-]+)*):[~/][^\s#$]{0,200}\s?[#$>](?:\s+(.*))?$`);
const BARE = new RegExp(String.raw`^${TIME}([#$%])(?:\s+(.*))?$`);

/** Reads the prompt of a line (colours, quotes and indentation already looked through), in the dress of common shells. */
export function readPrompt(text: string): Prompt | undefined {
  if (!/[#$%>](?:\s|$)/.test(text.slice(0, 400))) return undefined;
  const named = BRACKETED.exec(text) ?? USER_AT_HOST.exec(text) ?? HOST_PATH.exec(text);
  if (named) return { ...(named[1] && { host: named[1] }), command: (named[2] ?? "").trim(), bareHash: false };
  const bare = BARE.exec(text);
  return bare ? { command: (bare[2] ?? "").trim(), bareHash: bare[1] === "#" } : undefined;
}

/** What the output of a command is. */
export interface CommandOutput {
  readonly kind: SectionKind;
  /** The interface or connection profile that the command names. */
  readonly subject?: string;
  /** True where the output goes through a filter (`| grep …`), so that what is missing says nothing. */
  readonly filtered: boolean;
  /** True for `nmcli -g FIELD`, which prints the value alone. */
  readonly valueOnly: boolean;
}

/** Recognises a command line by its words; `undefined` where its output is none that Bondlint reads. */
export function readCommand(command: string): CommandOutput | undefined {
  const [first = "", ...filters] = command.split("|");
  const words = first.trim().split(/\s+/).map(unquote);
  while (words[0] !== undefined && /^(sudo|time|command|-n|\w+=\S*)$/.test(words[0])) words.shift();
  const program = words.shift()?.replace(/^.*\//, "");
  const recognised = program === undefined ? undefined : PROGRAMS.get(program)?.(words);
  return recognised && { valueOnly: false, ...recognised, filtered: filters.length > 0 || program === "grep" };
}

/** Programs whose name behind a lone `#` tells a root prompt from a comment. */
const OFTEN_TYPED = new Set(
  `awk cat date dmesg echo ethtool grep head hostname ifconfig ifdown ifup ip journalctl less ls lspci modprobe more mtr
  nmcli nmstatectl nslookup ping reboot sed ss ssh sudo sysctl systemctl tail tcpdump uname uptime vi vim watch`.split(
    /\s+/,
  ),
);

/** True where a command line begins with a program that engineers type, rather than with prose. */
export function startsWithProgram(command: string): boolean {
  return OFTEN_TYPED.has(/^\S*/.exec(command)?.[0].replace(/^.*\//, "") ?? "");
}

function unquote(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, "$2");
}

type Recognised = { kind: SectionKind; subject?: string; valueOnly?: boolean };

const PROGRAMS: ReadonlyMap<string, (words: string[]) => Recognised | undefined> = new Map([
  ...["cat", "less", "more", "head", "tail", "grep"].map((program) => [program, readFileCommand] as const),
  ["nmcli", readNmcli],
  ["ip", readIp],
  ["ethtool", readEthtool],
]);

function readFileCommand(words: string[]): Recognised | undefined {
  const files = words
    .map((word) => /^\/proc\/net\/bonding\/([^\s;&]+?);?$/.exec(word)?.[1])
    .filter((file) => file !== undefined);
  const [only] = files;
  if (only === undefined) return undefined;
  return files.length === 1 && !only.includes("*") ? { kind: "proc-bonding", subject: only } : { kind: "proc-bonding" };
}

const NMCLI_WITH_VALUE = /^(-f|-g|-m|-c|-e|-w|--(fields|get-values|mode|colors?|escape|wait))$/;

function readNmcli(words: string[]): Recognised | undefined {
  let valueOnly = false;
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "-g" || word.startsWith("--get-values")) valueOnly = true;
    if (NMCLI_WITH_VALUE.test(word)) at += 1;
    else if (!word.startsWith("-")) rest.push(word);
  }
  const [object = "", verb = "", ...names] = rest;
  if (object === "" || !"connection".startsWith(object) || verb === "" || !"show".startsWith(verb)) return undefined;
  const name = names.filter((word) => !/^(id|uuid|path|apath)$/.test(word)).at(-1);
  return name === undefined ? undefined : { kind: "nmcli-connection", subject: name, valueOnly };
}

function readIp(words: string[]): Recognised | undefined {
  const [object = ""] = words.filter((word) => !word.startsWith("-"));
  const known = object.length > 0 && ("link".startsWith(object) || "address".startsWith(object) || object === "addr");
  return known && !words.some((word) => /^(set|add|del|delete)$/.test(word)) ? { kind: "ip-link" } : undefined;
}

function readEthtool(words: string[]): Recognised | undefined {
  const [device] = words;
  return words.length === 1 && device && !device.startsWith("-") ? { kind: "ethtool", subject: device } : undefined;
}
