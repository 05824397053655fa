import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { offsetOf, partOfLine, scanLines, spanOf } from "../../../src/engine/text/lines.ts";
import { LineIndex } from "../../../src/engine/text/span.ts";

const texts = (text: string) => [...scanLines(text)].map((line) => line.text);

describe("scanLines", () => {
  test("looks through byte order mark, quotes, indentation, tabs, CRLF and trailing blanks", () => {
    expect(texts("\ufeffA: 1\r\n> > B: 2 \r\n\t\tC: 3\n>D: 4\u00a0\n")).toEqual(["A: 1", "B: 2", "C: 3", "D: 4"]);
  });

  test("looks through the pipes of a table, on both sides", () => {
    expect(texts("| A: 1 |\r\n> | B: 2 | 3 |  \n|\n| | C |\nD | E |\n|| F||\n")).toEqual([
      "A: 1",
      "B: 2 | 3",
      "",
      "C",
      "D | E |",
      "F||",
    ]);
    expect(texts("| \u001b[32mA\u001b[0m: 1 |\n")).toEqual(["A: 1"]);
  });

  test("looks through the time before each line, and what stands for blanks", () => {
    expect(texts("[2026-11-22 10:11:12] A: 1\n[2026-11-22T10:11:12.345]   B: 2\n[2026-11-22 10:11:12]\nC\n")).toEqual([
      "A: 1",
      "B: 2",
      "",
      "C",
    ]);
    expect(texts("[   12.345678] A: 1\n[Mon Nov 22 10:11:12 2026] B\n[10:11:12] C\n")).toEqual([
      "[   12.345678] A: 1",
      "[Mon Nov 22 10:11:12 2026] B",
      "[10:11:12] C",
    ]);
    expect(texts("[2026-11-22 10:11:12] \u001b[32mA\u001b[0m: 1\n")).toEqual(["A: 1"]);
    expect(texts("\u200bA: 1\n\u200b\n")).toEqual(["A: 1", ""]);
    expect(texts("A\u00a0B:\u00a01\n".repeat(20))).toEqual(Array(20).fill("A B: 1"));
    expect(texts("a=1\u00a0b=2\n")).toEqual(["a=1\u00a0b=2"]);
  });

  test("a part of a line keeps its places", () => {
    const text = "> \u001b[32mMII\u001b[0m Status: down\n";
    const [line] = [...scanLines(text)];
    if (line === undefined) return;
    const part = partOfLine(line, 4, 10);
    const span = spanOf(part, 0, 6);
    expect([part.text, text.slice(span.start, span.end)]).toEqual(["Status", "Status"]);
  });

  test("looks through colours, and keeps the offset of every character", () => {
    const text = "> \u001b[32mMII Status\u001b[0m: \u001b[1;31mdown\u001b[0m\n";
    const [line] = [...scanLines(text)];
    expect(line?.text).toBe("MII Status: down");
    if (line === undefined) return;
    const span = spanOf(line, 12, 16);
    expect(text.slice(span.start, span.end)).toBe("down");
    expect(text[offsetOf(line, 0)]).toBe("M");
  });

  test("an unfinished escape at the end of a line does not swallow the next line", () => {
    expect(texts("a\u001b[3\nb\u001b\nc\u001b]0;title\nd")).toEqual(["a", "b", "c", "d"]);
  });

  test("lines tile any text, and what is shown stands where it says", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", ">", "|", " ", "\t", "\r", "\n", "\u001b", "[", "m", "\ufeff", ":") }),
        (text) => {
          let at = 0;
          for (const line of scanLines(text)) {
            expect(line.start).toBe(at);
            expect(line.end).toBeLessThanOrEqual(line.next);
            for (let column = 0; column < line.text.length; column += 1) {
              expect(text[offsetOf(line, column)]).toBe(line.text[column]);
            }
            at = line.next;
          }
          expect(at).toBe(text.length);
        },
      ),
    );
  });
});

describe("LineIndex", () => {
  test("counts lines and columns from 0, in UTF-16 code units", () => {
    const index = new LineIndex("a\r\n\ud83d\ude00b\n");
    expect(index.positionAt(0)).toEqual({ line: 0, column: 0 });
    expect(index.positionAt(3)).toEqual({ line: 1, column: 0 });
    expect(index.positionAt(5)).toEqual({ line: 1, column: 2 });
    expect(index.positionAt(7)).toEqual({ line: 2, column: 0 });
  });
});
