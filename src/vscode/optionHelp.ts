import {
  CompletionItem,
  CompletionItemKind,
  type Disposable,
  Hover,
  languages,
  MarkdownString,
  Range,
  type TextDocument,
} from "vscode";
import { optionCompletions, optionHover } from "../engine/index.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";

/** Completion and hover inside option text: `bond.options`, a keyfile's group `[bond]`, `BONDING_OPTS`. */
export function provideOptionHelp(): Disposable[] {
  return [
    languages.registerCompletionItemProvider(
      [...SELECTOR],
      contained("completion", {
        provideCompletionItems(document, position) {
          const offset = document.offsetAt(position);
          return optionCompletions(document.getText(), offset).map(
            ({ text, kind, detail, documentation, start, end }) => {
              const item = new CompletionItem(
                text,
                kind === "name" ? CompletionItemKind.Property : CompletionItemKind.Value,
              );
              item.detail = detail;
              item.documentation = new MarkdownString(documentation);
              item.range = rangeOf(document, start, end);
              return item;
            },
          );
        },
      }),
      "=",
      ",",
    ),
    languages.registerHoverProvider(
      [...SELECTOR],
      contained("option hover", {
        provideHover(document, position) {
          const hover = optionHover(document.getText(), document.offsetAt(position));
          return hover && new Hover(new MarkdownString(hover.markdown), rangeOf(document, hover.start, hover.end));
        },
      }),
    ),
  ];
}

function rangeOf(document: TextDocument, start: number, end: number): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
