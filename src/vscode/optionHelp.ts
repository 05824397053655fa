import { CompletionItem, CompletionItemKind, type Disposable, languages, MarkdownString, Range } from "vscode";
import { optionCompletions } from "../engine/index.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";

/** Completion inside option text: `bond.options`, a keyfile's group `[bond]`, `BONDING_OPTS`. */
export function provideOptionHelp(): Disposable {
  return languages.registerCompletionItemProvider(
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
            item.range = new Range(document.positionAt(start), document.positionAt(end));
            return item;
          },
        );
      },
    }),
    "=",
    ",",
  );
}
