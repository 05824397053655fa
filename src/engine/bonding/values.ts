import { INT_MAX, type OptionKnowledge } from "./knowledge.ts";
import { type AnyOptionName, knowledgeOf, type OptionName } from "./options.ts";

/** The number that a text of digits means; `undefined` for anything else and for what lies outside the range. */
export function digits(text: string, [least, most]: readonly [number, number]): number | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

/** An IPv4 address in four decimal parts without leading zeros, as inet_pton(3) takes it. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** The eight parts of an IPv6 address, as inet_pton(3) takes it; `undefined` for anything else. */
export function ipv6Parts(text: string): number[] | undefined {
  const lastColon = text.lastIndexOf(":");
  const tail = text.slice(lastColon + 1);
  if (lastColon !== -1 && tail.includes(".")) {
    if (!isIpv4(tail)) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = tail.split(".").map(Number);
    return ipv6Parts(`${text.slice(0, lastColon + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`);
  }
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const given = head.length + rest.length;
  if (halves.length === 2 ? given > 7 : given !== 8) return undefined;
  const parts = [...head, ...Array<string>(8 - given).fill("0"), ...rest];
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))
    ? parts.map((part) => Number.parseInt(part, 16))
    : undefined;
}

/** An IPv6 address as the kernel prints it: lower case, the longest run of zeros left out (RFC 5952). */
export function canonicalIpv6(text: string): string {
  const parts = ipv6Parts(text);
  if (!parts) return text;
  let [from, length] = [0, 1];
  for (let at = 0, run = 0; at < parts.length; at += 1) {
    run = parts[at] === 0 ? run + 1 : 0;
    if (run > length) [from, length] = [at - run + 1, run];
  }
  const printed = parts.map((part) => part.toString(16));
  if (length === 1) return printed.join(":");
  return `${printed.slice(0, from).join(":")}::${printed.slice(from + length).join(":")}`;
}

/** The six octets of a MAC address with `:` or `-` between them, each of one or two digits. */
export function macOctets(text: string): number[] | undefined {
  const match = /^[0-9a-f]{1,2}([:-])[0-9a-f]{1,2}(?:\1[0-9a-f]{1,2}){4}$/i.exec(text);
  return match ? text.split(/[:-]/).map((octet) => Number.parseInt(octet, 16)) : undefined;
}

/** A MAC address as the kernel prints it. */
export function canonicalMac(text: string): string {
  return (macOctets(text) ?? []).map((octet) => octet.toString(16).padStart(2, "0")).join(":") || text;
}

/**
 * A name that NetworkManager takes for an interface: at most 15 bytes, without blanks, `/` and `:`. Like the kernel, 1.52.1 also
 * refuses vertical tabs and the byte 0xA0 anywhere in a character, and 1.42.4 does not; which version began is not known.
 */
export function isInterfaceName(text: string, minor: number = OLDER): boolean {
  if (text === "" || text === "." || text === "..") return false;
  const bytes = utf8(text);
  if (bytes.length > 15 || /[/:\t\n\f\r ]/.test(text)) return false;
  return minor <= OLDER || !bytes.some((byte) => byte === 0x0b || byte === 0xa0);
}

/** The newest NetworkManager 1.x that is known to take more names than the kernel does. */
const OLDER = 42;

/** The bytes of a text in UTF-8. */
function utf8(text: string): number[] {
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
    if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
    return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
  });
}

/** The entries of a list of addresses, as NetworkManager takes them apart. */
export function listEntries(value: string): string[] {
  return value
    .split(",")
    .map((entry) => entry.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, ""))
    .filter((entry) => entry !== "");
}

/** True for a value that NetworkManager stores for an option (nm-setting-bond.c, nm_setting_bond_validate_option). */
export function isValidValue(name: OptionName, value: string, minor?: number): boolean {
  const knowledge = knowledgeOf(name);
  const range = rangeOf(knowledge);
  switch (knowledge.type) {
    case "enum":
      return knowledge.values?.includes(value) === true || digits(value, range) !== undefined;
    case "switch":
    case "number":
      return digits(value, range) !== undefined;
    case "ipv4-list":
      return listEntries(value).length > 0 && listEntries(value).every(isIpv4);
    case "ipv6-list":
      return listEntries(value).length > 0 && listEntries(value).every((entry) => ipv6Parts(entry) !== undefined);
    case "interface":
    case "interface-list":
      return isInterfaceName(value, minor);
    case "mac-address":
      return macOctets(value) !== undefined;
  }
}

function rangeOf({ networkManagerRange, range, type, values }: OptionKnowledge): readonly [number, number] {
  if (type === "enum") return [0, (values?.length ?? 1) - 1];
  return networkManagerRange ?? range ?? [0, INT_MAX];
}

/** The value of an option as the kernel prints it: names for numbers, no leading zeros, blanks between addresses. */
export function printedValue(name: AnyOptionName, value: string): string {
  const { type, values } = knowledgeOf(name);
  switch (type) {
    case "enum":
      return /^[0-9]+$/.test(value) ? (values?.[Number(value)] ?? value) : value;
    case "switch":
    case "number":
      return /^[0-9]+$/.test(value) ? String(Number(value)) : value;
    case "ipv4-list":
      return value
        .split(/[\s,]+/)
        .filter(Boolean)
        .join(" ");
    case "ipv6-list":
      return value
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(canonicalIpv6)
        .join(" ");
    case "mac-address":
      return canonicalMac(value);
    default:
      return value;
  }
}

/** What an option takes, in words for a message. */
export function whatItTakes(name: AnyOptionName): string {
  const knowledge = knowledgeOf(name);
  switch (knowledge.type) {
    case "enum":
      return `one of ${(knowledge.values ?? []).join(", ")}`;
    case "switch":
      return "0 or 1";
    case "number": {
      const [least, most] = knowledge.range ?? [0, INT_MAX];
      return most === INT_MAX ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`;
    }
    case "ipv4-list":
      return "IPv4 addresses";
    case "ipv6-list":
      return "IPv6 addresses";
    case "interface":
      return "the name of an interface";
    case "interface-list":
      return "names of interfaces";
    case "mac-address":
      return "a MAC address";
  }
}
