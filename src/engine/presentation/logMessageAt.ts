import { eventField, messageField } from "../bonding/fields/log.ts";
import { readLogPrefix } from "../captures/logLine.ts";
import { readMessage } from "../captures/logMessage.ts";
import { spanOf } from "../text/lines.ts";
import { type FoundField, type PointedLine, spanAt } from "./pointed.ts";

/** What stands before a message that is no event: `bonding: `, the bond, `(slave eno1): `. */
const HEAD = /^(?:bonding: )?(?:[\w.@-]{1,63}: )?(?:\(slave [^\s()]{1,63}\): )?/;
/** Code units of a message that are compared. */
const COMPARED = 300;

/** The message that was pointed at in a log: what stands behind its time, its bond and its port. */
export function logMessageAt({ line, offset }: PointedLine): FoundField | undefined {
  const { text } = line;
  const prefix = readLogPrefix(text);
  const event = readMessage(text, prefix);
  const begins = event?.from ?? behindHead(text, prefix?.message ?? 0);
  const message = text.slice(begins, begins + COMPARED);
  const field = event ? eventField(event.what) : messageField(message);
  const span = spanAt(offset, spanOf(line, begins, text.length));
  return field && span && { ...span, key: message, value: "", field };
}

function behindHead(text: string, from: number): number {
  return from + (HEAD.exec(text.slice(from, from + COMPARED))?.[0].length ?? 0);
}
