// Reading on from a capture: its outline, what folds, where a name stands in the other files of the case.
import {
  ConfigurationTarget,
  commands,
  DiagnosticSeverity,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Location,
  Position,
  type TextDocument,
  workspace,
} from "vscode";
import {
  apply,
  cleanUp,
  codeAction,
  diagnosticsOf,
  errorOf,
  isError,
  newFolder,
  openNew,
  pointsInto,
  ruleOf,
  write,
} from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { dump, ethtool, profile, session } from "./incident.ts";
import { dumpIn, openIn, testEach } from "./languages.ts";

suite("Reading a capture", () => {
  teardown(cleanUp);

  testEach("the outline is section, bond, port; each of them folds", async (language) => {
    const document = await openIn(language, session);
    await errorOf(document.uri);
    const [first, ...others] = await commands.executeCommand<DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assertEqual(first?.name, "cat /proc/net/bonding/bond0");
    assertEqual(
      first?.children.map(({ name }) => name),
      ["bond0"],
    );
    assertEqual(
      first?.children[0]?.children.map(({ name }) => name),
      ["eno1", "eno2"],
    );
    assertEqual(others.length, 4);
    const folds = await commands.executeCommand<FoldingRange[]>("vscode.executeFoldingRangeProvider", document.uri);
    const port = document.getText().split("\n").indexOf("Slave Interface: eno1");
    assert(
      folds.some(({ start }) => start === 0),
      "the section folds",
    );
    assert(
      folds.some(({ start }) => start === port),
      "the port folds",
    );
  });

  testEach("a name leads to its own sections, also in files that are not open", async (language) => {
    const folder = newFolder();
    const port = await write(folder, "ethtool_eno1.txt", ethtool);
    await write(folder, "nmcli_con_show_bond0.txt", profile);
    const document = await openNew(folder, dumpIn(language), dump);
    assertEqual(document.languageId, language);
    await diagnosticsOf(document.uri, (all) => all.some(pointsInto(port)));
    const definitions = await locationsAt("vscode.executeDefinitionProvider", document, "Currently Active Slave: eno1");
    assertIncludes(definitions.join(" "), "ethtool_eno1.txt:0");
    assertIncludes(definitions.join(" "), `${dumpIn(language)}:`);
    assert(!definitions.join(" ").includes("nmcli_con_show_bond0"), "a mention is no definition");
    const references = await locationsAt("vscode.executeReferenceProvider", document, "Currently Active Slave: eno1");
    assertIncludes(references.join(" "), "nmcli_con_show_bond0.txt:");
  });

  testEach("a path opens the file of the case", async (language) => {
    const folder = newFolder();
    const bond = await write(folder, "proc_net_bonding_bond0.txt", dump);
    const name = language === "bond-capture" ? "session.bondcapture" : "notes.txt";
    const ofPort = session.slice(session.indexOf("[root@web1 ~]# ethtool"));
    const document = await openNew(folder, name, `# from /proc/net/bonding/bond0\n${ofPort}`);
    assertEqual(document.languageId, language);
    await diagnosticsOf(document.uri, (all) => all.some(pointsInto(bond)));
    const links = await commands.executeCommand<DocumentLink[]>("vscode.executeLinkProvider", document.uri);
    const [link] = links.filter(({ target }) => target?.toString() === bond.toString());
    assertEqual(link && document.getText(link.range), "/proc/net/bonding/bond0");
  });

  testEach("a rule is turned off in the settings of the user, and nowhere else", async (language) => {
    const document = await openIn(language, session);
    const { range } = await errorOf(document.uri);
    try {
      await apply(await codeAction(document, range, "Turn off the rule no-link-monitoring"));
      await diagnosticsOf(document.uri, (all) => !all.some(isError));
      const rules = workspace.getConfiguration("bondlint").inspect("rules");
      assertEqual(rules?.globalValue, { "no-link-monitoring": "off" });
      assertEqual(rules?.workspaceValue, undefined);
    } finally {
      await workspace.getConfiguration("bondlint").update("rules", undefined, ConfigurationTarget.Global);
    }
  });

  test("a rule has the severity that the settings give it; what is no severity is passed over", async () => {
    const document = await openIn("bond-capture", session);
    await errorOf(document.uri);
    const settings = workspace.getConfiguration("bondlint");
    try {
      const rules = { "no-link-monitoring": "information", "single-slave": "loud" };
      await settings.update("rules", rules, ConfigurationTarget.Global);
      const changed = await diagnosticsOf(document.uri, (all) => all.length > 0 && !all.some(isError));
      const finding = changed.find((one) => ruleOf(one) === "no-link-monitoring");
      assertEqual(finding?.severity, DiagnosticSeverity.Information);
    } finally {
      await settings.update("rules", undefined, ConfigurationTarget.Global);
    }
  });
});

/** `file:line` of what a provider finds at the end of a line. */
async function locationsAt(command: string, document: TextDocument, line: string): Promise<string[]> {
  const position = new Position(document.getText().split("\n").indexOf(line), line.length - 1);
  const found = await commands.executeCommand<Location[]>(command, document.uri, position);
  return found.map(({ uri, range }) => `${uri.path.split("/").at(-1)}:${range.start.line}`);
}
