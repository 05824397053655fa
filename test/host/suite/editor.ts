// What the tests do in VS Code. Everything waits for the event that says it has happened.
import {
  type CodeAction,
  type CodeActionKind,
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  type Event,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from "vscode";
import { assert } from "./expect.ts";

const PATIENCE_MS = 10_000;

/**
 * Waits until the state meets the condition; looks now and after every event.
 *
 * @throws after some seconds, with the last state
 */
export function until<T>(
  event: Event<unknown>,
  state: () => T,
  condition: (state: T) => boolean,
  patience = PATIENCE_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let subscription: Disposable | undefined;
    const finish = (action: () => void) => {
      clearTimeout(timer);
      subscription?.dispose();
      action();
    };
    const timer = setTimeout(() => finish(() => reject(new Error(`in vain; last: ${show(state())}`))), patience);
    const look = () => {
      const now = state();
      if (condition(now)) finish(() => resolve(now));
    };
    subscription = event(look);
    look();
  });
}

/** Bondlint's diagnostics of a document, as soon as they meet the condition. */
export function diagnosticsOf(
  uri: Uri,
  condition: (diagnostics: readonly Diagnostic[]) => boolean = (diagnostics) => diagnostics.length > 0,
): Promise<readonly Diagnostic[]> {
  return until(languages.onDidChangeDiagnostics, () => currentDiagnostics(uri), condition);
}

/** Bondlint's diagnostics of a document, now. */
export function currentDiagnostics(uri: Uri): readonly Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === "bondlint");
}

/** The one error of a document, as soon as there is one. */
export async function errorOf(uri: Uri): Promise<Diagnostic> {
  const errors = (await diagnosticsOf(uri, (all) => all.some(isError))).filter(isError);
  const [error] = errors;
  assert(error && errors.length === 1, `one error expected, not ${show(errors)}`);
  return error;
}

/** A condition for diagnosticsOf. */
export function none(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.length === 0;
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === DiagnosticSeverity.Error;
}

/** A condition for one diagnostic: its evidence is in this file too. */
export function pointsInto(uri: Uri): (diagnostic: Diagnostic) => boolean {
  return ({ relatedInformation = [] }) =>
    relatedInformation.some(({ location }) => location.uri.toString() === uri.toString());
}

/** The rule id of a diagnostic. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Opens a new untitled document in an editor. Of its language the editor decides by its first line, whatever it is told. */
export async function openUntitled(content: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument({ content });
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** Opens a file as a click in the Explorer does. What workspace.openTextDocument opens stays open for minutes after its editor. */
export async function openFile(uri: Uri): Promise<TextDocument> {
  await commands.executeCommand("vscode.open", uri, { preview: false });
  const isShown = (editor?: TextEditor) => editor?.document.uri.toString() === uri.toString();
  const editor = await until(window.onDidChangeActiveTextEditor, () => window.activeTextEditor, isShown);
  assert(editor, "an editor is active");
  return editor.document;
}

/** Writes a file of the case and opens it in an editor. */
export async function openNew(folder: Uri, name: string, text: string): Promise<TextDocument> {
  return openFile(await write(folder, name, text));
}

/** Writes a file, with the folders that it needs. */
export async function write(folder: Uri, name: string, text: string): Promise<Uri> {
  const uri = Uri.joinPath(folder, name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

let count = 0;
const folders: Uri[] = [];

/** A new folder in the opened workspace: each test has its own incident. */
export function newFolder(): Uri {
  return folderIn(".");
}

/** A new folder beside the opened workspace. */
export function newFolderOutside(): Uri {
  return folderIn("..");
}

function folderIn(place: "." | ".."): Uri {
  const [workspaceFolder] = workspace.workspaceFolders ?? [];
  assert(workspaceFolder, "the tests need an opened folder");
  count += 1;
  // Its name too: another run may have a workspace beside this one.
  const folder = Uri.joinPath(workspaceFolder.uri, place, `${workspaceFolder.name}-incident-${count}`);
  folders.push(folder);
  return folder;
}

/** Types or pastes a text at the start of a document. */
export async function paste(document: TextDocument, text: string): Promise<void> {
  const editor = await window.showTextDocument(document);
  assert(await editor.edit((edit) => edit.insert(new Position(0, 0), text)), "the edit was refused");
}

/** Replaces the first occurrence of a text. */
export async function replace(document: TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert(at >= 0, `the document does not hold ${from}`);
  const editor = await window.showTextDocument(document);
  const range = new Range(document.positionAt(at), document.positionAt(at + from.length));
  assert(await editor.edit((edit) => edit.replace(range, to)), "the edit was refused");
}

/**
 * Asks again and again until the answer meets the condition. Only for what no event tells: that every provider is
 * registered, that a view has its rows.
 *
 * @throws after some seconds, with the last answer
 */
export async function insist<T>(ask: () => Promise<T>, condition: (answer: T) => boolean): Promise<T> {
  for (const start = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await ask();
    if (condition(answer)) return answer;
    assert(Date.now() - start < PATIENCE_MS, `another answer expected, not ${show(answer)}`);
  }
}

/** The hovers at a position, as one text. */
export async function hoverAt({ uri }: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, position);
  return hovers.flatMap(({ contents }) => contents.map((part) => (part as MarkdownString).value)).join("\n");
}

/** The code actions of a range, once they meet the condition: until every provider is registered, some are missing. */
export function codeActions(
  { uri }: TextDocument,
  range: Range,
  condition: (actions: readonly CodeAction[]) => boolean,
  kind?: CodeActionKind,
): Promise<readonly CodeAction[]> {
  const ask = async () =>
    commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind?.value).then(
      (found) => found ?? [],
      () => [],
    );
  return insist(ask, condition);
}

/** The code action with this title. */
export async function codeAction(document: TextDocument, range: Range, title: string): Promise<CodeAction> {
  const actions = await codeActions(document, range, (all) => all.some((action) => action.title === title));
  const action = actions.find((candidate) => candidate.title === title);
  assert(action, title);
  return action;
}

/** Does what a click on the code action does. */
export async function apply({ title, edit, command }: CodeAction): Promise<void> {
  if (edit) assert(await workspace.applyEdit(edit), `the edit of "${title}" was refused`);
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}

/** Runs "Analyze Capture File" on a file; gives how many bonds were found. */
export async function analyzeFile(uri: Uri): Promise<number> {
  return commands.executeCommand<number>("bondlint.analyzeFile", uri);
}

/** Runs "Analyze All Captures in Workspace"; gives how many hosts were found. */
export async function analyzeWorkspace(): Promise<number> {
  return commands.executeCommand<number>("bondlint.analyzeWorkspace");
}

/**
 * Writes a file anew until its diagnostics meet the condition: of a folder that is new the system may not tell the first
 * changes.
 */
export async function rewrittenUntil(
  uri: Uri,
  text: string,
  condition: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<void> {
  let changed = text;
  const rewrite = async () => {
    changed += "\n";
    await workspace.fs.writeFile(uri, new TextEncoder().encode(changed));
    return currentDiagnostics(uri);
  };
  await insist(rewrite, condition);
}

/** Closes every editor without saving, clears what was found and deletes the files: the next test starts in an empty workspace. */
export async function cleanUp(): Promise<void> {
  await commands.executeCommand("bondlint.clear");
  while (window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  for (const folder of folders.splice(0))
    await workspace.fs.delete(folder, { recursive: true }).then(undefined, () => {});
}

function show(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
