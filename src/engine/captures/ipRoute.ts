import { type Line, partOfLine } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { factAt } from "./ipDetail.ts";
import type { Part } from "./part.ts";

/** One way of a route: a route with several next hops has several. */
export interface Route {
  /** `default`, or a network. */
  readonly destination: string;
  readonly device: Fact<string>;
  readonly gateway?: Fact<string>;
  /** Absent for the main table. */
  readonly table?: string;
  /** The lowest is taken first; 0 where none is printed. */
  readonly metric: number;
  /** The route stands there, and its device has lost its carrier. */
  readonly linkdown?: Fact<true>;
}

/** The routes in one output of `ip route`. */
export interface IpRoutes {
  readonly kind: "ip-route";
  readonly section: Section;
  readonly routes: readonly Route[];
}

const DESTINATION = /^(?:unicast )?(default|[\da-fA-F.:]{2,45}(?:\/\d{1,3})?)(?= )/;

/** Reads the output of `ip route` and `ip -6 route`, of one table or of all (iproute2: ip/iproute.c). Never throws. */
export function readIpRoute({ section, lines }: Part): IpRoutes | undefined {
  const routes: Route[] = [];
  let destination: string | undefined;
  for (const line of lines) {
    const [whole, to] = DESTINATION.exec(line.text) ?? [];
    if (whole !== undefined) destination = to;
    const hop = whole ?? /^nexthop(?= )/.exec(line.text)?.[0];
    if (hop === undefined || destination === undefined) continue;
    const route = readWay(destination, partOfLine(line, hop.length), section);
    if (route) routes.push(route);
  }
  return routes.length === 0 ? undefined : { kind: "ip-route", section, routes };
}

function readWay(destination: string, line: Line, section: Section): Route | undefined {
  const { text } = line;
  const said = (pattern: RegExp): Fact<string> | undefined => {
    const match = pattern.exec(text);
    const value = match?.[1];
    return match && value !== undefined
      ? factAt(line, section, value, match.index + 1, match.index + match[0].length)
      : undefined;
  };
  const device = said(/ dev (\S{1,15})(?!\S)/);
  const gateway = said(/ via (?:inet6? )?([\da-fA-F.:]{2,45})(?!\S)/);
  const table = said(/ table (\S{1,32})/)?.value;
  const linkdown = said(/ (linkdown)(?!\S)/);
  return (
    device && {
      destination,
      device,
      ...(gateway && { gateway }),
      metric: Number(/ metric (\d{1,10})(?!\S)/.exec(text)?.[1] ?? "0"),
      ...(table !== undefined && table !== "main" && { table }),
      ...(linkdown && { linkdown: { ...linkdown, value: true } }),
    }
  );
}
