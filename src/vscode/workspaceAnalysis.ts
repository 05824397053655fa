import {
  type CancellationToken,
  commands,
  type Diagnostic,
  type Disposable,
  EventEmitter,
  type GlobPattern,
  l10n,
  languages,
  ProgressLocation,
  RelativePattern,
  Uri,
  window,
  workspace,
} from "vscode";
import { type Analysis, analyze, type BondSummary, type Gathered, gather, gatherNamed } from "../engine/index.ts";
import { chosenFiles } from "./chosenFiles.ts";
import { diagnosticsByPath, SOURCE } from "./diagnostics.ts";
import { log, since } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf, uriOf } from "./paths.ts";
import { readSettings } from "./settings.ts";
import { EVERYTHING, stampedFiles, stampOf } from "./workspaceFiles.ts";

/** In ms: how long a cancellation that was pressed meanwhile may take to arrive. */
const HEARD = 50;

/** What was found in the files of one host. */
interface FoundHost {
  /** The folder in which the files may be joined. */
  readonly root: string | undefined;
  /** Every file that was read, as it was then. */
  readonly files: ReadonlyMap<string, string>;
  readonly bonds: readonly BondSummary[];
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * Analyses what it is asked to: every capture of the workspace, host by host, or single files of any size. What was found
 * stays in the list of problems until a file of that host changes or goes, or until it is cleared. A file that is open
 * shows what is found in it now.
 */
export class WorkspaceAnalysis implements Disposable {
  readonly #captures: OpenCaptures;
  readonly #collection = languages.createDiagnosticCollection(`${SOURCE}-workspace`);
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  readonly #watchers = new Map<string, Disposable>();
  /** Rounds of questions about stale files that are left, the one that runs included. */
  #rounds = 0;
  readonly #hosts = new Set<FoundHost>();
  /** The host of each file. */
  readonly #hostOf = new Map<string, FoundHost>();

  /** Fires after hosts were found or forgotten. */
  readonly onDidChange = this.#changed.event;

