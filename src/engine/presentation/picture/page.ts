import { code, markdown } from "../escape.ts";
import type { BondSummary } from "../finding.ts";
import { bondPicture } from "./picture.ts";
import type { Theme } from "./svg.ts";
import { pictureWords, timeLineWords } from "./words.ts";

/** The picture as an image in Markdown, with the same in words as its text alternative. */
export function pictureImage(bond: BondSummary, theme: Theme): string {
  const words = [...pictureWords(bond), ...timeLineWords(bond)].map(markdown).join(" ");
  return `![${words}](${addressOf(bondPicture(bond, theme))})`;
}

/** A picture as the address of an image. */
export function addressOf(picture: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture).replace(/[()'*!~]/g, percent)}`;
}

/** What encodeURIComponent leaves, and Markdown may act on. */
function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

const MARKS = { "in-order": "In order", wrong: "Wrong", "not-captured": "Not captured" } as const;

/** A bond at a glance, in Markdown: the picture, what was checked, and the last failover step by step. */
export function bondPage(bond: BondSummary, theme: Theme): string {
  const { name, host, checks } = bond;
  const steps = timeLineWords(bond);
  const whose = host === undefined ? "" : ` on ${code(host)}`;
  return `${[
    `# ${name === undefined ? "The bond" : code(name)}${whose}: ${bond.verdict}`,
    pictureImage(bond, theme),
    ...(checks.length === 0 ? [] : ["## What was checked"]),
    checks
      .map(({ state, message, command }) => {
        const missing = command === undefined ? "" : `: ${code(command)}`;
        return `- ${MARKS[state]}: ${markdown(message)}${missing}`;
      })
      .join("\n"),
    ...(steps.length === 0 ? [] : ["## Last failover", steps.map((step) => `- ${markdown(step)}`).join("\n")]),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}
