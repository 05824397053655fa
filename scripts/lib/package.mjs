// Packages the built extension as a user installs it.
import { mkdirSync } from "node:fs";
import { dirname, relative } from "node:path";
import { root } from "./paths.mjs";
import { mustRun } from "./run.mjs";

/**
 * @param {string} vsix where to write it; its folder is made
 * @returns {Promise<string>} the same path
 */
export async function packageExtension(vsix) {
  mkdirSync(dirname(vsix), { recursive: true });
  await mustRun("npx", ["--no-install", "vsce", "package", "--no-dependencies", "--out", relative(root, vsix)]);
  return vsix;
}
