// The view Bonds: a row leads to the evidence. The editor's own commands for lists do here what a click does.
import { commands, window } from "vscode";
import { cleanUp, errorOf, insist } from "./editor.ts";
import { assertEqual } from "./expect.ts";
import { INTERVAL_LINE, session } from "./incident.ts";
import { openIn, testEach } from "./languages.ts";

suite("The view Bonds", () => {
  teardown(cleanUp);

  testEach("the row of a bond leads to its finding", async (language) => {
    const document = await openIn(language, session);
    await errorOf(document.uri);
    assertEqual(selected(), "");
    const choose = async () => {
      await chooseRow(1);
      return selected();
    };
    assertEqual(await insist(choose, (text) => text !== ""), INTERVAL_LINE);
  });
});

/** The text that is selected in the active editor. */
function selected(): string {
  const editor = window.activeTextEditor;
  return editor ? editor.document.getText(editor.selection) : "";
}

/** Goes down to a row, the first one being 0, and chooses it. */
async function chooseRow(row: number): Promise<void> {
  await commands.executeCommand("bondlint.bonds.focus");
  await commands.executeCommand("list.focusFirst");
  for (let at = 0; at < row; at += 1) await commands.executeCommand("list.focusDown");
  await commands.executeCommand("list.select");
}
