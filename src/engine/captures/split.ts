import { type Line, scanLines } from "../text/lines.ts";
import { MARK } from "../text/mark.ts";
import type { Capture, Fact, Section, SectionKind } from "../text/section.ts";
import { type CommandOutput, readCommand, readPrompt, startsWithProgram } from "./command.ts";
import { readName } from "./names.ts";

/** A section with the lines that its parser reads: without its prompt, and without lines that Bondlint inserted. */
export interface Part {
  readonly section: Section;
  readonly lines: readonly Line[];
  /** The interface or profile that the command, the banner or the file's name gives for this output. */
  readonly subject?: string;
  readonly filtered: boolean;
  readonly valueOnly: boolean;
}

/** A text taken apart: `parts` tile it, `proposals` are the values of the marked lines. */
export interface SplitCapture {
  readonly capture: Capture;
  readonly parts: readonly Part[];
  readonly proposals: readonly Fact<string>[];
}

interface Draft {
  kind: SectionKind;
  start: number;
  readonly lines: Line[];
  readonly marked: Line[];
  command?: string;
  host?: string;
  subject?: string;
  filtered: boolean;
  valueOnly: boolean;
  /** True once a line was seen with which the output of this kind begins. */
  begun: boolean;
}

/** Splits a capture into sections by path, prompt, banner and unmistakable first lines. Linear; never throws. */
export function splitCapture(capture: Capture): SplitCapture {
  const drafts: Draft[] = [];
  const named = readName(capture.path);
  let current = newDraft(0, named.kind);
  if (named.subject !== undefined) current.subject = named.subject;
  current.valueOnly = /_(-?g|--get-values)_/.test(capture.path);
  drafts.push(current);

  const open = (start: number, kind: SectionKind) => {
    const host = current.host;
    current = newDraft(start, kind);
    if (host !== undefined) current.host = host;
    drafts.push(current);
  };

  for (const line of scanLines(capture.text)) {
    if (line.text.endsWith(MARK)) {
      current.marked.push(line);
      continue;
    }
    const boundary = readBoundary(line.text);
    if (boundary) {
      open(line.start, boundary.output?.kind ?? "other");
      applyBoundary(current, boundary);
      continue;
    }
    const begins = kindBegunBy(line.text);
    if (begins !== undefined) {
      if (begins.kind !== current.kind || (begins.always && current.begun)) {
        const subject = current.kind === "other" ? current.subject : undefined;
        open(line.start, begins.kind);
        if (subject !== undefined) current.subject = subject;
      }
      current.begun = true;
    }
    current.lines.push(line);
  }
  return finish(capture, drafts);
}

function newDraft(start: number, kind: SectionKind): Draft {
  return { kind, start, lines: [], marked: [], filtered: false, valueOnly: false, begun: false };
}

interface Boundary {
  readonly output: CommandOutput | undefined;
  readonly command?: string;
  readonly host?: string;
}

