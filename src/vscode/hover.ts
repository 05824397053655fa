import { type Disposable, Hover, l10n, languages, MarkdownString, Range, type TextDocument } from "vscode";
import {
  type Analysis,
  type Explanation,
  explain,
  explainName,
  type Finding,
  findingHover,
  plain,
  type RelatedPlace,
} from "../engine/index.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf } from "./paths.ts";
import { Places } from "./places.ts";
import { windowTheme } from "./theme.ts";

/** The hover of a finding: why, the evidence, what to do. Offline, and without anything active from the capture. */
export function provideHovers(captures: OpenCaptures): Disposable {
  return languages.registerHoverProvider(
    [...SELECTOR],
    contained("hover", {
      provideHover(document, position) {
        const analysis = captures.analysis();
        const places = new Places(analysis);
        const path = pathOf(document.uri);
        for (const finding of analysis.findings) {
          const place = finding.places.find((one) => one.path === path && places.range(one).contains(position));
          if (place) return new Hover(hoverText(finding, analysis, document, places), places.range(place));
        }
        return undefined;
      },
    }),
  );
}

/** The hover of every key and value: what it is and what this value means. Documents that are no captures can hold options too. */
export function provideExplanations(captures: OpenCaptures): Disposable {
  return languages.registerHoverProvider(
    [...SELECTOR],
    contained("explanation", {
      provideHover(document, position) {
        const capture = captures.captureOf(document) ?? { text: document.getText(), sections: [], options: [] };
        return hoverOf(explain(capture, document.offsetAt(position)), document);
      },
    }),
  );
}

/** The hover of a bond's or port's name: what the captures say of it, and the bond as a picture. */
export function provideNameHovers(captures: OpenCaptures): Disposable {
  return languages.registerHoverProvider(
    [...SELECTOR],
    contained("name", {
      provideHover(document, position) {
        const capture = captures.captureOf(document);
        const found = capture && explainName(captures.analysis(), capture, document.offsetAt(position), windowTheme());
        return hoverOf(found, document);
      },
    }),
  );
}

function hoverOf(found: Explanation | undefined, document: TextDocument): Hover | undefined {
  if (found === undefined) return undefined;
  const range = new Range(document.positionAt(found.start), document.positionAt(found.end));
  return new Hover(new MarkdownString(found.markdown), range);
}

function hoverText(finding: Finding, { bonds }: Analysis, document: TextDocument, places: Places): MarkdownString {
  const bond = bonds.find((one) => one.case === finding.case && one.name === finding.bond);
  return new MarkdownString(findingHover(finding, bond?.checks ?? [], (place) => labelOf(place, document, places)));
}

/** `file:line` as a link, or `line N` for a place in the same document. */
function labelOf(place: RelatedPlace, document: TextDocument, places: Places): string {
  const line = places.position(place.path, place.start).line + 1;
  const uri = places.uri(place);
  const own = place.path === pathOf(document.uri);
  const label = own ? l10n.t("line {0}", line) : `${plain(uri.path.split("/").at(-1) ?? "")}:${line}`;
  if (uri.scheme === "untitled") return `${label}:`;
  const link = uri
    .with({ fragment: `L${line}` })
    .toString()
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
  return `[${label.replace(/[\\[\]`*_<>!]/g, "\\$&")}](${link})`;
}
