// `npm test`: installs what is missing, then lints, type-checks, builds and runs every kind of test.
// Only node builtins here and in what this file imports: it starts on a fresh clone.
import { ensureDependencies } from "./lib/setup.mjs";
import { steps } from "./lib/steps.mjs";
import { addTallies, formatTally } from "./lib/tally.mjs";

const HELP = `Usage: npm test [-- STEP...]

Runs the named steps and those they need; without a name, all of them:

${steps.map(({ id, title }) => `  ${id.padEnd(9)} ${title}`).join("\n")}

The last line is the count. The exit code is 1 if anything failed.

Environment:
  CI=true                a missing host (Chromium, code-server) is a failure; otherwise it is skipped
  CHROMIUM=PATH          the browser for the hosts in a browser
  VSCODE_TEST_HOST=NAME  desktop or code-server, for the step "host"; by default desktop where it can be had
`;

const names = process.argv.slice(2);
if (names.includes("--help") || names.includes("-h")) {
  console.log(HELP);
  process.exit(0);
}
const unknown = names.filter((name) => !steps.some(({ id }) => id === name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(", ")}.\n\n${HELP}`);
  process.exit(2);
}

const tally = await runAll(selected(names));
console.log(`\n${formatTally(tally)}`);
process.exit(tally.failed > 0 ? 1 : 0);

/** The named steps with those they need, in their usual order. */
function selected(ids) {
  if (ids.length === 0) return steps;
  const needed = steps.filter(({ id }) => ids.includes(id)).map(({ needs }) => needs);
  return steps.filter(({ id }) => ids.includes(id) || needed.includes(id));
}

async function runAll(chosen) {
  heading("Set-up");
  try {
    await ensureDependencies(indented);
    indented("packages are installed");
  } catch (error) {
    console.log(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const failed = new Set();
  const tallies = [];
  for (const step of chosen) {
    heading(step.title);
    const tally = failed.has(step.needs) ? notRun(step) : await runStep(step);
    if (tally.failed > 0) failed.add(step.id);
    tallies.push(tally);
  }
  if (failed.size > 0) console.log(`\nFailed: ${[...failed].join(", ")}`);
  return addTallies(tallies);
}

async function runStep(step) {
  const start = performance.now();
  const { tally, output } = await step.run(indented);
  if (tally.failed > 0) console.log(`\n${output}\n`);
  indented(`${formatTally(tally)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return tally;
}

function notRun({ needs }) {
  indented(`skipped: the step "${needs}" failed`);
  return { passed: 0, failed: 0, skipped: 1 };
}

function heading(title) {
  console.log(`\n${title}`);
}

function indented(line) {
  console.log(`  ${line}`);
}
