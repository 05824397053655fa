import { analyze } from "./analyzer.ts";
import { codeBlock } from "./presentation/escape.ts";
import { RULES } from "./rules/index.ts";
import type { Example, Rule } from "./rules/rule.ts";

/** The page of a rule in Markdown, with its examples as Bondlint itself judges them. */
export function rulePage(rule: Rule): string {
  const { hit, clean, absent } = rule.examples;
  return [
    `# ${rule.title}`,
    `Rule \`${rule.id}\``,
    rule.why,
    "## What to do",
    rule.remedy,
    "## When it stays silent",
    rule.guards.map((guard) => `- ${guard}`).join("\n"),
    "## Examples",
    `### Found: ${hit.title}`,
    shown(hit),
    verdict(rule, hit),
    `### In order: ${clean.title}`,
    shown(clean),
    `### Not said: ${absent.title}`,
    shown(absent),
    ...(rule.references.length > 0 ? ["## References", rule.references.map((url) => `- <${url}>`).join("\n")] : []),
    "",
  ].join("\n\n");
}

/** The list of all rules in Markdown, each with a link to its page. */
export function ruleIndex(): string {
  return [
    "# Rules",
    "Every finding carries the id of its rule. `bondlint rules ID` prints a page, and so does a click on the id in the editor.",
    ["| rule | what it finds |", "|---|---|", ...RULES.map(({ id, title }) => `| [${id}](${id}.md) | ${title} |`)].join(
      "\n",
    ),
    "",
  ].join("\n\n");
}

function shown({ captures }: Example): string {
  return captures.map(({ path, text }) => `\`${path}\`\n\n${codeBlock(text.trimEnd(), "bond-capture")}`).join("\n\n");
}

function verdict(rule: Rule, example: Example): string {
  const { findings } = analyze(example.captures);
  const finding = findings.find(({ rule: id, explains }) => id === rule.id || explains.includes(rule.id));
  if (finding === undefined) return "";
  const evidence = finding.related.find((place) => place.rule === rule.id);
  const told =
    finding.rule === rule.id
      ? finding.message
      : `${finding.message} (told inside \`${finding.rule}\`: ${evidence?.message ?? ""})`;
  return `> ${told}`;
}