/** Lines that end whatever came before: a prompt, a fence of Markdown or Jira, a file or section banner. */
function readBoundary(text: string): Boundary | undefined {
  const first = text.charCodeAt(0);
  if (first === 0x60 /* ` */ || first === 0x7e /* ~ */)
    return /^(```|~~~)/.test(text) ? { output: undefined } : undefined;
  if (first === 0x7b /* { */) return /^\{(noformat|code)[:}]/.test(text) ? { output: undefined } : undefined;
  if (first === 0x3d /* = */) {
    const file = /^==> (.+) <==$/.exec(text)?.[1];
    return file === undefined ? undefined : { output: outputOfFile(file) };
  }
  if (/^#==\[/.test(text)) return { output: undefined };
  const prompt = readPrompt(text);
  if (prompt === undefined) return undefined;
  const output = readCommand(prompt.command) ?? (prompt.bareHash ? outputOfFile(prompt.command) : undefined);
  if (prompt.bareHash && output === undefined && !startsWithProgram(prompt.command)) return undefined;
  return { output, command: prompt.command, ...(prompt.host !== undefined && { host: prompt.host }) };
}

function outputOfFile(path: string): CommandOutput | undefined {
  if (/\s/.test(path)) return undefined;
  const { kind, subject } = readName(path);
  if (kind === "other" && subject === undefined) return undefined;
  return { kind, ...(subject !== undefined && { subject }), filtered: false, valueOnly: false };
}

function applyBoundary(draft: Draft, { output, command, host }: Boundary): void {
  if (command !== undefined) draft.command = command;
  if (host !== undefined) draft.host = host;
  if (output?.subject !== undefined) draft.subject = output.subject;
  draft.filtered = output?.filtered ?? false;
  draft.valueOnly = output?.valueOnly ?? false;
}

/**
 * The kind of output that a line unmistakably belongs to. `always`: it begins a new one even where one of its kind is
 * running (a second dump); otherwise it only tells the kind where the beginning was cut off.
 */
function kindBegunBy(text: string): { kind: SectionKind; always: boolean } | undefined {
  const code = text.charCodeAt(0);
  switch (code) {
    case 0x45: // E
      return text.startsWith("Ethernet Channel Bonding Driver:") ? { kind: "proc-bonding", always: true } : undefined;
    case 0x42: // B
      return text.startsWith("Bonding Mode: ") ? { kind: "proc-bonding", always: false } : undefined;
    case 0x4d: // M
      return text.startsWith("MII Polling Interval (ms):") ? { kind: "proc-bonding", always: false } : undefined;
    case 0x53: // S
      if (text.startsWith("Settings for ") && text.endsWith(":")) return { kind: "ethtool", always: true };
      return text.startsWith("Slave Interface: ") ? { kind: "proc-bonding", always: false } : undefined;
    case 0x63: // c
      return text.startsWith("connection.id:") ? { kind: "nmcli-connection", always: true } : undefined;
    case 0x62: // b
      return text.startsWith("bond.options:") ? { kind: "nmcli-connection", always: false } : undefined;
    default:
      if (code < 0x30 || code > 0x39) return undefined;
      return INTERFACE_HEADER.test(text) ? { kind: "ip-link", always: false } : undefined;
  }
}

/** The first line of an interface in the output of `ip link`. */
export const INTERFACE_HEADER = /^(\d+): +([^\s:@]+)(?:@([^\s:]+))?: +<([^<>]*)>(?: +(.*))?$/;

function finish(capture: Capture, drafts: readonly Draft[]): SplitCapture {
  const parts: Part[] = [];
  const proposals: Fact<string>[] = [];
  for (const [index, draft] of drafts.entries()) {
    const end = drafts[index + 1]?.start ?? capture.text.length;
    if (end === draft.start && drafts.length > 1) continue;
    const section: Section = {
      kind: isRecognised(draft) ? draft.kind : "other",
      capture,
      start: draft.start,
      end,
      ...(draft.command !== undefined && { command: draft.command }),
      ...(draft.host !== undefined && { host: draft.host }),
    };
    parts.push({
      section,
      lines: draft.lines,
      ...(draft.subject !== undefined && { subject: draft.subject }),
      filtered: draft.filtered,
      valueOnly: draft.valueOnly,
    });
    for (const line of draft.marked) proposals.push(readProposal(line, section));
  }
  return { capture, parts, proposals };
}

/** A command alone, or a promising file name alone, is not yet a capture: something of the output has to be there. */
function isRecognised(draft: Draft): boolean {
  if (draft.begun) return true;
  return (draft.command !== undefined || draft.valueOnly) && draft.lines.some((line) => line.text !== "");
}

function readProposal(line: Line, section: Section): Fact<string> {
  const value = line.text
    .slice(0, -MARK.length)
    .replace(/^bond\.options:/, "")
    .trim();
  return { value, start: line.at, end: line.end, section };
}