  constructor(captures: OpenCaptures) {
    this.#captures = captures;
    this.#watch("**/*", "");
    this.#subscriptions = [
      this.#collection,
      this.#changed,
      captures.onDidOpen((path) => this.#show(path)),
      captures.onDidClose((path) => this.#show(path)),
      // The system may never tell of changes below a folder that was new: whoever turns to the window sees what is so now.
      window.onDidChangeActiveTextEditor(() => this.#forgetStale()),
      window.onDidChangeWindowState(({ focused }) => focused && this.#forgetStale()),
      commands.registerCommand("bondlint.analyzeWorkspace", () => this.#run()),
      commands.registerCommand("bondlint.analyzeFile", async (given: unknown, selection: unknown) => {
        let bonds = 0;
        for (const uri of await chosenFiles(given, selection)) bonds += await this.#runFile(uri);
        return bonds;
      }),
      commands.registerCommand("bondlint.clear", () => this.#clear()),
    ];
  }

  /** The bonds that were found, for hosts of which nothing is open. */
  bonds(): BondSummary[] {
    return [...this.#hosts]
      .filter(({ files }) => ![...files.keys()].some((path) => this.#captures.documentOf(path)))
      .flatMap(({ bonds }) => bonds);
  }

  dispose(): void {
    for (const subscription of [...this.#subscriptions, ...this.#watchers.values()]) subscription.dispose();
  }

  #watch(pattern: GlobPattern, folder: string): void {
    const watcher = workspace.createFileSystemWatcher(pattern);
    watcher.onDidChange((uri) => this.#forgetChanged(uri));
    watcher.onDidCreate((uri) => this.#forgetChanged(uri));
    watcher.onDidDelete((uri) => this.#forgetChanged(uri));
    this.#watchers.set(folder, watcher);
  }

  /** A file outside of the workspace is watched in its own folder. */
  #watchOutside(uri: Uri): void {
    if (workspace.getWorkspaceFolder(uri)) return;
    const folder = Uri.joinPath(uri, "..");
    if (!this.#watchers.has(folder.toString())) this.#watch(new RelativePattern(folder, "*"), folder.toString());
  }

  async #run(): Promise<number> {
    this.#clear();
    const folders = workspace.workspaceFolders ?? [];
    const { files, stamps } = stampedFiles();
    const options = {
      location: ProgressLocation.Notification,
      title: l10n.t("Analyzing captures"),
      cancellable: true,
    };
    const start = performance.now();
    let read = 0;
    await window.withProgress(options, async (progress, token) => {
      for (const { uri } of folders) {
        for await (const gathered of gather(pathOf(uri), files, EVERYTHING)) {
          if (token.isCancellationRequested) return;
          read += gathered.captures.length;
          this.#keep(judged(gathered), gathered, stamps);
          stamps.clear();
          progress.report({ message: l10n.t("{0} hosts", this.#hosts.size) });
          // A message of the editor, a cancellation among them, is heard between two hosts.
          await new Promise((resolve) => setTimeout(resolve));
        }
      }
    });
    log.info(`Analysis of the workspace: ${this.#hosts.size} hosts, ${read} captures, ${since(start)}`);
    return this.#hosts.size;
  }

  /** Analyses one file, and again what it was found with before. Files above 50 MB, which are no documents, are read too. */
  async #runFile(uri: Uri): Promise<number> {
    const path = pathOf(uri);
    const before = this.#hostOf.get(path);
    const paths = before ? [...before.files.keys()] : [path];
    const name = workspace.asRelativePath(uri);
    const { files, stamps } = stampedFiles();
    const options = {
      location: ProgressLocation.Notification,
      title: l10n.t("Analyzing {0}", name),
      cancellable: true,
    };
    const found = await window.withProgress(options, async (_progress, token) => {
      const gathered = await Promise.race([gatherNamed(paths, files, EVERYTHING), cancelled(token)]);
      if (gathered === undefined) return undefined;
      const host = before?.root === undefined ? gathered : { ...gathered, root: before.root };
      const analysis = judged(host);
      // Nothing was heard while it was judged.
      await new Promise((resolve) => setTimeout(resolve, HEARD));
      if (token.isCancellationRequested) return undefined;
      this.#keep(analysis, host, stamps);
      return { bonds: analysis.bonds.length, unread: gathered.unread };
    });
    if (found === undefined) return 0;
    const { bonds, unread } = found;
    const [left] = unread;
    if (left) window.showWarningMessage(l10n.t("{0} was not analyzed: {1}", nameOf(left.path), l10n.t(left.reason)));
    else if (bonds === 0) window.showInformationMessage(l10n.t("There is no bond in {0}.", name));
    this.#watchOutside(uri);
    // It may have changed while it was read, before anybody knew that it is of interest.
    await this.#forgetChanged(uri);
    return bonds;
  }

  #keep(analysis: Analysis, { root, captures }: Gathered, stamps: ReadonlyMap<string, string>): void {
    const files = new Map(captures.map(({ path }) => [path, stamps.get(path) ?? ""]));
    const before = [...files.keys()].flatMap((path) => this.#hostOf.get(path) ?? []);
    this.#drop(new Set(before));
    if (analysis.bonds.length === 0) return;
    const diagnostics = diagnosticsByPath(analysis);
    const host = { root, files, bonds: analysis.bonds, diagnostics };
    this.#hosts.add(host);
    for (const path of files.keys()) this.#hostOf.set(path, host);
    for (const path of diagnostics.keys()) this.#show(path);
    this.#changed.fire();
  }

  #drop(hosts: ReadonlySet<FoundHost>): void {
    if (hosts.size === 0) return;
    for (const host of hosts) {
      this.#hosts.delete(host);
      for (const path of host.files.keys()) this.#hostOf.delete(path);
      for (const path of host.diagnostics.keys()) this.#show(path);
    }
    this.#changed.fire();
  }

  #show(path: string): void {
    const open = this.#captures.documentOf(path) !== undefined;
    const found = open ? [] : (this.#hostOf.get(path)?.diagnostics.get(path) ?? []);
    if (found.length > 0) this.#collection.set(uriOf(path), found);
    else this.#collection.delete(uriOf(path));
  }

  /**
   * A host of which a file has changed or gone is no longer what was found. What tells of a change may come late, after
   * the file was read, or name the new folder alone: the files themselves are asked.
   */
  async #forgetChanged(uri: Uri): Promise<void> {
    const path = pathOf(uri);
    await this.#forgetIfChanged(
      [...this.#hostOf.keys()].filter((file) => file === path || file.startsWith(`${path}/`)),
    );
  }

  /** Asks the files in which something is shown; who asks meanwhile is answered by one more round. */
  async #forgetStale(): Promise<void> {
    if (this.#rounds > 0) {
      this.#rounds = 2;
      return;
    }
    for (this.#rounds = 1; this.#rounds > 0; this.#rounds -= 1) {
      await this.#forgetIfChanged([...this.#hosts].flatMap(({ diagnostics }) => [...diagnostics.keys()]));
    }
  }

  async #forgetIfChanged(files: readonly string[]): Promise<void> {
    const gone = new Set<FoundHost>();
    for (const file of files) {
      const host = this.#hostOf.get(file);
      if (host === undefined || gone.has(host)) continue;
      const now = await workspace.fs.stat(uriOf(file)).then(stampOf, () => undefined);
      if (now !== host.files.get(file) && this.#hosts.has(host)) gone.add(host);
    }
    this.#drop(gone);
  }

  #clear(): void {
    this.#hosts.clear();
    this.#hostOf.clear();
    this.#collection.clear();
    this.#changed.fire();
  }
}

function judged({ root, captures }: Gathered): Analysis {
  const { rules = {} } = readSettings();
  return analyze(captures, { roots: root === undefined ? [] : [root], rules });
}

function nameOf(path: string): string {
  return workspace.asRelativePath(uriOf(path));
}

/** Resolves when it is cancelled: what is being read is read to its end, but nobody waits for it. */
function cancelled(token: CancellationToken): Promise<undefined> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve(undefined)));
}
