import type { Line } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";

/** A section with the lines that its parser reads: without its prompt, and without lines that Bondlint inserted. */
export interface Part {
  readonly section: Section;
  readonly lines: readonly Line[];
  /** The interface or profile that the command, the banner or the file's name gives for this output. */
  readonly subject?: string | undefined;
  /** Lines that may be notes of what somebody did. */
  readonly notes: readonly Line[];
  readonly filtered: boolean;
  readonly valueOnly: boolean;
  /** The values of the lines in it that Bondlint inserted. */
  readonly proposals: readonly Fact<string>[];
}
