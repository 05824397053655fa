import { isCapture, readCapture } from "../captures/index.ts";
import { readName } from "../captures/names.ts";
import { isSetupKind } from "../captures/setup.ts";
import type { Capture } from "../text/section.ts";
import { followHost } from "./cases.ts";

/** A folder's entry. Symbolic links, sockets and devices are `other`: they are never opened. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

/** The files of a machine, as the editor and the command line each know them. Paths use `/`. Every method may reject. */
export interface Files {
  list(folder: string): Promise<readonly Entry[]>;
  /** Bytes of a file. */
  size(path: string): Promise<number>;
  read(path: string): Promise<string>;
  /** A file that is too large to be read whole, `condensed`; `undefined` where that is too large as well. */
  condense?(path: string): Promise<string | undefined>;
  /** Says in a few words why something was rejected. */
  reasonOf(error: unknown): string;
}

/** How much may be read for one host. */
export interface Limits {
  readonly files: number;
  /** Of all files of one host together. */
  readonly bytes: number;
  /** Of one file. */
  readonly fileBytes: number;
}

/** A capture that was not read, and why. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
  /** True for a folder of which nothing was read. */
  readonly folder?: true;
}

/** What was read together: captures that may be of one host. */
export interface Gathered {
  /** The folder in which they may be joined; absent for a file that stands alone. */
  readonly root?: string;
  readonly captures: readonly Capture[];
  readonly unread: readonly Unread[];
}

/**
 * Gathers the captures below a folder host by host, in the order of their names: an archive (sos, insights,
 * supportconfig) is one host; another folder with its subfolders is one where nothing in it contradicts, else its files
 * stand alone and its subfolders are tried. Only what is being gathered is held in memory. Never rejects: what could not
 * be read is said.
 */
export async function* gather(folder: string, files: Files, limits: Limits): AsyncGenerator<Gathered> {
  const unread: Unread[] = [];
  const entries = await listed(folder, files, unread);
  if (isArchive(folder, entries)) {
    yield await gatherArchive(folder, files, limits);
    return;
  }
  const whole = await gatherWhole(folder, files, limits);
  if (typeof whole !== "string") {
    if (whole.captures.length > 0 || whole.unread.length > 0) yield whole;
    return;
  }
  if (unread.length > 0) yield { captures: [], unread };
  for (const { name, kind } of entries) {
    const path = join(folder, name);
    if (kind === "folder" && !SKIPPED.has(name)) yield* gather(path, files, limits);
    else if (kind === "file") yield* gatherLoose(path, files, limits);
  }
}

/**
 * Gathers what belongs with one file: its archive, else the highest folder above it, up to `top`, that is one host.
 * Never rejects.
 */
export async function gatherAround(path: string, top: string, files: Files, limits: Limits): Promise<Gathered> {
  const folders = foldersBetween(path, top);
  for (const folder of folders) {
    if (isArchive(folder, await listed(folder, files, []))) return gatherArchive(folder, files, limits);
  }
  let found: Gathered = { captures: [], unread: [] };
  for (const folder of folders.reverse()) {
    const whole = await gatherWhole(folder, files, limits);
    if (typeof whole !== "string") found = whole;
    else if (whole === "too much" && found.root === undefined)
      return { captures: [], unread: [{ path: folder, reason: beyond(limits), folder: true }] };
    else break;
  }
  return found;
}

function beyond({ files, bytes }: Limits): string {
  return `more than ${files} files or ${bytes / MEBIBYTE} MiB`;
}

const MEBIBYTE = 1024 * 1024;

/** Reads the files that somebody named, whatever is in them. Never rejects: what could not be read is said. */
export async function gatherNamed(paths: readonly string[], files: Files, limits: Limits): Promise<Gathered> {
  const reading = new Reading(files, limits);
  const captures: Capture[] = [];
  for (const path of paths) {
    const text = await reading.read(path);
    if (text !== undefined) captures.push({ path, text });
  }
  return { captures, unread: reading.unread };
}

/** `top`, then each folder below it down to the one that holds the path. */
function foldersBetween(path: string, top: string): string[] {
  const inside = path.startsWith(`${top}/`)
    ? path
        .slice(top.length + 1)
        .split("/")
        .slice(0, -1)
    : [];
  return [top, ...inside.map((_, depth) => join(top, inside.slice(0, depth + 1).join("/")))];
}

const SKIPPED = new Set([".git", "node_modules"]);
/** The files in which supportconfig puts what many commands and files say. */
const SUPPORTCONFIG = /(?:^|\/)(?:network|messages|boot)\.txt$/;
const ARCHIVE_NAME = /(?:^|\/)(?:sosreport|insights|scc|nts)[-_][^/]*$/;

/** The root of an archive, by its name or by the folders and files that only an archive has. */
function isArchive(folder: string, entries: readonly Entry[]): boolean {
  const has = (name: string, kind: Entry["kind"]) =>
    entries.some((entry) => entry.name === name && entry.kind === kind);
  if (has("sos_commands", "folder") || has("insights_commands", "folder")) return true;
  if (has("network.txt", "file") && (has("basic-environment.txt", "file") || has("supportconfig.txt", "file")))
    return true;
  return ARCHIVE_NAME.test(folder) && entries.some(({ kind }) => kind === "folder");
}

/** In an archive only what has a known name is opened. */
async function gatherArchive(root: string, files: Files, limits: Limits): Promise<Gathered> {
  const reading = new Reading(files, limits);
  for await (const path of below(root, files, reading.unread)) {
    if (readName(path).kind !== "other" || SUPPORTCONFIG.test(path)) await reading.take(path);
  }
  return { root, captures: reading.captures, unread: reading.unread };
}

