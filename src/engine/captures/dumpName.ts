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

/** `bond0:MII Status: up`: a bond, and a word without a blank before it. */
export function isPrefixed(text: string): boolean {
  if (!text.startsWith("bond")) return false;
  const code = text.charCodeAt(text.indexOf(":") + 1);
  return code >= 0x41 && code <= 0x5a && /^bond[\w-]{0,11}:/.test(text);
}
