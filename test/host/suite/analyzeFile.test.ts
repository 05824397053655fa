// The files that "Analyze Capture File" is given: which of them are read, and until when what was found counts.
import { Uri, workspace } from "vscode";
import {
  analyzeFile,
  analyzeWorkspace,
  cleanUp,
  currentDiagnostics,
  diagnosticsOf,
  errorOf,
  newFolder,
  newFolderOutside,
  none,
  rewrittenUntil,
  write,
} from "./editor.ts";
import { assertEqual, assertIncludes } from "./expect.ts";
import { inNode, skip } from "./host.ts";
import { dump, ethtool, repairedDump } from "./incident.ts";
import { cancelNextProgress, messages } from "./observed.ts";

const MEGABYTE = 1024 * 1024;

suite("A file that is asked for", () => {
  teardown(cleanUp);

  test("cannot be read: the command says so", async () => {
    const uri = Uri.joinPath(newFolder(), "gone.txt");
    assertEqual(await analyzeFile(uri), 0, "bonds");
    assertIncludes(messages.at(-1) ?? "", /gone\.txt was not analyzed: \w+/);
  });

  test("is larger than what is read: the command says so", async function () {
    if (!inNode()) return skip(this, "128 MiB are too much to send through the window's socket");
    const folder = newFolder();
    const uri = Uri.joinPath(folder, "huge.log");
    await workspace.fs.writeFile(uri, new Uint8Array(128 * MEGABYTE + 1));
    assertEqual(await analyzeFile(uri), 0, "bonds");
    assertIncludes(messages.at(-1) ?? "", "huge.log was not analyzed: larger than 128 MiB");
  });

  test("is given up: nothing of it is shown, and what was found before stays", async () => {
    const uri = await write(newFolder(), "dump.txt", dump);
    cancelNextProgress();
    assertEqual(await analyzeFile(uri), 0, "bonds");
    assertEqual(currentDiagnostics(uri), []);
    assertEqual(await analyzeFile(uri), 1, "bonds");
    await errorOf(uri);
    cancelNextProgress();
    assertEqual(await analyzeFile(uri), 0, "bonds");
    await errorOf(uri);
  });

  test("lies outside of the workspace: what was found counts until it changes, or goes", async () => {
    const folder = newFolderOutside();
    const [changed, gone] = [await write(folder, "dump.txt", dump), await write(folder, "copy.txt", dump)];
    for (const uri of [changed, gone]) {
      assertEqual(await analyzeFile(uri), 1, "bonds");
      await errorOf(uri);
    }
    await rewrittenUntil(changed, repairedDump, none);
    await errorOf(gone);
    await workspace.fs.delete(gone);
    await diagnosticsOf(gone, none);
  });

  test("was found with others of its host: they are judged together again, and nothing is said twice", async () => {
    const folder = Uri.joinPath(newFolder(), "sosreport-web1");
    const bond = await write(Uri.joinPath(folder, "proc/net/bonding"), "bond0", dump);
    const port = await write(Uri.joinPath(folder, "sos_commands/networking"), "ethtool_eno1", ethtool);
    await analyzeWorkspace();
    const found = (await diagnosticsOf(bond)).map(({ message }) => message);
    assertEqual(await analyzeFile(port), 1, "bonds");
    assertEqual(await analyzeFile(port), 1, "bonds, once more");
    assertEqual(
      (await diagnosticsOf(bond)).map(({ message }) => message),
      found,
      "findings",
    );
  });
});
