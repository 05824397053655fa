// Installs what is missing. Only node builtins: this is the first step on a fresh clone.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, serverHome } from "./paths.mjs";
import { mustRun } from "./run.mjs";

/**
 * Installs the packages of package-lock.json, if node_modules holds anything else.
 *
 * @param {(message: string) => void} log
 */
export async function ensureDependencies(log) {
  if (dependenciesAreCurrent()) return;
  log("installing the packages of package-lock.json (npm ci) ...");
  await mustRun("npm", ["ci"]);
}

/**
 * Installs the pinned code-server, if its lock file is not the one last installed.
 *
 * @param {(message: string) => void} log
 */
export async function ensureServer(log) {
  const stamp = join(serverHome, "node_modules/.installed");
  const lock = createHash("sha256")
    .update(readFileSync(join(serverHome, "package-lock.json")))
    .digest("hex");
  if (readIfThere(stamp) === lock) return;
  log("installing code-server into test/host/server/node_modules (about 780 MB, only when its lock file changes) ...");
  // No install scripts: they want a compiler, for native modules that nothing here needs.
  await mustRun("npm", ["ci", "--ignore-scripts"], { cwd: serverHome });
  // code-server brings VS Code's own packages as a shrinkwrap that misses a peer: plain `npm ci` refuses it.
  const inner = join(serverHome, "node_modules/code-server/lib/vscode");
  await mustRun("npm", ["ci", "--legacy-peer-deps", "--omit=dev", "--ignore-scripts"], { cwd: inner });
  writeFileSync(stamp, lock);
}

/** Whether node_modules holds exactly what the lock file says, whoever installed it. */
function dependenciesAreCurrent() {
  const installed = readIfThere(join(root, "node_modules/.package-lock.json"));
  if (installed === undefined) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(installed).packages;
  const isCurrent = ([path, { version, optional }]) =>
    // Optional packages are those of other platforms.
    path === "" || (path in present ? present[path].version === version : optional === true);
  return Object.entries(wanted).every(isCurrent) && Object.keys(present).every((path) => path in wanted);
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
