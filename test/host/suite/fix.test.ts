// The quick fixes: what they are called, what they insert and copy, and that they can be taken back.
import {
  CodeActionKind,
  commands,
  DiagnosticSeverity,
  EndOfLine,
  env,
  Range,
  type TextDocument,
  workspace,
} from "vscode";
import {
  apply,
  cleanUp,
  codeAction,
  codeActions,
  currentDiagnostics,
  diagnosticsOf,
  errorOf,
  isError,
  newFolder,
  openNew,
  ruleOf,
} from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { ARP_TITLE, INSERT_TITLE, INSERTED_LINE, INTERVAL_LINE, keyfile, OPTIONS, session } from "./incident.ts";
import { keyfileIn, type Language, openIn, testEach } from "./languages.ts";

suite("Quick fixes", () => {
  teardown(cleanUp);

  testEach(
    "to insert is preferred; to copy, and the ARP monitor with the captured gateway, come behind it",
    async (language) => {
      const document = await openIn(language, session);
      const { range } = await errorOf(document.uri);
      const actions = await codeActions(document, range, ({ length }) => length >= 3, CodeActionKind.QuickFix);
      const titles = actions.map(({ title, isPreferred }) => (isPreferred ? `${title} (preferred)` : title));
      assertEqual(titles, [
        `${INSERT_TITLE} (preferred)`,
        "Copy corrected options",
        "Copy commands to apply",
        ARP_TITLE,
        "Open repair plan",
        "Turn off the rule no-link-monitoring",
      ]);
    },
  );

  testEach(
    "insert writes the marked line below the line at fault, and the error becomes a warning there",
    async (language) => {
      const document = await openIn(language, session);
      await insertCorrection(document);
      assertEqual(document.getText(), corrected(session));
      const [warning, ...others] = await diagnosticsOf(document.uri, (all) => all.length > 0 && !all.some(isError));
      assert(warning && others.length === 0, `one warning, without ${JSON.stringify(others)}`);
      assertEqual(ruleOf(warning), "correction-not-applied");
      assertEqual(warning.severity, DiagnosticSeverity.Warning);
      assertEqual(document.lineAt(warning.range.start.line).text, INSERTED_LINE);
    },
  );

  testEach("a keyfile outside of any archive is corrected in place, and clean then", async (language) => {
    const document = await openNew(newFolder(), keyfileIn(language), keyfile);
    assertEqual(document.languageId, language);
    const { range } = await errorOf(document.uri);
    await apply(await codeAction(document, range, `Correct the options here (${OPTIONS})`));
    assertEqual(document.getText(), keyfile.replace("miimon=0", "miimon=100"));
    await diagnosticsOf(document.uri, (all) => all.length === 0);
  });

  test("a command in a runbook written in Markdown is corrected in place", async () => {
    const runbook =
      'Set it up:\n\n    nmcli con modify bond0 bond.options "mode=active-backup,miimon=0,primary=eno1"\n';
    const document = await openNew(newFolder(), "runbook.md", runbook);
    const { range } = await errorOf(document.uri);
    await apply(await codeAction(document, range, `Correct the options here (${OPTIONS})`));
    assertEqual(document.getText(), runbook.replace("miimon=0", "miimon=100"));
  });

  testEach("undo takes the line back and restores the error", async (language) => {
    const document = await openIn(language, session);
    await insertCorrection(document);
    await diagnosticsOf(document.uri, (all) => all.length > 0 && !all.some(isError));
    await commands.executeCommand("undo");
    assertEqual(document.getText(), session);
    assertEqual(ruleOf(await errorOf(document.uri)), "no-link-monitoring");
  });

  testEach("a correction that is there is not offered again", async (language) => {
    const document = await openIn(language, session);
    await insertCorrection(document);
    await diagnosticsOf(document.uri, (all) => all.length > 0 && !all.some(isError));
    const actions = await codeActions(document, wholeRange(document), () => true);
    assertEqual(
      actions.filter(({ edit }) => edit).map(({ title }) => title),
      [],
    );
  });

  test("a file with CRLF keeps CRLF", async () => {
    const text = session.replaceAll("\n", "\r\n");
    const document = await openNew(newFolder(), "incident.txt", text);
    assertEqual(document.eol, EndOfLine.CRLF);
    await insertCorrection(document);
    assertEqual(document.getText(), corrected(session).replaceAll("\n", "\r\n"));
    assert(await document.save(), "saved");
    const bytes = await workspace.fs.readFile(document.uri);
    assertEqual(new TextDecoder().decode(bytes), corrected(session).replaceAll("\n", "\r\n"));
  });

  testEach("copy corrected options", async (language) => {
    assertEqual(await copied("Copy corrected options", language), OPTIONS);
  });

  testEach("copy commands to apply", async (language) => {
    const text = await copied("Copy commands to apply", language);
    assertIncludes(text, `nmcli con modify bond0 bond.options "${OPTIONS}"`);
    assertIncludes(text, "nmcli device reapply bond0");
  });

  testEach("nothing fixes on save: there is no source.fixAll", async (language) => {
    const document = await openIn(language, session);
    const { range } = await errorOf(document.uri);
    // Once the quick fixes are there, everything is registered.
    await codeAction(document, range, INSERT_TITLE);
    const fixAll = await codeActions(document, wholeRange(document), () => true, CodeActionKind.SourceFixAll);
    assertEqual(
      fixAll.map(({ title }) => title),
      [],
    );
    assertEqual(currentDiagnostics(document.uri).length > 0, true);
  });
});

async function insertCorrection(document: TextDocument): Promise<void> {
  const { range } = await errorOf(document.uri);
  await apply(await codeAction(document, range, INSERT_TITLE));
}

async function copied(title: string, language: Language): Promise<string> {
  const document = await openIn(language, session);
  const { range } = await errorOf(document.uri);
  await env.clipboard.writeText("nothing was copied");
  await apply(await codeAction(document, range, title));
  return env.clipboard.readText();
}

function corrected(text: string): string {
  return text.replace(`${INTERVAL_LINE}\n`, `${INTERVAL_LINE}\n${INSERTED_LINE}\n`);
}

function wholeRange(document: TextDocument): Range {
  return new Range(0, 0, document.lineCount, 0);
}
