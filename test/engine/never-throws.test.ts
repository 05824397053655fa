import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze, createAnalyzer, toJson, toText } from "../../src/engine/index.ts";
import { labTexts, session } from "../lab.ts";

const TEXTS = [
  session(),
  ...labTexts("seed-miimon0-primary/2-eno1-shut")
    .map(({ text }) => text)
    .filter((text) => text.length < 8000),
];

/** A real capture with lines cut, repeated, swapped, quoted, or spoilt by odd characters. */
const mutated = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(fc.nat(), fc.nat(8)), { maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 12 }),
  )
  .map(([text, edits, odd]) => {
    const lines = text.split("\n");
    for (const [where, what] of edits) {
      const at = where % lines.length;
      const line = lines[at] ?? "";
      const changed = [
        [],
        [line, line],
        [`> ${line}`],
        [`${line}\r`],
        [line.slice(0, where % (line.length + 1))],
        [odd],
        [`${odd}${line}`],
        [`\u001b[31m${line}`],
        [`${line}\0`],
      ];
      lines.splice(at, 1, ...(changed[what] ?? []));
    }
    return lines.join("\n");
  });

test("any text: nothing is thrown, sections tile it, spans lie inside it, corrections apply once", () => {
  fc.assert(
    fc.property(mutated, fc.constantFrom("bond0", "x.txt", "nmcli_g_bond.options_con_show_bond0"), (text, path) => {
      const analysis = analyze([{ path, text }]);
      let at = 0;
      for (const section of analysis.captures[0]?.sections ?? []) {
        expect(section.start).toBe(at);
        at = section.end;
      }
      expect(at).toBe(text.length);
      for (const { places, related, correction } of analysis.findings) {
        for (const { start, end } of [...places, ...related]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        for (const { offset } of correction?.insertions ?? []) expect(offset).toBeLessThanOrEqual(text.length);
      }
      toJson(analysis);
      toText(analysis, { colour: false });
      const analyzer = createAnalyzer();
      analyzer.set(path, "");
      analyzer.set(path, text);
      expect(analyzer.analysis()).toEqual(analysis);
    }),
    { numRuns: 1500, seed: 20261122 },
  );
});
