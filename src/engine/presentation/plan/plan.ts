import { hasActivePort, modeOfOption } from "../../bonding/modes.ts";
import type { Verdict } from "../../ranking/rank.ts";
import { ruleOf } from "../../rules/index.ts";
import { type Analysis, type AnalyzedCapture, isAround } from "../analysis.ts";
import { code, markdown } from "../escape.ts";
import type { BondSummary, Finding, RelatedPlace } from "../finding.ts";
import { pictureImage } from "../picture/page.ts";
import type { Theme } from "../picture/svg.ts";
import type { Place } from "../place.ts";
import { Source } from "../source.ts";
import { capturePart, checklistPart, periodicPart } from "./afterwards.ts";
import { failoverTest } from "./failoverTest.ts";
import { persistencePart, repairPart, rollbackPart, safetyPart, savePart } from "./repair.ts";
import { bondName, bullets, names, type PlannedBond } from "./words.ts";

/** More evidence than this is no help in a ticket. */
const MOST_EVIDENCE = 8;

/**
 * The repair plan of a bond in Markdown: what is wrong, the evidence, the commands, the failover test with expected figures,
 * rollback, and a checklist for the ticket. A bond without anything to repair gets a short page with the test. `bond` is one of
 * the analysis's bonds. Nothing of a capture is active in it, and every name is quoted for its place. With `picture` the bond
 * is drawn below the heading, for a reader that shows images.
 */
