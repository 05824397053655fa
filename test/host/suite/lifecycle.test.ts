// When diagnostics go: with the document, and with the capture in it.
import { commands, WorkspaceEdit, workspace } from "vscode";
import { cleanUp, diagnosticsOf, errorOf, newFolder, none, openNew, openUntitled, paste, replace } from "./editor.ts";
import { assert } from "./expect.ts";
import { dump, session } from "./incident.ts";

suite("When diagnostics go", () => {
  teardown(cleanUp);

  test("the document is closed", async () => {
    const { uri } = await openNew(newFolder(), "incident.txt", session);
    await errorOf(uri);
    await commands.executeCommand("workbench.action.closeActiveEditor");
    await diagnosticsOf(uri, none);
  });

  test("the file is deleted", async () => {
    const { uri } = await openNew(newFolder(), "incident.txt", session);
    await errorOf(uri);
    const edit = new WorkspaceEdit();
    edit.deleteFile(uri);
    assert(await workspace.applyEdit(edit), "deleted");
    await diagnosticsOf(uri, none);
  });

  test("the file is renamed: they move", async () => {
    const folder = newFolder();
    const { uri } = await openNew(folder, "incident.txt", session);
    await errorOf(uri);
    const renamed = uri.with({ path: uri.path.replace("incident.txt", "ticket-4711.txt") });
    const edit = new WorkspaceEdit();
    edit.renameFile(uri, renamed);
    assert(await workspace.applyEdit(edit), "renamed");
    await diagnosticsOf(uri, none);
    await errorOf(renamed);
  });

  test("the text is no capture any more", async () => {
    const document = await openNew(newFolder(), "incident.txt", dump);
    await errorOf(document.uri);
    await replace(document, dump, "Solved: the switch port was shut.\n");
    await diagnosticsOf(document.uri, none);
    await replace(document, "Solved: the switch port was shut.\n", dump);
    await errorOf(document.uri);
  });

  test("an untitled document is emptied and filled again", async () => {
    const document = await openUntitled(session);
    await errorOf(document.uri);
    await replace(document, session, "");
    await diagnosticsOf(document.uri, none);
    await paste(document, session);
    await errorOf(document.uri);
  });
});
