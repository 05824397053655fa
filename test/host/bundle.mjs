// Compiles the suite into one file that runs in both extension hosts: Node.js and web worker.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { out, root } from "../../scripts/lib/paths.mjs";

/** What the suite puts before its own lines where they reach us among others. */
export const LINE_MARK = "@@bondlint ";

/** The compiled suite. */
export const suiteFile = join(out, "host/suite.js");

/**
 * @param {{ mark: string, grep: string }} options `mark`: put before every line of the report; `grep`: run only tests whose
 *   title holds it. They are compiled in, because a web worker has neither arguments nor environment.
 */
export async function bundleSuite({ mark, grep }) {
  await build({
    entryPoints: [join(root, "test/host/suite/index.ts")],
    outfile: suiteFile,
    bundle: true,
    format: "cjs",
    platform: "browser",
    target: "es2022",
    sourcemap: "inline",
    external: ["vscode"],
    loader: { ".txt": "text", ".nmconnection": "text" },
    define: { LINE_MARK: JSON.stringify(mark), GREP: JSON.stringify(grep) },
    logLevel: "warning",
  });
}

/** The model incident as the suite knows it: the same texts for the test that looks at the screen. */
export async function loadIncident() {
  const outfile = join(out, "host/incident.mjs");
  const entryPoints = [join(root, "test/host/suite/incident.ts")];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    format: "esm",
    loader: { ".txt": "text", ".nmconnection": "text" },
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile));
}
