import type { NamedPlace } from "../hosts/names.ts";
import { type Analysis, type AnalyzedCapture, isAround } from "./analysis.ts";
import { markdown } from "./escape.ts";
import type { Explanation } from "./explain.ts";
import type { BondSummary } from "./finding.ts";
import { addressOf } from "./picture/page.ts";
import { bondPicture } from "./picture/picture.ts";
import type { Theme } from "./picture/svg.ts";
import { portSentence, restWords, tellingPorts } from "./picture/words.ts";

/** Ports that a hover tells of and draws: it is some 250 pixels high. */
const MOST_PORTS = 4;
/** Width of the picture in a hover: its letters can still be read, and it fits below the words. */
const WIDTH = 540;

/**
 * What the captures say of the bond or the port that is named at an offset, in Markdown. Of a bond first in words, what is wrong
 * with it and its ports, then drawn. `undefined` where no bond or port is named; nothing of a capture is active in it.
 */
export function explainName(
  analysis: Analysis,
  capture: AnalyzedCapture,
  offset: number,
  theme: Theme,
): Explanation | undefined {
  const named = capture.names.find(({ start, end }) => start <= offset && offset <= end);
  if (named === undefined) return undefined;
  const { name, start, end } = named;
  const bonds = bondsAround(analysis, capture, named);
  const bond = bonds.find((one) => one.name === name);
  if (bond) return { start, end, markdown: bondWords(bond, analysis, theme) };
  const owner = bonds.find(({ picture }) => picture.ports.some((port) => port.name === name));
  return owner && { start, end, markdown: portWords(owner, name) };
}

/** The bonds that a name may mean, the nearest first: a text of several hosts has a case for each of them. */
function bondsAround(
  { bonds }: Analysis,
  capture: AnalyzedCapture,
  { start, section: { host } }: NamedPlace,
): BondSummary[] {
  const distance = ({ at }: BondSummary) => Math.abs((at?.start ?? 0) - start);
  return bonds
    .filter((bond) => isAround(bond, capture) && (host === undefined || bond.host === undefined || bond.host === host))
    .sort((a, b) => distance(a) - distance(b));
}

function bondWords(bond: BondSummary, { findings }: Analysis, theme: Theme): string {
  const { name = "", picture, rootCause } = bond;
  const root = findings.find((one) => one.case === bond.case && one.bond === bond.name && one.rule === rootCause);
  const shown = tellingPorts(picture.ports, MOST_PORTS);
  const sentences = [...shown.map(portSentence), restWords(picture.ports, shown)].filter(Boolean);
  return [
    headOf(bond),
    ...(root === undefined ? [] : [markdown(root.message)]),
    sentences.map((sentence) => `- ${markdown(sentence)}`).join("\n"),
    `![${markdown(name)} drawn](${addressOf(bondPicture(bond, theme, MOST_PORTS))}|width=${WIDTH})`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function headOf({ name, host, mode, verdict }: BondSummary): string {
  const whose = host === undefined ? "" : ` on ${markdown(host)}`;
  const called = name === undefined ? "a bond without a name" : `**${markdown(name)}**`;
  return `${called}${whose}: ${markdown(mode ?? "mode not known")}, ${verdict}.`;
}

function portWords(bond: BondSummary, name: string): string {
  const port = bond.picture.ports.find((one) => one.name === name);
  const said = port === undefined ? "" : markdown(portSentence(port));
  return `${said}\n\nA port of ${headOf(bond)}`;
}
