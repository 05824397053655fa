import { type Disposable, DocumentSymbol, FoldingRange, languages, Range, SymbolKind, type TextDocument } from "vscode";
import { type OutlineEntry, outline, type Span } from "../engine/index.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";

const KIND: Readonly<Record<OutlineEntry["kind"], SymbolKind>> = {
  section: SymbolKind.File,
  bond: SymbolKind.Class,
  port: SymbolKind.Interface,
  interface: SymbolKind.Interface,
};

/** The outline and breadcrumbs of a capture, and what of it can be folded: each section, each port. */
export function provideOutline(captures: OpenCaptures): Disposable[] {
  const entriesOf = (document: TextDocument) => {
    const capture = captures.captureOf(document);
    return capture ? outline(capture) : [];
  };
  return [
    languages.registerDocumentSymbolProvider(
      [...SELECTOR],
      contained("outline", {
        provideDocumentSymbols: (document) => entriesOf(document).map((entry) => symbolOf(entry, document)),
      }),
    ),
    languages.registerFoldingRangeProvider(
      [...SELECTOR],
      contained("folding", {
        provideFoldingRanges(document) {
          const ranges = [...foldsOf(entriesOf(document), document)];
          // Without an answer the editor folds by indentation, as in every other text.
          return ranges.length > 0 ? ranges : undefined;
        },
      }),
    ),
  ];
}

function symbolOf(entry: OutlineEntry, document: TextDocument): DocumentSymbol {
  const { name, kind, at, children } = entry;
  const symbol = new DocumentSymbol(name, "", KIND[kind], rangeOf(entry, document), rangeOf(at, document));
  symbol.children = children.map((child) => symbolOf(child, document));
  return symbol;
}

function* foldsOf(entries: readonly OutlineEntry[], document: TextDocument): Generator<FoldingRange> {
  for (const entry of entries) {
    const { start, end } = rangeOf(entry, document);
    if (end.line > start.line) yield new FoldingRange(start.line, end.line);
    yield* foldsOf(entry.children, document);
  }
}

function rangeOf({ start, end }: Span, document: TextDocument): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
