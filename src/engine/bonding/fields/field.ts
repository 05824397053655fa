import type { Visibility } from "../knowledge.ts";
import { ALL_OPTIONS, type AnyOptionName, isAnyOptionName, knowledgeOf } from "../options.ts";
import { meaningOfOption, own } from "../optionValues.ts";

/** What values mean: a sentence for each, or a function that knows it. */
export type Meanings = Readonly<Record<string, string>> | ((value: string) => string | undefined);

/** Rows of a table: what a key is, in a sentence or two, and what its values mean. */
export type Rows = Readonly<Record<string, readonly [what: string, means?: Meanings]>>;

/** What is known of a key of a capture, and of the value that stands there. */
export interface Field {
  /** The option whose running value it is. */
  readonly option?: AnyOptionName;
  /** What it is; of an option, what is to be said beyond its own page. */
  readonly what?: string;
  /** What this value means, in plain text that may repeat parts of the capture; absent where that is not known. */
  readonly meaning?: string | undefined;
  readonly source?: string;
}

/** The field of a row of a table; `undefined` where the table has no such key. */
export function rowOf(rows: Rows, key: string, value: string, source: string): Field | undefined {
  if (!Object.hasOwn(rows, key)) return undefined;
  const [what = "", means] = rows[key] ?? [];
  return { what, meaning: means && (typeof means === "function" ? means(value) : own(means, value)), source };
}

/** The field that shows an option. */
export function optionField(option: AnyOptionName, value: string, what?: string): Field {
  return { option, meaning: meaningOfOption(option, value), ...(what !== undefined && { what }) };
}

/** A sentence with a number in place of `#`, and another one for 0. */
export const counted =
  (zero: string, other: string): Meanings =>
  (value) =>
    /^\d{1,15}$/.test(value) ? (Number(value) === 0 ? zero : other.replace("#", value)) : undefined;

/** The address that stands where no partner has been heard. */
export const ZERO_MAC = "00:00:00:00:00:00";

/** The options by the word that shows them in an output; the first one is the word's subject. */
export function optionsSeenIn(output: keyof Visibility): ReadonlyMap<string, AnyOptionName> {
  const options = new Map<string, AnyOptionName>();
  for (const name of Object.keys(ALL_OPTIONS).filter(isAnyOptionName)) {
    const word = knowledgeOf(name).seen[output];
    if (word !== undefined && !options.has(word)) options.set(word, name);
  }
  return options;
}

/** Speed and duplex of a card that tells neither. */
export const UNKNOWN = "The card reports none, as most do without a link and many virtual ones always do.";

/** The duplexes, in lower case. */
export const DUPLEX = { full: "Sends and receives at once.", half: "Sends and receives by turns." };
