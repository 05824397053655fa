// A day's work in half a minute: what is shown at its end is what a fresh start would show, and nothing was held on to.
import { commands, type Diagnostic, languages, type TextDocument, Uri, window, workspace } from "vscode";
import { CaseFiles } from "../../../src/vscode/caseFiles.ts";
import { diagnosticsByPath } from "../../../src/vscode/diagnostics.ts";
import { OpenCaptures } from "../../../src/vscode/openCaptures.ts";
import { pathOf } from "../../../src/vscode/paths.ts";
import { cleanUp, currentDiagnostics, newFolder, openFile, until, write } from "./editor.ts";
import { assert } from "./expect.ts";
import { memoryHeld, say } from "./host.ts";
import { dump, ethtool, INTERVAL_LINE, session } from "./incident.ts";

const EDITS = 400;
const CAPTURES = 200;
const AT_ONCE = 20;
const MEGABYTE = 1024 * 1024;
/** What may be held more at the end than before the first capture: far less than the texts of those that were closed. */
const GROWTH = 8 * MEGABYTE;
const NOISE = "Nov 28 09:13:12 web1 systemd[1]: Started Session 4711 of user root.\n".repeat(1000);

/** The same numbers in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** A capture of 70 KB of a host of its own: its case has a second file, as captures have. */
async function newCapture(top: Uri, at: number): Promise<Uri> {
  const folder = Uri.joinPath(top, `host-${at}`);
  await write(folder, "ethtool_eno1.txt", ethtool);
  const own = dump.replaceAll("3c:fd:fe", `3c:fd:${at.toString(16).padStart(2, "0")}`);
  return write(folder, "session.txt", `${own}${NOISE}`);
}

/** Opens files faster than they can be read, and closes all of them before they have been. */
async function glanceAt(uris: readonly Uri[]): Promise<void> {
  await Promise.all(uris.map((uri) => commands.executeCommand("vscode.open", uri, { preview: false })));
  await commands.executeCommand("workbench.action.closeAllEditors");
}

/** Types, deletes and corrects in a capture without a pause. */
async function editRapidly(document: TextDocument): Promise<void> {
  const roll = dice(4711);
  const editor = await window.showTextDocument(document);
  for (let count = 0; count < EDITS; count += 1) {
    const at = document.positionAt(roll(document.getText().length));
    const line = document.lineAt(roll(document.lineCount));
    const interval = document.getText().indexOf(INTERVAL_LINE);
    await editor.edit(
      (edit) => {
        const kind = roll(5);
        if (kind === 0) edit.insert(at, "x");
        else if (kind === 1) edit.delete(line.rangeIncludingLineBreak);
        else if (kind === 2) edit.insert(line.range.start, `${line.text}\n`);
        else if (kind === 3 && interval >= 0) edit.insert(document.positionAt(interval + INTERVAL_LINE.length), "00");
        else edit.insert(document.positionAt(document.getText().length), dump);
      },
      { undoStopBefore: false, undoStopAfter: false },
    );
  }
}

function said({ range, severity, message, code, relatedInformation = [] }: Diagnostic): string {
  const related = relatedInformation.map(({ location, message: text }) => [
    location.uri.toString(),
    location.range,
    text,
  ]);
  return JSON.stringify([range, severity, message, code, related]);
}

/** What a Bondlint that starts now finds in what is open. */
async function freshly(): Promise<Map<string, string[]>> {
  const captures = new OpenCaptures();
  const caseFiles = new CaseFiles(captures);
  try {
    const read = new Promise((resolve) => caseFiles.onDidChange(resolve));
    captures.analysis();
    await read;
    const open = [...diagnosticsByPath(captures.analysis())].filter(([path]) => captures.documentOf(path));
    return new Map(open.map(([path, diagnostics]) => [path, diagnostics.map(said)]));
  } finally {
    caseFiles.dispose();
    captures.dispose();
  }
}

/** What is shown now, by the path of the document. */
function shown(): Map<string, string[]> {
  const all = languages.getDiagnostics().map(([uri]) => [pathOf(uri), currentDiagnostics(uri).map(said)] as const);
  return new Map(all.filter(([, diagnostics]) => diagnostics.length > 0));
}

const sorted = (found: ReadonlyMap<string, readonly string[]>) =>
  JSON.stringify([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, all]) => [path, all.toSorted()]));

suite("A day's work", () => {
  teardown(cleanUp);

  test("hundreds of edits and captures: the findings are those of a fresh start, and memory is let go", async function () {
    this.timeout(60_000);
    const top = newFolder();
    const begun = Date.now();
    let opened = 0;
    const opening = workspace.onDidOpenTextDocument(({ uri }) => {
      if (uri.path.startsWith(`${top.path}/`)) opened += 1;
    });
    const uris = await Promise.all(Array.from({ length: CAPTURES }, (_, at) => newCapture(top, at)));
    say(`written after ${Date.now() - begun} ms`);
    const held = memoryHeld();
    for (let at = 0; at < CAPTURES; at += AT_ONCE) {
      await glanceAt(uris.slice(at, at + AT_ONCE));
    }
    opening.dispose();
    say(`${opened} captures opened and closed after ${Date.now() - begun} ms`);

    const edited = await openFile(await write(Uri.joinPath(top, "edited"), "session.txt", session));
    await editRapidly(edited);
    say(`${EDITS} edits after ${Date.now() - begun} ms`);
    for (const uri of uris.slice(-3)) await openFile(uri);
    const open = () => workspace.textDocuments.filter(({ uri }) => uri.path.startsWith(`${top.path}/`)).length;
    await until(workspace.onDidCloseTextDocument, open, (count) => count === 4);
    say(`all closed after ${Date.now() - begun} ms`);

    const fresh = sorted(await freshly());
    await until(
      languages.onDidChangeDiagnostics,
      () => sorted(shown()),
      (now) => now === fresh,
    );
    assert(shown().size === 4, "all four captures that are open have findings");

    const now = memoryHeld();
    if (held === undefined || now === undefined)
      return say("this extension host does not tell how much memory it uses");
    const grown = now - held;
    say(`${(grown / MEGABYTE).toFixed(1)} MiB more at the end, ${Date.now() - begun} ms`);
    assert(grown < GROWTH, `${grown} bytes more are held than before the first capture`);
  });
});
