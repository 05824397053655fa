import type { OptionName, Options } from "./options.ts";

/** A time in ms: what to expect, and what is still in order. */
export interface Expected {
  readonly usual: number;
  readonly most: number;
}

/** What a monitored bond does when a port loses its link and gets it back. */
export interface Failover {
  readonly monitor: "miimon" | "arp_interval";
  /** The monitor's interval in ms. */
  readonly interval: number;
  /** How the times follow from the options, in words. */
  readonly detectionFrom: string;
  readonly returnFrom: string;
  /** From the loss of the link until the port is given up. */
  readonly detection: Expected;
  /** From the return of the link until the port is used again. */
  readonly return: Expected;
  /** Pings lost through the active port, at ten per second. */
  readonly lostPings: { readonly least: number; readonly most: number };
}

/** Pings of the test follow each other by so many ms. */
const PING = 100;

/**
 * What to expect of a failover with the options that run; `undefined` where nothing monitors the links. The driver looks once
 * per interval (bond_main.c, bond_miimon_inspect, bond_ab_arp_inspect): measured in the lab with miimon=100, 5 to 105 ms until
 * a lost link was noticed and 22 to 157 ms until the primary was back. Two intervals more are allowed to a busy host.
 */
export function failoverOf(options: Options): Failover | undefined {
  const number = (name: OptionName) => Number(options.get(name) ?? 0) || 0;
  const miimon = number("miimon");
  if (miimon > 0) {
    const down = number("downdelay");
    const up = number("updelay");
    const usual = miimon + down;
    return {
      monitor: "miimon",
      interval: miimon,
      detectionFrom: down > 0 ? `miimon ${miimon} + downdelay ${down}` : `miimon ${miimon}`,
      returnFrom: up > 0 ? `miimon ${miimon} + updelay ${up}` : `miimon ${miimon}`,
      detection: { usual, most: usual + 2 * miimon },
      return: { usual: miimon + up, most: 3 * miimon + up },
      lostPings: { least: Math.ceil(usual / PING), most: Math.ceil(usual / PING) + 1 },
    };
  }
  const interval = number("arp_interval");
  if (interval === 0) return undefined;
  const missed = number("arp_missed_max") || 2;
  const detection = { usual: interval * missed, most: interval * (missed + 1) };
  return {
    monitor: "arp_interval",
    interval,
    detectionFrom: `arp_interval ${interval} × ${missed} missed answers`,
    returnFrom: `arp_interval ${interval}`,
    detection,
    return: { usual: interval, most: 2 * interval },
    lostPings: { least: Math.ceil(detection.usual / PING), most: Math.ceil(detection.most / PING) },
  };
}
