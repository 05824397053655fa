import type { DocumentFilter, TextDocument } from "vscode";
import { isCapture } from "../engine/index.ts";

/** The language that Bondlint adds. */
export const LANGUAGE = "bond-capture";

/**
 * Languages of documents that may hold a capture: what tickets carry, Markdown, in which tickets and runbooks are written,
 * and those of configuration files.
 */
const CARRIERS: readonly string[] = ["plaintext", "log", "markdown", "yaml", "properties", "ini"];

/** Documents that may be captures; untitled is what people paste into, and the editor may guess any language for it. */
export const SELECTOR: readonly DocumentFilter[] = [
  { language: LANGUAGE },
  ...CARRIERS.map((language) => ({ language })),
  { scheme: "untitled" },
];

/** Schemes whose documents are views of another one (a diff, an output channel, a repair plan), or no files of a person. */
const VIEWS = new Set([
  "bondlint-plan",
  "bondlint-rule",
  "git",
  "output",
  "comment",
  "vscode",
  "vscode-settings",
  "search-editor",
  "walkThrough",
  "chat-editing-text-model",
]);

/** True for a document that is read: of Bondlint's language, or a text of another kind that is unmistakably a capture. */
export function isRead(document: TextDocument): boolean {
  const { languageId, uri } = document;
  if (VIEWS.has(uri.scheme)) return false;
  if (languageId === LANGUAGE) return true;
  const candidate = CARRIERS.includes(languageId) || uri.scheme === "untitled";
  return candidate && isCapture(document.getText(), uri.path);
}
