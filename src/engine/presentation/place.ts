import type { Fact } from "../text/section.ts";
import type { Span } from "../text/span.ts";

/** A place in a capture. */
export interface Place extends Span {
  readonly path: string;
}

/** The characters that state a fact. */
export function placeOf({ start, end, section }: Fact<unknown>): Place {
  return { path: section.capture.path, start, end };
}
