import { ruleOf } from "../rules/index.ts";
import { code, codeBlock, markdown } from "./escape.ts";
import type { Finding, RelatedPlace } from "./finding.ts";

/** Shows a related place as a link or as text; `undefined` leaves the place out. */
export type PlaceLabel = (place: RelatedPlace) => string;

/** The hover of a finding in Markdown: what is wrong, why, the evidence, what to do. Nothing of a capture is active in it. */
export function findingHover(finding: Finding, labelOf: PlaceLabel): string {
  const rule = ruleOf(finding.rule);
  const parts = [`**Bondlint** ${code(finding.rule)}`, markdown(finding.message)];
  if (rule) parts.push(rule.why);
  if (finding.related.length > 0) {
    parts.push(
      ["**Evidence**", "", ...finding.related.map((place) => `- ${labelOf(place)} ${markdown(place.message)}`)].join(
        "\n",
      ),
    );
  }
  if (finding.explains.length > 0) parts.push(`This also explains: ${finding.explains.map(code).join(", ")}.`);
  if (finding.correction) {
    const { line, commands } = finding.correction;
    if (line !== null) parts.push(`**Corrected line**\n\n${codeBlock(line)}`);
    if (commands.length > 0) parts.push(`**Commands to apply**\n\n${codeBlock(commands.join("\n"), "shell")}`);
    else
      parts.push(
        "The captures do not name the bond: `ls /proc/net/bonding` lists the names, `nmcli con show` the profiles.",
      );
  }
  if (rule) parts.push(`**What to do** ${rule.remedy}`);
  return parts.join("\n\n");
}

/** A short hover for a rule id. */
export function ruleHover(id: string): string | undefined {
  const rule = ruleOf(id);
  return rule && `**${rule.title}** ${code(rule.id)}\n\n${rule.why}`;
}
