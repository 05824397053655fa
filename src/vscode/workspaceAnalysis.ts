import {
  commands,
  type Diagnostic,
  type Disposable,
  EventEmitter,
  type FileStat,
  l10n,
  languages,
  ProgressLocation,
  type Uri,
  window,
  workspace,
} from "vscode";
import { type Analysis, analyze, type BondSummary, type Files, gather } from "../engine/index.ts";
import { diagnosticsByPath, SOURCE } from "./diagnostics.ts";
import { log, since } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf, uriOf } from "./paths.ts";
import { readSettings } from "./settings.ts";
import { EVERYTHING, workspaceFiles } from "./workspaceFiles.ts";

/** What was found in the files of one host. */
interface FoundHost {
  /** Every file that was read, as it was then. */
  readonly files: ReadonlyMap<string, string>;
  readonly bonds: readonly BondSummary[];
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * Analyses every capture of the workspace when asked to, host by host. What was found stays in the list of problems until
 * a file of that host changes or goes, or until it is cleared. A file that is open shows what is found in it now.
 */
export class WorkspaceAnalysis implements Disposable {
  readonly #captures: OpenCaptures;
  readonly #collection = languages.createDiagnosticCollection(`${SOURCE}-workspace`);
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  #hosts: FoundHost[] = [];

  /** Fires after hosts were found or forgotten. */
  readonly onDidChange = this.#changed.event;

  constructor(captures: OpenCaptures) {
    this.#captures = captures;
    const watcher = workspace.createFileSystemWatcher("**/*");
    this.#subscriptions = [
      this.#collection,
      this.#changed,
      watcher,
      watcher.onDidChange((uri) => this.#forgetChanged(uri)),
      watcher.onDidCreate((uri) => this.#forgetChanged(uri)),
      watcher.onDidDelete((uri) => this.#forgetChanged(uri)),
      captures.onDidOpen((path) => this.#show(path)),
      captures.onDidClose((path) => this.#show(path)),
      commands.registerCommand("bondlint.analyzeWorkspace", () => this.#run()),
      commands.registerCommand("bondlint.clear", () => this.#clear()),
    ];
  }

  /** The bonds that were found, for hosts of which nothing is open. */
  bonds(): BondSummary[] {
    return this.#hosts
      .filter(({ files }) => ![...files.keys()].some((path) => this.#captures.documentOf(path)))
      .flatMap(({ bonds }) => bonds);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #run(): Promise<number> {
    this.#clear();
    const folders = workspace.workspaceFolders ?? [];
    const stamps = new Map<string, string>();
    const files: Files = {
      ...workspaceFiles,
      async size(path) {
        const stat = await workspace.fs.stat(uriOf(path));
        stamps.set(path, stampOf(stat));
        return stat.size;
      },
    };
    const options = {
      location: ProgressLocation.Notification,
      title: l10n.t("Analyzing captures"),
      cancellable: true,
    };
    const start = performance.now();
    let read = 0;
    await window.withProgress(options, async (progress, token) => {
      for (const { uri } of folders) {
        for await (const { root, captures } of gather(pathOf(uri), files, EVERYTHING)) {
          if (token.isCancellationRequested) return;
          const { rules = {} } = readSettings();
          read += captures.length;
          const analysis = analyze(captures, { roots: root === undefined ? [] : [root], rules });
          this.#keep(analysis, new Map(captures.map(({ path }) => [path, stamps.get(path) ?? ""])));
          stamps.clear();
          progress.report({ message: l10n.t("{0} hosts", this.#hosts.length) });
          // A message of the editor, a cancellation among them, is heard between two hosts.
          await new Promise((resolve) => setTimeout(resolve));
        }
      }
    });
    log.info(`Analysis of the workspace: ${this.#hosts.length} hosts, ${read} captures, ${since(start)}`);
    return this.#hosts.length;
  }

  #keep(analysis: Analysis, files: FoundHost["files"]): void {
    if (analysis.bonds.length === 0) return;
    const diagnostics = diagnosticsByPath(analysis);
    this.#hosts.push({ files, bonds: analysis.bonds, diagnostics });
    for (const path of diagnostics.keys()) this.#show(path);
    this.#changed.fire();
  }

  #show(path: string): void {
    const open = this.#captures.documentOf(path) !== undefined;
    const found = open ? [] : this.#hosts.flatMap(({ diagnostics }) => diagnostics.get(path) ?? []);
    if (found.length > 0) this.#collection.set(uriOf(path), found);
    else this.#collection.delete(uriOf(path));
  }

  /**
   * A host of which a file has changed or gone is no longer what was found. What tells of a change may come late, after
   * the file was read, or name the new folder alone: the files themselves are asked.
   */
  async #forgetChanged(uri: Uri): Promise<void> {
    const path = pathOf(uri);
    const known = this.#hosts.flatMap(({ files }) => [...files]);
    const touched = known.filter(([file]) => file === path || file.startsWith(`${path}/`));
    const changed = new Set<string>();
    for (const [file, stamp] of touched) {
      const now = await workspace.fs.stat(uriOf(file)).then(stampOf, () => undefined);
      if (now !== stamp) changed.add(file);
    }
    const isGone = ({ files }: FoundHost) => [...files.keys()].some((file) => changed.has(file));
    const gone = this.#hosts.filter(isGone);
    if (gone.length === 0) return;
    this.#hosts = this.#hosts.filter((host) => !isGone(host));
    for (const host of gone) for (const file of host.diagnostics.keys()) this.#show(file);
    this.#changed.fire();
  }

  #clear(): void {
    this.#hosts = [];
    this.#collection.clear();
    this.#changed.fire();
  }
}

function stampOf({ mtime, size }: FileStat): string {
  return `${mtime} ${size}`;
}
