import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Verdict } from "../../src/engine/index.ts";

/** What a skilled engineer concludes of one bond. */
export interface BondLabel {
  readonly name?: string;
  readonly verdict: Verdict;
  readonly rootCause: string | null;
  /** Rules that have to be reported at warning or error, by themselves or through `explains`. */
  readonly must: readonly string[];
  readonly may: readonly string[];
  readonly info: readonly string[];
  /** Any one of these is enough in place of the root. */
  readonly anyOf: readonly string[];
  /** The full corrected line, or null; undefined where the label does not say. */
  readonly correctedOptions?: string | null;
  readonly alsoAcceptable: readonly (string | null)[];
  readonly doubt: string;
}

/** What one file alone must yield. */
export interface FileLabel {
  readonly file: string;
  readonly must: readonly string[];
  /** Any one of these is enough. */
  readonly anyOf: readonly string[];
  readonly clean: boolean;
}

/** A labelled set of captures that were taken together. */
export interface LabelledCase {
  readonly id: string;
  readonly captures: readonly { readonly path: string; readonly text: string }[];
  readonly bonds: readonly BondLabel[];
  readonly files: readonly FileLabel[];
}

type Json = Record<string, unknown>;

/** Finds the labelled cases below a folder: stage folders with an `expect.json`, and single texts with a label of their name. */
export function readLabels(folder: string): LabelledCase[] {
  if (existsSync(join(folder, "expect.json"))) return [readStage(folder)];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readLabels(path);
    return entry.name.endsWith(".txt") && existsSync(path.replace(/\.txt$/, ".json")) ? [readText(path)] : [];
  });
}

function readStage(folder: string): LabelledCase {
  const label = readJson(join(folder, "expect.json"));
  const captures = filesBelow(folder).filter((path) => !path.endsWith("expect.json") && !path.endsWith(".tsv"));
  return {
    id: folder.split("/").slice(-2).join("/"),
    captures: captures.map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") })),
    bonds: (label.bonds as Json[]).map((bond) => bondLabel(bond, String(label.doubt ?? ""))),
    files: ((label.fileExpectations ?? []) as Json[]).map((file) => ({
      file: String(file.file),
      must: strings(file.must),
      anyOf: strings(file.anyOf),
      clean: file.clean === true,
    })),
  };
}

function readText(path: string): LabelledCase {
  const label = readJson(path.replace(/\.txt$/, ".json"));
  const { name: _, ...bond } = bondLabel(label, String(label.doubt ?? ""));
  return {
    id: basename(path),
    captures: [{ path: basename(path), text: readFileSync(path, "utf8") }],
    bonds: [bond],
    files: [],
  };
}

function bondLabel(label: Json, doubt: string): BondLabel {
  return {
    ...(typeof label.name === "string" && { name: label.name }),
    verdict: label.verdict as Verdict,
    rootCause: (label.rootCause ?? null) as string | null,
    must: strings(label.must),
    may: strings(label.may),
    info: strings(label.info),
    anyOf: strings(label.anyOf),
    ...("correctedOptions" in label && { correctedOptions: label.correctedOptions as string | null }),
    alsoAcceptable: (label.alsoAcceptable ?? []) as (string | null)[],
    doubt,
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
