// Help inside option text: completion, hover, and the nearest name for a misspelt option.
import { type CompletionList, commands, Position, type Uri } from "vscode";
import { apply, cleanUp, codeAction, diagnosticsOf, hoverAt, newFolder, openNew, ruleOf } from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { keyfile } from "./incident.ts";
import { keyfileIn, openIn, testEach } from "./languages.ts";

suite("Option text", () => {
  teardown(cleanUp);

  testEach("names are completed, those of other modes are not offered", async (language) => {
    const document = await openNew(newFolder(), keyfileIn(language), keyfile.replace("miimon=0\n", "\n"));
    const labels = await completionsAt(document.uri, new Position(lineOf(document.getText(), "[bond]") + 1, 0));
    assertIncludes(labels.join(" "), "miimon=");
    assertIncludes(labels.join(" "), "updelay=");
    assert(!labels.includes("lacp_rate="), "lacp_rate is not for active-backup");
  });

  testEach("values are completed", async (language) => {
    const text = "bond.options:                           mode=\n";
    const document = await openIn(language, text);
    const labels = await completionsAt(document.uri, new Position(0, text.length - 1));
    assertIncludes(labels.join(" "), "802.3ad");
  });

  testEach("an option is explained under the pointer", async (language) => {
    const document = await openNew(newFolder(), keyfileIn(language), keyfile);
    const position = new Position(lineOf(keyfile, "miimon=0"), 2);
    const text = await hoverAt(document, position);
    assertIncludes(text, "Default: 100 by NetworkManager, 0 in the kernel");
  });

  testEach("a misspelt option is put right by its quick fix", async (language) => {
    const document = await openNew(newFolder(), keyfileIn(language), keyfile.replace("miimon=0", "mimon=100"));
    const [problem] = await diagnosticsOf(document.uri);
    assert(problem, "a diagnostic");
    assertEqual(ruleOf(problem), "option-typo");
    await apply(
      await codeAction(
        document,
        problem.range,
        "Correct the options here (mode=active-backup,miimon=100,primary=eno1)",
      ),
    );
    assertEqual(document.getText(), keyfile.replace("miimon=0", "miimon=100"));
    await diagnosticsOf(document.uri, (all) => all.length === 0);
  });
});

async function completionsAt(uri: Uri, position: Position): Promise<string[]> {
  const { items } = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    position,
  );
  return items.map(({ label }) => (typeof label === "string" ? label : label.label));
}

function lineOf(text: string, line: string): number {
  return text.split("\n").indexOf(line);
}
