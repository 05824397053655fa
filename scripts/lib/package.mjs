// Packages the built extension as a user installs it.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { out, root } from "./paths.mjs";
import { mustRun } from "./run.mjs";

/** What an editor needs. "files" in package.json names what npm packs: the command and the library, which no editor uses. */
const FILES = [
  "dist/extension.js",
  "dist/web/extension.js",
  "docs/rules",
  "l10n",
  "media/icon.png",
  "media/icon.svg",
  "media/samples",
  "media/walkthrough",
  "package.nls.json",
  "package.nls.de.json",
  "syntaxes",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "THIRD-PARTY-NOTICES.md",
];

/** What of package.json is for npm and for working on Bondlint. */
const NOT_FOR_EDITORS = ["bin", "exports", "scripts", "devDependencies"];

/**
 * @param {string} vsix where to write it; its folder is made
 * @returns {Promise<string>} the same path
 */
export async function packageExtension(vsix) {
  const folder = join(out, "extension");
  rmSync(folder, { recursive: true, force: true });
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { recursive: true });
  }
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of NOT_FOR_EDITORS) delete manifest[name];
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, files: FILES }, undefined, 2));
  mkdirSync(dirname(vsix), { recursive: true });
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  await mustRun(process.execPath, [vsce, "package", "--no-dependencies", "--out", vsix], { cwd: folder });
  return vsix;
}
