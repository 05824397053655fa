/** What YAML 1.1 or 1.2 takes for something else than a string (yaml.org/type; YAML 1.2.2, 10.3.2), or for no value at all. */
const OTHER_TYPES = [
  /^(?:y|n|yes|no|true|false|on|off|null|nan)$/i,
  /^(?:~|=|<<|[-+]?\.(?:inf|nan))?$/i,
  /^[-+]?0(?:x[\da-f_]+|o[0-7]+|b[01_]+)$/i,
  /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[-+]?\d+)?$/i,
  /^\d{4}-\d\d?-\d\d?(?:$|[t\s])/i,
];

/** A whole number in its shortest form: whoever reads it as a number writes it again as it was. */
const WHOLE_NUMBER = /^(?:0|-?[1-9]\d*)$/;

/**
 * Characters and places that mean something in YAML (YAML 1.1, 5.3). Inside braces libyaml before 0.2.1 ends a word at any
 * `:` and `?`, and an entry may be copied into braces.
 */
const SYNTAX = /^[#&*!|>'"%@`\s]|^-(?:\s|$)|[,[\]{}:?]|\s#|\s$/;

/** What has to be escaped: controls, line ends of any kind, halves of characters. */
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * A string as it stands in netplan's YAML, quoted where it would be read as something else. netplan itself takes words as they
 * stand (libyaml's scalars), but cloud-init, Ansible and whoever else writes its files read them as YAML 1.1 does.
 */
export function yamlScalar(value: string): string {
  if (value.search(UNPRINTABLE) !== -1) {
    return `"${value.replace(/["\\]/g, "\\$&").replace(UNPRINTABLE, escaped)}"`;
  }
  const isOther = !WHOLE_NUMBER.test(value) && OTHER_TYPES.some((type) => type.test(value));
  return isOther || SYNTAX.test(value) ? `'${value.replaceAll("'", "''")}'` : value;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Where a quoted scalar that begins at an offset ends; the text's end where nothing closes it. */
export function endOfQuoted(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at += 1) {
    if (quote === '"' && text[at] === "\\") at += 1;
    else if (text[at] === quote && quote === "'" && text[at + 1] === quote) at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

/** A scalar without its quotes; of the escapes those that stand for single characters of a name. */
export function unquoted(text: string): string {
  const [, quote, inner = ""] = /^(["'])(.*)\1$/s.exec(text) ?? [];
  if (quote === "'") return inner.replaceAll("''", "'");
  if (quote !== '"') return text;
  return inner.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|(["\\/]))/gi, (_, short, long, itself: string | undefined) =>
    itself === undefined ? String.fromCharCode(Number.parseInt(short ?? long, 16)) : itself,
  );
}
