import {
  type Analysis,
  type AnalyzedCapture,
  analyze,
  bondPage,
  createAnalyzer,
  explain,
  explainName,
  findingHover,
  isCapture,
  outline,
  repairPlan,
  sarifResults,
  siblingLinks,
  toJson,
  toText,
} from "../../src/engine/index.ts";
import type { Captures } from "./corpus.ts";

/** Milliseconds that one case may take, of some 20 kB; many times what the slowest takes. */
const LONGEST = 1000;

/** Throws where an analysis of these captures is not what every analysis is, whatever the captures hold. */
export function hold(captures: Captures): void {
  const begun = performance.now();
  const analysis = analyze(captures, ROOT);
  const shown = show(analysis);
  // A machine that is busy is no slow engine: only what is slow again is slow.
  if (performance.now() - begun > LONGEST && timeOf(captures) > LONGEST) fail("takes too long");
  holdsTogether(captures, analysis);
  explainsInPlace(analysis);
  if (show(byAnotherWay(captures)) !== shown) fail("createAnalyzer says something else than analyze");
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

/** Everything that an analysis presents, in one text: what is made only when it is asked for is asked for. */
function show(analysis: Analysis): string {
  const { captures, bonds, findings } = analysis;
  return [
    JSON.stringify(toJson(analysis)),
    toText(analysis, { colour: true, recite: true }),
    JSON.stringify(sarifResults(analysis)),
    ...bonds.flatMap((bond) => [repairPlan(analysis, bond), bondPage(bond, "dark")]),
    ...findings.map((finding) => findingHover(finding, [], ({ path }) => path)),
    JSON.stringify(
      findings.map(({ places, related, correction, alternatives }) => [places, related, correction, alternatives]),
    ),
    JSON.stringify(bonds.map(({ at, ports, checks }) => [at, ports, checks])),
    ...captures.map((capture) => placesOf(capture, captures)),
  ].join("\n");
}

/** Where the sections of a capture stand, what it names, and which other captures it names. */
function placesOf(capture: AnalyzedCapture, captures: readonly AnalyzedCapture[]): string {
  const { path, sections, names, options, cutOff, unread } = capture;
  const links = siblingLinks(capture, captures).map(({ start, end, target }) => [start, end, target.path]);
  const spans = sections.map(({ kind, start, end }) => [kind, start, end]);
  const named = names.map(({ name, start, end, block }) => [name, start, end, block]);
  return JSON.stringify([path, spans, named, [...options], cutOff, unread, outline(capture), links]);
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
  for (const { path, options } of read) for (const place of options) within({ ...place, path });
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

/** Places of a capture that are pointed at: each costs little, and there are many cases. */
const POINTED_AT = 5;

/** Whatever is pointed at, the explanation stands there. */
function explainsInPlace(analysis: Analysis): void {
  for (const capture of analysis.captures) {
    const { path, text, names } = capture;
    const [named] = names;
    const offsets = Array.from({ length: POINTED_AT }, (_, at) => Math.floor((text.length * (at + 0.5)) / POINTED_AT));
    const found = [
      ...offsets.map((offset) => ({ offset, at: explain(capture, offset) })),
      ...(named ? [{ offset: named.end, at: explainName(analysis, capture, named.end, "dark") }] : []),
    ];
    for (const { offset, at } of found)
      if (at && !(at.start <= offset && offset <= at.end))
        fail(`an explanation of ${path} does not stand at ${offset}`);
  }
}

function inAny(captures: Captures, word: string): boolean {
  return captures.some(({ text }) => text.toLowerCase().includes(word.toLowerCase()));
}

/** The analysis of an analyzer that came here by detours; it says the same as one that never saw anything else. */
function byAnotherWay(captures: Captures): Analysis {
  const analyzer = createAnalyzer(ROOT);
  analyzer.set("elsewhere", "Bonding Mode: x\nSlave Interface: eno9\nMII Status: down\n");
  for (const [index, { path, text }] of captures.entries()) {
    analyzer.set(path, index % 2 === 0 ? text : text.slice(0, index * 100));
  }
  analyzer.analysis();
  for (const { path, text } of captures) analyzer.set(path, text);
  analyzer.delete("elsewhere");
  return analyzer.analysis();
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
