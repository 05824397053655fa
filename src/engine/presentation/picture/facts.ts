import { elapsed } from "../../hosts/failover.ts";
import { activePortOf, isUnmonitored, linkOf } from "../../hosts/link.ts";
import type { Bond, Port } from "../../hosts/model.ts";
import { runsLacp } from "../../rules/lacp.ts";
import { plain } from "../escape.ts";

/** What a picture of a bond shows beyond its summary. Names are without characters that act instead of showing. */
export interface PictureFacts {
  readonly ports: readonly PicturePort[];
  /** The last failover of a log, step by step; empty where the log gives no times. */
  readonly timeLine: readonly Moment[];
}

/** One port and its cable. */
export interface PicturePort {
  readonly name: string;
  /** True for the port that the driver sends everything through. */
  readonly active: boolean;
  readonly role?: "active" | "backup";
  /** The card's own link; absent where the captures do not say or contradict each other. */
  readonly link?: boolean;
  /** The driver's opinion, as it prints it. */
  readonly mii?: string;
  /** In Mbit/s. */
  readonly speed?: number;
  /** True where it is dead and the driver, which looks at no link, takes it for usable. With a monitor only time would lie between. */
  readonly stillUsed: boolean;
  /** True where LACP has heard nobody at the other end. */
  readonly noPartner: boolean;
  /** The switch and its port, where it is sure. */
  readonly switch?: string;
  readonly switchPort?: string;
}

/** One step of a failover: what happened to which port, in milliseconds since the first step. */
export interface Moment {
  readonly what: "link lost" | "detected" | "switched" | "link back" | "taken in" | "returned";
  readonly port: string;
  readonly ms: number;
}

/** Collects the facts of a picture. */
export function pictureFactsOf(bond: Bond): PictureFacts {
  return { ports: bond.ports.map((port) => portOf(port, bond)), timeLine: timeLineOf(bond) };
}

function portOf(port: Port, bond: Bond): PicturePort {
  const { bonding, lacp, link } = port;
  const { state } = linkOf(port, bond);
  const speed = state === "down" ? undefined : (link.speed?.value ?? bonding.speed?.value);
  const cable = bond.switchPorts.find((one) => one.sure && one.port === port.name)?.at;
  return {
    name: plain(port.name),
    active: activePortOf(bond) === port,
    ...(bonding.role && { role: bonding.role.value }),
    ...(state !== "unknown" && { link: state === "up" }),
    ...(bonding.mii && { mii: bonding.mii.value }),
    ...(speed != null && { speed }),
    stillUsed:
      isUnmonitored(bond) && state === "down" && bonding.mii?.value === "up" && bonding.role?.value !== "backup",
    noPartner: runsLacp(bond) && /^[0:]+$/.test(lacp.partnerMac?.value ?? "-"),
    ...(cable?.switch !== undefined && { switch: plain(cable.switch) }),
    ...(cable && { switchPort: plain(cable.name) }),
  };
}

function timeLineOf({ history: { failover } }: Bond): Moment[] {
  if (failover === undefined) return [];
  const { port, cause, detected, switched, linkBack, back, activeAgain } = failover;
  const steps = [
    ["link lost", port, cause],
    ["detected", port, detected],
    ["switched", switched?.port ?? port, switched],
    ["link back", port, linkBack],
    ["taken in", port, back],
    ["returned", port, activeAgain],
  ] as const;
  const moments = steps.flatMap(([what, of, event]): Moment[] => {
    const ms = elapsed(cause ?? detected, event);
    return ms === undefined || ms < 0 ? [] : [{ what, port: plain(of), ms: Math.round(ms) }];
  });
  return moments.length < 2 ? [] : moments;
}
