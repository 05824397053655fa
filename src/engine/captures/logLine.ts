/** How the lines of a log begin: seconds since boot, the C library's date, syslog's date, or ISO 8601. */
export type LogDress = "uptime" | "ctime" | "syslog" | "iso";

/** What stands before the message of a log line. */
export interface LogPrefix {
  readonly dress: LogDress;
  /** The column at which the message begins. */
  readonly message: number;
  /** Milliseconds on an axis of the dress; syslog lines, which hold no year, lie in the year 2000. */
  readonly time: number;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLOCK = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
const UPTIME = /^(?:<\d{1,3}>)?\[ *(\d{1,9})\.(\d{3})\d{0,6}\] +(?:[\w.-]+ kernel: +)?/;
const CTIME = new RegExp(String.raw`^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) ${CLOCK} (\d{4})\] +`);
const SYSLOG = new RegExp(String.raw`^([A-Z][a-z]{2}) +(\d{1,2}) ${CLOCK} `);
const ISO = new RegExp(
  String.raw`^(?:[A-Z][a-z]{2} )?(\d{4})-(\d\d)-(\d\d)[T ]${CLOCK}(Z| ?[+-]\d\d:?\d\d| [A-Z]{3,4})? +`,
);
/** The host and the tag behind a date of syslog or the journal; `dmesg --time-format iso` has neither. */
const KERNEL = /^[\w.:-]+ kernel: +(?:\[ *\d{1,9}\.\d{1,6}\] +)?/;
/** NetworkManager's tag, with its level and its own time: `NetworkManager[172]: <info>  [1795346227.6766] `. */
const MANAGER = /^[\w.:-]+ NetworkManager\[\d{1,10}\]: +(?:<\w{4,6}> +)?(?:\[\d{1,12}\.\d{1,6}\] +)?/;

/**
 * True for a line in the dress of a log, as far as a look at its first characters tells: `[   47.6]`, `[Mon Nov 22`,
 * `Nov 22`, `2026-11-22`, `<6>[`. Quick, because a log has millions of lines.
 */
export function looksLikeLog(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 0x5b /* [ */) {
    const second = text.charCodeAt(1);
    if (second === 0x20) return true;
    if (isDigit(second)) return /^\[\d{1,9}\.\d{3,9}\] /.test(text.slice(0, 24));
    return isUpper(second) && text.charCodeAt(4) === 0x20 && isUpper(text.charCodeAt(5)) && text.charCodeAt(8) === 0x20;
  }
  if (isDigit(first)) {
    return text.charCodeAt(4) === 0x2d && text.charCodeAt(7) === 0x2d && isDigit(text.charCodeAt(1));
  }
  if (isUpper(first)) {
    if (text.charCodeAt(3) !== 0x20) return false;
    const fourth = text.charCodeAt(4);
    if (isDigit(fourth) || (fourth === 0x20 && isDigit(text.charCodeAt(5))))
      return text.charCodeAt(9) === 0x3a || text.charCodeAt(8) === 0x2d;
    return false;
  }
  return first === 0x3c && isDigit(text.charCodeAt(1));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

/** Reads what stands before the message; `undefined` where the line is not the kernel's, or not of a log. */
export function readLogPrefix(text: string): LogPrefix | undefined {
  const head = text.slice(0, 200);
  const uptime = UPTIME.exec(head);
  if (uptime) {
    return { dress: "uptime", message: uptime[0].length, time: Number(uptime[1]) * 1000 + Number(uptime[2]) };
  }
  const ctime = CTIME.exec(head);
  if (ctime) {
    const [whole, month, day, hour, minute, second, , year] = ctime;
    const time = timeOf(Number(year), month, day, hour, minute, second, undefined);
    return time === undefined ? undefined : { dress: "ctime", message: whole.length, time };
  }
  const syslog = SYSLOG.exec(head);
  if (syslog) {
    const [whole, month, day, hour, minute, second, fraction] = syslog;
    const time = timeOf(2000, month, day, hour, minute, second, fraction);
    const tag = tagOf(head.slice(whole.length));
    return tag && time !== undefined ? { dress: "syslog", message: whole.length + tag[0].length, time } : undefined;
  }
  const iso = ISO.exec(head);
  if (iso) {
    const [whole, year, month, day, hour, minute, second, fraction, zone] = iso;
    const name = MONTHS[Number(month) - 1];
    const time = timeOf(Number(year), name, day, hour, minute, second, fraction);
    const tag = tagOf(head.slice(whole.length));
    const message = whole.length + (tag?.[0].length ?? 0);
    return time === undefined ? undefined : { dress: "iso", message, time: time - offsetOfZone(zone) };
  }
  return undefined;
}

function tagOf(text: string): RegExpExecArray | null {
  return KERNEL.exec(text) ?? MANAGER.exec(text);
}

function timeOf(
  year: number,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): number | undefined {
  const index = MONTHS.indexOf(month ?? "");
  if (index === -1) return undefined;
  const milliseconds = Number((fraction ?? "").slice(0, 3).padEnd(3, "0"));
  return Date.UTC(year, index, Number(day), Number(hour), Number(minute), Number(second), milliseconds);
}

function offsetOfZone(zone: string | undefined): number {
  const match = /([+-])(\d\d):?(\d\d)/.exec(zone ?? "");
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}

/**
 * True for a line of syslog or the journal (`Nov 22 12:30:01 host tag: `, `2026-11-22T12:30:01… host tag: `) of which the first
 * letter of the tag shows that neither the kernel nor NetworkManager wrote it. What is told from a line that was cut out by
 * `mayTellOfBonding`, told without cutting it out.
 */
export function isOfOtherProgram(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  let host = start;
  if (isUpper(first)) {
    const clock = text.charCodeAt(start + 9) === 0x3a && text.charCodeAt(start + 12) === 0x3a;
    const blanks = text.charCodeAt(start + 3) === 0x20 && text.charCodeAt(start + 6) === 0x20;
    const day = text.charCodeAt(start + 4);
    if (!clock || !blanks || text.charCodeAt(start + 15) !== 0x20) return false;
    if (!isDigit(text.charCodeAt(start + 5)) || !(day === 0x20 || isDigit(day))) return false;
    host = start + 16;
  } else if (isDigit(first)) {
    const date = text.charCodeAt(start + 4) === 0x2d && text.charCodeAt(start + 7) === 0x2d;
    if (!date || !isDigit(text.charCodeAt(start + 1)) || text.charCodeAt(start + 10) !== 0x54 /* T */) return false;
    host = behindBlank(text, start + 19, end);
  } else return false;
  const tag = behindBlank(text, host, end);
  if (tag >= end) return false;
  const letter = text.charCodeAt(tag);
  // Without a host the bond, the driver with a colon, or a card's address may stand here.
  const isNamed = text.charCodeAt(tag - 2) !== 0x3a && !isDigit(letter);
  return isNamed && letter !== 0x6b /* k */ && letter !== 0x4e /* N */;
}

/** The offset behind the next blank of a line; its end where there is none. What follows the line is not searched. */
function behindBlank(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 0x20) at += 1;
  return Math.min(at + 1, end);
}

