import type { OptionName, Options } from "./options.ts";

/** A time in ms or a count: what to expect, and what is still in order. */
export interface Expected {
  readonly usual: number;
  readonly most: number;
}

/** What a monitored bond does when a port loses its link and gets it back, and how the times follow from its options. */
export interface Failover {
  /** From the loss of the link until the port is given up. */
  readonly detection: Expected;
  readonly detectionFrom: string;
  /** From the return of the link until the port is used again. */
  readonly return: Expected;
  readonly returnFrom: string;
}

/** Pings of the test follow each other by so many ms. */
const PING = 100;

/**
 * What to expect of a failover with the options that run; `undefined` where nothing monitors the links. The driver looks once
 * per interval (bond_main.c, bond_miimon_inspect, bond_ab_arp_inspect); one interval more is allowed to it. Measured in the lab
 * with miimon=100: 5 to 105 ms until a lost link was noticed, 22 to 157 ms until the primary was back.
 */
export function failoverOf(options: Options): Failover | undefined {
  const number = (name: OptionName) => Number(options.get(name) ?? 0) || 0;
  const miimon = number("miimon");
  if (miimon > 0) {
    const down = number("downdelay");
    const up = number("updelay");
    return {
      detection: within(miimon, down),
      detectionFrom: down > 0 ? `miimon ${miimon} + downdelay ${down}` : `miimon ${miimon}`,
      return: within(miimon, up),
      returnFrom: up > 0 ? `miimon ${miimon} + updelay ${up}` : `miimon ${miimon}`,
    };
  }
  const interval = number("arp_interval");
  if (interval === 0) return undefined;
  // A standby port gets one interval more than the active one.
  const missed = number("arp_missed_max") || 2;
  return {
    detection: { usual: interval * missed, most: interval * (missed + 2) },
    detectionFrom: `arp_interval ${interval} × arp_missed_max ${missed}`,
    return: within(interval, 0),
    returnFrom: `arp_interval ${interval}`,
  };
}

function within(interval: number, delay: number): Expected {
  return { usual: interval + delay, most: 2 * interval + delay };
}

/** Pings lost through the active port at ten per second. */
export function lostPings({ detection }: Failover): Expected {
  return { usual: Math.ceil(detection.usual / PING), most: Math.ceil(detection.most / PING) };
}
