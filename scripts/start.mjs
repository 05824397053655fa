// `npm start [PATH]`: installs what is missing, builds, prints Bondlint's findings for PATH and opens VS Code on it.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SERVER_NAME, startServer, whyNoServer, windowAddress } from "./lib/code-server.mjs";
import { packageExtension } from "./lib/package.mjs";
import { root } from "./lib/paths.mjs";
import { mustRun, run } from "./lib/run.mjs";
import { ensureDependencies, ensureServer } from "./lib/setup.mjs";

const HELP = `Usage: npm start [-- [--no-open] [PATH]]

Builds Bondlint, prints its findings for PATH (a file or a folder of captures) and opens VS Code on it with the extension
loaded: the desktop's, or else one in the browser, on 127.0.0.1, until Ctrl+C. Without PATH: the model incident.

  --no-open   print the findings and stop
`;
const MODEL_INCIDENT = "test/captures/lab/seed-miimon0-primary/2-eno1-shut";
const EXIT_FINDINGS = 1;

try {
  await start(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

async function start(args) {
  if (args.includes("--help") || args.includes("-h")) return console.log(HELP);
  const paths = args.filter((arg) => !arg.startsWith("-"));
  const unknown = args.filter((arg) => arg.startsWith("-") && arg !== "--no-open");
  if (paths.length > 1 || unknown.length > 0) throw new Error(`Not understood: ${args.join(" ")}\n\n${HELP}`);
  // npm runs this in the repository; INIT_CWD is where the user typed the path.
  const cwd = paths.length > 0 ? (process.env.INIT_CWD ?? process.cwd()) : root;
  const [path = MODEL_INCIDENT] = paths;

  await ensureDependencies(console.log);
  await mustRun("npm", ["run", "--silent", "build"]);
  const { status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), path], { cwd, stdio: "inherit" });
  if (status !== 0 && status !== EXIT_FINDINGS) {
    process.exitCode = 2;
    return;
  }
  if (!args.includes("--no-open")) await open(await placeToOpen(path, cwd));
}

/** The folder to open, and in it the file: the one that was named, or else the one with the first finding. */
async function placeToOpen(path, cwd) {
  const named = resolve(cwd, path);
  if (statSync(named).isFile()) return { folder: dirname(named), file: named };
  const { output } = await run(process.execPath, [join(root, "dist/cli.js"), "--format", "json", path], { cwd });
  const [finding] = JSON.parse(output).findings;
  const file = finding && resolve(cwd, finding.path);
  return { folder: named, file: file && existsSync(file) ? file : undefined };
}

async function open({ folder, file }) {
  if (await hasDesktop()) {
    const files = file ? [file] : [];
    await mustRun("code", ["--new-window", `--extensionDevelopmentPath=${root}`, folder, ...files]);
    console.log("\nVS Code is open, with Bondlint loaded.");
    return;
  }
  const missing = whyNoServer();
  if (missing) throw new Error(`There is no VS Code to open: no "code" on the PATH, and ${missing}.`);
  await serve(folder, file);
}

/** Whether desktop VS Code can be started: its command is there, and on Linux a display. */
async function hasDesktop() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) return false;
  return (await run("code", ["--version"])).code === 0;
}

/** Serves VS Code with the packaged extension on 127.0.0.1 until Ctrl+C; everything it wrote goes with it. */
async function serve(folder, file) {
  await ensureServer(console.log);
  const vsix = await packageExtension(join(root, "dist/bondlint.vsix"));
  // Ctrl+C is how this is meant to end.
  process.once("SIGINT", () => process.exit(0));
  const server = await startServer({ vsix });
  console.log(
    `\n${SERVER_NAME}, with Bondlint installed; Ctrl+C stops it:\n\n  ${windowAddress(server, folder, { file })}\n`,
  );
  await server.ended;
  throw new Error("code-server has ended.");
}
