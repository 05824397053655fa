// `npm run bench [-- --save]`: the design's table of budgets, measured on this machine in one run. It prints the table, writes
// it as JSON to out/bench.json, and says what became slower than the committed baseline (--save writes that anew).
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { measureAll, type Row, readBaseline, table } from "./rows.ts";

const BASELINE = "test/bench/baseline.json";
/** Beyond this share a figure counts as slower; machines that are shared differ by nearly as much between two runs. */
const SLOWER = 1.3;

const baseline = readBaseline(BASELINE);
const rows: Row[] = [];
console.log(
  `Node.js ${process.version} on ${cpus()[0]?.model ?? "an unknown processor"}, ${cpus().length} processors\n`,
);
console.log(
  ["what".padEnd(40), "measured".padStart(12), "budget".padStart(12), "        ", "baseline".padStart(8)].join(" "),
);
for (const row of measureAll()) {
  rows.push(row);
  console.log(table([row], baseline).join("\n"));
}

const slower = rows.filter(({ id, value }) => value > SLOWER * (baseline.get(id) ?? Number.POSITIVE_INFINITY));
console.log(
  slower.length === 0
    ? "\nNothing is slower than the baseline by more than 30 %."
    : `\nSlower than the baseline by more than 30 %: ${slower.map(({ what }) => what).join("; ")}.`,
);
const result = `${JSON.stringify({ node: process.version, rows }, undefined, 2)}\n`;
mkdirSync("out", { recursive: true });
writeFileSync("out/bench.json", result);
if (process.argv.includes("--save")) writeFileSync(BASELINE, result);
process.exitCode = slower.length === 0 ? 0 : 1;
