// The log: what a bug report needs, nothing of a capture, and never read as a capture itself.
import { commands, type TextDocument, workspace } from "vscode";
import { cleanUp, currentDiagnostics, errorOf, newFolder, openNew, until, write } from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { dump, ethtool, session } from "./incident.ts";

/** In Node.js the editor writes its logs with a native module, which the pinned code-server comes without. */
const isWritten = typeof process === "undefined";

suite("The log", () => {
  teardown(cleanUp);

  if (isWritten) contents();

  test("is not read as a capture, whatever stands in it", async () => {
    const document = await shownLog();
    assertEqual(document.uri.scheme, "output");
    const { uri } = await openNew(newFolder(), "incident.txt", session);
    await errorOf(uri);
    assertEqual(currentDiagnostics(document.uri).length, 0);
  });
});

function contents(): void {
  test("tells how long what took, in numbers and without a word of a capture", async () => {
    const folder = newFolder();
    await write(folder, "ethtool_eno1.txt", ethtool);
    const { uri } = await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    await errorOf(uri);
    const text = await logged(/Case of an open capture: 2 files read, 0 not read, \d+ characters, [\d.]+ ms/);
    assertIncludes(text, /\[info\] Bondlint \d+\.\d+\.\d+ in .+: started in [\d.]+ ms/);
    assertIncludes(text, /\[info\] Analysis: \d+ captures, \d+ bonds?, \d+ findings, \d+ characters, [\d.]+ ms/);
    for (const word of ["bond0", "eno1", "web1", "MII", folder.path])
      assert(!text.includes(word), `the log holds ${word}`);
    assert(!text.includes("[error]"), "nothing failed");
  });

  test("says nothing of documents that are no captures", async () => {
    await rest();
    const before = await logged(/started in/);
    await openNew(newFolder(), "notes.txt", "Tickets of the week.\n");
    await openNew(newFolder(), "more.txt", "Nothing either.\n");
    await rest();
    assertEqual(await logged(/started in/), before);
  });
}

/** The log's document, shown in the panel. */
async function shownLog(): Promise<TextDocument> {
  await commands.executeCommand("bondlint.showLog");
  const find = () => workspace.textDocuments.find(({ uri }) => uri.scheme === "output" && /bondlint/i.test(uri.path));
  const document = await until(workspace.onDidOpenTextDocument, find, (found) => found !== undefined);
  assert(document, "the log is a document");
  return document;
}

/** The text of the log, as soon as it holds this. */
async function logged(pattern: RegExp): Promise<string> {
  const document = await shownLog();
  return until(
    workspace.onDidChangeTextDocument,
    () => document.getText(),
    (text) => pattern.test(text),
  );
}

/** Long enough for whatever is still read and logged. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1500));
}
