import { failoverOf } from "../bonding/failover.ts";
import type { LogEvent } from "../captures/kernelLog.ts";
import type { Ping } from "../captures/ping.ts";
import type { Fact } from "../text/section.ts";
import { elapsed } from "./failover.ts";
import type { LoggedFailover } from "./history.ts";
import { isMonitored, isUnmonitored, isUsable, linkOf } from "./link.ts";
import type { Bond, Trial } from "./model.ts";

/** What the captures show of the last failover of a bond. */
export interface Verification {
  /** The port that was lost. */
  readonly port: string;
  /** The port that took over; absent in modes that use all ports. */
  readonly to?: string | undefined;
  /** From the card's word that its link is gone until the driver's that the port is out. */
  readonly detectionMs?: number | undefined;
  /** The longest that the detection may take with the intervals that run. */
  readonly expectedMs?: number | undefined;
  readonly pingsLost?: number | undefined;
  /** From the card's word that its link is back until the driver sends through the port again. */
  readonly primaryBackMs?: number | undefined;
  readonly back: boolean;
  /** How many failovers there were. */
  readonly count: number;
  /** What is not as it should be; absent where the failover is verified. */
  readonly shortfall?: "late" | "pings" | undefined;
  readonly places: readonly [Fact<unknown>, ...Fact<unknown>[]];
  readonly ping?: Ping | undefined;
}

/**
 * The last trial, where the bond stayed on a port that is known to be dead: a command took it away and no monitor runs, or the
 * captures show its link gone.
 */
export function stayedOn(bond: Bond): Trial | undefined {
  const { trial, dumps } = bond.history;
  if (trial?.outcome !== "stayed") return undefined;
  const port = bond.ports.find(({ name }) => name === trial.port);
  const shown = trial.after?.ports.find(({ name }) => name.value === trial.port);
  const dead =
    (shown?.speed?.value === null && bond.someSpeedKnown) ||
    (trial.after === dumps.at(-1) && port !== undefined && linkOf(port, bond).state === "down");
  return dead || (isUnmonitored(bond) && !trial.action.note) ? trial : undefined;
}

/** Requests that may be lost at a failover and, of a quicker run, how long answers may stay away: what two of them take, in ms. */
const PINGS = 2;
const SILENCE = 3000;
/** Milliseconds between two requests where nothing else is said. */
const USUAL = 1000;

/**
 * Judges the last failover of a bond, by the kernel's log, or by dumps before and after a port was set down. `undefined`
 * where there was none, where no monitor is known to run now, so that it says nothing of the next one, and where a log alone
 * does not tell that it was a link that was lost.
 */
export function verificationOf(bond: Bond): Verification | undefined {
  const { failover, trial, dumps } = bond.history;
  if (!isMonitored(bond) || !bond.ports.some((port) => isUsable(port, bond)) || stayedOn(bond)) return undefined;
  const logged = failover && byLog(bond, failover);
  if (logged && (failover.cause || logged.ping || trial?.outcome === "moved")) return logged;
  if (trial?.outcome !== "moved" || !trial.after?.activePort) return undefined;
  const [last] = dumps.slice(-1);
  const ping = pingDuring(bond.history.pings, undefined);
  const back = last !== trial.after && last?.activePort?.value === trial.port;
  return {
    port: trial.port,
    ...(trial.after.activePort.value !== null && { to: trial.after.activePort.value }),
    back,
    count: 1,
    ...pingPart(ping),
    places: [trial.action.fact, trial.after.activePort],
  };
}

function byLog(bond: Bond, failover: LoggedFailover): Verification {
  const { cause, detected, switched, linkBack, back, activeAgain, precise, count } = failover;
  const detectionMs = precise ? between(cause, detected) : undefined;
  const primaryBackMs = precise ? between(linkBack, activeAgain) : undefined;
  const expectedMs = longestDetection(bond);
  const ping = pingDuring(bond.history.pings, failover.dated);
  const part = pingPart(ping);
  const late = (between(cause, detected) ?? 0) > expectedMs + (precise ? 0 : SECOND);
  const facts = [cause, switched, linkBack, activeAgain].flatMap((event) => event?.fact ?? []);
  return {
    port: failover.port,
    ...(switched?.port !== undefined && { to: switched.port }),
    detectionMs,
    expectedMs,
    primaryBackMs,
    back: (switched ? activeAgain : back) !== undefined,
    count,
    ...part,
    ...(late && { shortfall: "late" as const }),
    places: [detected.fact, ...facts],
  };
}

function between(from: LogEvent | undefined, to: LogEvent | undefined): number | undefined {
  const time = elapsed(from, to);
  return time === undefined || time < 0 ? undefined : time;
}

/**
 * The MII monitor sees a lost link within one interval, waits downdelay, and acts at the interval after; the ARP monitor waits
 * for arp_missed_max answers and up to two intervals more.
 */
function longestDetection({ kernel }: Bond): number {
  const options = new Map([...kernel.options].map(([name, { value }]) => [name, value]));
  return failoverOf(options)?.detection.most ?? 0;
}

function pingPart(ping: Ping | undefined): Pick<Verification, "pingsLost" | "ping" | "shortfall"> {
  if (ping === undefined) return {};
  const lost = ping.lost.value;
  const many = lost > PINGS && lost * (ping.interval ?? USUAL) > SILENCE;
  return { pingsLost: lost, ping, ...(many && { shortfall: "pings" }) };
}

/** Clocks of different zones differ by multiples of this, in ms. */
const QUARTER = 15 * 60_000;
/** Logs of whole seconds are up to this off. */
const SECOND = 1000;

/**
 * The run of ping that was on during the failover: by its times, as far as zones leave them comparable; without them the only
 * one that lost answers and got some again. A run of few requests without loss may have been at any other time.
 */
function pingDuring(pings: readonly Ping[], dated: number | undefined): Ping | undefined {
  const timed = pings.filter(({ from }) => from !== undefined);
  if (dated !== undefined && timed.length > 0) {
    return timed.findLast(({ from = 0, to = 0 }) => {
      const into = (((dated + SECOND - from) % QUARTER) + QUARTER) % QUARTER;
      return into <= to - from + SECOND;
    });
  }
  const [only, ...others] = pings.filter(({ gaps }) => gaps.length > 0);
  return only && others.length === 0 && only.gaps.every(({ ended }) => ended) ? only : undefined;
}
