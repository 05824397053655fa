import { type Capture, gather, onlyInPart, type Unread } from "../engine/index.ts";
import { condense, files, isFolder, LARGEST, LIMITS, normalized, readInput, reasonOf, sizeOf } from "./files.ts";

/** What is analysed at once: the captures of one host, or the files that were named. */
export interface Unit {
  readonly captures: readonly Capture[];
  /** Folders in which captures may be joined. */
  readonly roots: readonly string[];
  readonly unread: readonly Unread[];
  /** What the person has to know of how it was read, in one sentence. */
  readonly note?: string;
}

/**
 * Reads what the command line names, unit by unit: first the files, `-` for standard input among them, then each folder
 * host by host. Only one unit is held in memory at a time. Files that are too large together are read one by one.
 */
export async function* unitsOf(paths: readonly string[]): AsyncGenerator<Unit> {
  const named: string[] = [];
  const folders: string[] = [];
  const missing: Unread[] = [];
  let bytes = 0;
  for (const path of new Set(paths.map(normalized))) {
    try {
      if (isFolder(path)) folders.push(path);
      else {
        const size = sizeOf(path);
        // Of a larger one at most a quarter is kept.
        bytes += size <= LARGEST ? size : 0;
        named.push(path);
      }
    } catch (error) {
      missing.push({ path, reason: reasonOf(error) });
    }
  }
  const apart = bytes > LIMITS.bytes && named.length > 1;
  for (const [at, group] of (apart ? named.map((path) => [path]) : [named]).entries()) {
    const unit = await readFiles(group, at === 0 ? missing : []);
    if (unit.captures.length > 0 || unit.unread.length > 0) yield apart && at === 0 ? { ...unit, note: APART } : unit;
  }
  for (const folder of folders) {
    for await (const found of gather(folder, files, LIMITS)) {
      yield { captures: found.captures, roots: found.root === undefined ? [] : [found.root], unread: found.unread };
    }
  }
}

const APART = `the files are judged one by one: together they are larger than ${LIMITS.bytes / 1024 / 1024} MiB`;

async function readFiles(paths: readonly string[], missing: readonly Unread[]): Promise<Unit> {
  const captures: Capture[] = [];
  const roots = new Set<string>();
  const unread = [...missing];
  for (const path of paths) {
    try {
      const part = sizeOf(path) > LARGEST ? await condense(path) : undefined;
      captures.push({ path, text: part ?? readInput(path).text });
      if (part !== undefined) unread.push({ path, reason: onlyInPart(LARGEST) });
      if (path !== "-") roots.add(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    } catch (error) {
      unread.push({ path, reason: reasonOf(error) });
    }
  }
  return { captures, roots: [...roots], unread };
}
