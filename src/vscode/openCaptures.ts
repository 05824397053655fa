import {
  type Disposable,
  EventEmitter,
  type GlobPattern,
  RelativePattern,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import { type Analysis, type AnalyzedCapture, type Analyzer, createAnalyzer } from "../engine/index.ts";
import { isRead } from "./documents.ts";
import { log, logError, since } from "./log.ts";
import { pathOf } from "./paths.ts";
import { readSettings, SECTION } from "./settings.ts";

/** How long typing has to pause before the captures are judged again, in ms. */
const PAUSE = 120;

/** The captures that are open, with the files beside them that were read in the background, and what the engine says of them. */
export class OpenCaptures implements Disposable {
  readonly #documents = new Map<string, TextDocument>();
  /** Texts of files that are judged along; an open document of the same file is asked first. */
  readonly #beside = new Map<string, string>();
  readonly #changed = new EventEmitter<Analysis>();
  readonly #opened = new EventEmitter<string>();
  readonly #closed = new EventEmitter<string>();
  readonly #subscriptions: Disposable[];
  readonly #watchers = new Map<string, Disposable>();
  #analyzer: Analyzer = createAnalyzer(readSettings());
  #analysis: Analysis | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stale = new Set<TextDocument>();
  /** The numbers of the last analysis that was logged. */
  #logged: string | undefined;

  /** Fires after the captures were judged again. */
  readonly onDidChange = this.#changed.event;
  /** Fires with the path of a document that became a capture. */
  readonly onDidOpen = this.#opened.event;
  /** Fires with the path of a capture that was closed, or is no capture any more. */
  readonly onDidClose = this.#closed.event;

  constructor() {
    this.#watch("**/*");
    this.#subscriptions = [
      this.#changed,
      this.#opened,
      this.#closed,
      workspace.onDidOpenTextDocument((document) => this.#read(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#read(document)),
      workspace.onDidCloseTextDocument((document) => this.#gone(document.uri)),
      workspace.onDidChangeWorkspaceFolders(() => this.#restart()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SECTION)) this.#restart();
      }),
    ];
    for (const document of workspace.textDocuments) this.#read(document);
  }

  /** The analysis of the documents as they are now. */
  analysis(): Analysis {
    if (this.#analysis === undefined || this.#stale.size > 0) {
      const start = performance.now();
      for (const document of this.#stale) this.#take(document);
      this.#stale.clear();
      this.#analysis = this.#analyzer.analysis();
      this.#logAnalysis(this.#analysis, since(start));
    }
    return this.#analysis;
  }

  /** The open document of a capture of the analysis. */
  documentOf(path: string): TextDocument | undefined {
    return this.#documents.get(path);
  }

  /** The capture of an open document as it is now; `undefined` where it is none. */
  captureOf({ uri }: TextDocument): AnalyzedCapture | undefined {
    const path = pathOf(uri);
    return this.analysis().captures.find((capture) => capture.path === path);
  }

  /** The paths of the open captures. */
  paths(): readonly string[] {
    return [...this.#documents.keys()];
  }

  /** Judges a file along, without showing anything in it. */
  putBeside(path: string, text: string): void {
    this.#beside.set(path, text);
    if (!this.#documents.has(path)) this.#put(path, text);
    this.#schedule();
  }

  /** Forgets a file that was judged along. */
  dropBeside(path: string): void {
    if (!this.#beside.delete(path) || this.#documents.has(path)) return;
    this.#drop(path);
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of [...this.#subscriptions, ...this.#watchers.values()]) subscription.dispose();
  }

  /** Follows files that are deleted or written anew by others. A deleted folder takes what was in it along. */
  #watch(pattern: GlobPattern, folder = ""): void {
    const watcher = workspace.createFileSystemWatcher(pattern, false, true, false);
    watcher.onDidDelete((uri) => this.#goneBelow(uri));
    watcher.onDidCreate((uri) => this.#back(uri));
    this.#watchers.set(folder, watcher);
  }

  /** Files outside the workspace are watched in their own folder. */
  #watchOutside({ uri }: TextDocument): void {
    if (uri.scheme === "untitled" || workspace.getWorkspaceFolder(uri)) return;
    const folder = Uri.joinPath(uri, "..");
    if (!this.#watchers.has(folder.toString())) this.#watch(new RelativePattern(folder, "*"), folder.toString());
  }

  #read(document: TextDocument): void {
    this.#stale.add(document);
    this.#schedule();
  }

  #take(document: TextDocument): void {
    const path = pathOf(document.uri);
    if (!document.isClosed && isRead(document)) {
      const known = this.#documents.has(path);
      this.#documents.set(path, document);
      this.#watchOutside(document);
      this.#put(path, document.getText());
      if (!known) this.#opened.fire(path);
    } else if (this.#documents.get(path) === document) {
      this.#forget(path);
    }
  }

  #gone(uri: Uri): void {
    const path = pathOf(uri);
    for (const document of this.#stale) if (pathOf(document.uri) === path) this.#stale.delete(document);
    if (this.#forget(path)) this.#schedule();
  }

  #goneBelow(uri: Uri): void {
    const below = `${pathOf(uri)}/`;
    this.#gone(uri);
    for (const [path, document] of this.#documents) if (path.startsWith(below)) this.#gone(document.uri);
  }

  #back(uri: Uri): void {
    const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document) this.#read(document);
  }

  #forget(path: string): boolean {
    if (!this.#documents.delete(path)) return false;
    const beside = this.#beside.get(path);
    if (beside === undefined) this.#drop(path);
    else this.#put(path, beside);
    this.#closed.fire(path);
    return true;
  }

  #put(path: string, text: string): void {
    this.#analyzer.set(path, text);
    this.#analysis = undefined;
  }

  #drop(path: string): void {
    this.#analyzer.delete(path);
    this.#analysis = undefined;
  }

  #restart(): void {
    this.#analyzer = createAnalyzer(readSettings());
    for (const [path, text] of this.#beside) this.#put(path, text);
    for (const [path, document] of this.#documents) this.#put(path, document.getText());
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      try {
        this.#changed.fire(this.analysis());
      } catch (error) {
        logError("analysis", error);
      }
    }, PAUSE);
  }

  /** Typing that changes nothing of note is told at the level "debug" alone, and documents without captures not at all. */
  #logAnalysis({ captures, bonds, findings }: Analysis, took: string): void {
    const counts = `${captures.length} captures, ${bonds.length} bonds, ${findings.length} findings`;
    const isNew = counts !== this.#logged && !(captures.length === 0 && this.#logged === undefined);
    const characters = captures.reduce((sum, { text }) => sum + text.length, 0);
    log[isNew ? "info" : "debug"](`Analysis: ${counts}, ${characters} characters, ${took}`);
    if (isNew) this.#logged = counts;
  }
}
