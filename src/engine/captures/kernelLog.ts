import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { readLogPrefix } from "./logLine.ts";
import { type LogEventKind, type Message, readMessage } from "./logMessage.ts";
import { type ManagerEventKind, type ManagerMessage, readManagerMessage } from "./managerMessage.ts";
import type { Part } from "./part.ts";

export type { LogEventKind } from "./logMessage.ts";

/** One event of a log. */
export interface LogEvent {
  readonly what: LogEventKind;
  readonly bond?: string | undefined;
  readonly port?: string | undefined;
  /** Milliseconds on a common axis within the section, where the line has a time. */
  readonly time?: number | undefined;
  /** The message without the time, the bond and the port before it. */
  readonly fact: Fact<string>;
}

/** One event that NetworkManager tells of. */
export interface ManagerEvent {
  readonly what: ManagerEventKind;
  readonly bond: string;
  /** The port, or the option that could not be set. */
  readonly subject: string;
  readonly fact: Fact<string>;
}

/** The bonding events of one log (kernel: drivers/net/bonding/bond_main.c, of three generations), in their order. */
export interface KernelLog {
  readonly kind: "kernel-log";
  readonly section: Section;
  readonly events: readonly LogEvent[];
  /** What NetworkManager tells of its bonds, in the order of the log. */
  readonly managed: readonly ManagerEvent[];
}

/** Reads a log; `undefined` where it tells nothing of bonds. Never throws. */
export function readKernelLog({ section, lines }: Part): KernelLog | undefined {
  const events: LogEvent[] = [];
  const managed: ManagerEvent[] = [];
  let ofBonds = false;
  let year = 0;
  let before = 0;
  for (const line of lines) {
    const prefix = readLogPrefix(line.text);
    const message = readMessage(line.text, prefix);
    if (message === undefined) {
      const said = prefix && readManagerMessage(line.text, prefix);
      if (said) managed.push(managerEventOf(line, section, said));
      continue;
    }
    ofBonds ||= message.bond !== undefined;
    let time = prefix?.time;
    if (time !== undefined && prefix?.dress === "syslog") {
      if (time + year < before - HALF_A_YEAR) year += YEAR;
      time += year;
      before = time;
    }
    events.push(eventOf(line, section, message, time));
  }
  const asked = section.command !== undefined || isNamedLog(section);
  const told = managed.length > 0 || (events.length > 0 && (ofBonds || asked));
  return told ? { kind: "kernel-log", section, events, managed } : undefined;
}

function managerEventOf(line: Line, section: Section, { what, bond, subject, from, to }: ManagerMessage): ManagerEvent {
  return { what, bond, subject, fact: { value: line.text.slice(from, to), ...spanOf(line, from, to), section } };
}

const HALF_A_YEAR = 180 * 86_400_000;
/** The year 2000, in which syslog's times are set, was a leap year. */
const YEAR = 366 * 86_400_000;

function isNamedLog({ start, capture }: Section): boolean {
  return start === 0 && /(?:^|[/\\])(?:dmesg|messages|syslog|kern|journal)[^/\\]*$/.test(capture.path);
}

function eventOf(line: Line, section: Section, message: Message, time: number | undefined): LogEvent {
  const { what, bond, port, from, to } = message;
  return {
    what,
    bond,
    port,
    time,
    fact: { value: line.text.slice(from, to), ...spanOf(line, from, to), section },
  };
}
