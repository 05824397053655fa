import { type Line, partOfLine, scanLines } from "../text/lines.ts";
import { MARK } from "../text/mark.ts";
import type { Capture, Fact, Section, SectionKind } from "../text/section.ts";
import { kindBegunBy } from "./begin.ts";
import { type Boundary, readBoundary } from "./boundary.ts";
import { readCommand } from "./command.ts";
import { isPrefixed, nameInBanner } from "./dumpName.ts";
import { isOfOtherProgram, type LogDress, looksLikeLog, mayTellOfBonding, readLogPrefix } from "./logLine.ts";
import { readMessage } from "./logMessage.ts";
import { readManagerMessage } from "./managerMessage.ts";
import { type Asked, asked, hostNamed, isOpenLoop } from "./manyHosts.ts";
import { readName } from "./names.ts";
import { isOfAddresses } from "./nmcliConnection.ts";
import type { Part } from "./part.ts";
import { isPingLine } from "./ping.ts";
import { isTimeOfPrompt } from "./prompt.ts";
import { isSetupKind } from "./setup.ts";
import { mayBeNote, shutsPort } from "./typed.ts";

interface Draft {
  kind: SectionKind;
  readonly start: number;
  readonly lines: Line[];
  readonly marked: Line[];
  readonly notes: Line[];
  command?: string;
  host?: string | undefined;
  switch?: string;
  subject?: string;
  filtered: boolean;
  valueOnly: boolean;
  /** True where everything of this kind is about the same subject: a file, `watch`, a loop. */
  repeats: boolean;
  /** True once a line was seen with which the output of this kind begins. */
  begun: boolean;
  /** The first property of a profile: where it comes again, the next profile begins. */
  firstKey?: string;
  /** How the lines of a log begin. */
  dress?: LogDress;
}

/**
 * Splits a capture into sections by path, prompt, banner and unmistakable first lines; the parts tile it. Each is given
 * as soon as it has ended, so that its lines need not be kept. Linear; never throws.
 */
export function* splitCapture(capture: Capture): Generator<Part> {
  const splitter = new Splitter(capture);
  for (const line of scanLines(capture.text, (text, start, end) => splitter.passesOver(text, start, end))) {
    splitter.take(line);
    if (splitter.ended.length > 0) yield* splitter.ended.splice(0);
  }
  splitter.finish();
  yield* splitter.ended;
}

class Splitter {
  /** The sections that have ended and were not yet taken. */
  readonly ended: Part[] = [];
  readonly #capture: Capture;
  #current: Draft;
  /** The line before, where it may name what follows (`=== bond0`). */
  #before = "";
  /** The host of the last prompt. */
  #host: string | undefined;
  /** The last command, which several hosts may answer. */
  #asked: Asked | undefined;
  /** The two lines of content before, where they may be the heading of a host. */
  #above: readonly [string, string] = ["", ""];

  constructor(capture: Capture) {
    this.#capture = capture;
    const named = readName(capture.path);
    this.#current = newDraft(0, named.kind);
    if (named.subject !== undefined) this.#current.subject = named.subject;
    this.#current.repeats = named.kind === "proc-bonding";
    this.#current.valueOnly = /_(-?g|--get-values)_/.test(capture.path);
  }

  /** Most lines of a log are of programs that say nothing of bonds, and nearly half of a profile is about its addresses. */
  passesOver(text: string, start: number, end: number): boolean {
    const { kind, firstKey } = this.#current;
    if (kind === "nmcli-connection" && firstKey !== undefined && isOfAddresses(text, start))
      return !text.startsWith(firstKey, start);
    return kind !== "ping" && isOfOtherProgram(text, start, end);
  }

  take(line: Line): void {
    const { text } = line;
    if (text === "") return;
    if (looksLikeLog(text) && !isTimeOfPrompt(text) && !(this.#current.kind === "ping" && isPingLine(text))) {
      this.#takeLog(line);
      return;
    }
    if (text.endsWith(MARK)) {
      this.#current.marked.push(line);
      return;
    }
    if (this.#current.command === undefined && hasComments(this.#current.kind) && /^[#;]/.test(text)) {
      this.#current.lines.push(line);
      return;
    }
    const boundary = readBoundary(text);
    if (boundary?.rest !== undefined) this.#takeFenced(line, partOfLine(line, boundary.rest));
    else if (boundary?.typed !== undefined) this.#takeTyped(partOfLine(line, boundary.typed), boundary.switch);
    else if (boundary !== undefined) this.#cross(line, boundary);
    else if (text.startsWith("/proc/net/bonding/") || isPrefixed(text)) this.#takePrefixed(line);
    else this.#takeContent(line);
  }

  #open(start: number, kind: SectionKind): Draft {
    const { host, switch: name } = this.#current;
    this.#end(start);
    this.#current = newDraft(start, kind);
    if (host !== undefined) this.#current.host = host;
    if (name !== undefined && kind.startsWith("switch-")) this.#current.switch = name;
    this.#before = "";
    return this.#current;
  }

