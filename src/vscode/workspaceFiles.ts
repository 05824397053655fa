import { type FileStat, FileSystemError, FileType, Uri, workspace } from "vscode";
import type { Entry, Files, Limits } from "../engine/index.ts";
import { pathOf, uriOf } from "./paths.ts";

const MEBIBYTE = 1024 * 1024;

/** What is read in the background around one open capture. */
export const AROUND: Limits = { files: 500, bytes: 64 * MEBIBYTE, fileBytes: 16 * MEBIBYTE };

/** What is read of one host when the whole workspace is asked for. */
export const EVERYTHING: Limits = { files: 5000, bytes: 256 * MEBIBYTE, fileBytes: 128 * MEBIBYTE };

/** The files of the workspace, on a disk or on any other file system that the editor knows. Links are not followed. */
export const workspaceFiles: Files = {
  async list(folder) {
    const entries = await workspace.fs.readDirectory(uriOf(folder));
    return entries.map(([name, type]) => {
      const path = pathOf(Uri.joinPath(uriOf(folder), name));
      return { name: path.slice(path.lastIndexOf("/") + 1), kind: kindOf(type) };
    });
  },
  async size(path) {
    return (await workspace.fs.stat(uriOf(path))).size;
  },
  async read(path) {
    return workspace.decode(await workspace.fs.readFile(uriOf(path)), { uri: uriOf(path) });
  },
  reasonOf(error) {
    if (error instanceof FileSystemError) return error.code;
    return error instanceof Error ? error.message : String(error);
  },
};

/** The files of the workspace, and what stands for the state in which each of them was when it was read. */
export function stampedFiles(): { files: Files; stamps: Map<string, string> } {
  const stamps = new Map<string, string>();
  const size = async (path: string) => {
    const stat = await workspace.fs.stat(uriOf(path));
    stamps.set(path, stampOf(stat));
    return stat.size;
  };
  return { files: { ...workspaceFiles, size }, stamps };
}

/** What differs once a file has been written. */
export function stampOf({ mtime, size }: FileStat): string {
  return `${mtime} ${size}`;
}

function kindOf(type: FileType): Entry["kind"] {
  if (type === FileType.File) return "file";
  return type === FileType.Directory ? "folder" : "other";
}
