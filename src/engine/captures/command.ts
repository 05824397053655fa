import type { SectionKind } from "../text/section.ts";
import { readName, sysfsPath } from "./names.ts";
import { isSetupKind } from "./setup.ts";

/** What the output of a command is. */
export interface CommandOutput {
  readonly kind: SectionKind;
  /** The interface or connection profile that the command names. */
  readonly subject?: string | undefined;
  /** The host to which `ssh` goes. */
  readonly host?: string | undefined;
  /** True where the output goes through a filter (`| grep …`), so that what is missing says nothing. */
  readonly filtered: boolean;
  /** True for `nmcli -g FIELD`, which prints the value alone. */
  readonly valueOnly: boolean;
  /** True where one thing may be printed several times (`watch`, a loop, the same file named twice). */
  readonly repeats: boolean;
}

/** Recognises a command line by its words; `undefined` where its output is none that Bondlint reads. */
export function readCommand(command: string): CommandOutput | undefined {
  const outputs = unwrapped(command.slice(0, LONGEST))
    .split(/\|\||&&|;/)
    .map(readSimpleCommand)
    .filter((output) => output !== undefined);
  const [first] = outputs;
  if (first === undefined) return undefined;
  const alike = outputs.filter((output) => output.kind === first.kind);
  const subjects = new Set(alike.map((output) => output.subject));
  const { subject, host, ...rest } = first;
  return {
    ...rest,
    host: outputs.every((output) => output.host === host) ? host : undefined,
    subject: subjects.size === 1 ? subject : undefined,
    repeats: first.repeats || (alike.length > 1 && subjects.size === 1) || LOOP.test(command),
  };
}

/** Code units of a command line in which its words are looked for. */
const LONGEST = 4000;

/** Programs that run what stands between quotes behind them. */
const RUNS_QUOTED = /(?:^|[\s/])(?:ssh|plink|su|bash|sh|ansible|pdsh|clush|salt)(?:\.exe)?\s/;

/** `ssh host "cat FILE; ip link"` without its quotes; those of other programs stay. */
function unwrapped(command: string): string {
  let shown = "";
  let runs = false;
  let from = 0;
  for (const { 0: quoted, index } of command.matchAll(/"[^"]*"|'[^']*'/g)) {
    const before = command.slice(from, index);
    runs = RUNS_QUOTED.test(before) || (runs && !/[;|&]/.test(before));
    shown += before + (runs ? quoted.slice(1, -1) : quoted);
    from = index + quoted.length;
  }
  return shown + command.slice(from);
}

const LOOP = /^(?:sudo )?(?:watch|while|until|for)\s/;

/** Words before a command that do not change what it prints. */
const BEFORE =
  /^(?:sudo|doas|time|command|builtin|exec|env|do|then|nohup|nice|stdbuf|timeout|watch|asuser|chroot|nsenter|oc|kubectl|docker|podman|ssh|plink(?:\.exe)?|su|bash|sh|ansible|pdsh|clush|salt|ip|-.*|\w+=\S*)$/;

/** What follows `|` and lets everything through. */
const PASSES = /^\s*(?:sudo\s+)?(?:tee|cat|less|more)\b/;

