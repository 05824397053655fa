import { hasActivePort, type Mode } from "../bonding/modes.ts";
import type { KernelLog, LogEvent } from "../captures/kernelLog.ts";
import type { Ping } from "../captures/ping.ts";
import type { BondDump } from "../captures/procBonding.ts";
import type { Action } from "../captures/typed.ts";
import type { Case } from "./cases.ts";
import { type Failover, isPrecise, lossesIn } from "./failover.ts";
import { groupBy } from "./group.ts";

/** What happened to a bond over time, as far as one text in its order, or logs with their times, tell. */
export interface History {
  /** Dumps whose order is known, oldest first, parts among them: of earlier captures that are dated, then of one text. */
  readonly dumps: readonly BondDump[];
  /** What was done in that text to the bond or its ports, in order. */
  readonly actions: readonly Action[];
  /** The last time that somebody took a port's link away, and what the dumps after it show. */
  readonly trial?: Trial | undefined;
  /** The last failover of the most precise log. */
  readonly failover?: LoggedFailover | undefined;
  readonly unnoticed: ReadonlyMap<string, LogEvent>;
  readonly pings: readonly Ping[];
}

/** The last failover of a log. */
export interface LoggedFailover extends Failover {
  /** How many failovers the log tells of since the port was put into the bond. */
  readonly count: number;
  /** True where its times are finer than seconds. */
  readonly precise: boolean;
  /** The driver's word in a log that is dated, in milliseconds since 1970 or of an unknown year and zone. */
  readonly dated?: number | undefined;
}

/** A port whose link somebody took away, and where the bond's traffic went. */
export interface Trial {
  readonly action: Action;
  /** The port that was active. */
  readonly port: string;
  /** The dump that shows the outcome; absent where none was captured before the port was given back. */
  readonly after?: BondDump | undefined;
  /** `stayed`: the dump still names the port as the active one. It may have got its link back by then. */
  readonly outcome: "moved" | "stayed" | "unknown";
}

/** What tells of time for every bond of a case alike. */
export interface Times {
  readonly actions: readonly Action[];
  readonly logs: readonly KernelLog[];
  readonly pings: readonly Ping[];
}

/** What tells of time in a case: looked up once, because a host may have a thousand bonds. */
export function timesIn(strands: Case["strands"]): Times {
  const reports = strands.flatMap((strand) => strand.reports);
  return {
    actions: strands.flatMap(({ read, host }) =>
      read.actions.filter(({ fact }) => (fact.section.host ?? host) === host),
    ),
    logs: reports.filter((report) => report.kind === "kernel-log"),
    pings: reports.filter((report) => report.kind === "ping"),
  };
}

/**
 * Puts together what tells of time for one bond: its dumps in one text, typed commands between them, logs, and pings. Files
 * of one capture are seconds apart, so dumps of several texts are history only where all of them are dated.
 */
export function historyOf(
  name: string | undefined,
  ports: ReadonlySet<string>,
  mode: Mode | undefined,
  snapshots: readonly BondDump[],
  { times, earlier }: { readonly times: Times; readonly earlier: readonly BondDump[] },
): History {
  const dumps = longestSeries(snapshots);
  const [first] = dumps;
  const before = earlier.filter(
    (dump) => (dump.bond ?? name) === name && dump.ports.some((port) => ports.has(port.name.value)),
  );
  const actions = times.actions.filter(
    ({ fact }) => first === undefined || fact.section.capture === first.section.capture,
  );
  const logs = times.logs
    .map(({ events }) => ownEvents(events, name, ports))
    .map((events) => ({ events, ...lossesIn(events) }));
  const trial = lastTrial(actions, dumps, ports);
  const failover = lastFailover(logs, mode, snapshots);
  return {
    dumps: [...before, ...dumps],
    actions,
    trial,
    failover,
    unnoticed: new Map(logs.flatMap(({ unnoticed }) => [...unnoticed])),
    pings: times.pings,
  };
}

/** What a log tells of the bond and of the cards of its ports. */
function ownEvents(events: readonly LogEvent[], bond: string | undefined, ports: ReadonlySet<string>): LogEvent[] {
  const own = new Set(ports);
  for (const event of events) if (event.bond !== undefined && event.bond === bond && event.port) own.add(event.port);
  return events.filter((event) => (event.bond === undefined ? own.has(event.port ?? "") : event.bond === bond));
}

/** The dumps of the text that holds most of them, unless it shows two hosts: a port that changed its own address. */
function longestSeries(snapshots: readonly BondDump[]): readonly BondDump[] {
  let best: readonly BondDump[] = [];
  for (const own of groupBy(snapshots, ({ section }) => section.capture).values()) {
    const addresses = groupBy(
      own.flatMap((dump) => dump.ports.filter(({ permanentMac }) => permanentMac)),
      (port) => port.name.value,
    );
    const one = [...addresses.values()].every((of) => new Set(of.map((port) => port.permanentMac?.value)).size === 1);
    if (one && own.length > best.length) best = own;
  }
  return best;
}

