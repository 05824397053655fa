import type { Analysis } from "./analysis.ts";
import type { Check } from "./checklist.ts";
import { plain } from "./escape.ts";
import type { BondSummary, Finding } from "./finding.ts";
import type { Place } from "./place.ts";
import { Source } from "./source.ts";

/** How text output is dressed. */
export interface TextStyle {
  /** True to colour severities with terminal escapes. */
  readonly colour: boolean;
  /** True to tell of healthy bonds too what was looked at; of the others it is always told. */
  readonly recite?: boolean;
}

const COLOURS = { error: 31, warning: 33, information: 36, hint: 90 } as const;

/** An analysis for a terminal: each finding with its line, a caret, the evidence and the correction, then the verdicts. */
export function toText(analysis: Analysis, { colour, recite = false }: TextStyle): string {
  const texts = new Map(analysis.captures.map(({ path, text }) => [path, new Source(path, text)]));
  const dress = (severity: Finding["severity"]) =>
    colour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[0m` : severity;
  const findings = analysis.findings.map((finding) => findingText(finding, texts, dress(finding.severity)));
  return [...findings, bondTexts(analysis.bonds, recite)].filter((part) => part !== "").join("\n\n");
}

function findingText(finding: Finding, texts: ReadonlyMap<string, Source>, severity: string): string {
  const [main, ...others] = finding.places;
  const source = texts.get(main.path);
  const lines = [
    `${source?.at(main) ?? plain(main.path)}  ${severity}  ${finding.rule}`,
    `  ${finding.message}`,
    "",
    ...(source?.quote(main) ?? []),
  ];
  const at = (place: Place) => texts.get(place.path)?.at(place) ?? plain(place.path);
  if (finding.related.length > 0) {
    lines.push("", "  Evidence:");
    for (const place of finding.related) lines.push(`    ${at(place)}  ${place.message}`);
  }
  if (others.length > 0)
    lines.push("", "  Stated in these captures too:", ...others.map((place) => `    ${at(place)}`));
  if (finding.correction) {
    const { line, commands } = finding.correction;
    if (line !== null) lines.push("", "  Corrected line:", ...line.split("\n").map((part) => `    ${plain(part)}`));
    if (commands.length > 0)
      lines.push("", "  Commands to apply:", ...commands.map((command) => `    ${plain(command)}`));
  }
  for (const { title, options } of finding.alternatives) lines.push("", `  Or, to ${title}:`, `    ${plain(options)}`);
  return lines.join("\n");
}

/** The verdicts, with what was looked at where there is something to say: no fleet of healthy bonds is recited. */
function bondTexts(bonds: readonly BondSummary[], recite: boolean): string {
  return bonds
    .flatMap((bond) => {
      const told = recite || bond.verdict !== "healthy";
      return [bondText(bond), ...(told ? bond.checks.map(checkText) : [])];
    })
    .join("\n");
}

const STATES = { "in-order": "in order", wrong: "wrong", "not-captured": "not captured" } as const;

function checkText({ state, message, rule, command }: Check): string {
  const how = rule === undefined ? command && `: ${plain(command)}` : ` (${rule})`;
  return `  ${STATES[state].padEnd(13)} ${message}${how ?? ""}`;
}

function bondText(bond: BondSummary): string {
  const who = [bond.host, bond.name ?? "a bond without a name"].filter((part) => part !== undefined).join(" ");
  const cause = bond.rootCause === undefined ? "" : `, root cause ${bond.rootCause}`;
  return `${plain(who)}${bond.mode === undefined ? "" : ` (${plain(bond.mode)})`}: ${bond.verdict}${cause}`;
}
