import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
  Uri,
} from "vscode";
import type { Analysis, Finding, Place, Severity } from "../engine/index.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf } from "./paths.ts";
import { Places } from "./places.ts";
import { ruleLink } from "./rulePages.ts";

/** The source that Bondlint's diagnostics carry. */
export const SOURCE = "bondlint";

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** How many diagnostics of one file VS Code shows; of more it would say so itself, and not of which. */
const SHOWN = 1000;

/** Shows the findings of the open captures, one diagnostic for each capture that states the fact. */
export function showDiagnostics(captures: OpenCaptures): Disposable[] {
  const collection = languages.createDiagnosticCollection(SOURCE);
  const show = (analysis: Analysis) => {
    const byPath = diagnosticsByPath(analysis);
    collection.forEach((uri) => {
      if (!byPath.has(pathOf(uri)) || !captures.documentOf(pathOf(uri))) collection.delete(uri);
    });
    for (const [path, diagnostics] of byPath) {
      const document = captures.documentOf(path);
      if (document) collection.set(document.uri, diagnostics);
    }
  };
  return [collection, captures.onDidChange(show)];
}

/**
 * The diagnostics of an analysis by the path of the capture that they stand in. VS Code shows 1000 of one file: where there
 * are more, the most severe are given, and the last one says how many were left out.
 */
export function diagnosticsByPath(analysis: Analysis): Map<string, Diagnostic[]> {
  const found = new Map<string, [Finding, Place][]>();
  for (const finding of analysis.findings) {
    for (const place of finding.places) {
      const here = found.get(place.path);
      if (here) here.push([finding, place]);
      else found.set(place.path, [[finding, place]]);
    }
  }
  const places = new Places(analysis);
  return new Map([...found].map(([path, here]) => [path, mostSevere(here, places)]));
}

/** Those that are left out are never made: each of many findings may name all of the others. */
function mostSevere(found: readonly [Finding, Place][], places: Places): Diagnostic[] {
  if (found.length <= SHOWN) return found.map(([finding, place]) => diagnosticOf(finding, place, places));
  const sorted = found.toSorted(([a], [b]) => SEVERITY[a.severity] - SEVERITY[b.severity]);
  const shown = sorted.slice(0, SHOWN - 1).map(([finding, place]) => diagnosticOf(finding, place, places));
  const [next] = sorted.slice(shown.length);
  if (next === undefined) return shown;
  const [{ severity }, place] = next;
  const message = l10n.t("{0} more findings in this file are not shown.", sorted.length - shown.length);
  const rest = new Diagnostic(places.range(place), message, SEVERITY[severity]);
  rest.source = SOURCE;
  return [...shown, rest];
}

function diagnosticOf(finding: Finding, place: Place, places: Places): Diagnostic {
  const diagnostic = new Diagnostic(places.range(place), finding.message, SEVERITY[finding.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.rule, target: Uri.parse(ruleLink(finding.rule)) };
  const elsewhere = finding.places.filter((other) => other !== place);
  diagnostic.relatedInformation = [...finding.related, ...elsewhere].map(
    (evidence) => new DiagnosticRelatedInformation(places.location(evidence), evidence.message),
  );
  return diagnostic;
}
