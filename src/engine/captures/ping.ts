import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";

/** Requests in a row that were never answered. */
export interface PingGap {
  readonly lost: number;
  /** The answer that ended it; absent where none came any more. */
  readonly ended?: Fact<string>;
}

/** One run of `ping` (iputils, also with `-O` and `-D`; busybox). */
export interface Ping {
  readonly kind: "ping";
  readonly section: Section;
  /** How many requests were never answered, at the line that says so: the summary, or the first answer after a gap. */
  readonly lost: Fact<number>;
  readonly sent: number;
  /** The gaps between answers, and the one behind the last of them. */
  readonly gaps: readonly PingGap[];
  /** Milliseconds between two requests, where the summary tells it. */
  readonly interval?: number;
  /** When the first and the last answer came, in milliseconds since 1970 (`-D`). */
  readonly from?: number;
  readonly to?: number;
}

const ANSWER = /^(?:\[(\d{9,11}\.\d{1,6})\] )?\d{1,5} bytes from .{1,300}?[ :](?:icmp_)?(?:seq|req)=(\d{1,10})\b/;
const SUMMARY =
  /^(?:\^C)?(\d{1,9}) packets transmitted, (\d{1,9}) (?:packets )?received\b.{0,120}?\bpacket loss(?:, time (\d{1,12})ms)?/;

/** True for a line of `ping`'s output, also where `-D` puts a time before it that looks like a log's. */
export function isPingLine(text: string): boolean {
  return text.includes("seq=") && / bytes from |no answer yet/.test(text);
}

/** Where a line was left out by hand, nothing is known of the requests between. */
const LEFT_OUT = /^[[(<]?(?:\.{2,}|…|snip\b)/;

/** Sequence numbers are of 16 bits. */
const ROUND = 65_536;

/** Reads one run; `undefined` where it holds neither two answers nor a summary. Late answers are answers. Never throws. */
export function readPing({ section, lines }: Part): Ping | undefined {
  const answers = new Map<number, Line>();
  const times: number[] = [];
  let summary: { readonly line: Line; readonly match: RegExpExecArray } | undefined;
  let first: number | undefined;
  let last = 0;
  let whole = true;
  for (const line of lines) {
    whole &&= !LEFT_OUT.test(line.text);
    const answer = ANSWER.exec(line.text);
    if (answer) {
      let sequence = Number(answer[2]);
      while (sequence < last - ROUND / 2) sequence += ROUND;
      last = Math.max(last, sequence);
      first ??= sequence;
      first = Math.min(first, sequence);
      if (!answers.has(sequence)) answers.set(sequence, line);
      if (answer[1] !== undefined) times.push(Math.round(Number(answer[1]) * 1000));
      continue;
    }
    const match = SUMMARY.exec(line.text);
    if (match) summary = { line, match };
  }
  const sent = summary ? Number(summary.match[1]) : first === undefined ? 0 : last - first + 1;
  const received = summary ? Math.min(sent, Number(summary.match[2])) : answers.size;
  if (sent < 1 || (!summary && answers.size < 2)) return undefined;
  const begin = lines.some(({ text }) => text.startsWith("PING ")) && first === 0 ? 0 : 1;
  const inner = gapsOf(answers, summary ? begin : (first ?? 0), summary ? begin + sent - 1 : last, section);
  const counted = inner.reduce((sum, { lost }) => sum + lost, 0);
  const known = whole && counted === sent - received;
  const ended = inner.find((gap) => gap.ended)?.ended ?? factOf([...answers.values()].at(-1), section);
  const place = summary ? factOf(summary.line, section) : ended;
  if (place === undefined || (!summary && !whole)) return undefined;
  const duration = Number(summary?.match[3] ?? Number.NaN);
  const [from, to] = [times[0], times.at(-1)];
  return {
    kind: "ping",
    section,
    lost: { ...place, value: sent - received },
    sent,
    gaps: known ? inner : [],
    ...(sent > 1 && duration > 0 && { interval: duration / (sent - 1) }),
    ...(from !== undefined && to !== undefined && { from, to }),
  };
}

function gapsOf(answers: ReadonlyMap<number, Line>, from: number, to: number, section: Section): PingGap[] {
  const gaps: PingGap[] = [];
  let before = from - 1;
  for (const sequence of [...answers.keys()].sort((a, b) => a - b)) {
    const ended = factOf(answers.get(sequence), section);
    if (sequence > before + 1) gaps.push({ lost: sequence - before - 1, ...(ended && { ended }) });
    before = Math.max(before, sequence);
  }
  if (before < to) gaps.push({ lost: to - before });
  return gaps;
}

function factOf(line: Line | undefined, section: Section): Fact<string> | undefined {
  return line && { value: line.text, ...spanOf(line, 0, line.text.length), section };
}
