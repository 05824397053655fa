// What the extension tells the editor and no API gives back: its language status, its messages. In both extension hosts the
// suite and the extension have one `vscode` object.
import {
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type LanguageStatusItem,
  languages,
  type TextDocument,
  window,
} from "vscode";
import { CaseFiles } from "../../../src/vscode/caseFiles.ts";
import { OpenCaptures } from "../../../src/vscode/openCaptures.ts";
import { showStatus } from "../../../src/vscode/status.ts";

/** The messages that were shown, the oldest first. */
export const messages: string[] = [];

const showWarningMessage = window.showWarningMessage;
Object.assign(window, {
  showWarningMessage(message: string, ...rest: never[]) {
    messages.push(message);
    return showWarningMessage(message, ...rest);
  },
});

let cancelled = false;

/** Cancels the next progress as its button does, as soon as it is shown. */
export function cancelNextProgress(): void {
  cancelled = true;
}

const withProgress: typeof window.withProgress = window.withProgress;
const observedProgress: typeof withProgress = (options, task) => {
  if (!cancelled) return withProgress(options, task);
  cancelled = false;
  return withProgress(options, (progress) => {
    const source = new CancellationTokenSource();
    const running = task(progress, source.token);
    source.cancel();
    return running;
  });
};
Object.assign(window, { withProgress: observedProgress });

/**
 * A second language status, made as the extension makes its own: that one was made before the suite was loaded. `text` and
 * `detail` give what it says now, `onDidSet` fires after it was told something.
 */
export function observedStatus() {
  const set = new EventEmitter<void>();
  const items: LanguageStatusItem[] = [];
  const create = languages.createLanguageStatusItem;
  languages.createLanguageStatusItem = (id, selector) => {
    const item = new Proxy(create(`${id}.observed`, selector), {
      set(target, name, value) {
        const done = Reflect.set(target, name, value);
        set.fire();
        return done;
      },
    });
    items.push(item);
    return item;
  };
  const captures = new OpenCaptures();
  const caseFiles = new CaseFiles(captures);
  const disposables: readonly Disposable[] = [captures, caseFiles, ...showStatus(captures, caseFiles), set];
  languages.createLanguageStatusItem = create;
  return {
    onDidSet: set.event,
    isShownFor: (document: TextDocument) => items.every(({ selector }) => languages.match(selector, document) > 0),
    text: () => items.map((item) => item.text).join("\n"),
    detail: () => items.map((item) => item.detail ?? "").join("\n"),
    dispose: () => {
      for (const one of disposables) one.dispose();
    },
  };
}
