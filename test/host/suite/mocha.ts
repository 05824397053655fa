// Sets mocha up. Imported first: the test files call `suite` and `test` while they are loaded.
// mocha's browser build runs in both extension hosts; its Node.js build needs modules that a web worker does not have.
import "mocha/mocha.js";

/** The browser build's global object; `Mocha` itself is typed by @types/mocha. */
const browserMocha = (globalThis as unknown as { mocha: Mocha & { setup(options: Mocha.MochaOptions): void } }).mocha;

let passed = 0;
let failed = 0;
let skipped = 0;

function print(line: string): void {
  console.log(`${LINE_MARK}${line}`);
}

function report(runner: Mocha.Runner): void {
  runner.on("suite", ({ title }) => title && print(title));
  runner.on("pass", ({ title, duration = 0 }) => {
    passed += 1;
    print(`  ok       ${title}${duration >= 500 ? ` (${duration} ms)` : ""}`);
  });
  runner.on("pending", ({ title }) => {
    skipped += 1;
    print(`  skipped  ${title}`);
  });
  runner.on("fail", ({ title }, error: Error) => {
    failed += 1;
    print(`  FAILED   ${title}`);
    for (const line of (error.stack ?? String(error)).split("\n")) print(`           ${line}`);
  });
}

browserMocha.setup({ ui: "tdd", timeout: 20_000, reporter: report as unknown as Mocha.ReporterConstructor });
if (GREP) browserMocha.grep(GREP);

/** Runs every test that has been declared. Rejects if one failed: the extension host turns that into its exit code. */
export async function runMocha(): Promise<void> {
  // Not browserMocha.run: it reads its options from the page's address, and Node.js has none.
  await new Promise<void>((resolve) => {
    Mocha.prototype.run.call(browserMocha, () => resolve());
  });
  print(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
