import { knowledgeOf } from "../../bonding/options.ts";
import { printedValue } from "../../bonding/values.ts";
import type { Word } from "../../corrections/steps.ts";
import { ruleOf } from "../../rules/index.ts";
import { listOf } from "../../rules/words.ts";
import { code, codeBlock, shellCommand } from "../escape.ts";
import type { RepairFacts } from "./facts.ts";
import {
  bondName,
  bullets,
  command,
  commandBlock,
  names,
  numbered,
  type PlannedBond,
  procFile,
  stepBlock,
  UNKNOWN,
} from "./words.ts";

/** How the steps are applied: to the running bond, by a new activation, or otherwise. */
function applied({ steps }: RepairFacts): "reapply" | "activate" | "other" | "nothing" {
  const runs = steps.flatMap((step) => ("run" in step ? [step.run] : []));
  if (runs.some(([, object, verb]) => object === "device" && verb === "reapply")) return "reapply";
  if (runs.some(([, object, verb]) => object === "con" && verb === "up")) return "activate";
  return steps.length > 0 ? "other" : "nothing";
}

/** Measured in the lab; the ports of a real switch may take longer. */
const OUTAGE = {
  reapply:
    "**Outage**: none to expect from the repair. `nmcli device reapply` changes the running bond; in the lab it lost 0 of 522 pings.",
  activate:
    "**Outage**: about 3 s for the repair, because the bond is set up anew; some 30 s more where the switch ports run spanning tree without edge ports, or LACP at the slow rate.",
  other:
    "**Outage**: the bond is set up anew; expect some seconds, and some 30 s more where the switch ports run spanning tree without edge ports.",
  nothing: "**Outage**: the port that is worked on carries nothing meanwhile. The others have to carry the traffic.",
} as const;

/** What to have before one begins. */
export function safetyPart({ bond }: PlannedBond): string[] {
  const { repair } = bond;
  const urgent = bond.verdict === "broken" ? " Traffic is lost now: repair first, and test in the window." : "";
  return [
    "## Before you begin",
    bullets([
      `**Window**: agree on a maintenance window for the failover test and the restart.${urgent}`,
      `**Console**: have one that does not run through ${bondName(bond)} (BMC, serial line). A login through the bond can be cut off.`,
      OUTAGE[applied(repair)],
      "**Switch**: have somebody who can shut and open the switch ports, and see their state.",
    ]),
  ];
}

/** What to keep for the way back. */
export function savePart({ bond: { repair, correctedOptions } }: PlannedBond): string[] {
  const { name, profile, profileNamed, storedCaptured } = repair;
  if (correctedOptions === undefined) return [];
  const commands: Word[][] = [["cat", procFile(repair)]];
  if (profile !== undefined) commands.unshift(["nmcli", "-g", "bond.options", "con", "show", { connection: profile }]);
  if (profile !== undefined && name !== undefined && !profileNamed)
    commands.unshift(["nmcli", "-g", "GENERAL.CONNECTION", "device", "show", name]);
  const known = storedCaptured ? "" : savedFirst(repair);
  const file = repair.owner === undefined ? "" : `Make a copy of what ${repair.owner} has stored. `;
  return [
    "## Save what is there",
    `${file}${known}Keep the outputs in the ticket: they are the way back.`,
    commandBlock(commands),
  ];
}

function savedFirst({ profileNamed }: RepairFacts): string {
  const named = profileNamed ? "" : " (the first command tells its name)";
  return `The stored profile was not captured, so save it first${named}. `;
}

