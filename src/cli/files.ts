import { closeSync, createReadStream, type Dirent, openSync, readFileSync, readSync, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { condensed, type Entry, type Files, type Limits, tooLarge } from "../engine/index.ts";
import { type DecodedText, decoded } from "./encoding.ts";

/** What one file may have: half of what a string can hold. */
export const LARGEST = 256 * 1024 * 1024;

const PIECE = 1024 * 1024;
/** What is kept of a larger file: a log tells less than that of bonding. */
const MOST_KEPT = 64 * PIECE;
/** A line of more bytes is none of a log. */
const LONGEST_LINE = 16 * PIECE;

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
  condense,
  reasonOf,
};

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

/** Reads a file that was named, or standard input. Throws where it cannot be read, or holds too much. */
export function readInput(path: string): DecodedText {
  const size = sizeOf(path);
  if (size > LARGEST) throw new Error(tooLarge(LARGEST));
  return decoded(size > 0 ? readFileSync(path) : readStream(path));
}

/** Reads a file of any size by pieces of whole lines; `undefined` for one that is no text, or holds too much all the same. */
export async function condense(path: string): Promise<string | undefined> {
  const pieces: string[] = [];
  let length = 0;
  let rest: Buffer = Buffer.alloc(0);
  const take = (bytes: Buffer) => {
    const piece = condensed(decoded(bytes).text);
    length += piece.length;
    pieces.push(piece);
  };
  for await (const bytes of createReadStream(path, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
    const whole = Buffer.concat([rest, bytes]);
    const end = whole.lastIndexOf(LINE_FEED) + 1;
    rest = whole.subarray(end);
    if (whole.includes(0) || rest.length > LONGEST_LINE || length > MOST_KEPT) return undefined;
    if (end > 0) take(whole.subarray(0, end));
  }
  take(rest);
  return length > MOST_KEPT ? undefined : pieces.join("");
}

const LINE_FEED = 0x0a;

/** Reads standard input, a pipe or a device, which do not tell how long they are. */
function readStream(path: string): Buffer {
  const descriptor = path === "-" ? 0 : openSync(path, "r");
  const pieces: Buffer[] = [];
  try {
    for (let size = 0; ; ) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = filled(descriptor, piece);
      size += read;
      if (size > LARGEST) throw new Error(tooLarge(LARGEST));
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

/** The bytes of a file that was named, 0 where it does not tell. Throws where there is nothing. */
export function sizeOf(path: string): number {
  return path === "-" ? 0 : statSync(path).size;
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
