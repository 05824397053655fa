/** An interface of a switch: as it is written there, and its short name, by which outputs are joined. */
export interface InterfaceName {
  /** `gi1/0/1` for GigabitEthernet1/0/1 and Gi1/0/1, `et1/15` for Ethernet1/15 and Eth1/15, `po12` for Port-channel12. */
  readonly id: string;
  readonly name: string;
}

/** The types of interfaces that can be ports of a channel, or the channel itself (Cisco IOS, IOS-XE, NX-OS; Arista EOS). */
const TYPES: readonly (readonly [type: string, short: string])[] = [
  ["gigabitethernet", "gi"],
  ["ethernet", "et"],
  ["port-channel", "po"],
  ["tengigabitethernet", "te"],
  ["fastethernet", "fa"],
  ["twogigabitethernet", "tw"],
  ["twentyfivegige", "twe"],
  ["fivegigabitethernet", "fi"],
  ["fortygigabitethernet", "fo"],
  ["hundredgige", "hu"],
];

/** Ports of one range beyond this number are left out. */
const MOST = 64;

/** The short name of an interface, however it is abbreviated; `undefined` where it is none of a channel. */
export function interfaceId(name: string): string | undefined {
  return interfacesNamed(name)[0]?.id;
}

/** `GigabitEthernet1/0/1`, `Ethernet1/1-2`, `range Gi1/0/1 - 2, Gi1/0/5`: the interfaces named; empty where one is no port. */
export function interfacesNamed(words: string): InterfaceName[] {
  if (words.length > 200) return [];
  const names: InterfaceName[] = [];
  let type = "";
  for (const piece of words.replace(/^range\s+/, "").split(",")) {
    const match = /^\s*([A-Za-z][A-Za-z-]*)?\s?((?:\d{1,4}\/){0,3})(\d{1,4})(?:\s?-\s?(\d{1,4}))?\s*$/.exec(piece);
    if (match === null) return [];
    const [, written = type, slots = "", first = "", last = first] = match;
    type = written;
    const short = shortType(type);
    if (short === undefined) return [];
    for (let number = Number(first); number <= Number(last) && names.length < MOST; number += 1)
      names.push({ id: `${short}${slots}${number}`, name: `${type}${slots}${number}` });
  }
  return names;
}

function shortType(written: string): string | undefined {
  const lower = written.toLowerCase();
  return lower.length < 2 ? undefined : TYPES.find(([type]) => type.startsWith(lower))?.[1];
}

/**
 * True for a line `interface …` of a switch's configuration. Without a prompt only full types count, or a number with
 * slots: `interface eth0` is Linux.
 */
export function isInterfaceLine(text: string): boolean {
  if (!text.startsWith("interface ") || text.length > 200) return false;
  const words = text.slice("interface ".length).trim();
  const type = /^(?:range\s+)?([A-Za-z-]+)/.exec(words)?.[1]?.toLowerCase();
  const plain = words.includes("/") || TYPES.some(([known]) => known === type);
  return plain && interfacesNamed(words).length > 0;
}
