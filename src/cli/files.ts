import { closeSync, type Dirent, openSync, readFileSync, readSync, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import type { Entry, Files, Limits } from "../engine/index.ts";
import { type DecodedText, decoded } from "./encoding.ts";

/** What one file may have: half of what a string can hold. */
const LARGEST = 256 * 1024 * 1024;

const TOO_LARGE = `larger than ${LARGEST / 1024 / 1024} MiB`;
const PIECE = 1024 * 1024;

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

/** Reads a file that was named, or standard input. Throws where it cannot be read, or holds too much. */
export function readInput(path: string): DecodedText {
  return decoded(sizeOf(path) > 0 ? readFileSync(path) : readStream(path));
}

/** Reads standard input, a pipe or a device, which do not tell how long they are. */
function readStream(path: string): Buffer {
  const descriptor = path === "-" ? 0 : openSync(path, "r");
  const pieces: Buffer[] = [];
  try {
    for (let size = 0; ; ) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = filled(descriptor, piece);
      size += read;
      if (size > LARGEST) throw new Error(TOO_LARGE);
      pieces.push(piece.subarray(0, read));
      if (read < PIECE) return Buffer.concat(pieces, size);
    }
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/** Fills a piece of memory, and says how much of it; less only at the end. */
function filled(descriptor: number, piece: Buffer): number {
  let size = 0;
  while (size < piece.length) {
    const read = readSync(descriptor, piece, size, piece.length - size, null);
    if (read === 0) break;
    size += read;
  }
  return size;
}

/** The bytes of a file that was named, 0 where it does not tell. Throws where there is nothing, or too much. */
export function sizeOf(path: string): number {
  const size = path === "-" ? 0 : statSync(path).size;
  if (size > LARGEST) throw new Error(TOO_LARGE);
  return size;
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
