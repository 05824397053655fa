// The steps of `npm test`. Each runs one program and says how many tests passed, failed and were skipped.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { out, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { parseTally } from "./tally.mjs";

/**
 * @typedef {{ tally: import("./tally.mjs").Tally, output: string }} Result
 * @typedef {(note: (line: string) => void) => Promise<Result>} Run
 * @typedef {{ id: string, title: string, needs?: string, run: Run }} Step `needs`: the step that must have passed before
 */

/** @type {readonly Step[]} */
export const steps = [
  { id: "lint", title: "Lint", run: () => script("lint", "--colors=off") },
  { id: "types", title: "Type check", run: () => script("typecheck") },
  { id: "build", title: "Build", run: () => script("build") },
  { id: "unit", title: "Unit tests", needs: "build", run: unit },
  { id: "grammar", title: "Grammar snapshots", run: grammar },
  { id: "host", title: "VS Code: Node.js extension host", needs: "build", run: launcher("desktop-or-server.mjs") },
  { id: "web", title: "VS Code: web worker extension host", needs: "build", run: launcher("web-worker.mjs") },
  { id: "ui", title: "VS Code: the packaged extension, as a user sees it", needs: "build", run: launcher("ui.mjs") },
];

/** Runs a script of package.json as one test. */
async function script(name, ...args) {
  const { code, output } = await run("npm", ["run", "--silent", name, "--", ...args]);
  return { tally: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, output };
}

async function unit(note) {
  const file = join(out, "unit.json");
  mkdirSync(out, { recursive: true });
  rmSync(file, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code, output } = await run("npm", ["run", "--silent", "unit", "--", ...reporters]);
  if (!existsSync(file)) return counted(undefined, code, output);
  // A test that is skipped says why in brackets.
  for (const [, name, why] of output.replaceAll(/\u001b\[[\d;]*m/g, "").matchAll(/^ *↓ (.*?)(?: \d+ms)? \[(.*)\]$/gm))
    note(`skipped: ${name}: ${why}`);
  const report = JSON.parse(readFileSync(file, "utf8"));
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return counted(tally, code, output);
}

/** Counts one test per snapshot. A missing snapshot fails: the tool would write it and be content. */
async function grammar() {
  const folder = join(root, "test/grammar");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];
  const missing = names.filter((name) => !existsSync(join(folder, `${name}.snap`)));
  const { code, output } = await run("npm", ["run", "--silent", "grammar"]);
  const passed = [...output.matchAll(/(\S+\.txt) run successfully\./g)].length;
  const complaints = missing.map((name) => `test/grammar/${name} had no snapshot; look at the new one and keep it.`);
  return counted({ passed, failed: names.length - passed, skipped: 0 }, code, [output, ...complaints].join("\n"));
}

/** Runs a launcher in test/host, which prints its own count; its lines that start with `# ` are shown as they come. */
function launcher(name) {
  return async (note) => {
    const onLine = (line) => line.startsWith("# ") && note(line.slice(2));
    const { code, output } = await run(process.execPath, [join(root, "test/host", name)], { onLine });
    return counted(parseTally(output), code, output);
  };
}

/** A program that failed, or ran no test at all, has at least one failure, whatever it counted. */
function counted(tally = { passed: 0, failed: 0, skipped: 0 }, code, output) {
  const ranNothing = tally.passed + tally.failed + tally.skipped === 0;
  if ((code !== 0 || ranNothing) && tally.failed === 0) return { tally: { ...tally, failed: 1 }, output };
  return { tally, output };
}
