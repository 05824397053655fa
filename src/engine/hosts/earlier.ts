import type { ReadCapture } from "../captures/index.ts";
import { momentOf, momentOfArchive } from "../captures/moment.ts";
import type { BondDump } from "../captures/procBonding.ts";
import type { Case } from "./cases.ts";
import { groupBy } from "./group.ts";

/**
 * Finds for each case what the same host showed before. Only a time in the text or in an archive's name puts two captures in
 * an order, never a file's time or name; only the permanent address of a port shows that two bonds are one.
 */
export function withEarlier(cases: readonly Case[]): Case[] {
  const moments = new Map<ReadCapture, readonly Moment[]>();
  const dated = cases.map((one) => {
    const dumps = lastDumps(one);
    return { one, time: dumps.length > 0 ? timeOf(one, moments) : undefined, dumps };
  });
  const shown = dated.flatMap(({ time, dumps }) => (time === undefined ? [] : dumps.map((dump) => ({ time, dump }))));
  const byAddress = groupBy(
    shown.flatMap(({ time, dump }) => keysOf(dump).map((key) => ({ key, time, dump }))),
    ({ key }) => key,
  );
  return dated.map(({ one, time = Number.NEGATIVE_INFINITY, dumps }) => {
    const before = dumps.flatMap((now) =>
      keysOf(now).flatMap((key) =>
        (byAddress.get(key) ?? []).filter((other) => other.time < time && isSame(other.dump, now)),
      ),
    );
    const times = new Map(before.map((other) => [other.dump, other.time]));
    return times.size === 0 ? one : { ...one, earlier: [...times].sort(([, a], [, b]) => a - b).map(([dump]) => dump) };
  });
}

/** What another dump of the same bond has as well: its name with the address of a port. */
function keysOf({ bond = "", ports }: BondDump): string[] {
  return ports.flatMap(({ permanentMac }) => {
    const address = permanentMac?.value ?? "";
    return ADDRESS.test(address) ? [`${bond} ${address}`] : [];
  });
}

/** A time that a text says, and the host whose it is, where the text names it. */
interface Moment {
  readonly host: string | undefined;
  readonly time: number;
}

/**
 * The last time that a capture with a dump says; the archive's, where none does. Each text is looked through once, because it may
 * hold a thousand hosts.
 */
function timeOf({ strands }: Case, moments: Map<ReadCapture, readonly Moment[]>): number | undefined {
  const times: number[] = [];
  for (const { read, host: own, reports } of strands) {
    if (!reports.some(({ kind }) => kind === "proc-bonding")) continue;
    const known = moments.get(read) ?? momentsIn(read);
    moments.set(read, known);
    for (const { host = own, time } of known) if (host === own) times.push(time);
  }
  if (times.length > 0) return times.reduce((a, b) => Math.max(a, b));
  const [first] = strands;
  return first && momentOfArchive(first.read.capture.path);
}

function momentsIn({ sections }: ReadCapture): Moment[] {
  return sections.flatMap((section) => {
    const time = momentOf(section);
    return time === undefined ? [] : [{ host: section.host, time }];
  });
}

/** The last whole dump of each bond. */
function lastDumps({ strands }: Case): BondDump[] {
  const last = new Map<string | undefined, BondDump>();
  for (const { reports } of strands) {
    for (const report of reports) {
      const whole = report.kind === "proc-bonding" && !report.filtered && report.mode !== undefined;
      if (whole && report.ports.length > 0) last.set(report.bond, report);
    }
  }
  return [...last.values()];
}

const ADDRESS = /^(?!(?:00:){5}00$)[\da-f]{2}(?::[\da-f]{2}){5}$/i;

/** No port of both has changed its address, and they are not of one text, whose order counts. */
function isSame(a: BondDump, b: BondDump): boolean {
  const addresses = new Map(a.ports.map(({ name, permanentMac }) => [name.value, permanentMac?.value]));
  const changed = b.ports.some(
    ({ name, permanentMac }) => addresses.has(name.value) && addresses.get(name.value) !== permanentMac?.value,
  );
  return !changed && a.section.capture !== b.section.capture;
}
