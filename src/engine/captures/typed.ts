import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";

/** What somebody did to a port, or (`applied`) to the bond's configuration. */
export type ActionKind = "down" | "up" | "removed" | "applied";

/** An action in a session: a command that was typed, or a note of the person who did it. */
export interface Action {
  readonly what: ActionKind;
  /** The interface or profile that it names; a note or a switch's command may name none. */
  readonly subject?: string;
  /** Its words. */
  readonly fact: Fact<string>;
  /** True for a note, in which the port may be named anywhere. */
  readonly note: boolean;
}

/** Code units of a command line in which actions are looked for. */
const LONGEST = 4000;

/** What the shell or the program says of a command that did nothing. */
const FAILED = /not permitted|[Cc]annot find device|No such (?:device|file)|[Pp]ermission denied|not found|^Error/m;

/** The actions in a section's command line: `ip link set eno1 down`, `nmcli device disconnect eno1`, `ifdown eno1`. */
export function readActions(section: Section): Action[] {
  const { command, capture, start, end } = section;
  if (command === undefined || command.length > LONGEST || !MAY_ACT.test(command)) return [];
  const at = capture.text.indexOf(command, start);
  if (at === -1 || at >= end) return [];
  if (command.startsWith("#")) {
    const note = noteOf({ value: command, start: at, end: at + command.length, section });
    return note ? [note] : [];
  }
  const output = capture.text.slice(at + command.length, Math.min(end, at + command.length + 400));
  if (section.kind === "other" && FAILED.test(output)) return [];
  const actions: Action[] = [];
  for (const part of command.matchAll(/[^;&|]+/g)) {
    const said = part[0].trim();
    const done = readAction(said.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, "")));
    if (done === undefined) continue;
    const from = at + part.index + part[0].indexOf(said);
    actions.push({ ...done, note: false, fact: { value: said, start: from, end: from + said.length, section } });
  }
  return actions;
}

const MAY_ACT = /^#|\b(?:ip|ifconfig|ifdown|ifup|nmcli|ifenslave|echo)\b/;

type Done = Pick<Action, "what" | "subject">;

function readAction(words: string[]): Done | undefined {
  const at = words.findIndex((word) => PROGRAM.test(word));
  const program = words[at]?.replace(/^.*\//, "");
  const rest = words.slice(at + 1);
  const plain = rest.filter((word) => !word.startsWith("-"));
  const [first = "", second = "", third] = plain;
  switch (program) {
    case "ip":
      return /^l(?:i(?:n(?:k)?)?)?$/.test(first) && /^s(?:et?)?$/.test(second) ? readIpSet(plain.slice(2)) : undefined;
    case "ifconfig":
      return second === "down" || second === "up" ? done(second, first) : undefined;
    case "ifdown":
    case "ifup":
      return done(program === "ifdown" ? "down" : "up", first);
    case "ifenslave":
      return rest.includes("-d") || rest.includes("--detach") ? done("removed", plain.at(-1)) : undefined;
    case "nmcli":
      return readNmcli(first, second, third === "id" ? plain[3] : third);
    case "echo":
      return readSysfs(rest);
    default:
      return undefined;
  }
}

const PROGRAM = /^(?:\S*\/)?(?:ip|ifconfig|ifdown|ifup|ifenslave|nmcli|echo)$/;

function readIpSet(words: readonly string[]): Done | undefined {
  const device = words[words.indexOf("dev") + 1];
  const subject = words.includes("dev") ? device : words.find((word) => word !== "down" && word !== "up");
  if (words.includes("down")) return done("down", subject);
  if (words.includes("bond") && words.includes("type")) return done("applied", subject);
  if (words.includes("nomaster")) return done("removed", subject);
  return words.includes("up") ? done("up", subject) : undefined;
}

/** `echo -eno1 > /sys/class/net/bond0/bonding/slaves`, `echo 100 > /sys/class/net/bond0/bonding/miimon`. */
function readSysfs([value = "", ...words]: readonly string[]): Done | undefined {
  const [, bond, name] = /\/net\/([^/]+)\/bonding\/(\w+)$/.exec(words.at(-1) ?? "") ?? [];
  if (name === "slaves") return value.startsWith("-") ? done("removed", value.slice(1)) : undefined;
  return name === "miimon" || name === "arp_interval" ? done("applied", bond) : undefined;
}

function readNmcli(object: string, verb: string, subject: string | undefined): Done | undefined {
  const isVerb = (whole: string) => verb !== "" && whole.startsWith(verb);
  if (object !== "" && "device".startsWith(object)) {
    if (isVerb("disconnect")) return done("removed", subject);
    if (isVerb("reapply")) return done("applied", subject);
    return verb.length > 1 && isVerb("connect") ? done("up", subject) : undefined;
  }
  if (object === "" || !"connection".startsWith(object)) return undefined;
  if (isVerb("down") || isVerb("delete")) return done("removed", subject);
  return isVerb("up") ? done("applied", subject) : undefined;
}

function done(what: ActionKind, subject: string | undefined): Done | undefined {
  return subject === undefined || subject === "" || subject.includes("$") ? undefined : { what, subject };
}

/** A quick look before the words of a note are read. */
export function mayBeNote(text: string): boolean {
  if (text.length > 160 || !MARKS.has(text.charCodeAt(0))) return false;
  return /pull|plug|shut|disconnect|restored|enabled|taken out/i.test(text);
}

/** The characters that mark a note between outputs: `# - = * ( [`. */
const MARKS = new Set([..."#-=*(["].map((character) => character.charCodeAt(0)));

/** A command of a switch's configuration mode. */
const ON_SWITCH = /^(no\s+)?shut(?:down)?$/;
const CUT =
  /\b(?:cable|link|port|switch ?port|eth\w*|en\w+)\b.{0,60}\b(?:pulled|unplugged|shut|disconnected|taken out)\b/i;
const DID = /\b(?:pulled|unplugged|shut|disconnected)\b.{0,60}\b(?:cable|link|port|switch ?port|eth\w*|en\w+)\b/i;
const BACK = /\b(?:restored|replugged|plugged (?:back )?in|re-?enabled|no shut)\b/i;
const NOT_DONE = /\?|\b(?:if|when|then|before|not|never|should|would|could|will|must|until|please|to be)\b/i;

/** True for the command with which a switch closes or opens the port that is being configured. */
export function shutsPort(command: string): boolean {
  return ON_SWITCH.test(command);
}

/** A note of what was done to a port, marked as one (`# cable of eno1 pulled`), or a switch's own command. */
export function readNote(line: Line, section: Section): Action | undefined {
  return noteOf({ value: line.text, ...spanOf(line, 0, line.text.length), section });
}

function noteOf(fact: Fact<string>): Action | undefined {
  const text = fact.value;
  const onSwitch = ON_SWITCH.exec(text);
  if (onSwitch) return { what: onSwitch[1] === undefined ? "down" : "up", note: true, fact };
  if (NOT_DONE.test(text)) return undefined;
  if (BACK.test(text)) return { what: "up", note: true, fact };
  return CUT.test(text) || DID.test(text) ? { what: "down", note: true, fact } : undefined;
}
