// What the editor shows of a finding: one error with its evidence, a hover, a rule page. And what it does not show.
import { commands, type TextDocument, window } from "vscode";
import {
  cleanUp,
  currentDiagnostics,
  diagnosticsOf,
  errorOf,
  hoverAt,
  isError,
  newFolder,
  none,
  openNew,
  replace,
  ruleOf,
  until,
} from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { INTERVAL_LINE, MESSAGE, OPTIONS, repairedDump, session } from "./incident.ts";
import { dumpIn, openIn, testEach } from "./languages.ts";

suite("What is shown", () => {
  teardown(cleanUp);

  testEach("the whole incident is one error, at the line at fault", async (language) => {
    const document = await openIn(language, session);
    const error = await errorOf(document.uri);
    assertEqual(error.message, MESSAGE);
    assertEqual(ruleOf(error), "no-link-monitoring");
    assertEqual(document.lineAt(error.range.start.line).text, INTERVAL_LINE);
    assertEqual(currentDiagnostics(document.uri).filter(isError).length, 1);
  });

  testEach("the evidence is related information, ethtool's word among it", async (language) => {
    const document = await openIn(language, session);
    const { relatedInformation = [] } = await errorOf(document.uri);
    const lines = relatedInformation.map(({ location }) => document.lineAt(location.range.start.line).text.trim());
    assert(lines.includes("Link detected: no"), `among ${JSON.stringify(lines)}`);
    for (const { location } of relatedInformation) assertEqual(location.uri.toString(), document.uri.toString());
  });

  testEach("the hover names the rule and the correction", async (language) => {
    const document = await openIn(language, session);
    const { range } = await errorOf(document.uri);
    const text = await hoverAt(document, range.start);
    assertIncludes(text, "no-link-monitoring");
    assertIncludes(text, OPTIONS);
  });

  testEach("the code opens the rule's page", async (language) => {
    const { code } = await errorOf((await openIn(language, session)).uri);
    assert(typeof code === "object" && code.target.scheme === "command", "the code links to a command");
    await commands.executeCommand(code.target.path, ...JSON.parse(code.target.query));
    const activeTab = () => window.tabGroups.activeTabGroup.activeTab?.label ?? "";
    await until(window.tabGroups.onDidChangeTabs, activeTab, (label) =>
      /no-link-monitoring|link monitoring/i.test(label),
    );
  });

  testEach("a healthy capture shows nothing", async (language) => {
    const document = await openNew(newFolder(), dumpIn(language), repairedDump);
    assertEqual(document.languageId, language);
    await errorOf((await openNew(newFolder(), "ticket.txt", session)).uri);
    assertEqual(currentDiagnostics(document.uri), []);
    await breakAndRepair(document);
    assertEqual(currentDiagnostics(document.uri), []);
  });
});

/** Proves that the document is being judged. */
async function breakAndRepair(document: TextDocument): Promise<void> {
  await replace(document, "MII Polling Interval (ms): 100", INTERVAL_LINE);
  await diagnosticsOf(document.uri);
  await replace(document, INTERVAL_LINE, "MII Polling Interval (ms): 100");
  await diagnosticsOf(document.uri, none);
}
