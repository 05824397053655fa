import { type Capture, gather, type Unread } from "../engine/index.ts";
import { files, isFolder, LIMITS, normalized, readInput, reasonOf } from "./files.ts";

/** What is analysed at once: the captures of one host, or the files that were named. */
export interface Unit {
  readonly captures: readonly Capture[];
  /** Folders in which captures may be joined. */
  readonly roots: readonly string[];
  readonly unread: readonly Unread[];
}

/**
 * Reads what the command line names, unit by unit: first the files, `-` for standard input among them, then each folder
 * host by host. Only one unit is held in memory at a time.
 */
export async function* unitsOf(paths: readonly string[]): AsyncGenerator<Unit> {
  const captures = new Map<string, Capture>();
  const roots = new Set<string>();
  const folders: string[] = [];
  const unread: Unread[] = [];
  for (const path of paths.map(normalized)) {
    try {
      if (isFolder(path)) folders.push(path);
      else {
        if (path !== "-") roots.add(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
        captures.set(path, { path, text: readInput(path).text });
      }
    } catch (error) {
      unread.push({ path, reason: reasonOf(error) });
    }
  }
  if (captures.size > 0 || unread.length > 0) yield { captures: [...captures.values()], roots: [...roots], unread };
  for (const folder of folders) {
    for await (const found of gather(folder, files, LIMITS)) {
      yield { captures: found.captures, roots: found.root === undefined ? [] : [found.root], unread: found.unread };
    }
  }
}