/** What to do, the least disruptive first. */
export function repairPart({ bond, findings: [main] }: PlannedBond): string[] {
  const { repair } = bond;
  const byOptions = main?.correction !== undefined;
  const remedy = main && !byOptions ? [ruleOf(main.rule)?.remedy ?? ""] : [];
  const parts = ["## Repair", ...remedy];
  if (repair.steps.length > 0) {
    if (!byOptions) parts.push("The options of the bond can be put right in the same window:");
    parts.push(stepBlock(repair.steps), ...effect(repair));
  } else if (bond.correctedOptions !== undefined) {
    parts.push(
      `${repair.name === undefined ? `The captures do not name the bond (${code("ls /proc/net/bonding")} does; ${UNKNOWN} stands for it below). ` : ""}Its options have to become:`,
      codeBlock(bond.correctedOptions),
    );
  }
  const others = main?.alternatives ?? [];
  return [
    ...parts,
    ...links(repair, bond.correctedOptions !== undefined),
    ...others.map(({ title, why, options }) => `Or ${title}: ${code(options)}. ${why}`),
  ];
}

/** The lines that show that the change has arrived. */
function effect(facts: RepairFacts): string[] {
  const { changed, runs } = facts;
  const lines = changed.flatMap((option) => {
    const { seen, type } = knowledgeOf(option);
    const value = runs.get(option);
    if (value === undefined) return [];
    if (type === "number" && seen.proc !== undefined) return [code(`${seen.proc}: ${value}`)];
    return [`${code(option)} is ${code(printedValue(option, value))}`];
  });
  if (lines.length === 0) return [];
  return [`${command("cat", procFile(facts))} must show it: ${lines.join(", ")}.`];
}

/** Ports that have no link need hands, whatever the options say. */
function links({ dead, setDown, ports }: RepairFacts, stored: boolean): string[] {
  if (dead.length === 0) return [];
  const typable = dead.filter((port) => ports.includes(port));
  const down = typable.filter((port) => setDown.includes(port));
  const others = dead.filter((port) => !down.includes(port));
  const raise = listOf(down.map((port) => command("ip", "link", "set", port, "up")));
  const look = "look at the switch port (is it shut?), the cable, and the transceivers at both ends.";
  const sentences = [
    ...(down.length > 0 ? [`Set ${names(down)} up again, because it was set down on the host: ${raise}.`] : []),
    ...(others.length > 0 ? [`${stored ? "Then bring" : "Bring"} ${names(others)} back: ${look}`] : []),
    ...(typable.length > 0
      ? [`${listOf(typable.map((port) => command("ethtool", port)))} must say ${code("Link detected: yes")}.`]
      : []),
  ];
  return [sentences.join(" ")];
}

/** That it holds: what is stored, and a restart. */
export function persistencePart({ bond }: PlannedBond): string[] {
  const { repair, correctedOptions } = bond;
  const items: string[] = [];
  if (repair.steps.length === 0)
    items.push("Nothing stored on the host changes. On the switch, save the configuration.");
  else if (repair.owner !== undefined)
    items.push(`What ${repair.owner} has stored must read ${(repair.line ?? "").split("\n").map(code).join(", ")}.`);
  else if (repair.profile !== undefined) {
    const show = code(`${shellCommand(["nmcli", "con", "show", { connection: repair.profile }])} | grep bond.options`);
    const expected =
      repair.storedCaptured && correctedOptions !== undefined ? code(correctedOptions) : "the corrected options";
    items.push(`${show} must show ${expected}.`);
  }
  items.push(
    `Restart the host in the window. ${command("cat", procFile(repair))} must then show the same as before the restart.`,
  );
  return ["## Persistence", numbered(items)];
}

/** The way back, with the values that were captured. */
export function rollbackPart({ bond: { repair, correctedOptions } }: PlannedBond): string[] {
  const { rollback, stores, storedCaptured } = repair;
  if (correctedOptions === undefined)
    return [
      "## Rollback",
      "The options of the bond are not changed. Take back what was done at the switch or the cable.",
    ];
  if (!stores)
    return [
      "## Rollback",
      "The stored profile is not changed, it reads so already: there is nothing to take back in it.",
    ];
  if (rollback.length === 0) return ["## Rollback", "Put back what was stored before: save it first."];
  const origin = storedCaptured
    ? "These commands restore the options as they were captured:"
    : "Put back what you saved. Where that is lost, these commands restore what the driver ran when it was captured:";
  return ["## Rollback", origin, stepBlock(rollback)];
}
