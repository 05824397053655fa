import { isDeepStrictEqual } from "node:util";
import {
  type Analysis,
  analyze,
  createAnalyzer,
  findingHover,
  isCapture,
  repairPlans,
  sarifResults,
  toJson,
  toText,
} from "../../src/engine/index.ts";
import type { Captures } from "./corpus.ts";

/** Milliseconds that one case may take, of some 20 kB; many times what the slowest takes. */
const LONGEST = 1000;

/** Throws where an analysis of these captures is not what every analysis is, whatever the captures hold. */
export function hold(captures: Captures): void {
  // A machine that is busy is no slow engine: only what is slow again is slow.
  if (timeOf(captures) > LONGEST && timeOf(captures) > LONGEST) fail("takes too long");
  const analysis = analyze(captures, ROOT);
  holdsTogether(captures, analysis);
  sameByAnotherWay(captures, analysis);
  keepsAMonitor(analysis);
  correctsOnce(captures, analysis);
}

/** All captures are of one host. */
const ROOT = { roots: [""] };

function fail(what: string): never {
  throw new Error(what);
}

function timeOf(captures: Captures): number {
  const begun = performance.now();
  show(analyze(captures, ROOT));
  return performance.now() - begun;
}

/** Everything that presents an analysis. */
function show(analysis: Analysis): void {
  toJson(analysis);
  toText(analysis, { colour: true });
  sarifResults(analysis);
  repairPlans(analysis);
  for (const finding of analysis.findings) findingHover(finding, [], ({ path }) => path);
}

/** Sections tile their text, and every place lies in the text that it names. */
function holdsTogether(captures: Captures, { captures: read, bonds, findings }: Analysis): void {
  const lengths = new Map(captures.map(({ path, text }) => [path, text.length]));
  for (const { path, text, sections } of read) {
    isCapture(text, path);
    let at = 0;
    for (const { start, end } of sections) {
      if (start !== at || end < start) fail(`a section of ${path} begins at ${start}, not at ${at}`);
      at = end;
    }
    if (at !== text.length) fail(`the sections of ${path} end at ${at} of ${text.length}`);
  }
  const within = ({ path, start, end }: { path: string; start: number; end: number }) => {
    const length = lengths.get(path) ?? fail(`a place in ${path}, which is no capture`);
    if (!(start >= 0 && end >= start && end <= length)) fail(`${start}-${end} does not lie in ${path}`);
  };
  for (const { places, related, correction, alternatives, message } of findings) {
    [...places, ...related].forEach(within);
    if (
      /undefined|NaN|\[object/.test(message.replaceAll(/NaN|undefined/g, (word) => (inAny(captures, word) ? "" : word)))
    )
      fail(`a message says ${message}`);
    for (const one of [...(correction ? [correction] : []), ...alternatives]) {
      for (const { path, offset } of one.insertions) within({ path, start: offset, end: offset });
      one.replacements.forEach(within);
    }
  }
  for (const { at, checks, ports } of bonds) {
    [at, ...ports.map((port) => port.at), ...checks.flatMap(({ places }) => places)].forEach((place) => {
      if (place) within(place);
    });
  }
}

function inAny(captures: Captures, word: string): boolean {
  return captures.some(({ text }) => text.toLowerCase().includes(word.toLowerCase()));
}

/** An analyzer that came here by detours says the same as one that never saw anything else. */
function sameByAnotherWay(captures: Captures, analysis: Analysis): void {
  const analyzer = createAnalyzer(ROOT);
  analyzer.set("elsewhere", "Bonding Mode: x\nSlave Interface: eno9\nMII Status: down\n");
  for (const [index, { path, text }] of captures.entries()) {
    analyzer.set(path, text.slice(0, index * 100));
    if (index % 2 === 0) analyzer.analysis();
    analyzer.set(path, text);
  }
  analyzer.delete("elsewhere");
  if (!isDeepStrictEqual(analyzer.analysis(), analysis)) fail("createAnalyzer says something else than analyze");
}

/** No corrected line leaves a bond without a monitor. */
function keepsAMonitor({ findings }: Analysis): void {
  for (const { rule, correction } of findings) {
    if (rule !== "no-link-monitoring" || correction === undefined) continue;
    if (!/\b(?:miimon|arp_interval)=[1-9]/.test(correction.options))
      fail(`corrected to no monitor: ${correction.options}`);
  }
}

/** A marked line is inserted once, and what is corrected in place settles or goes on to the next thing. */
function correctsOnce(captures: Captures, analysis: Analysis): void {
  const once = corrected(captures, analysis);
  if (once === undefined) return;
  const again = analyze(once, ROOT);
  const lines = again.findings.flatMap(({ correction }) => correction?.insertions ?? []);
  const twice = lines.some(({ path, text }) => once.some((one) => one.path === path && one.text.includes(text.trim())));
  if (twice) fail(`a line is inserted twice: ${rulesOf(again)}`);
}

function rulesOf({ findings }: Analysis): string {
  return findings.map(({ rule }) => rule).join(", ");
}

/** The captures with every correction applied; `undefined` where there is none. */
export function corrected(captures: Captures, { findings }: Analysis): Captures | undefined {
  const edits = new Map<string, { path: string; start: number; end: number; text: string }>();
  for (const { correction } of findings) {
    for (const { path, offset, text } of correction?.insertions ?? [])
      edits.set(`${path} ${offset} ${text}`, { path, start: offset, end: offset, text });
    for (const edit of correction?.replacements ?? []) edits.set(`${edit.path} ${edit.start} ${edit.text}`, edit);
  }
  if (edits.size === 0) return undefined;
  const ordered = [...edits.values()].sort((a, b) => b.start - a.start);
  return captures.map(({ path, text }) => ({
    path,
    text: ordered
      .filter((edit) => edit.path === path)
      .reduce((whole, { start, end, text: instead }) => whole.slice(0, start) + instead + whole.slice(end), text),
  }));
}