  #cross(line: Line, boundary: Boundary): void {
    const { host, switch: name, itself } = boundary;
    const typed = boundary.command !== undefined && !boundary.printed;
    if (typed) this.#ask(boundary, boundary.command === line.text);
    const { output, command }: Partial<Pick<Boundary, "output" | "command">> =
      typed || boundary.again ? (this.#asked ?? {}) : boundary;
    const draft = this.#open(line.start, itself?.kind ?? output?.kind ?? "other");
    if (command !== undefined) draft.command = command;
    if (typed) draft.host = output?.host ?? this.#host;
    else if (host !== undefined) draft.host = host;
    if (name !== undefined) draft.switch = name;
    if (output?.subject !== undefined) draft.subject = output.subject;
    draft.filtered = output?.filtered ?? false;
    draft.valueOnly = output?.valueOnly ?? false;
    draft.repeats = output?.repeats ?? false;
    if (itself !== undefined) {
      draft.lines.push(partOfLine(line, itself.column));
      this.#open(line.next, "other");
    }
  }

  /** Takes note of a command; `bare` where no prompt stands before it. The host of the last prompt holds until another is named. */
  #ask({ command = "", output, host }: Boundary, bare: boolean): void {
    if (host !== undefined) this.#host = host;
    const before = this.#asked?.command;
    const whole = bare && before !== undefined && isOpenLoop(before) ? `${before} ${command}` : command;
    this.#asked = asked(whole, whole === command ? output : readCommand(whole));
  }

  /** A command of a switch's configuration mode: it says what was changed, and nothing of the rest. */
  #takeTyped(line: Line, name: string | undefined): void {
    const { kind, filtered } = this.#current;
    if (kind !== "switch-config" || !filtered || this.#current.switch !== name) {
      const draft = this.#open(line.start, "switch-config");
      draft.filtered = true;
      if (name !== undefined) draft.switch = name;
    }
    this.#current.lines.push(line);
    if (shutsPort(line.text)) this.#current.notes.push(line);
  }

  /** What stands behind a fence in the same line may be a prompt again. */
  #takeFenced(line: Line, content: Line): void {
    const boundary = readBoundary(content.text);
    if (boundary !== undefined && boundary.rest === undefined) this.#cross(content, boundary);
    else {
      this.#open(line.start, "other");
      this.#takeContent(content);
    }
  }

  /** A line that `grep` printed with the file before it: `/proc/net/bonding/bond0:MII Status: up`, in that folder `bond0:…`. */
  #takePrefixed(line: Line): void {
    const match = /^(\/proc\/net\/bonding\/)?([^\s:/]{1,64})[:-]/.exec(line.text);
    const [prefix = "", folder, subject] = match ?? [];
    const content = partOfLine(line, prefix.length);
    const isKnown = this.#current.kind === "proc-bonding" && this.#current.subject === subject;
    if (subject === undefined || !(folder || isKnown || kindBegunBy(content.text)?.kind === "proc-bonding")) {
      this.#takeContent(line);
      return;
    }
    if (this.#current.kind !== "proc-bonding" || this.#current.subject !== subject) {
      const { command, filtered, kind } = this.#current;
      const draft = this.#open(line.start, "proc-bonding");
      if (kind === "proc-bonding" && command !== undefined) draft.command = command;
      draft.filtered = kind === "proc-bonding" && filtered;
      draft.subject = subject;
    }
    this.#takeContent(content);
  }

  #takeContent(line: Line): void {
    const { text } = line;
    const host = this.#asked && hostNamed(this.#asked, this.#above, text);
    this.#above = [this.#above[1], text];
    if (host !== undefined) {
      this.#cross(line, { output: undefined, host, again: true });
      return;
    }
    if (mayBeNote(text)) this.#current.notes.push(line);
    const begins = kindBegunBy(text) ?? this.#nextProfile(text);
    if (begins !== undefined) {
      if (begins.kind !== this.#current.kind || (begins.always && this.#current.begun)) {
        const { kind, subject, repeats } = this.#current;
        const headed = kind === "other" || kind === "proc-bonding" ? nameInBanner(this.#before) : undefined;
        const named = kind === "other" ? (subject ?? headed) : headed;
        const again = kind === begins.kind && repeats ? subject : undefined;
        const draft = this.#open(line.start, begins.kind);
        draft.repeats = again !== undefined;
        const name = begins.kind === "proc-bonding" ? (named ?? again) : kind === "other" ? subject : undefined;
        if (name !== undefined) draft.subject = name;
      } else if (begins.kind === "proc-bonding" && begins.always && this.#current.subject === undefined) {
        const named = nameInBanner(this.#before);
        if (named !== undefined) this.#current.subject = named;
      }
      this.#current.begun = true;
    }
    const { kind, lines } = this.#current;
    if (kind === "nmcli-connection" && this.#current.firstKey === undefined) {
      const key = keyOf(text);
      if (key !== undefined) this.#current.firstKey = key;
    }
    if (kind === "kernel-log") {
      if (mayTellOfBonding(text) && readMessage(text, undefined)) lines.push(line);
    } else if (kind === "other") this.#before = text;
    else {
      lines.push(line);
      if (kind === "proc-bonding") this.#before = text;
    }
  }

  #nextProfile(text: string): { kind: SectionKind; always: boolean } | undefined {
    const { kind, firstKey } = this.#current;
    if (kind !== "nmcli-connection" || firstKey === undefined || !text.startsWith(firstKey)) return undefined;
    this.#current.begun = true;
    return { kind, always: true };
  }

  /** A line of a log: in a dump it is passed over, unless it tells of bonding, which ends the dump. */
  #takeLog(line: Line): void {
    if (!mayTellOfBonding(line.text)) return;
    const prefix = readLogPrefix(line.text);
    const message = prefix && (readMessage(line.text, prefix) ?? readManagerMessage(line.text, prefix));
    if (prefix === undefined || message === undefined) return;
    const { kind, dress, command } = this.#current;
    if (kind !== "kernel-log") {
      if (!isOfBond(message)) return;
      this.#open(line.start, "kernel-log");
    } else if (dress !== undefined && dress !== prefix.dress) {
      const draft = this.#open(line.start, "kernel-log");
      if (command !== undefined) draft.command = command;
    }
    this.#current.dress = prefix.dress;
    this.#current.begun = true;
    this.#current.lines.push(line);
  }

  finish(): void {
    const { length } = this.#capture.text;
    if (length > this.#current.start || length === 0) this.#end(length);
  }

  #end(end: number): void {
    const { kind, start, lines, subject, filtered, valueOnly, command, host, marked, notes } = this.#current;
    const { switch: name } = this.#current;
    if (end === start && end > 0) return;
    if (end === 0 && this.#capture.text.length > 0) return;
    const section: Section = {
      kind,
      capture: this.#capture,
      start,
      end,
      command,
      host,
      switch: name,
    };
    const proposals = marked.map((line) => readProposal(line, section));
    this.ended.push({
      section,
      lines,
      subject,
      filtered,
      valueOnly,
      proposals,
      notes,
    });
  }
}

function newDraft(start: number, kind: SectionKind): Draft {
  return {
    kind,
    start,
    lines: [],
    marked: [],
    notes: [],
    filtered: false,
    valueOnly: false,
    repeats: false,
    begun: false,
  };
}

/** True for files in which a line that begins with `#` is a comment, and no prompt. */
function hasComments(kind: SectionKind): boolean {
  return kind === "keyfile" || isSetupKind(kind);
}

function isOfBond({ bond }: { readonly bond?: string | undefined }): boolean {
  return bond !== undefined;
}

/** The key of `key: value` with its colon, as nmcli prints it. */
function keyOf(text: string): string | undefined {
  return /^[A-Za-z0-9][\w-]{0,60}\.[\w.[\]-]{1,80}:/.exec(text)?.[0];
}

function readProposal(line: Line, section: Section): Fact<string> {
  const value = line.text
    .slice(0, -MARK.length)
    .replace(/^bond\.options:/, "")
    .trim();
  return { value, start: line.at, end: line.end, section };
}
