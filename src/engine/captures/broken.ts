import { judgeOptions } from "../bonding/judge.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { isAnyOptionName } from "../bonding/options.ts";
import { type Line, offsetOf } from "../text/lines.ts";
import { readNmcliProperty } from "./nmcliDevices.ts";

/** What people type or write below an output, in a line of its own. */
const REMARK = /^(?:exit|logout|quit|ok|done|eof|end|yes|no)$/i;

/** Lines in which options may go on: they are at most some hundred characters long. */
const MOST = 6;

/**
 * Puts a line of options (`mode=active-backup,miimon=0`) that was broken on its way from a terminal together again: itself where
 * it was not. `from` is the column of the value, `below` the index of the line behind it. What cannot be the rest of the options is
 * left where it is.
 */
export function joinedOptions(line: Line, from: number, lines: readonly Line[], below: number): Line {
  let whole = line;
  let last = line;
  for (const next of lines.slice(below, below + MOST)) {
    if (next.start !== last.next || !continues(whole.text.slice(from), next)) break;
    whole = joined(whole, next);
    last = next;
  }
  return whole;
}

function continues(value: string, next: Line): boolean {
  const { text } = next;
  if (!IN_OPTIONS.test(value) || value === "--" || !IN_OPTIONS.test(text) || isRule(text) || REMARK.test(text))
    return false;
  if (readNmcliProperty(next)) return false;
  // A whole option begins: it is the rest of these where they wait for one, else another line of options.
  if (isAnyOptionName(text.replace(/=.*/, ""))) return value === "" || value.endsWith(",");
  if (value === "") return false;
  const last = value.slice(value.lastIndexOf(",") + 1);
  if (!last.includes("=") || last.endsWith("=") || /^[=,]/.test(text)) return true;
  if (text.includes("=")) return text.includes(",");
  // `mode=active-back` waits for `up`; a number or a name may be whole, and what follows a word of its own.
  return !isLegal(last) && isLegal(last + text);
}

function isLegal(option: string): boolean {
  return judgeOptions(option, "nmcli", { networkManager: NEWEST_VERSION }).errors.every(
    ({ code }) => code !== "invalid-value",
  );
}

/** Characters of which options are made; a note behind them has others. */
const IN_OPTIONS = /^[\w.,=:@+-]{0,400}$/;

/** A line of dashes, with which `nmcli -p` sets off a part. */
function isRule(text: string): boolean {
  return !/\w/.test(text);
}

function joined(line: Line, next: Line): Line {
  const offsets = [line, next].flatMap((one) => Array.from(one.text, (_, column) => offsetOf(one, column)));
  return { start: line.start, end: next.end, next: next.next, at: line.at, text: line.text + next.text, offsets };
}
