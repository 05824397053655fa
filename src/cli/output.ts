import { type Analysis, plain, sarifFrame, sarifResults, toJson, toText, type Unread } from "../engine/index.ts";

/** The formats of the analysis. */
export const FORMATS = ["text", "json", "ndjson", "sarif"] as const;
export type Format = (typeof FORMATS)[number];

/** Takes one analysis after the other and writes them in a format. */
export interface Writer {
  write(analysis: Analysis, unread: readonly Unread[]): void;
  end(): void;
}

/** The writer of a format. `print` gets what belongs on standard output. */
export function writerOf(format: Format, version: string, print: (output: string) => void): Writer {
  switch (format) {
    case "text":
      return textWriter(print);
    case "json":
      return jsonWriter(print);
    case "ndjson":
      return ndjsonWriter(print);
    case "sarif":
      return sarifWriter(version, print);
  }
}

/** What was looked at of a healthy bond is told where nothing else is: the first analysis waits for a second. */
function textWriter(print: (output: string) => void): Writer {
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  let waiting: Analysis | undefined;
  let printed = false;
  const tell = (analysis: Analysis, alone: boolean) => {
    const text = toText(analysis, { colour, recite: alone && analysis.bonds.length === 1 });
    if (text === "") return;
    print(`${printed ? "\n" : ""}${text}\n`);
    printed = true;
  };
  return {
    write(analysis) {
      if (waiting) tell(waiting, false);
      waiting = analysis;
      if (printed) {
        tell(analysis, false);
        waiting = undefined;
      }
    },
    end() {
      if (waiting) tell(waiting, true);
      if (!printed) print("Nothing to say about these captures.\n");
    },
  };
}

const LISTS = ["captures", "unread", "bonds", "findings"] as const;

/**
 * One object of everything. What will be printed is held until the end, entry by entry: the captures themselves would not
 * fit into memory, nor all of it into one string.
 */
function jsonWriter(print: (output: string) => void): Writer {
  const entries = new Map<(typeof LISTS)[number], string[]>(LISTS.map((list) => [list, []]));
  return {
    write(analysis, unread) {
      const json = toJson(analysis, unread);
      for (const [list, held] of entries) {
        for (const entry of json[list]) held.push(JSON.stringify(entry, null, 2).replaceAll("\n", "\n    "));
      }
    },
    end() {
      print('{\n  "version": 1');
      for (const [list, held] of entries) {
        print(`,\n  "${list}": [`);
        for (const [at, entry] of held.entries()) print(`${at === 0 ? "" : ","}\n    ${entry}`);
        print(held.length === 0 ? "]" : "\n  ]");
      }
      print("\n}\n");
    },
  };
}

/** One line for each case, as soon as it is judged. */
function ndjsonWriter(print: (output: string) => void): Writer {
  return {
    write(analysis, unread) {
      const { captures, bonds, findings } = analysis;
      const cases = new Set([...captures, ...bonds, ...findings].map((one) => one.case));
      const left = new Set(unread);
      for (const id of cases) {
        const own = captures.filter((capture) => capture.case === id);
        const paths = new Set(
          [...own, ...findings.filter((finding) => finding.case === id).flatMap(placesOf)].map(({ path }) => path),
        );
        const missed = [...left].filter(({ path }) => paths.has(path) || cases.size === 1);
        for (const one of missed) left.delete(one);
        print(
          `${JSON.stringify(
            toJson(
              {
                captures: captures.filter(({ path }) => paths.has(path)),
                bonds: bonds.filter((bond) => bond.case === id),
                findings: findings.filter((finding) => finding.case === id),
              },
              missed,
            ),
          )}\n`,
        );
      }
      if (left.size > 0) print(`${JSON.stringify(toJson({ captures: [], bonds: [], findings: [] }, [...left]))}\n`);
    },
    end: () => undefined,
  };
}

function placesOf({ places, related }: Analysis["findings"][number]) {
  return [...places, ...related];
}

/** The results are written as they come, between the head and the tail of one log. */
function sarifWriter(version: string, print: (output: string) => void): Writer {
  const { head, tail } = sarifFrame(version);
  let any = false;
  print(head);
  return {
    write(analysis) {
      for (const result of sarifResults(analysis)) {
        print(`${any ? "," : ""}\n${JSON.stringify(result)}`);
        any = true;
      }
    },
    end: () => print(`${any ? "\n" : ""}${tail}\n`),
  };
}

/** Tells the person at the terminal; names in it may come from an archive that nobody trusts. */
export function complain(message: string): void {
  process.stderr.write(`bondlint: ${message.split("\n").map(plain).join("\n")}\n`);
}

/** A line at a terminal that says how far a long run is; nothing where nobody looks. */
export function progress(): { step(): void; end(): void } {
  const shown = process.stderr.isTTY === true && process.stdout.isTTY !== true;
  const begun = Date.now();
  let last = begun;
  let done = 0;
  let visible = false;
  return {
    step() {
      done += 1;
      const now = Date.now();
      if (!shown || now - begun < 500 || now - last < 100) return;
      last = now;
      visible = true;
      process.stderr.write(`\r${done} hosts read`);
    },
    end() {
      if (visible) process.stderr.write("\r\u001b[K");
    },
  };
}
