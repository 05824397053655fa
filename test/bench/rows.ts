import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { analyze, createAnalyzer, type JsonAnalysis } from "../../src/engine/index.ts";
import { labFile, PLACES, SHUT } from "../lab.ts";
import { inTurn, median, often } from "./measure.ts";
import { lacpDump, log, manyFiles, manyHosts, oneHost, type Texts } from "./texts.ts";

/** One measured figure beside its budget (the design's table of budgets). */
export interface Row {
  /** A short name, under which a baseline keeps it. */
  readonly id: string;
  readonly what: string;
  readonly value: number;
  readonly unit: "x" | "ms" | "µs" | "kB" | "files";
  readonly budget: number;
  /** What the value is measured against. */
  readonly against: string;
}

const RUNS = 5;

/** How often the floor fits into the time of an analysis; the floor is a plain split of the same text into lines. */
function timesSplit(id: string, what: string, texts: Texts, budget: number): Row {
  // A text that was joined from parts is copied by the first who reads it: not by the floor alone.
  const whole = flat(texts.map(({ text }) => text).join(""));
  const { floor, engine } = inTurn(RUNS, { floor: () => whole.split("\n"), engine: () => analyze(texts) });
  const against = `split of ${(whole.length / 1e6).toFixed(0)} MB in ${floor.toFixed(1)} ms`;
  return { id, what, value: engine / floor, unit: "x", budget, against };
}

function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

function flattened(texts: Texts): Texts {
  return texts.map(({ path, text }) => ({ path, text: flat(text) }));
}

function tenTimes(id: string, what: string, make: (megabytes: number) => Texts): Row {
  const [small, large] = [flattened(make(10)), flattened(make(100))];
  const { ten, hundred } = inTurn(3, { ten: () => analyze(small), hundred: () => analyze(large) });
  return { id, what, value: hundred / ten, unit: "x", budget: 15, against: `10 MB in ${ten.toFixed(0)} ms` };
}

function oneDump(): Row {
  const dump = lacpDump();
  const value = 1000 * often(() => analyze(dump), 2000, 9);
  const { length } = dump[0]?.text ?? "";
  return {
    id: "dump",
    what: "one LACP dump, parsed and judged",
    value,
    unit: "µs",
    budget: 40,
    against: `${length} characters`,
  };
}

function edit(): Row {
  const [capture] = flattened(oneHost(1));
  const { path = "", text = "" } = capture ?? {};
  const analyzer = createAnalyzer();
  let at = 0;
  const type = () => {
    at += 1;
    analyzer.set(path, `${text.slice(0, 500_000)}${at}${text.slice(500_000)}`);
    return analyzer.analysis();
  };
  const times = Array.from({ length: 25 }, () => {
    const begun = performance.now();
    type();
    return performance.now() - begun;
  });
  return {
    id: "edit",
    what: "an edit in a 1 MB capture",
    value: median(times.slice(5)),
    unit: "ms",
    budget: 30,
    against: "the engine alone",
  };
}

function bundle(): Row {
  const { size } = statSync("dist/extension.js");
  return {
    id: "bundle",
    what: "the extension's bundle, minified",
    value: size / 1000,
    unit: "kB",
    budget: 300,
    against: "dist/extension.js",
  };
}

/** Loading the bundle and activating it, with an editor that does nothing: what an editor's own calls take is not in it. */
function activation(): Row {
  const program = `
    const Module = require("node:module");
    const nothing = new Proxy(class {}, {
      get: (target, key) =>
        key === "prototype" ? target.prototype
        : key === Symbol.iterator ? () => [][Symbol.iterator]()
        : key === Symbol.toPrimitive ? () => "" : nothing,
      set: () => true, apply: () => nothing, construct: () => nothing });
    const load = Module._load;
    Module._load = (name, ...rest) => (name === "vscode" ? nothing : load(name, ...rest));
    const begun = performance.now();
    require(${JSON.stringify(join(process.cwd(), "dist/extension.js"))}).activate({ subscriptions: [], extensionUri: nothing, extension: nothing });
    console.log(performance.now() - begun);
    process.exit();`;
  const once = () => Number.parseFloat(spawnSync(process.execPath, ["-e", program], { encoding: "utf8" }).stdout);
  const value = median(Array.from({ length: 9 }, once));
  return {
    id: "activation",
    what: "loading and activating the extension",
    value,
    unit: "ms",
    budget: 20,
    against: "an editor that does nothing",
  };
}

/** The command line on a sosreport of 20,000 other files, with the start of its process. */
function sosreport(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "bondlint-bench-"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [file, place] of PLACES) put(`sosreport-web1/${place}`, labFile(`${SHUT}/${file}`));
  for (let at = 0; at < 20_000; at += 1) put(`sosreport-web1/sos_commands/d${at % 200}/f${at}`, "");
  const run = () => {
    const begun = performance.now();
    const { stdout } = spawnSync(
      process.execPath,
      ["dist/cli.js", "--format", "json", join(folder, "sosreport-web1")],
      {
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      },
    );
    const { captures } = JSON.parse(stdout) as JsonAnalysis;
    return { ms: performance.now() - begun, opened: captures.length };
  };
  const runs = Array.from({ length: 5 }, run);
  rmSync(folder, { recursive: true });
  const against = "20,000 other files, process start included";
  return [
    {
      id: "sosreport",
      what: "a sosreport",
      value: median(runs.map(({ ms }) => ms)),
      unit: "ms",
      budget: 2000,
      against,
    },
    {
      id: "opened",
      what: "files of it that were opened",
      value: runs[0]?.opened ?? 0,
      unit: "files",
      budget: PLACES.length,
      against: "those with a known name",
    },
  ];
}

/** Every row of the table of budgets, in its order. */
export function* measureAll(): Generator<Row> {
  yield timesSplit("one-host", "10 MB of dumps and profiles, one host", flattened(oneHost(10)), 10);
  yield timesSplit("many-hosts", "10 MB of them, many hosts in one text", flattened(manyHosts(10)), 10);
  yield timesSplit("many-files", "10 MB of them, a file for each host", flattened(manyFiles(10)), 10);
  yield timesSplit("log", "a 10 MB log, 1 % about bonding", flattened(log(10)), 3);
  yield tenTimes("dumps-100", "100 MB of dumps and profiles", oneHost);
  yield tenTimes("log-100", "a 100 MB log", log);
  yield oneDump();
  yield edit();
  yield bundle();
  yield activation();
  yield* sosreport();
}

/** The lines of a table of rows, beside a baseline where there is one. */
export function table(rows: readonly Row[], baseline: ReadonlyMap<string, number>): string[] {
  const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
  return rows.map(({ id, what, value, unit, budget, against }) => {
    const before = baseline.get(id);
    const change =
      before === undefined ? "" : `${value >= before ? "+" : ""}${((100 * (value - before)) / before).toFixed(0)} %`;
    return [
      what.padEnd(40),
      `${shown(value)} ${unit}`.padStart(12),
      `${shown(budget)} ${unit}`.padStart(12),
      (value <= budget ? "met" : "missed").padEnd(8),
      change.padStart(8),
      ` ${against}`,
    ].join(" ");
  });
}

/** The figures that a baseline file holds; empty where there is none. */
export function readBaseline(path: string): ReadonlyMap<string, number> {
  try {
    const { rows } = JSON.parse(readFileSync(path, "utf8")) as { rows: readonly Pick<Row, "id" | "value">[] };
    return new Map(rows.map(({ id, value }) => [id, value]));
  } catch {
    return new Map();
  }
}
