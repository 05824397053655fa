import { type Disposable, DocumentLink, languages, Range } from "vscode";
import { siblingLinks } from "../engine/index.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { uriOf } from "./paths.ts";

/** Paths in a capture open the file of the case that holds what is there. */
export function provideSiblingLinks(captures: OpenCaptures): Disposable {
  return languages.registerDocumentLinkProvider(
    [...SELECTOR],
    contained("links", {
      provideDocumentLinks(document) {
        const own = captures.captureOf(document);
        if (own === undefined) return [];
        return siblingLinks(own, captures.analysis().captures).map(
          ({ start, end, target }) =>
            new DocumentLink(new Range(document.positionAt(start), document.positionAt(end)), uriOf(target.path)),
        );
      },
    }),
  );
}
