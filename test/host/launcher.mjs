// What the launchers share: notes, the decision to skip or fail, and the run of a suite in a window.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium, launchChromium } from "../../scripts/lib/chromium.mjs";
import { SERVER_NAME, startServer, whyNoServer } from "../../scripts/lib/code-server.mjs";
import { out } from "../../scripts/lib/paths.mjs";
import { ensureServer } from "../../scripts/lib/setup.mjs";
import { formatTally, parseTally } from "../../scripts/lib/tally.mjs";
import { LINE_MARK } from "./bundle.mjs";

const SUITE_TIMEOUT_MS = 180_000;

/** Prints a line that `npm test` passes on at once. */
export function note(line) {
  console.log(`# ${line}`);
}

/**
 * Installs code-server, or ends this program when a window in a browser cannot be had: a skipped test, in CI a failed one.
 */
export async function requireBrowserHost() {
  const noBrowser = findChromium() ? undefined : "there is no Chromium (apt-get install chromium, or set CHROMIUM)";
  let reason = whyNoServer() ?? noBrowser;
  if (!reason)
    reason = await ensureServer(note).then(
      () => undefined,
      (error) => `code-server: ${error.message}`,
    );
  if (reason) giveUp(reason);
  note(`${SERVER_NAME} in ${findChromium()}`);
}

/** Ends this program as one skipped test, in CI as a failed one. */
export function giveUp(reason) {
  const isFailure = process.env.CI === "true";
  note(`${isFailure ? "failed" : "skipped"}: ${reason}`);
  console.log(formatTally({ passed: 0, failed: isFailure ? 1 : 0, skipped: isFailure ? 0 : 1 }));
  process.exit(isFailure ? 1 : 0);
}

/** @returns {string} a new, empty folder that goes when this program ends */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "bondlint-workspace-"));
  if (temporary.length === 0) process.once("exit", removeTemporary);
  temporary.push(folder);
  return folder;
}

const temporary = [];

function removeTemporary() {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
}

/** @returns {string} the text after `--grep` among this program's arguments */
export function grepArgument() {
  const at = process.argv.indexOf("--grep");
  return at < 0 ? "" : (process.argv[at + 1] ?? "");
}

/**
 * Starts code-server and a browser, runs the suite in the window at the address that `open` gives, and stops both.
 *
 * @param {(server: Awaited<ReturnType<typeof startServer>>, context: import("playwright-core").BrowserContext) => Promise<string>} open
 * @returns {Promise<number>} the exit code
 */
export async function runSuiteInBrowser(open) {
  const server = await startServer({ testDriver: true });
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    return await runSuite(await context.newPage(), await open(server, context));
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Shows the suite's lines as they come and waits for its end, which the window reports by calling `codeAutomationExit`. */
async function runSuite(page, address) {
  const report = [];
  const others = [];
  await page.exposeFunction("codeAutomationLog", (_type, args) => {
    const line = args.map(String).join(" ");
    if (!line.startsWith(LINE_MARK)) return others.push(line);
    report.push(line.slice(LINE_MARK.length));
    console.log(report.at(-1));
  });
  const code = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no result in ${SUITE_TIMEOUT_MS / 1000} s`)), SUITE_TIMEOUT_MS);
    const end = (settle, value) => {
      clearTimeout(timer);
      settle(value);
    };
    page.on("pageerror", (error) => others.push(String(error)));
    page.on("crash", () => end(reject, new Error("the page crashed")));
    page
      .exposeFunction("codeAutomationExit", (exitCode) => end(resolve, exitCode))
      .then(() => page.goto(address))
      .catch((error) => end(reject, error));
  }).catch(async (error) => {
    console.log(`The suite did not end: ${error.message}`);
    mkdirSync(out, { recursive: true });
    await page.screenshot({ path: join(out, "suite-did-not-end.png") }).catch(() => {});
    return 1;
  });
  const log = join(out, "window.log");
  mkdirSync(out, { recursive: true });
  writeFileSync(log, others.join("\n"));
  const count = parseTally(report.join("\n"));
  if (code === 0 && count?.failed === 0) return 0;
  // A suite that could not be loaded ends without a count.
  console.log(`\nThe window's own log is in ${log}\n\n${formatTally(count ?? { passed: 0, failed: 1, skipped: 0 })}`);
  return 1;
}
