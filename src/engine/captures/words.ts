/** One word of a command line. */
export interface Word {
  readonly text: string;
  /** The column of its first character, behind an opening quote. */
  readonly from: number;
  /** True where the word goes on behind its closing quote, or has none. */
  readonly joined: boolean;
}

/** The words of a command line, with quotes taken off; a backquote or a `;` ends it. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character === " " || character === "\t") at += 1;
    else if (character === "`" || character === ";" || character === "#") {
      if (words.length > 0) break;
      at += 1;
    } else {
      const quote = character === '"' || character === "'" ? character : undefined;
      const from = quote === undefined ? at : at + 1;
      const to = quote === undefined ? endOfBareWord(text, from) : closing(text, quote, from);
      const behind = quote === undefined ? "" : text.slice(to, to + 2);
      words.push({
        text: text.slice(from, to),
        from,
        joined: quote !== undefined && !/^["'](?:[\s;&|)`]|$)/.test(behind),
      });
      at = Math.max(quote === undefined ? to : to + 1, at + 1);
    }
  }
  return words;
}

function endOfBareWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !" \t`;".includes(text[at] ?? "")) at += 1;
  return at;
}

function closing(text: string, quote: string, from: number): number {
  const end = text.indexOf(quote, from);
  return end === -1 ? text.length : end;
}
