import type { RawEntry } from "./entry.ts";

/** Text without its quoting; `at[i]` is where character `i` stands in the source, and one more for the end. */
interface Unquoted {
  readonly text: string;
  readonly at: readonly number[];
}

/** One shell word, from its first character to the blank or line end behind it: single and double quotes, `\`. */
export function unquoteWord(source: string, from: number): Unquoted {
  return unquote(source, from, (character) => /[\s;&|]/.test(character));
}

function unquote(source: string, from: number, ends: (character: string) => boolean): Unquoted {
  let text = "";
  const at: number[] = [];
  let quote = "";
  let index = from;
  for (; index < source.length; index += 1) {
    const character = source[index] ?? "";
    if (quote === "" && ends(character)) break;
    if (character === quote) {
      quote = "";
    } else if (quote === "" && (character === '"' || character === "'")) {
      quote = character;
    } else if (character === "\\" && quote !== "'" && index + 1 < source.length && escapes(source[index + 1], quote)) {
      index += 1;
      if (source[index] === "\n") continue;
      text += source[index];
      at.push(index);
    } else {
      text += character;
      at.push(index);
    }
  }
  return { text, at: [...at, index] };
}

function escapes(next: string | undefined, quote: string): boolean {
  return quote === "" || next === '"' || next === "\\" || next === "$" || next === "`" || next === "\n";
}

/** The words of an unquoted text, with their places in the source. */
function wordsOf({ text, at }: Unquoted): RawEntry[] {
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const place = (offset: number) => at[index + offset] ?? at.at(-1) ?? 0;
    const equals = word.indexOf("=");
    const key = equals === -1 ? word : word.slice(0, equals);
    const last = place(word.length - 1);
    return {
      key,
      ...(equals !== -1 && { value: word.slice(equals + 1) }),
      raw: word,
      start: place(0),
      end: last + 1,
      keyEnd: place(Math.max(0, key.length - 1)) + (key === "" ? 0 : 1),
      valueStart: equals === -1 ? last + 1 : Math.min(place(equals) + 1, last + 1),
    };
  });
}

/** `BONDING_OPTS="mode=1 miimon=100"`, the whole file that holds it, or only what stands between the quotes. */
export function readIfcfg(text: string): RawEntry[] {
  const line = /^[ \t]*(?:export[ \t]+)?BONDING_OPTS=/m.exec(text);
  if (line) return wordsOf(unquoteWord(text, line.index + line[0].length));
  return wordsOf(unquote(text, 0, () => false));
}

/** `options bonding mode=1 miimon=100`, `modprobe bonding …`, or only the parameters. */
export function readModprobe(text: string): RawEntry[] {
  const lines = [
    ...text.matchAll(/^[ \t]*(?:options[ \t]+\S+|(?:\S*\/)?(?:modprobe|insmod)[ \t][^=\n]*?)(?=[ \t]|$)/gm),
  ];
  if (lines.length === 0) return wordsOf(unquote(text, 0, (character) => character === "#"));
  return lines.flatMap(({ 0: head, index }) =>
    wordsOf(unquote(text, index + head.length, (character) => character === "\n" || character === "#")),
  );
}

/** The words after `type bond`, or only those: `mode active-backup miimon 100`. */
export function readIpWords(text: string): RawEntry[] {
  const [head] = /^[\s\S]*?\btype[ \t]+bond(?=\s|$)/.exec(text) ?? [""];
  const { at, text: words } = unquote(text, head.length, (character) => character === "\n" || character === ";");
  const places = [...words.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    word,
    start: at[index] ?? 0,
    end: (at[index + word.length - 1] ?? 0) + 1,
  }));
  const entries: RawEntry[] = [];
  for (let index = 0; index < places.length; index += 2) {
    const [key, value] = [places[index], places[index + 1]];
    if (!key) break;
    entries.push({
      key: key.word,
      ...(value && { value: value.word }),
      raw: text.slice(key.start, (value ?? key).end),
      start: key.start,
      end: (value ?? key).end,
      keyEnd: key.end,
      valueStart: value?.start ?? key.end,
    });
  }
  return entries;
}
