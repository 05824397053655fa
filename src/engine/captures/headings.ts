/** Words above a dump that name no bond: interfaces are written small, and these are said of a moment, a host or an output. */
const HEADING =
  /^(?:[A-Z][a-z._-]*|before|after|then|now|later|earlier|today|yesterday|first|second|output|result|status|state|dump|example|log|good|bad|ok|working|broken|healthy|failed|failing|server|client|host|node|local|remote|left|right|old|new)$/;

/** The bond that the line above a dump names: `=== bond0`, `bond0:`, `Configuration file for lag2:`. */
export function nameInBanner(text: string): string | undefined {
  if (text.length > 120) return undefined;
  const bare = /^[\s=*#-]*(?:\/proc\/net\/bonding\/)?([A-Za-z][\w.-]{0,14}?):?[\s=*#-]*$/.exec(text);
  const name = bare?.[1] ?? /\sfor ([A-Za-z]{2,12}\d{1,5}):$/.exec(text)?.[1];
  if (name === undefined || HEADING.test(name)) return undefined;
  const decorated = name.length < text.length && !/^[#-]/.test(text);
  return decorated || /^[A-Za-z]{2,12}\d{1,5}$/.test(name) ? name : undefined;
}

/** Programs that ask many hosts, and head what each answered with its name between two lines of dashes. */
const ASKS_MANY = /(?:^|[\s/|])(?:clush|pdsh|dshbak)\s/;
const HOST = /^[\w.-]{1,255}(?: \(\d{1,5}\))?$/;

/**
 * The host that a program of many hosts names in three lines (`-----`, `web1`, `-----`), of which the last is `text`; `command`
 * is what was asked.
 */
export function hostInHeading(
  [ruled, name]: readonly [string, string],
  text: string,
  command: string | undefined,
): string | undefined {
  if (!isRule(text) || !isRule(ruled) || !HOST.test(name) || !ASKS_MANY.test(command ?? "")) return undefined;
  return name.replace(/ .*/, "");
}

/** The hosts that a loop over ssh asks: `for h in web1 web2; do echo "== $h"; ssh $h cat …; done`. */
export function hostsAsked(command: string): ReadonlySet<string> | undefined {
  const [, words] = /^for \w{1,40} in ([\w.\s-]{1,2000}); ?do\s/.exec(command) ?? [];
  if (words === undefined || !/\sssh\s[^;|]{0,200}\$/.test(command.slice(0, 4000))) return undefined;
  return new Set(words.trim().split(/\s+/));
}

/** The name that stands alone in a line, in whatever dress: `== web1 ==`, `web1:`. */
export function nameAlone(text: string): string | undefined {
  return text.length > 120 ? undefined : /^[\s=*#-]*([A-Za-z\d](?:[\w.-]{0,100}\w)?):?[\s=*#-]*$/.exec(text)?.[1];
}

function isRule(text: string): boolean {
  return text.startsWith("-----") && /^-{5,400}$/.test(text);
}

/** `bond0:MII Status: up`: a name, and a word without a blank before it. */
export function isPrefixed(text: string): boolean {
  const colon = text.indexOf(":");
  if (colon < 1 || colon > 15) return false;
  const code = text.charCodeAt(colon + 1);
  return code >= 0x41 && code <= 0x5a;
}
