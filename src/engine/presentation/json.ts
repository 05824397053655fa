import type { Unread } from "../hosts/gather.ts";
import { LineIndex, type Span } from "../text/span.ts";
import type { Analysis } from "./analysis.ts";
import type { Finding } from "./finding.ts";
import type { Place } from "./place.ts";

/** Lines and columns from 1, columns in UTF-16 code units; `end` is one past the last character. */
export interface JsonRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** The shape of the machine-readable output; its schema is docs/output.schema.json. */
export type JsonAnalysis = ReturnType<typeof toJson>;

/** An analysis as plain JSON: absent values are `null`. */
export function toJson(analysis: Analysis, unread: readonly Unread[] = []) {
  const indexes = new Map(analysis.captures.map(({ path, text }) => [path, new LineIndex(text)]));
  const rangeIn = (path: string, span: Span): JsonRange => {
    const index = indexes.get(path);
    const start = index?.positionAt(span.start) ?? { line: 0, column: 0 };
    const end = index?.positionAt(span.end) ?? start;
    return {
      start: { line: start.line + 1, column: start.column + 1 },
      end: { line: end.line + 1, column: end.column + 1 },
    };
  };
  return {
    version: 1 as const,
    captures: analysis.captures.map((capture) => ({
      path: capture.path,
      case: capture.case,
      sections: capture.sections.map((section) => ({
        kind: section.kind,
        command: section.command ?? null,
        host: section.switch ?? section.host ?? null,
        range: rangeIn(capture.path, section),
      })),
    })),
    unread: [
      ...unread.map(({ path, reason }) => ({ path, range: null, reason })),
      ...analysis.captures.flatMap(({ path, unread: spans }) =>
        spans.map((span) => ({ path, range: rangeIn(path, span), reason: "no longer JSON as ip prints it" })),
      ),
    ],
    bonds: analysis.bonds.map((bond) => ({
      case: bond.case,
      host: bond.host ?? null,
      name: bond.name ?? null,
      mode: bond.mode ?? null,
      verdict: bond.verdict,
      rootCause: bond.rootCause ?? null,
      ports: bond.ports.map(({ name, mii, carrier, role }) => ({
        name,
        mii: mii ?? null,
        carrier: carrier ?? null,
        role: role ?? null,
      })),
      correctedOptions: bond.correctedOptions ?? null,
      commands: bond.commands ?? null,
      verified: bond.verified ?? null,
      checks: bond.checks.map(({ state, message, places: [place], rule, command }) => ({
        state,
        message,
        path: place?.path ?? null,
        range: place ? rangeIn(place.path, place) : null,
        rule: rule ?? null,
        command: command ?? null,
      })),
    })),
    findings: analysis.findings.map((finding) => jsonFinding(finding, (place) => rangeIn(place.path, place))),
  };
}

function jsonFinding(finding: Finding, rangeOf: (place: Place) => JsonRange) {
  const [main, ...others] = finding.places;
  const { correction } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    case: finding.case,
    host: finding.host ?? null,
    bond: finding.bond ?? null,
    port: finding.port ?? null,
    message: finding.message,
    path: main.path,
    range: rangeOf(main),
    related: [...finding.related, ...others].map((place) => ({
      message: place.message,
      path: place.path,
      range: rangeOf(place),
      rule: place.rule ?? null,
    })),
    explains: finding.explains,
    correction: correction
      ? {
          set: correction.set,
          unset: correction.unset,
          options: correction.options,
          line: correction.line,
          commands: correction.commands,
        }
      : null,
  };
}
