import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isCapture, readName, type Unread } from "../engine/index.ts";

/** A file as it was read. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
  /** How the text was decoded: `latin1` where the bytes are not UTF-8, so that every byte can be given back. */
  readonly encoding: "utf8" | "latin1";
}

/** What was read for an analysis, and what was not. */
export interface Collected {
  readonly files: readonly InputFile[];
  /** The folders that were named. */
  readonly folders: readonly string[];
  /** Folders in which captures may be joined: the named ones, and those of named files. */
  readonly roots: readonly string[];
  readonly unread: readonly Unread[];
}

/** Files above this size are not read: 256 MiB, half of what a string can hold. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Reads what the command line names: files as they are, folders with their subfolders, `-` for standard input. Of a
 * folder only files that are captures are kept; symbolic links in it are not followed.
 */
export function collect(paths: readonly string[]): Collected {
  const files = new Map<string, InputFile>();
  const roots = new Set<string>();
  const folders: string[] = [];
  const unread: Unread[] = [];
  for (const given of paths) {
    const path = normalized(given);
    try {
      if (path !== "-" && statSync(path).isDirectory()) {
        roots.add(path);
        folders.push(path);
        for (const file of filesBelow(path, unread)) {
          const input = attempt(file, unread);
          if (input && looksLikeCapture(input)) files.set(file, input);
        }
      } else {
        if (path !== "-") roots.add(folderOf(path));
        files.set(path, readInput(path));
      }
    } catch (error) {
      unread.push({ path, reason: reasonOf(error) });
    }
  }
  return { files: [...files.values()], folders, roots: [...roots], unread };
}

/** A path as it is reported: with `/`, without `./` before it or `/` behind it. */
function normalized(path: string): string {
  const slashed = process.platform === "win32" ? path.replaceAll("\\", "/") : path;
  return slashed.replace(/^(?:\.\/+)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === "." ? "" : folder;
}

function* filesBelow(folder: string, unread: Unread[]): Generator<string> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    unread.push({ path: folder, reason: reasonOf(error) });
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder.endsWith("/") ? `${folder}${entry.name}` : `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== ".git" && entry.name !== "node_modules") yield* filesBelow(path, unread);
    else if (entry.isFile()) yield path;
  }
}

function attempt(path: string, unread: Unread[]): InputFile | undefined {
  try {
    return readInput(path);
  } catch (error) {
    unread.push({ path, reason: reasonOf(error) });
    return undefined;
  }
}

function readInput(path: string): InputFile {
  if (path !== "-" && statSync(path).size > LARGEST) throw new Error(`larger than ${LARGEST / 1024 / 1024} MiB`);
  const bytes = readFileSync(path === "-" ? 0 : path);
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd") || Buffer.from(text, "utf8").equals(bytes)) return { path, text, encoding: "utf8" };
  return { path, text: bytes.toString("latin1"), encoding: "latin1" };
}

function looksLikeCapture({ path, text }: InputFile): boolean {
  if (text.slice(0, 4096).includes("\0")) return false;
  return isCapture(text) || (readName(path).kind !== "other" && text !== "");
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error) {
    const known = { ENOENT: "no such file or folder", EACCES: "permission denied", EISDIR: "is a folder" };
    const code = String(error.code);
    return Object.hasOwn(known, code) ? known[code as keyof typeof known] : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
