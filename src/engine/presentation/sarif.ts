import type { ReportingDescriptor, Result } from "sarif";
import type { RuleId } from "../rules/ids.ts";
import { RULES } from "../rules/index.ts";
import type { Severity } from "../rules/rule.ts";
import { LineIndex } from "../text/span.ts";
import type { Analysis } from "./analysis.ts";
import type { Finding, RelatedPlace } from "./finding.ts";
import type { Place } from "./place.ts";

/** A log in SARIF 2.1.0 around results that are written one after the other: what stands before and behind them. */
export function sarifFrame(version: string): { readonly head: string; readonly tail: string } {
  const rules = RULES.map(
    ({ id, title, why, remedy }): ReportingDescriptor => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: remedy },
    }),
  );
  const driver = { name: "Bondlint", version, informationUri: "https://github.com/bondlint/bondlint", rules };
  const whole = JSON.stringify({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: [] }],
  });
  const at = whole.lastIndexOf("[]") + 1;
  return { head: whole.slice(0, at), tail: whole.slice(at) };
}

const LEVELS: Readonly<Record<Severity, Pick<Result, "level" | "kind">>> = {
  error: { level: "error" },
  warning: { level: "warning" },
  information: { level: "note" },
  hint: { level: "none", kind: "informational" },
};

/** The findings of an analysis as SARIF results. Lines and columns count from 1, columns in UTF-16 code units. */
export function sarifResults({ captures, findings }: Analysis): Result[] {
  const indexes = new Map(captures.map(({ path, text }) => [path, new LineIndex(text)]));
  return findings.map((finding) => resultOf(finding, indexes));
}

function resultOf(finding: Finding, indexes: ReadonlyMap<string, LineIndex>): Result {
  const [main, ...others] = finding.places;
  return {
    ruleId: finding.rule satisfies RuleId,
    ...LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: physical(main, indexes) }],
    relatedLocations: [...finding.related, ...others].map((place: RelatedPlace, id) => ({
      id,
      message: { text: place.message },
      physicalLocation: physical(place, indexes),
    })),
    properties: {
      case: finding.case,
      ...(finding.host !== undefined && { host: finding.host }),
      ...(finding.bond !== undefined && { bond: finding.bond }),
      ...(finding.port !== undefined && { port: finding.port }),
      confidence: finding.confidence,
      explains: finding.explains,
      ...(finding.correction && { correctedOptions: finding.correction.options }),
    },
  };
}

function physical(place: Place, indexes: ReadonlyMap<string, LineIndex>) {
  const index = indexes.get(place.path);
  const start = index?.positionAt(place.start) ?? { line: 0, column: 0 };
  const end = index?.positionAt(place.end) ?? start;
  return {
    artifactLocation: { uri: uriOf(place.path) },
    region: {
      startLine: start.line + 1,
      startColumn: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
    },
  };
}

/** A path as a relative reference, or as a URI where it is absolute; standard input has no name of its own. */
function uriOf(path: string): string {
  if (path === "-") return "stdin";
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}
