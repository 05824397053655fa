import { isOfOtherProgram, looksLikeLog, mayTellOfBonding } from "./logLine.ts";
import { isTimeOfPrompt } from "./prompt.ts";

/**
 * A text in which every line of a log that tells nothing of bonding is empty. It says the same as the whole: the same findings at
 * the same lines and columns, but not at the same offsets. Whole lines are expected. Linear; never throws.
 */
export function condensed(text: string): string {
  const kept: string[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    if (!isNoise(text, start, end)) kept.push(text.slice(start, end));
    else kept.push("");
    start = end + 1;
  }
  return kept.join("\n") + (text.endsWith("\n") ? "\n" : "");
}

function isNoise(text: string, start: number, end: number): boolean {
  if (isOfOtherProgram(text, start, end)) return true;
  const line = text.slice(start, end);
  return looksLikeLog(line) && !isTimeOfPrompt(line) && !mayTellOfBonding(line);
}
