// Which documents Bondlint reads: captures by their language, and captures in documents of other kinds, in place.
import { commands, workspace } from "vscode";
import {
  cleanUp,
  currentDiagnostics,
  errorOf,
  newFolder,
  openNew,
  openUntitled,
  paste,
  ruleOf,
  until,
} from "./editor.ts";
import { assert, assertEqual } from "./expect.ts";
import { dump, session } from "./incident.ts";
import { openIn, testEach } from "./languages.ts";
import { observedStatus } from "./observed.ts";

suite("What is read", () => {
  teardown(cleanUp);

  test("a document of the language bond-capture", async () => {
    const { uri } = await openIn("bond-capture", session);
    assertEqual(ruleOf(await errorOf(uri)), "no-link-monitoring");
  });

  test("a plain text file, which stays plain text", async () => {
    const document = await openNew(newFolder(), "ticket.txt", session);
    await errorOf(document.uri);
    assertEqual(document.languageId, "plaintext");
  });

  test("a log file, which stays a log", async () => {
    const document = await openNew(newFolder(), "console.log", dump);
    await errorOf(document.uri);
    assertEqual(document.languageId, "log");
  });

  test("a paste into an untitled document", async () => {
    const document = await openUntitled("");
    const { languageId } = document;
    await paste(document, session);
    await errorOf(document.uri);
    assertEqual(document.languageId, languageId);
  });

  test("a file called bond0 is a bond capture", async () => {
    const document = await openNew(newFolder(), "bond0", dump);
    assertEqual(document.languageId, "bond-capture");
    await errorOf(document.uri);
  });

  test("a file below proc/net/bonding is a bond capture", async () => {
    const document = await openNew(newFolder(), "sosreport-web1/proc/net/bonding/uplink", dump);
    assertEqual(document.languageId, "bond-capture");
    await errorOf(document.uri);
  });

  test("other text is left alone", async () => {
    const notes = await openNew(newFolder(), "notes.txt", "bond0 lost its link at 12:00; miimon may be 0.\n");
    // Opened later and judged already: so the notes have been looked at.
    await errorOf((await openNew(newFolder(), "ticket.txt", session)).uri);
    assertEqual(currentDiagnostics(notes.uri), []);
  });

  for (const name of ["ticket.sh", "ticket.txt"]) {
    test(`Read as Bond Capture makes ${name} one, and judges it`, async () => {
      const { uri, languageId } = await openNew(newFolder(), name, session);
      await commands.executeCommand("bondlint.readAsCapture");
      const read = await until(
        workspace.onDidOpenTextDocument,
        () => workspace.textDocuments.find((one) => one.uri.toString() === uri.toString())?.languageId,
        (now) => now !== languageId,
      );
      assertEqual(read, "bond-capture");
      assertEqual(ruleOf(await errorOf(uri)), "no-link-monitoring");
    });
  }

  testEach("the language status tells what was recognised", async (language) => {
    const status = observedStatus();
    const said = (text: string, detail: string) =>
      until(
        status.onDidSet,
        () => [status.text(), status.detail()],
        (now) => now.join() === [text, detail].join(),
      );
    try {
      const document = await openIn(language, session);
      assert(status.isShownFor(document), "it is shown");
      await said("1 bond, 1 root cause", "no-link-monitoring");
      await openNew(newFolder(), "notes.txt", "Tickets of the week.\n");
      await said("No bond capture", "");
    } finally {
      status.dispose();
    }
  });
});