/** Where the statements of a dump begin: behind the command that printed it. */
export function placeOfDump({ mode, activePort, ports: [port], section }: BondDump): number {
  return Math.min(mode?.start ?? section.end, activePort?.start ?? section.end, port?.name.start ?? section.end);
}

/** How many actions are looked through for the last one that tells something. */
const LATELY = 100;

function lastTrial(
  actions: readonly Action[],
  dumps: readonly BondDump[],
  ports: ReadonlySet<string>,
): Trial | undefined {
  let unknown: Trial | undefined;
  const telling = dumps.filter(({ activePort }) => typeof activePort?.value === "string");
  for (let at = actions.length - 1; at >= Math.max(0, actions.length - LATELY); at -= 1) {
    const action = actions[at];
    if (action?.what !== "down") continue;
    const named = portOf(action, ports);
    if (named === undefined && !action.note) continue;
    const ended =
      actions.slice(at + 1).find((next) => endsTrial(next, named, ports))?.fact.start ?? Number.POSITIVE_INFINITY;
    const shown = telling.findLast((dump) => placeOfDump(dump) < action.fact.start);
    // What was given back since may have become active.
    const stirred = actions
      .slice(0, at)
      .some(({ what, fact }) => what !== "down" && shown && fact.start > placeOfDump(shown));
    const before = stirred ? undefined : shown?.activePort?.value;
    const port = named ?? before;
    // Taking away a port that waited tells nothing of failovers.
    if (port == null || (before != null && before !== port)) continue;
    const window = telling.filter((dump) => placeOfDump(dump) > action.fact.end && placeOfDump(dump) < ended);
    const other = before === port ? window.find(({ activePort }) => activePort?.value !== port) : undefined;
    const after = other ?? window.at(-1);
    const stayed = after?.activePort?.value === port && named !== undefined && !cameBack(action, port, shown, after);
    const outcome = other ? "moved" : stayed ? "stayed" : "unknown";
    const trial: Trial = { action, port, after, outcome };
    if (outcome !== "unknown") return trial;
    unknown ??= trial;
  }
  return unknown;
}

/** The port may have been lost and be back without a word of it, or the dump stands too close behind the command. */
function cameBack(action: Action, port: string, before: BondDump | undefined, after: BondDump): boolean {
  const [then, now] = [before, after].map(
    (dump) => dump?.ports.find(({ name }) => name.value === port)?.failures?.value,
  );
  const atOnce = after.section === action.fact.section && !/\bsleep\b/.test(after.section.command ?? "");
  return atOnce || (now !== undefined && now > (then ?? 0));
}

/** The port of the bond that an action is about: the one that it names, or, in a note, whose name stands in it. */
export function portOf(action: Action, ports: ReadonlySet<string>): string | undefined {
  const words = action.note ? action.fact.value.split(/[^\w.@-]+/) : [action.subject ?? ""];
  return words.find((word) => ports.has(word));
}

function endsTrial(next: Action, port: string | undefined, ports: ReadonlySet<string>): boolean {
  if (next.what === "applied") return true;
  const named = portOf(next, ports);
  return next.what === "up" && (port === undefined || named === undefined || named === port);
}

interface ReadLog {
  readonly events: readonly LogEvent[];
  readonly failovers: readonly Failover[];
}

function lastFailover(
  logs: readonly ReadLog[],
  mode: Mode | undefined,
  snapshots: readonly BondDump[],
): LoggedFailover | undefined {
  let best: (LoggedFailover & { readonly rank: number }) | undefined;
  let dated: number | undefined;
  for (const { events, failovers } of logs) {
    const counted = failovers.filter(
      (one) =>
        (one.switched !== undefined || (mode !== undefined && !hasActivePort(mode))) && isCounted(one, snapshots),
    );
    const last = counted.at(-1);
    if (last === undefined) continue;
    const precise = isPrecise(events);
    const rank = (last.cause ? 2 : 0) + (precise ? 1 : 0);
    const time = last.detected.time;
    if (time !== undefined && time > LONGEST_UPTIME) dated = time;
    if (best === undefined || rank > best.rank) best = { ...last, count: counted.length, precise, rank };
  }
  if (best === undefined) return undefined;
  const { rank: _, ...failover } = best;
  return { ...failover, dated };
}

/** Times since the start of the machine, in ms, are below this; dates are above. */
const LONGEST_UPTIME = 1e11;

/** A dump of the same moment or a later one has counted the failure; where it has not, the log is of another time. */
function isCounted({ port, detected }: Failover, snapshots: readonly BondDump[]): boolean {
  return snapshots.every((dump) => {
    const { section } = detected.fact;
    const failures = dump.ports.find(({ name }) => name.value === port)?.failures;
    const earlier = dump.section.capture === section.capture && dump.section.start < section.start;
    return earlier || failures === undefined || failures.value > 0;
  });
}
