import type { Applier, OptionForm } from "../bonding/forms/entry.ts";
import { parseOptions } from "../bonding/forms/index.ts";
import { judgeOptions } from "../bonding/judge.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { isOptionName, type OptionName, type Options } from "../bonding/options.ts";
import type { Problem } from "../bonding/problems.ts";
import type { Block } from "../captures/block.ts";
import type { Fact } from "../text/section.ts";

/** A problem of an option text; its offsets count in the capture. */
export interface FoundProblem extends Problem {
  /** The options that the text has more, or otherwise, once the suggestion is taken. */
  readonly becomes?: Options | undefined;
}

/** What an option text is worth. */
export interface Worth {
  readonly problems: readonly Fact<FoundProblem>[];
  /** What the kernel then runs; empty where the text is refused. */
  readonly effective: Options;
}

/** Problems of one text beyond this number say nothing more. */
const MOST = 20;

/** Judges an option text where it stands; what is said of the whole text is said at `whole`. */
export function judgeBlock(written: Block, form: OptionForm, whole?: Fact<unknown>, applier?: Applier): Worth {
  const { errors, warnings, effective } = judgeOptions(written.text, form, {
    networkManager: NEWEST_VERSION,
    applier,
  });
  const problems = [...errors, ...warnings].slice(0, MOST).map((problem) => {
    const { start, end, replaces } = problem;
    const ofAll = whole && start === 0 && end === written.text.length && replaces === undefined;
    const place = ofAll ? whole : written.fact(undefined, start, shownEnd(written.text, start, end));
    const becomes = becomesOf(problem, written.text, form);
    const value: FoundProblem = {
      ...problem,
      start: place.start,
      end: place.end,
      replaces: replaces && { start: written.offsetOf(replaces.start), end: written.offsetOf(replaces.end - 1) + 1 },
      becomes,
    };
    return { ...place, value };
  });
  const runs = Object.entries(effective ?? {}).flatMap(([name, value]) =>
    isOptionName(name) ? [[name, value] as const] : [],
  );
  return { problems, effective: new Map(runs) };
}

/** A problem is shown on its first line, without the blanks behind it. */
function shownEnd(text: string, start: number, end: number): number {
  const feed = text.indexOf("\n", start);
  return start + text.slice(start, feed === -1 ? end : Math.min(end, feed)).trimEnd().length;
}

function becomesOf({ suggestion, replaces }: Problem, text: string, form: OptionForm): Options | undefined {
  if (suggestion === undefined || replaces === undefined) return undefined;
  const better = `${text.slice(0, replaces.start)}${suggestion}${text.slice(replaces.end)}`;
  const [before, after] = [optionsOf(text, form), optionsOf(better, form)];
  const gained = [...after].filter(([name, value]) => before.get(name) !== value);
  return gained.length === 0 ? undefined : new Map(gained);
}

function optionsOf(text: string, form: OptionForm): Map<OptionName, string> {
  const { entries } = parseOptions(text, form, { networkManager: NEWEST_VERSION });
  return new Map(
    entries.flatMap(({ name, value }) => (isOptionName(name) ? [[name, value.replaceAll(",", " ")] as const] : [])),
  );
}
