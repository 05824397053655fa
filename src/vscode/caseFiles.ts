import { type Disposable, EventEmitter, type Uri, workspace } from "vscode";
import { type Gathered, gatherAround, type Unread } from "../engine/index.ts";
import { log, logError, since } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf, uriOf } from "./paths.ts";
import { readSetting, SECTION } from "./settings.ts";
import { AROUND, workspaceFiles } from "./workspaceFiles.ts";

/** How long files have to rest before their case is read again, in ms: an archive is unpacked file by file. */
const REST = 300;

/** A case of which at least one capture is open. */
interface OpenCase {
  readonly root: string;
  readonly files: ReadonlySet<string>;
  readonly unread: readonly Unread[];
}

/**
 * Reads in the background what belongs with the open captures, so that they are judged with all of their case: the
 * files of one archive, or of one folder in which nothing contradicts. Nothing is shown in files that are not open.
 */
export class CaseFiles implements Disposable {
  readonly #captures: OpenCaptures;
  readonly #subscriptions: Disposable[];
  /** The case of each open capture. */
  readonly #cases = new Map<string, OpenCase>();
  readonly #waiting = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> = Promise.resolve();
  readonly #changed = new EventEmitter<void>();

  /** Fires after cases were read. */
  readonly onDidChange = this.#changed.event;

  constructor(captures: OpenCaptures) {
    this.#captures = captures;
    const watcher = workspace.createFileSystemWatcher("**/*");
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidChange((uri) => this.#touched(uri)),
      watcher.onDidCreate((uri) => this.#touched(uri)),
      watcher.onDidDelete((uri) => this.#touched(uri)),
      captures.onDidOpen((path) => this.#read(path, 0)),
      captures.onDidClose((path) => this.#close(path)),
      workspace.onDidChangeWorkspaceFolders(() => this.#readAll()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.readCaseFiles`)) this.#readAll();
      }),
    ];
    this.#readAll();
  }

  /** What belongs to the case of an open capture and was not read, and why. A file that is open is judged all the same. */
  unread(path: string): readonly Unread[] {
    const { unread = [] } = this.#cases.get(path) ?? {};
    return unread.filter((file) => this.#captures.documentOf(file.path) === undefined);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #readAll(): void {
    for (const path of this.#captures.paths()) this.#read(path, 0);
  }

  #read(path: string, rest: number): void {
    this.#waiting.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // What failed once must not keep later files from being read.
      this.#reading = this.#reading.then(() => this.#readWaiting()).catch((error) => logError("case files", error));
    }, rest);
  }

  /** A file that was written, made or deleted beside an open capture may change its case. */
  #touched(uri: Uri): void {
    const path = pathOf(uri);
    for (const open of this.#captures.paths()) {
      const root = this.#cases.get(open)?.root ?? open.slice(0, open.lastIndexOf("/"));
      const above = root.slice(0, root.lastIndexOf("/"));
      if (path !== open && path.startsWith(`${above}/`)) this.#read(open, REST);
    }
  }

  async #readWaiting(): Promise<void> {
    const paths = [...this.#waiting];
    this.#waiting.clear();
    const done = new Set<string>();
    for (const path of paths) {
      if (this.#captures.documentOf(path) === undefined || done.has(path)) continue;
      const found = await this.#gather(path);
      // What is open in the same case shares it, and is not read again.
      for (const open of this.#captures.paths()) {
        if (open !== path && !found.files.has(open)) continue;
        this.#keep(open, found);
        done.add(open);
      }
      // It may have been closed while it was being read.
      this.#release(found);
    }
    this.#changed.fire();
  }

  /** What belongs with a capture, read from its files. Captures outside of the workspace stand alone. */
  async #gather(path: string): Promise<OpenCase> {
    const folder = workspace.getWorkspaceFolder(uriOf(path));
    if (folder === undefined || readSetting("readCaseFiles") === false)
      return { root: path, files: new Set(), unread: [] };
    const start = performance.now();
    const found = await gatherAround(path, pathOf(folder.uri), workspaceFiles, AROUND);
    logGathered(found, since(start));
    const { root = path, captures, unread } = found;
    for (const { path: file, text } of captures) this.#captures.putBeside(file, text);
    return { root, files: new Set(captures.map((capture) => capture.path)), unread };
  }

  #keep(path: string, found: OpenCase): void {
    const before = this.#cases.get(path);
    this.#cases.set(path, found);
    if (before) this.#release(before);
  }

  #close(path: string): void {
    const before = this.#cases.get(path);
    this.#cases.delete(path);
    if (before) this.#release(before);
  }

  #release({ files }: OpenCase): void {
    const used = new Set([...this.#cases.values()].flatMap((one) => [...one.files]));
    for (const file of files) if (!used.has(file)) this.#captures.dropBeside(file);
  }
}

function logGathered({ root = "no case", captures, unread }: Gathered, took: string): void {
  const characters = captures.reduce((sum, { text }) => sum + text.length, 0);
  const read = `${captures.length} files read, ${unread.length} not read, ${characters} characters`;
  log.info(`Case of an open capture: ${read}, ${took}`);
  log.trace(`${root}: ${captures.map(({ path }) => path).join(", ")}`);
}
