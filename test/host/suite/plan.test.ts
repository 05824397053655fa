// The repair plan: opened for the active capture and from a finding, and kept current while the captures change.
import { commands, Disposable, type Event, type TextDocument, window, workspace } from "vscode";
import { apply, cleanUp, codeAction, errorOf, replace, until } from "./editor.ts";
import { assertEqual, assertIncludes } from "./expect.ts";
import { INTERVAL_LINE, OPTIONS, session } from "./incident.ts";
import { openIn, testEach } from "./languages.ts";

suite("The repair plan", () => {
  teardown(cleanUp);

  testEach("opens for the bond of the active capture", async (language) => {
    const document = await openIn(language, session);
    await errorOf(document.uri);
    await commands.executeCommand("bondlint.openRepairPlan");
    await shownInPreview();
    const plan = await planWith(OPTIONS);
    assertIncludes(plan.getText(), /^# Repair plan for `bond0` on `web1`$/m);
    assertIncludes(plan.getText(), `nmcli con modify bond0 bond.options "${OPTIONS}"\nnmcli device reapply bond0\n`);
    assertEqual(plan.languageId, "markdown");
  });

  testEach("opens from a finding", async (language) => {
    const document = await openIn(language, session);
    const { range } = await errorOf(document.uri);
    await apply(await codeAction(document, range, "Open repair plan"));
    await shownInPreview();
  });

  testEach("Show Bond opens the picture of the bond with what was checked", async (language) => {
    const document = await openIn(language, session);
    await errorOf(document.uri);
    await commands.executeCommand("bondlint.showBond");
    const page = await planWith("## What was checked");
    assertIncludes(page.getText(), /^!\[Bond bond0.*\]\(data:image\/svg\+xml;/m);
  });

  testEach("follows the captures", async (language) => {
    const document = await openIn(language, session);
    await errorOf(document.uri);
    await commands.executeCommand("bondlint.openRepairPlan");
    await shownInPreview();
    await planWith("`MII Polling Interval (ms): 0`");
    await replace(document, INTERVAL_LINE, `\n${INTERVAL_LINE}`);
    await planWith(":9` `MII Polling Interval (ms): 0`");
  });
});

/** Waits until the preview's tab is there. */
async function shownInPreview(): Promise<void> {
  const active = () => window.tabGroups.activeTabGroup.activeTab?.label ?? "";
  await until(window.tabGroups.onDidChangeTabs, active, (label) => /repair plan bond0/i.test(label));
}

/** The plan's document, as soon as it holds the text. */
async function planWith(text: string): Promise<TextDocument> {
  const find = () =>
    workspace.textDocuments.find((one) => one.uri.scheme === "bondlint-plan" && one.getText().includes(text));
  const opensOrChanges: Event<unknown> = (listener) =>
    Disposable.from(workspace.onDidOpenTextDocument(listener), workspace.onDidChangeTextDocument(listener));
  const plan = await until(opensOrChanges, find, (found) => found !== undefined);
  if (plan === undefined) throw new Error("no plan");
  return plan;
}
