import type { Field } from "../bonding/fields/field.ts";
import type { Span } from "../text/span.ts";
import type { AnalyzedCapture } from "./analysis.ts";
import { code, markdown } from "./escape.ts";
import { fieldAt } from "./fieldAt.ts";
import { optionAt } from "./optionHelp.ts";
import { aboutOption, inMode, shortened, valuePage } from "./optionPage.ts";

/** What stands at a place of a text, explained in Markdown. */
export interface Explanation extends Span {
  readonly markdown: string;
}

/**
 * Explains the key or value at an offset: what it is, what this value means, what is legal, and the source. Offline, linear in its
 * line, and nothing of the capture is active in it. A text that is no capture has no sections: only its options are explained.
 */
export function explain(
  { text, sections, options }: Pick<AnalyzedCapture, "text" | "sections" | "options">,
  offset: number,
): Explanation | undefined {
  const option = optionAt(text, offset);
  if (option) {
    const { start, end, name, value, mode } = option;
    return { start, end, markdown: valuePage(name, value, mode) };
  }
  const section = sections.find(({ start, end }) => start <= offset && (offset < end || end === text.length));
  const found = section && fieldAt(text, section, offset);
  if (found === undefined) return explainStated(options, offset);
  const { key, value, field, mode, start, end } = found;
  const heading = `**${markdown(shortened(key))}**${value === "" ? "" : ` ${code(shortened(value))}`}`;
  return { start, end, markdown: [heading, ...partsOf(field, mode)].join("\n\n") };
}

/** An option in the words of another owner (`mii-monitor-interval: 100`), of sysfs or of JSON. */
function explainStated(options: AnalyzedCapture["options"], offset: number): Explanation | undefined {
  for (const { name, value, start, end } of options) {
    if (start <= offset && offset <= end) return { start, end, markdown: valuePage(name, value, undefined) };
  }
  return undefined;
}

function partsOf({ option, what, meaning, source }: Field, mode: Parameters<typeof inMode>[1]): string[] {
  return [
    ...(meaning === undefined ? [] : [markdown(meaning)]),
    ...(what === undefined ? [] : [what]),
    ...(option === undefined
      ? [`Source: ${source}`]
      : [...inMode(option, mode), `The option ${code(option)}:`, ...aboutOption(option)]),
  ];
}
