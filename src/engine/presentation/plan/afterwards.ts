import { failoverOf, lostPings } from "../../bonding/failover.ts";
import type { Word } from "../../corrections/steps.ts";
import type { BondSummary } from "../finding.ts";
import { bondName, bullets, commandBlock, names, type PlannedBond, procFile } from "./words.ts";

/** What to capture once it is repaired, so that Bondlint can verify it. */
export function capturePart(bond: BondSummary): string[] {
  const { repair } = bond;
  const commands: Word[][] = [
    ["cat", procFile(repair)],
    ["ip", "-d", "-s", "link", "show"],
    ...(repair.profile === undefined ? [] : [["nmcli", "con", "show", { connection: repair.profile }]]),
    ...repair.ports.map((port) => ["ethtool", port]),
    ["journalctl", "-k", "--since=-1h", "--no-pager"],
  ];
  return [
    "## Capture afterwards",
    "Paste these commands with their prompts and outputs, and what ping printed, into one file. Open it in VS Code, or run `bondlint FILE`: the verdict must be healthy.",
    commandBlock(commands),
  ];
}

/** What keeps it working. */
export function periodicPart(bond: BondSummary): string[] {
  return [
    "## Periodic tests",
    bullets([
      "Repeat the failover test twice a year, and after every change of switch, cable, driver or NetworkManager. Keep the figures.",
      `In between, let the monitoring look at ${bondName(bond)}: every port up, the expected number of ports, no rising Link Failure Count.`,
    ]),
  ];
}

/** The list for the ticket. */
export function checklistPart({ bond }: PlannedBond): string[] {
  const { repair } = bond;
  const failover = failoverOf(repair.runs);
  const stored = bond.correctedOptions !== undefined;
  const items = [
    "window agreed, console tried",
    ...(stored
      ? ["present options saved", "commands run, the driver shows the new values"]
      : ["switch or cable repaired"]),
    ...(repair.dead.length > 0 ? [`link of ${names(repair.dead)} is back`] : []),
    ...(failover && repair.ports.length !== 1
      ? [
          `failover tested on every port: detection ____ ms (at most ${failover.detection.most}), pings lost ____ (at most ${lostPings(failover).most}), back after ____ ms (at most ${failover.return.most})`,
        ]
      : []),
    stored ? "options stored, restart survived" : "configuration of the switch saved, restart survived",
    "captured again, Bondlint says healthy",
    "next failover test on ________",
  ];
  return ["## Checklist", items.map((item) => `- [ ] ${item}`).join("\n")];
}
