import { type Dirent, readFileSync, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import type { Entry, Files, Limits } from "../engine/index.ts";
import { type DecodedText, decoded } from "./encoding.ts";

/** What one file may have: half of what a string can hold. */
const LARGEST = 256 * 1024 * 1024;

/** What may be read for one host. A sosreport has some hundred files that are read, of some megabytes. */
export const LIMITS: Limits = { files: 5000, bytes: LARGEST, fileBytes: LARGEST };

/** The files of this machine, for what gathers the captures of a folder. */
export const files: Files = {
  async list(folder) {
    return (await readdir(folder, { withFileTypes: true })).map((entry) => ({
      name: entry.name,
      kind: kindOf(entry),
    }));
  },
  async size(path) {
    return (await stat(path)).size;
  },
  async read(path) {
    return decoded(await readFile(path)).text;
  },
  reasonOf,
};

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

/** Reads a file that was named, or standard input. Throws where it cannot be read. */
export function readInput(path: string): DecodedText {
  if (path !== "-" && statSync(path).size > LARGEST) throw new Error(`larger than ${LARGEST / 1024 / 1024} MiB`);
  return decoded(readFileSync(path === "-" ? 0 : path));
}

/** True for a folder. Throws where there is nothing. */
export function isFolder(path: string): boolean {
  return path !== "-" && statSync(path).isDirectory();
}

/** A path as it is reported: with `/`, without `./` before it or `/` behind it. */
export function normalized(path: string): string {
  const slashed = process.platform === "win32" ? path.replaceAll("\\", "/") : path;
  return slashed.replace(/^(?:\.\/+)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
}

/** Why something could not be read, in a few words. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error) {
    const known = { ENOENT: "no such file or folder", EACCES: "permission denied", EISDIR: "is a folder" };
    const code = String(error.code);
    return Object.hasOwn(known, code) ? known[code as keyof typeof known] : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
