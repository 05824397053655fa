import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, type Disposable, languages, Uri } from "vscode";
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

/** The diagnostics of an analysis by the path of the capture that they stand in. */
export function diagnosticsByPath(analysis: Analysis): Map<string, Diagnostic[]> {
  const places = new Places(analysis);
  const byPath = new Map<string, Diagnostic[]>();
  for (const finding of analysis.findings) {
    for (const place of finding.places) {
      const diagnostics = byPath.get(place.path);
      const diagnostic = diagnosticOf(finding, place, places);
      if (diagnostics) diagnostics.push(diagnostic);
      else byPath.set(place.path, [diagnostic]);
    }
  }
  return byPath;
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
