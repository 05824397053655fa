import { ruleOf } from "../rules/index.ts";
import type { Check } from "./checklist.ts";
import { code, codeBlock, markdown } from "./escape.ts";
import type { Finding, RelatedPlace } from "./finding.ts";

/** Shows a related place, as a link or as text. */
export type PlaceLabel = (place: RelatedPlace) => string;

/** The hover of a finding in Markdown: what to do first, then why, the evidence, and what else was checked of its bond. The editor
 * shows the message above it. Nothing of a capture is active in it. */
export function findingHover(finding: Finding, checks: readonly Check[], labelOf: PlaceLabel): string {
  const rule = ruleOf(finding.rule);
  const parts = [`**${rule?.title ?? finding.rule}** ${code(finding.rule)}`, ...correctionParts(finding)];
  for (const { title, why, options } of finding.alternatives)
    parts.push(`**Or ${title}.** ${why}\n\n${codeBlock(options)}`);
  if (rule) parts.push(rule.why, `**What to do.** ${rule.remedy}`);
  if (finding.related.length > 0) {
    parts.push(
      ["**Evidence**", "", ...finding.related.map((place) => `- ${labelOf(place)} ${markdown(place.message)}`)].join(
        "\n",
      ),
    );
  }
  parts.push(...checkParts(checks));
  if (finding.explains.length > 0) parts.push(`This also explains ${finding.explains.map(code).join(", ")}.`);
  return parts.join("\n\n");
}

function checkParts(checks: readonly Check[]): string[] {
  const inOrder = checks.filter(({ state }) => state === "in-order").map(({ message }) => `- ${markdown(message)}`);
  const absent = checks
    .filter(({ state }) => state === "not-captured")
    .map(({ message, command }) => `- ${markdown(message)}${command === undefined ? "" : `: ${code(command)}`}`);
  return [
    ...(inOrder.length > 0 ? [["**Checked and in order**", "", ...inOrder].join("\n")] : []),
    ...(absent.length > 0 ? [["**Not captured**", "", ...absent].join("\n")] : []),
  ];
}

function correctionParts({ correction }: Finding): string[] {
  if (correction === undefined) return [];
  const { line, commands } = correction;
  return [
    ...(line === null ? [] : [`**Corrected line**\n\n${codeBlock(line)}`]),
    commands.length > 0
      ? `**Commands to apply**\n\n${codeBlock(commands.join("\n"), "shell")}`
      : "The captures do not name the bond: `ls /proc/net/bonding` lists the names, `nmcli con show` the profiles.",
  ];
}
