import type { LogEvent } from "../captures/kernelLog.ts";

/** A port that was lost while the bond sent through it, as a log tells it. Which steps are there says how far it went. */
export interface Failover {
  readonly port: string;
  /** The card's own line that its link is gone. */
  readonly cause?: LogEvent | undefined;
  /** The driver takes the port out. */
  readonly detected: LogEvent;
  /** The driver sends through another port. */
  readonly switched?: LogEvent | undefined;
  /** The card's own line that its link is back. */
  readonly linkBack?: LogEvent | undefined;
  /** The driver takes the port in again. */
  readonly back?: LogEvent | undefined;
  /** The driver sends through it again. */
  readonly activeAgain?: LogEvent | undefined;
}

/** Another port is made the active one within this time, in ms: in one go, but logs of whole seconds round. */
const AT_ONCE = 2000;

/** What one log tells of losses. */
export interface LoggedLosses {
  /** In their order. */
  readonly failovers: readonly Failover[];
  /** Links that the cards report lost and not back, of which the driver says nothing, by port. */
  readonly unnoticed: ReadonlyMap<string, LogEvent>;
}

/**
 * The losses of ports in one log. What a port had gone through before it was last put into the bond (at boot,
 * by `con up`) is of another life of the bond and left out; that it leaves it on purpose is no loss, nor is what happens while
 * a bond comes up, nor the loss of the last port.
 * @param events of the bond and of the cards of its ports, in the order of the log
 */
export function lossesIn(events: readonly LogEvent[]): LoggedLosses {
  const found = new Set<Failover>();
  /** The last loss of each port. */
  const latest = new Map<string, Writable<Failover>>();
  const enslaved = new Map<string, LogEvent>();
  const linkLost = new Map<string, LogEvent>();
  let last: Writable<Failover> | undefined;
  let active: string | undefined;
  for (const event of events) {
    const { what, port = "" } = event;
    const own = latest.get(port);
    switch (what) {
      case "nic-down":
        linkLost.set(port, event);
        break;
      case "nic-up":
        linkLost.delete(port);
        if (own && !own.back) own.linkBack = event;
        break;
      case "port-down": {
        const cause = linkLost.get(port);
        linkLost.delete(port);
        if ((active !== undefined && active !== port) || isSettling(enslaved.get(port), event)) break;
        last = { port, cause, detected: event };
        latest.set(port, last);
        found.add(last);
        break;
      }
      case "port-up":
        if (own && !own.back) own.back = event;
        break;
      case "new-active":
        if (last && last.port !== port && !last.switched && isAtOnce(last.detected, event)) last.switched = event;
        if (own?.back && !own.activeAgain) own.activeAgain = event;
        active = port;
        break;
      case "no-active":
        for (const loss of latest.values()) if (!loss.back) found.delete(loss);
        break;
      case "enslaved":
      case "released":
        linkLost.delete(port);
        latest.delete(port);
        if (last?.port === port) last = undefined;
        enslaved.set(port, event);
        break;
      default:
    }
  }
  const isPresent = ({ port, detected }: Failover) => {
    const entered = enslaved.get(port)?.fact.start;
    return entered === undefined || entered < detected.fact.start;
  };
  return { failovers: [...found].filter(isPresent), unnoticed: linkLost };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Links and targets come and go within this time after a port was put into the bond, in ms. */
const SETTLING = 5000;

function isSettling(enslaved: LogEvent | undefined, event: LogEvent): boolean {
  const time = elapsed(enslaved, event);
  return time !== undefined && time < SETTLING;
}

function isAtOnce(from: LogEvent, to: LogEvent): boolean {
  return (elapsed(from, to) ?? 0) <= AT_ONCE;
}

/** Milliseconds between two events of one log; `undefined` where one of them has no time. */
export function elapsed(from: LogEvent | undefined, to: LogEvent | undefined): number | undefined {
  return from?.time === undefined || to?.time === undefined ? undefined : to.time - from.time;
}

/** True where a log's times are finer than whole seconds (`dmesg` without `-T`, `journalctl -o short-precise`). */
export function isPrecise(events: readonly LogEvent[]): boolean {
  return events.some(({ time }) => time !== undefined && time % 1000 !== 0);
}
