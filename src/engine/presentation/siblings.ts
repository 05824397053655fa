import type { Span } from "../text/span.ts";
import type { AnalyzedCapture } from "./analysis.ts";

/** A path in the text of a capture, and the capture of the same case that holds the file's content. */
export interface SiblingLink extends Span {
  readonly target: AnalyzedCapture;
}

const FILE =
  /\/(?:proc\/net\/bonding|etc\/(?:NetworkManager|sysconfig|netplan|systemd|network|modprobe\.d)\/?)[\w./-]{0,200}\w/g;

/** The paths of files in a capture that are captures of its case too: `/proc/net/bonding/bond0`. */
export function siblingLinks(capture: AnalyzedCapture, captures: readonly AnalyzedCapture[]): SiblingLink[] {
  const others = captures.filter((other) => other !== capture && other.case === capture.case);
  if (others.length === 0) return [];
  return [...capture.text.matchAll(FILE)].flatMap(({ index, 0: file }) => {
    const target = others.find(({ path }) => path.endsWith(file)) ?? others.find(({ path }) => isCopyOf(path, file));
    return target ? [{ start: index, end: index + file.length, target }] : [];
  });
}

/** `proc_net_bonding_bond0.txt` is how people call a copy of `/proc/net/bonding/bond0`. */
function isCopyOf(path: string, file: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/\.txt$/, "") === file.slice(1).replaceAll("/", "_");
}
