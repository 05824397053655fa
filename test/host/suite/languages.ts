// The kinds of document in which every feature works: Bondlint's own, and plain text, which stays what it is.
import type { TextDocument } from "vscode";
import { newFolder, openNew } from "./editor.ts";
import { assertEqual } from "./expect.ts";

export const LANGUAGES = ["bond-capture", "plaintext"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Declares a test for each of the languages. */
export function testEach(title: string, body: (language: Language, context: Mocha.Context) => Promise<void>): void {
  for (const language of LANGUAGES) {
    test(`${title} (${language})`, function () {
      return body(language, this);
    });
  }
}

/** A name under which the editor gives a keyfile this language. */
export function keyfileIn(language: Language): string {
  return language === "bond-capture" ? "bond0.nmconnection" : "keyfile.txt";
}

/** A name under which the editor gives the dump of bond0 this language. */
export function dumpIn(language: Language): string {
  return language === "bond-capture" ? "proc_net_bonding_bond0.txt" : "dump.txt";
}

/** Opens a new file of this language: it has a folder of its own. */
export async function openIn(language: Language, text: string): Promise<TextDocument> {
  const document = await openNew(
    newFolder(),
    language === "bond-capture" ? "session.bondcapture" : "session.txt",
    text,
  );
  assertEqual(document.languageId, language, "the language");
  return document;
}