/** Every capture of a folder with its subfolders, or why they cannot be joined: they are of several hosts, or too many to tell. */
async function gatherWhole(
  root: string,
  files: Files,
  limits: Limits,
): Promise<Gathered | "several hosts" | "too much"> {
  const reading = new Reading(files, limits);
  const follows = followHost();
  for await (const path of below(root, files, reading.unread, true)) {
    if (path === undefined) return "several hosts";
    if (!mayBeCapture(path)) continue;
    const capture = await reading.take(path);
    if (reading.exhausted) return "too much";
    if (capture && !follows(readCapture(capture))) return "several hosts";
  }
  return { root, captures: reading.captures, unread: reading.unread };
}

async function* gatherLoose(path: string, files: Files, limits: Limits): AsyncGenerator<Gathered> {
  if (!mayBeCapture(path)) return;
  const reading = new Reading(files, limits);
  await reading.take(path);
  if (reading.captures.length > 0 || reading.unread.length > 0)
    yield { captures: reading.captures, unread: reading.unread };
}

/** The files below a folder, in the order of their names; `undefined` for an archive in it, where that is asked for. */
function below(root: string, files: Files, unread: Unread[]): AsyncGenerator<string>;
function below(root: string, files: Files, unread: Unread[], archives: true): AsyncGenerator<string | undefined>;
async function* below(
  root: string,
  files: Files,
  unread: Unread[],
  archives = false,
): AsyncGenerator<string | undefined> {
  const entries = await listed(root, files, unread);
  if (archives && isArchive(root, entries)) yield undefined;
  for (const { name, kind } of entries) {
    if (kind === "file") yield join(root, name);
    else if (kind === "folder" && !SKIPPED.has(name)) {
      if (archives) yield* below(join(root, name), files, unread, true);
      else yield* below(join(root, name), files, unread);
    }
  }
}

async function listed(folder: string, files: Files, unread: Unread[]): Promise<readonly Entry[]> {
  try {
    const entries = await files.list(folder);
    return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    unread.push({ path: folder, reason: files.reasonOf(error), folder: true });
    return [];
  }
}

/** Outside archives people give captures names of their own; what they end in tells texts from the rest. */
const TEXTS =
  /^(?:txt|text|log|out|md|cfg|conf|config|cap|capture|bondcapture|nmconnection|user|yaml|yml|netdev|network|json|\d+)$/i;

function mayBeCapture(path: string): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  return dot <= 0 || TEXTS.test(base.slice(dot + 1)) || readName(path).kind !== "other";
}

/** Reads files one after the other, within limits. */
class Reading {
  readonly captures: Capture[] = [];
  readonly unread: Unread[] = [];
  /** True once a limit was met: what follows was not read. */
  exhausted = false;
  readonly #files: Files;
  readonly #limits: Limits;
  #opened = 0;
  #bytes = 0;

  constructor(files: Files, limits: Limits) {
    this.#files = files;
    this.#limits = limits;
  }

  /** Reads a file, and keeps it where its name is one of a capture, or its text is. */
  async take(path: string): Promise<Capture | undefined> {
    const text = await this.read(path);
    if (text === undefined) return undefined;
    const { kind } = readName(path);
    // A configuration file is kept for the bond in it, not for its name.
    const named = text !== "" && kind !== "other" && !isSetupKind(kind);
    if (text.slice(0, 4096).includes("\0") || !(named || isCapture(withoutGaps(text), path))) return undefined;
    const capture = { path, text };
    this.captures.push(capture);
    return capture;
  }

  /** The text of a file; `undefined` for one that is left unread, which is remembered. */
  async read(path: string): Promise<string | undefined> {
    const { files, bytes, fileBytes } = this.#limits;
    try {
      const size = await this.#files.size(path);
      if (size > fileBytes) return await this.#condense(path, fileBytes);
      if (this.#opened >= files || this.#bytes + size > bytes) {
        this.exhausted = true;
        return this.#leave(path, "there is more here than what is read of one host");
      }
      this.#opened += 1;
      this.#bytes += size;
      return await this.#files.read(path);
    } catch (error) {
      return this.#leave(path, this.#files.reasonOf(error));
    }
  }

  async #condense(path: string, most: number): Promise<string | undefined> {
    const text = await this.#files.condense?.(path);
    if (text === undefined) return this.#leave(path, tooLarge(most));
    this.#bytes += text.length;
    this.#leave(path, this.#bytes > this.#limits.bytes ? tooLarge(most) : onlyInPart(most));
    return this.#bytes > this.#limits.bytes ? undefined : text;
  }

  #leave(path: string, reason: string): undefined {
    this.unread.push({ path, reason });
  }
}

/** Why a file of more than these bytes was not read. */
export function tooLarge(most: number): string {
  return `larger than ${most / MEBIBYTE} MiB`;
}

/** What was not read of one that was condensed. */
export function onlyInPart(most: number): string {
  return `larger than ${most / MEBIBYTE} MiB: lines of its log that say nothing of bonding were left out, offsets count without them`;
}

/** A condensed text has a million empty lines; what it is stands between them. */
function withoutGaps(text: string): string {
  return text.includes("\n\n\n\n") ? text.replace(/\n{2,}/g, "\n") : text;
}

function join(folder: string, name: string): string {
  return folder === "" || folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}