function readSimpleCommand(command: string): CommandOutput | undefined {
  const [first = "", ...filters] = command.split("|");
  const words = (first.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map(unquote);
  const at = programAt(words);
  const program = words[at]?.replace(/^.*\//, "");
  const recognised = program === undefined ? undefined : PROGRAMS.get(program)?.(words.slice(at + 1));
  if (recognised === undefined) return undefined;
  const { subject, ...rest } = recognised;
  const host = /^(?:ssh|plink(?:\.exe)?)$/.test(words[0] ?? "") ? destination(words.slice(1, at)) : undefined;
  return {
    valueOnly: false,
    repeats: false,
    ...rest,
    subject: subject?.includes("$") ? undefined : subject,
    host: host?.includes("$") ? undefined : host?.replace(/^.*@/, ""),
    filtered: recognised.filtered === true || filters.some((filter) => !PASSES.test(filter)),
  };
}

/** The host among the words behind `ssh`: the first that is no option and no value of one (ssh(1)). */
export function destination(words: readonly string[]): string | undefined {
  return words.find((word, at) => !word.startsWith("-") && !/^-[BbcDEeFIiJLlmOopQRSWw]$/.test(words[at - 1] ?? ""));
}

/** The place of the program in a simple command: behind `sudo`, `ssh host`, `ip netns exec x`, `oc debug … chroot /host`. */
function programAt(words: readonly string[]): number {
  let at = 0;
  while (BEFORE.test(words[at] ?? "") && !(words[at] === "ip" && words[at + 1] !== "netns")) at += 1;
  if (at === 0 || isProgram(words[at] ?? "")) return at;
  const behind = words.findIndex((word, index) => index > at && isProgram(word));
  return behind === -1 ? at : behind;
}

function isProgram(word: string): boolean {
  return PROGRAMS.has(word.replace(/^.*\//, ""));
}

/** Programs whose name behind a lone `#` tells a root prompt from a comment. */
const OFTEN_TYPED = new Set(
  `awk cat date dmesg echo ethtool for grep head hostname ifconfig ifdown ifup ip journalctl less ls lspci modprobe more
  mtr nmcli nmstatectl nslookup ping reboot sed ss ssh sudo sysctl systemctl tail tcpdump uname uptime vi vim watch while
  `.split(/\s+/),
);

/** True where a command line begins with a program that engineers type, rather than with prose. */
export function startsWithProgram(command: string): boolean {
  return OFTEN_TYPED.has(/^\S*/.exec(command)?.[0].replace(/^.*\//, "") ?? "");
}

/** True where a line without a prompt may be a command that was copied with its output. */
export function mayBeCommand(text: string): boolean {
  const space = text.indexOf(" ");
  const word = space === -1 ? text : text.slice(0, space);
  return word.length <= 24 && BARE_COMMANDS.has(word.startsWith("/") ? word.replace(/^.*\//, "") : word);
}

const BARE_COMMANDS = new Set("cat dmesg ethtool for grep ip journalctl nmcli nmstatectl ssh sudo watch".split(" "));

function unquote(word: string): string {
  return /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word;
}

type Recognised = Pick<CommandOutput, "kind" | "subject"> & Partial<CommandOutput>;

const PROGRAMS: ReadonlyMap<string, (words: string[]) => Recognised | undefined> = new Map([
  ...["cat", "less", "more", "head", "tail", "grep", "egrep", "zgrep", "sed", "awk", "for"].map(
    (program) => [program, (words: string[]) => readFileCommand(program, words)] as const,
  ),
  ["nmcli", readNmcli],
  ["ip", readIp],
  ["ethtool", readEthtool],
  ["nmstatectl", ([verb]): Recognised | undefined => (/^s(how)?$/.test(verb ?? "") ? { kind: "nmstate" } : undefined)],
  ["ping", (): Recognised => ({ kind: "ping" })],
  ["ping6", (): Recognised => ({ kind: "ping" })],
  ["dmesg", (): Recognised => ({ kind: "kernel-log" })],
  ["journalctl", (): Recognised => ({ kind: "kernel-log" })],
]);

const LOG_FILE = /^\/var\/log\/(?:messages|syslog|kern|dmesg|boot)[\w.-]*\*?$/;

function readFileCommand(program: string, words: string[]): Recognised | undefined {
  const bonds = words.map((word) => /^\/proc\/net\/bonding\/([^\s;&"']+?);?$/.exec(word)?.[1]).filter(isPresent);
  const [only] = bonds;
  if (only !== undefined) {
    const single = new Set(bonds).size === 1 && !/[*?[]/.test(only);
    return {
      kind: "proc-bonding",
      subject: single ? only : undefined,
      filtered: program !== "for" && !(program === "cat") && !printsEverything(program, words),
      repeats: single && bonds.length > 1,
    };
  }
  if (words.some((word) => LOG_FILE.test(word))) return { kind: "kernel-log" };
  const profiles = words.filter((word) => /(?:\.nmconnection|\/system-connections\/[^/]+)$/.test(word));
  if (profiles.length > 0) return { kind: "keyfile" };
  const file = words.map((word) => readName(word).kind).find(isSetupKind);
  if (file !== undefined && file !== "ifcfg") return { kind: file };
  const script = words.map((word) => /\/ifcfg-([\w.-]+)$/.exec(word)?.[1]).find((name) => name !== undefined);
  if (script !== undefined) return { kind: "ifcfg", subject: script };
  const files = words.map((word) => sysfsPath(word)).filter(isPresent);
  if (files.length > 0) {
    const [file] = files;
    // Several values without their names cannot be told apart.
    const named = program.endsWith("grep") || program === "for";
    return named || files.length === 1
      ? { kind: "sysfs", subject: files.length === 1 && file ? file : undefined }
      : undefined;
  }
  const alone = words.length === 1 ? words[0] : undefined;
  if (program === "cat" && alone !== undefined && /^bond[\w.-]*$/.test(alone))
    return { kind: "proc-bonding", subject: alone };
  return undefined;
}

/** `grep . FILE` and `head -n 1000 FILE` are other words for `cat`. */
function printsEverything(program: string, words: string[]): boolean {
  if (program === "less" || program === "more") return true;
  if (!program.endsWith("grep")) return false;
  return words.find((word) => !word.startsWith("-"))?.match(/^[.^]?$/) !== null;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

const NMCLI_WITH_VALUE = /^(-f|-g|-m|-c|-e|-w|--(fields|get-values|mode|colors?|escape|wait|order))$/;

function readNmcli(words: string[]): Recognised | undefined {
  let fields: string | undefined;
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "-g" || word === "--get-values") fields = words[at + 1] ?? "";
    else if (word.startsWith("--get-values=")) fields = word.slice("--get-values=".length);
    if (NMCLI_WITH_VALUE.test(word)) at += 1;
    else if (!word.startsWith("-")) rest.push(word);
  }
  const [object = "", verb = "", ...words2] = rest;
  if (object === "") return undefined;
  if ("device".startsWith(object)) return readNmcliDevice(verb, words2);
  if (!"connection".startsWith(object) || !"show".startsWith(verb)) return undefined;
  const names = words2.filter((word) => !/^(id|uuid|path|apath)$/.test(word));
  const [name] = names;
  if (name === undefined)
    return { kind: "nmcli-profiles", filtered: words.some((word) => /^(?:-a|--active)$/.test(word)) };
  return { kind: "nmcli-connection", subject: names.length === 1 ? name : undefined, valueOnly: fields !== undefined };
}

function readNmcliDevice(verb: string, [name]: string[]): Recognised | undefined {
  if ("status".startsWith(verb)) return { kind: "nmcli-devices" };
  if (!"show".startsWith(verb)) return undefined;
  return { kind: "nmcli-devices", subject: name };
}

function readIp(words: string[]): Recognised | undefined {
  const [object = "", next = ""] = words.filter((word) => !word.startsWith("-"));
  // `ip address 10.20.0.2 255.255.255.0` stands in a switch's configuration.
  if (/^(?:\d{1,3}\.){3}\d/.test(next)) return undefined;
  if (object === "" || words.some((word) => /^(?:set|add|del|delete|change|replace|get|flush)$/.test(word)))
    return undefined;
  if ("link".startsWith(object) || "address".startsWith(object))
    return { kind: words.some((word) => /^-j(?:son)?$/.test(word)) ? "ip-json" : "ip-link" };
  return "route".startsWith(object) ? { kind: "ip-route" } : undefined;
}

const ETHTOOL_KINDS: ReadonlyMap<string, SectionKind> = new Map([
  ["", "ethtool"],
  ["-i", "ethtool-driver"],
  ["--driver", "ethtool-driver"],
  ["-S", "ethtool-statistics"],
  ["--statistics", "ethtool-statistics"],
]);

function readEthtool(words: string[]): Recognised | undefined {
  const [option = "", device = ""] = words.length === 1 ? ["", ...words] : words;
  const kind = ETHTOOL_KINDS.get(option);
  return kind && words.length <= 2 && device !== "" && !device.startsWith("-") ? { kind, subject: device } : undefined;
}
