// Which documents Bondlint reads: captures by their language, and captures in documents of other kinds, in place.
import { cleanUp, currentDiagnostics, errorOf, newFolder, openNew, openUntitled, paste, ruleOf } from "./editor.ts";
import { assertEqual } from "./expect.ts";
import { dump, session } from "./incident.ts";

suite("What is read", () => {
  teardown(cleanUp);

  test("a document of the language bond-capture", async () => {
    const { uri } = await openUntitled(session, "bond-capture");
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
});
