import { type LogOutputChannel, window } from "vscode";
import { contain, errorLine } from "./contain.ts";

/**
 * The output channel "Bondlint": what was done and how long it took, for bug reports. Numbers only: what a capture says is
 * never written, and paths, which may name customers, at the level "trace" alone.
 */
export const log: LogOutputChannel = window.createOutputChannel("Bondlint", { log: true });

/** A provider of a feature, whose failures are logged and are nothing but its own. */
export function contained<T extends object>(feature: string, provider: T): T {
  return contain(provider, (error) => logError(feature, error));
}

/** Logs that a feature has failed, in one line. */
export function logError(feature: string, error: unknown): void {
  log.error(`${feature}: ${errorLine(error)}`);
}

/** The time since then, as the log tells it. */
export function since(start: number): string {
  return `${(performance.now() - start).toFixed(1)} ms`;
}
