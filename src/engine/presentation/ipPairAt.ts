import { flagField, type IpScope, ipField } from "../bonding/fields/ip.ts";
import { modeOfOption } from "../bonding/modes.ts";
import { type Line, partOfLine, spanOf } from "../text/lines.ts";
import { type FoundField, type PointedLine, spanAt } from "./pointed.ts";

/** A word of a line, and the column at which it begins. */
interface Word {
  readonly text: string;
  readonly at: number;
}

/** The pair or flag that was pointed at in the output of `ip link`. */
export function ipPairAt({ line, offset, above }: PointedLine): FoundField | undefined {
  for (const part of partsOf(line)) {
    if (spanAt(offset, spanOf(part, 0, part.text.length)) === undefined) continue;
    return flagAt(part, offset) ?? pairAt(part, offset, scopeOf(part.text) ?? scopeAbove(above()));
  }
  return undefined;
}

/** What `-o` prints as one line, with `\` between them. */
function partsOf(line: Line): Line[] {
  let from = 0;
  return line.text.split("\\").map((text) => {
    const before = text.length - text.trimStart().length;
    const part = partOfLine(line, from + before, from + text.trimEnd().length);
    from += text.length + 1;
    return part;
  });
}

function scopeOf(text: string): IpScope | undefined {
  if (/^\d{1,9}: /.test(text) || BRIEF.test(text)) return "header";
  if (text.startsWith("bond ")) return "bond";
  if (text.startsWith("bond_slave ")) return "port";
  return /^(?:link\/|altname |alias |inet|bridge|vlan )/.test(text) ? "link" : undefined;
}

/** `eno1   DOWN   3c:fd:…` of `ip -br link`. */
const BRIEF = /^[^\s:]{1,40} +(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING)(?= |$)/;

/** A mail program may have wrapped a line; it goes on for a few more. */
function scopeAbove(above: Iterable<Line>): IpScope {
  let count = 0;
  for (const { text } of above) {
    const scope = scopeOf(text);
    if (scope !== undefined) return scope;
    count += 1;
    if (count === 8) break;
  }
  return "link";
}

function flagAt(line: Line, offset: number): FoundField | undefined {
  const [whole, flags] = /<([A-Z\d_,-]{1,300})>/.exec(line.text) ?? [];
  if (whole === undefined || flags === undefined) return undefined;
  let at = line.text.indexOf(whole) + 1;
  for (const key of flags.split(",")) {
    const span = spanAt(offset, spanOf(line, at, at + key.length));
    const field = span && flagField(key);
    if (field) return { ...span, key, value: "", field };
    at += key.length + 1;
  }
  return undefined;
}

function pairAt(line: Line, offset: number, scope: IpScope): FoundField | undefined {
  const words: Word[] = [...line.text.matchAll(/\S+/g)].map(({ 0: text, index: at }) => ({ text, at }));
  if (scope === "header" && BRIEF.test(line.text)) words.splice(1, 0, { text: "state", at: words[1]?.at ?? 0 });
  const mode = scope === "bond" ? words[words.findIndex(({ text }) => text === "mode") + 1] : undefined;
  // The first word names the kind of line.
  for (let index = scope === "bond" || scope === "port" ? 1 : 0; index < words.length; index += 1) {
    const key = words[index];
    const value = words[index + 1];
    const field = key && ipField(scope, key.text, value?.text ?? "");
    if (key === undefined || field === undefined) continue;
    const named = spanOf(line, key.at, key.at + key.text.length);
    const stated = value && spanOf(line, value.at, value.at + value.text.length);
    const span = spanAt(offset, named, stated);
    if (span) return { ...span, key: key.text, value: value?.text ?? "", field, mode: mode && modeOfOption(mode.text) };
    index += 1;
  }
  return undefined;
}