/**
 * True where an event may stand in a line; a look at the place of the tag, then a search for a few words, before the
 * patterns are tried. Most lines of a log are of other programs than the kernel.
 */
export function mayTellOfBonding(text: string): boolean {
  const first = text.charCodeAt(0);
  if (isUpper(first) && text.charCodeAt(15) === 0x20 && text.charCodeAt(3) === 0x20) {
    const tag = text.indexOf(" ", 16) + 1;
    if (!text.startsWith("kernel:", tag)) return mayBeManagers(text, tag);
  } else if (isDigit(first) && !mayBeKernels(text)) {
    return mayBeManagers(text, text.indexOf(" ", text.indexOf(" ", 19) + 1) + 1);
  }
  return (
    text.includes("ink ") ||
    text.includes("interface") ||
    text.includes("slave") ||
    text.includes("No 802.3ad response") ||
    text.includes("illegal loopback")
  );
}

function mayBeManagers(text: string, tag: number): boolean {
  if (!text.startsWith("NetworkManager[", tag)) return false;
  return text.includes("bond port ") || text.includes("bond slave ") || text.includes("bonding attribute ");
}

/** Behind an ISO date: `host kernel:`, or, without a host, the bond, the driver with a colon, or a card's address. */
function mayBeKernels(text: string): boolean {
  const second = text.indexOf(" ", 19) + 1;
  const third = text.indexOf(" ", second) + 1;
  if (third === 0 || second === 0) return false;
  return text.charCodeAt(third - 2) === 0x3a || text.startsWith("kernel:", third) || text.startsWith("0000:", third);
}
