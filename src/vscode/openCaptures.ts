import { type Disposable, EventEmitter, type TextDocument, type Uri, workspace } from "vscode";
import { type Analysis, type Analyzer, createAnalyzer } from "../engine/index.ts";
import { isRead } from "./documents.ts";
import { readSettings, SECTION } from "./settings.ts";

/** How long typing has to pause before the captures are judged again, in ms. */
const PAUSE = 120;

/** The open documents that are captures, and what the engine says of them. */
export class OpenCaptures implements Disposable {
  readonly #documents = new Map<string, TextDocument>();
  readonly #changed = new EventEmitter<Analysis>();
  readonly #subscriptions: Disposable[];
  #analyzer: Analyzer = createAnalyzer(readSettings());
  #analysis: Analysis | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stale = new Set<TextDocument>();

  /** Fires after the captures were judged again. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const watcher = workspace.createFileSystemWatcher("**/*", false, true, false);
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidDelete((uri) => this.#gone(uri)),
      watcher.onDidCreate((uri) => this.#back(uri)),
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
      for (const document of this.#stale) this.#take(document);
      this.#stale.clear();
      this.#analysis = this.#analyzer.analysis();
    }
    return this.#analysis;
  }

  /** The open document of a capture of the analysis. */
  documentOf(path: string): TextDocument | undefined {
    return this.#documents.get(path);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #read(document: TextDocument): void {
    this.#stale.add(document);
    this.#schedule();
  }

  #take(document: TextDocument): void {
    const path = pathOf(document.uri);
    if (!document.isClosed && isRead(document)) {
      this.#documents.set(path, document);
      this.#analyzer.set(path, document.getText());
    } else if (this.#documents.get(path) === document) {
      this.#forget(path);
    }
  }

  #gone(uri: Uri): void {
    const path = pathOf(uri);
    for (const document of this.#stale) if (pathOf(document.uri) === path) this.#stale.delete(document);
    if (this.#forget(path)) this.#schedule();
  }

  #back(uri: Uri): void {
    const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document) this.#read(document);
  }

  #forget(path: string): boolean {
    this.#analyzer.delete(path);
    this.#analysis = undefined;
    return this.#documents.delete(path);
  }

  #restart(): void {
    this.#analyzer = createAnalyzer(readSettings());
    this.#analysis = undefined;
    for (const [path, document] of this.#documents) this.#analyzer.set(path, document.getText());
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(this.analysis()), PAUSE);
  }
}

/** The path under which a document is known to the engine. */
export function pathOf(uri: Uri): string {
  return uri.toString(true);
}