export function repairPlan(analysis: Analysis, bond: BondSummary, { picture }: { picture?: Theme } = {}): string {
  const one: PlannedBond = { bond, findings: urgentFindings(analysis, bond) };
  const [heading = "", ...others] = needsRepair(analysis, bond) ? wholePlan(analysis, one) : shortPage(one);
  const parts = [heading, ...(picture ? [pictureImage(bond, picture)] : []), ...others];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** True for a bond that the captures show in need of a repair. */
export function needsRepair(analysis: Analysis, bond: BondSummary): boolean {
  return !["healthy", "unknown"].includes(bond.verdict) || urgentFindings(analysis, bond).length > 0;
}

/** The plans of all bonds that need one; empty where none does. */
export function repairPlans(analysis: Analysis): string {
  const inNeed = analysis.bonds.filter((bond) => needsRepair(analysis, bond));
  return inNeed.map((bond) => repairPlan(analysis, bond)).join("\n---\n\n");
}

function urgentFindings({ findings }: Analysis, bond: BondSummary): Finding[] {
  return findings.filter(
    ({ case: id, bond: name, severity }) =>
      id === bond.case && name === bond.name && (severity === "error" || severity === "warning"),
  );
}

function wholePlan(analysis: Analysis, one: PlannedBond): string[] {
  const { bond, findings } = one;
  const [main, ...others] = findings;
  const captures = analysis.captures.filter((capture) => isAround(bond, capture));
  const quoted = new Quotes(captures);
  return [
    `# Repair plan for ${bondName(bond)}${onHost(bond)}`,
    `Written by Bondlint from ${captures.length === 1 ? "one capture" : `${captures.length} captures`}. The commands are for a shell of root; in them, lines that begin with # are remarks.`,
    "## Situation",
    situation(one),
    ...(main ? ["## Evidence", evidence(main, quoted)] : []),
    ...checkParts(bond, quoted),
    ...(main ? ["## Root cause", rootCause(main)] : []),
    ...(others.length > 0 ? ["Also found:", bullets(others.map((other) => alsoFound(other, quoted)))] : []),
    ...safetyPart(one),
    ...savePart(one),
    ...repairPart(one),
    ...failoverTest(bond),
    ...persistencePart(one),
    ...rollbackPart(one),
    ...capturePart(bond),
    ...periodicPart(bond),
    ...checklistPart(one),
  ];
}

function shortPage(one: PlannedBond): string[] {
  const { bond } = one;
  return [
    `# ${bond.verdict === "healthy" ? "Nothing to repair" : "Nothing found to repair"}: ${bondName(bond)}${onHost(bond)}`,
    situation(one),
    ...checkParts(bond),
    ...failoverTest(bond),
    ...periodicPart(bond),
  ];
}

function onHost({ host }: BondSummary): string {
  return host === undefined ? "" : ` on ${code(host)}`;
}

const STATES: Readonly<Record<Verdict, string>> = {
  broken: "Traffic is lost now.",
  degraded: "Traffic flows, but a port, an aggregator or the redundancy is lost now.",
  "at-risk": "It works now, but the next failure would not be survived or not be noticed.",
  healthy: "It works, and it would survive the loss of a port.",
  unknown: "The captures do not say whether it works.",
};

/** Three sentences: what it is, what is wrong, what that means now. */
function situation({ bond, findings: [main] }: PlannedBond): string {
  const mode = modeOfOption(bond.mode ?? "");
  const told = mode !== undefined && hasActivePort(mode) ? "active" : undefined;
  const ports = bond.ports.map(
    ({ name, role }) => `${code(name)}${role !== undefined && role === told ? " (active)" : ""}`,
  );
  const last = ports.pop();
  const list = ports.length === 0 ? last : `${ports.join(", ")} and ${last}`;
  const withPorts = last === undefined ? "" : ` with the port${ports.length === 0 ? "" : "s"} ${list}`;
  const name = bondName(bond);
  const what = `${name === "the bond" ? "The bond" : name}${onHost(bond)} ${bond.mode === undefined ? "was captured" : `is set to ${bond.mode}`}${withPorts}.`;
  const wrong = main ? markdown(main.message) : "Nothing was found that has to be repaired.";
  return `${what} ${wrong} ${STATES[bond.verdict]}`;
}

/** Quotes places of the captures: the file below the folder that all share, the line, and its text. */
class Quotes {
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #shared: number;

  constructor(captures: readonly AnalyzedCapture[]) {
    this.#sources = new Map(captures.map(({ path, text }) => [path, new Source(path, text)]));
    const folders = captures.map(({ path }) => path.split("/").slice(0, -1));
    const [first = []] = folders;
    const different = first.findIndex((part, at) => folders.some((folder) => folder[at] !== part));
    this.#shared = different === -1 ? first.length : different;
  }

  /** `file:line`. */
  at(place: Place): string {
    const file = place.path.split("/").slice(this.#shared).join("/");
    return code(`${file}:${this.#sources.get(place.path)?.lineOf(place) ?? 1}`);
  }

  line(place: Place): string {
    return code(this.#excerpt(place));
  }

  /** The place, its line, and what it shows, where that is not just the line again. */
  evidence(place: RelatedPlace): string {
    const said = place.message.includes(this.#excerpt(place)) ? "" : `: ${markdown(place.message)}`;
    return `${this.at(place)} ${this.line(place)}${said}`;
  }

  #excerpt(place: Place): string {
    return this.#sources.get(place.path)?.excerpt(place) ?? "";
  }
}

function evidence({ places, related }: Finding, quoted: Quotes): string {
  const [main, ...same] = places;
  const shown = related.slice(0, MOST_EVIDENCE);
  const more =
    same.length === 0 ? "" : `The first is stated in ${same.length} other capture${same.length === 1 ? "" : "s"} too.`;
  return [
    bullets([`${quoted.at(main)} ${quoted.line(main)}`, ...shown.map((place) => quoted.evidence(place))]),
    ...(more === "" ? [] : [more]),
  ].join("\n\n");
}

function checkParts({ checks }: BondSummary, quoted?: Quotes): string[] {
  const inOrder = checks.filter(({ state }) => state === "in-order");
  const absent = checks.filter(({ state }) => state === "not-captured");
  const at = (place: Place | undefined) => (place && quoted ? ` (${quoted.at(place)})` : "");
  return [
    ...(inOrder.length > 0
      ? [
          "## Checked and in order",
          bullets(inOrder.map(({ message, places: [place] }) => `${markdown(message)}${at(place)}`)),
        ]
      : []),
    ...(absent.length > 0
      ? [
          "Not captured, and so not checked:",
          bullets(
            absent.map(
              ({ message, command }) => `${markdown(message)}${command === undefined ? "" : `: ${code(command)}`}`,
            ),
          ),
        ]
      : []),
  ];
}

function rootCause({ rule, explains }: Finding): string {
  const known = ruleOf(rule);
  const also = explains.length === 0 ? "" : ` It also explains ${names(explains)}.`;
  return `**${known?.title ?? rule}** (${code(rule)}). ${known?.why ?? ""}${also}`;
}

function alsoFound({ rule, message, places: [place] }: Finding, quoted: Quotes): string {
  const remedy = ruleOf(rule)?.remedy ?? "";
  return `${markdown(message)} (${quoted.at(place)}) ${remedy}`;
}
