import type { Section } from "../text/section.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
/** `Tue Nov 24 14:56:22 UTC 2026`, as `date` and the header of `watch` print it. */
const CLASSIC = new RegExp(
  `${WEEKDAY} (?:([A-Z][a-z]{2}) +(\\d{1,2})|(\\d{1,2}) ([A-Z][a-z]{2})) (\\d\\d):(\\d\\d):(\\d\\d)(?: ([AP])M)?(?: [A-Z+\\d-]{2,6})? (\\d{4})\\b`,
);
/** `2026-11-24T14:56:22+00:00`, `2026-11-24 14:56:22`. */
const ISO = /\b(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/;

/**
 * When a section was printed, where it says so itself: the output of `date`, the header of `watch`. In milliseconds on the
 * host's own clock, whatever its zone: only times of one host can be compared. `undefined` where it does not say.
 */
export function momentOf({ capture, command, start, end }: Section): number | undefined {
  const watched = capture.text.startsWith("Every ", start);
  if (!watched && !/^(?:\S{0,40}\/)?date\b/.test(command ?? "")) return undefined;
  const head = capture.text.slice(start, Math.min(end, start + 400));
  return readMoment(watched ? head.slice(0, head.indexOf("\n")) : head);
}

function readMoment(text: string): number | undefined {
  const iso = ISO.exec(text);
  if (iso) {
    const [year = 0, month = 0, day, hour, minute, second] = iso.slice(1).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }
  const [, first, after, before, second = "", hour, minutes, seconds, half, year] = CLASSIC.exec(text) ?? [];
  const month = MONTHS.indexOf(first ?? second);
  if (month === -1) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "P" ? 12 : 0);
  return Date.UTC(Number(year), month, Number(after ?? before), hours, Number(minutes), Number(seconds));
}

/** `sosreport-web1-2026-11-22-abcdefg`, `insights-web1-20261122103000`, `scc_web1_261122_1030` (supportconfig). */
const ARCHIVES: readonly RegExp[] = [
  /(?:^|\/)sosreport-[^/]{1,200}?-(\d{4})-(\d\d)-(\d\d)-[^/]{1,40}\//,
  /(?:^|\/)insights-[^/]{1,200}?-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\//,
  /(?:^|\/)(?:scc|nts)_[^/]{1,200}?_(\d\d)(\d\d)(\d\d)_(\d\d)(\d\d)\//,
];

/** When the archive that a file lies in was made, by the archive's own name. */
export function momentOfArchive(path: string): number | undefined {
  for (const pattern of ARCHIVES) {
    const [year, month, day, hour = 0, minute = 0, second = 0] = pattern.exec(path)?.slice(1).map(Number) ?? [];
    if (year !== undefined && month !== undefined)
      return Date.UTC(year < 100 ? 2000 + year : year, month - 1, day, hour, minute, second);
  }
  return undefined;
}
