import { type Failover, failoverOf, lostPings } from "../../bonding/failover.ts";
import { hasActivePort } from "../../bonding/modes.ts";
import { code } from "../escape.ts";
import type { BondSummary } from "../finding.ts";
import type { RepairFacts } from "./facts.ts";
import { bondName, command, names, numbered, procFile, time } from "./words.ts";

/** The failover test step by step, with the figures that the options promise. */
export function failoverTest(bond: BondSummary): string[] {
  const { repair } = bond;
  const failover = failoverOf(repair.runs);
  if (failover === undefined)
    return [
      "## Failover test",
      "Nothing would monitor the links, so no failover can be expected: there is nothing to test yet.",
    ];
  if (repair.ports.length === 1)
    return [
      "## Failover test",
      `${bondName(bond)} has one port: there is nothing to fail over to. Add a second port first.`,
    ];
  const [shut, ...others] = inTestOrder(repair);
  return [
    "## Failover test",
    numbered([
      `Every port must be up before: in ${command("cat", procFile(repair))} each has ${code("MII Status: up")}${laneOf(repair)}. With a dead port the test would cut the host off.`,
      `Watch from the console, in a terminal each: ${command("journalctl", "-kf", "-o", "short-precise")} and ${pings(repair)}.`,
      `At the switch, shut the port of ${shut === undefined ? "the active port" : code(shut)}. Not only ${shut === undefined ? code("ip link set PORT down") : command("ip", "link", "set", shut, "down")}: that tests neither the cable nor the switch. Wait 10 s.`,
      "Open it again and wait until its link is up.",
      `The same with ${others.length === 0 ? "every other port" : names(others)}, one at a time.`,
    ]),
    expectations(repair, failover, shut, others),
  ];
}

/** The port whose loss matters most comes first. */
function inTestOrder({ ports, runs, active }: RepairFacts): string[] {
  const first = [runs.get("primary"), active].find((name) => name !== undefined && ports.includes(name)) ?? ports[0];
  return first === undefined ? [] : [first, ...ports.filter((port) => port !== first)];
}

/** What else shows that the bond is whole. */
function laneOf({ mode, ports }: RepairFacts): string {
  if (mode === "802.3ad" && ports.length > 0)
    return `, the same ${code("Aggregator ID")}, and the active aggregator has ${code(`Number of ports: ${ports.length}`)}`;
  return "";
}

function pings({ gateway }: RepairFacts): string {
  return gateway === undefined
    ? `${code("ping -D -i 0.1 ADDRESS")}, where ADDRESS lies behind the switch (${code("ip route show default")} names the gateway)`
    : command("ping", "-D", "-i", "0.1", gateway);
}

/** A table, because an engineer writes the measured figures beside the expected ones. */
function expectations(
  facts: RepairFacts,
  failover: Failover,
  shut: string | undefined,
  others: readonly string[],
): string {
  const { detection, detectionFrom, returnFrom } = failover;
  const lost = lostPings(failover);
  const rows = [
    ["detection, from the card's line to `link status definitely down`", `${time(detection)} (${detectionFrom})`],
    ["pings lost at 10 per second", `${lost.usual} to ${lost.most}`],
    ["meanwhile the others", carried(facts, shut, others)],
    ["link back until the port is used again", `${time(failover.return)} (${returnFrom})`],
    ...back(facts, shut),
  ];
  return ["| | expected |", "|---|---|", ...rows.map(([what, figure]) => `| ${what} | ${figure} |`)].join("\n");
}

function carried({ mode, ports }: RepairFacts, shut: string | undefined, others: readonly string[]): string {
  const [only] = others;
  if (mode !== undefined && hasActivePort(mode) && shut !== undefined)
    return others.length === 1 && only !== undefined
      ? `${cell(only)} is the active port`
      : "one of them is the active port";
  if (mode === "802.3ad" && ports.length > 0)
    return `carry the traffic, ${code(`Number of ports: ${ports.length - 1}`)} in the active aggregator`;
  return "carry the traffic";
}

/** Which port is active in the end. */
function back({ mode, runs }: RepairFacts, shut: string | undefined): string[][] {
  if (mode === "802.3ad")
    return [
      [
        "LACP",
        `the port is back in the aggregator ${runs.get("lacp_rate") === "fast" ? "a few seconds" : "up to 30 s"} after its link`,
      ],
    ];
  if (mode === undefined || !hasActivePort(mode) || shut === undefined) return [];
  const reselect = runs.get("primary_reselect") ?? "always";
  if (runs.get("primary") !== shut)
    return [["active port in the end", "the one that took over: there is no primary to go back to"]];
  if (reselect === "always")
    return [["active port in the end", `${cell(shut)}, the primary, as soon as it is used again`]];
  return [["active port in the end", `the one that took over (primary_reselect ${reselect})`]];
}

/** A name in a table, where a pipe would begin a new cell. */
function cell(name: string): string {
  return code(name.replaceAll("|", "\ufffd"));
}
