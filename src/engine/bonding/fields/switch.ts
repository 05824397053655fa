import { stateInWords } from "../lacp.ts";
import { own } from "../optionValues.ts";
import { type Field, type Rows, rowOf } from "./field.ts";

const COMMANDS = "Cisco IOS and NX-OS, Arista EOS";
const LEGEND = "the legend that the switch prints above";

const PAGP = "PAgP, which the Linux driver does not speak.";

/** What the modes of `channel-group N mode …` mean, and what they want at the host. */
const MODES: Readonly<Record<string, string>> = {
  on: "A static channel, without LACP. The host needs balance-rr, balance-xor or broadcast; 802.3ad finds no partner.",
  active: "LACP, and the switch begins. The host needs mode 802.3ad.",
  passive: "LACP, and the switch only answers. The host needs mode 802.3ad with lacp_active on, the default.",
  auto: PAGP,
  desirable: PAGP,
};

const ACROSS = "The channel goes across two switches under this number: to the host they are one.";
const EDGE = "The port forwards as soon as it has a link, without the delay of spanning tree.";

const CONFIG: Rows = {
  "channel-group": [
    "The port-channel of the port. Ports of an active-backup, balance-tlb or balance-alb bond must be in none.",
    // NX-OS leaves "mode on" out.
    (value) => own(MODES, /^\d{1,5}(?: force)?$/.test(value) ? "on" : (/\smode\s+(\w{1,12})/.exec(value)?.[1] ?? "")),
  ],
  shutdown: ["The port is set down: the host finds no link."],
  "lacp rate": [
    "How often the switch asks the other end for LACP packets.",
    { fast: "Every second.", normal: "Every 30 seconds.", slow: "Every 30 seconds." },
  ],
  "lacp suspend-individual": ["A port of a channel that hears no LACP is suspended."],
  "no lacp suspend-individual": ["A port of a channel that hears no LACP runs by itself."],
  "port-channel lacp fallback": ["A port of the channel that hears no LACP runs by itself."],
  vpc: [ACROSS],
  mlag: [ACROSS],
  "spanning-tree portfast": [EDGE],
  "spanning-tree port type edge": [EDGE],
  mtu: ["The largest frame that the port takes, in bytes."],
};

/** What must stand behind these for what is said of them to hold: `vpc peer-link`, `portfast disable` are something else. */
const BEHIND: ReadonlyMap<string, RegExp> = new Map([
  ["vpc", /^\d{1,5}$/],
  ["mlag", /^\d{1,5}$/],
  ["spanning-tree portfast", /^(?:edge)?(?:\s?trunk)?$/],
  ["spanning-tree port type edge", /^(?:trunk)?$/],
]);

/** The command of an interface's configuration that a line begins with, as the table has it; `undefined` for others. */
export function switchCommandOf(text: string): string | undefined {
  return Object.keys(CONFIG).find((command) => text === command || text.startsWith(`${command} `));
}

/** What a command of an interface's configuration says. */
export function switchCommandField(command: string, value: string): Field | undefined {
  return BEHIND.get(command)?.test(value) === false ? undefined : rowOf(CONFIG, command, value, COMMANDS);
}

/** Flags of `show etherchannel summary` and `show port-channel summary` that IOS, NX-OS and EOS print alike. */
const FLAGS: Readonly<Record<string, string>> = {
  P: "bundled in the channel",
  s: "suspended",
  I: "individual: the port hears no LACP and runs by itself",
  D: "down",
  H: "hot standby (LACP)",
  U: "in use",
};

/** What the flags behind a channel or a port say. `legend`: the switch's own words for a flag, where they were captured. */
export function switchFlagsField(flags: string, legend: (flag: string) => string | undefined): Field | undefined {
  const said = [...flags].flatMap((flag) => {
    const words = legend(flag) ?? own(FLAGS, flag);
    return words === undefined ? [] : [`${flag}: ${words}.`];
  });
  if (said.length === 0) return undefined;
  return {
    what: "How the switch sees the channel or the port.",
    meaning: said.join(" "),
    source: LEGEND,
  };
}

const HEARD = "What the switch has heard by LACP from the other end of the cable.";

/** The flags of `show lacp neighbor`: of what the switch has heard. */
const NEIGHBOR: Readonly<Record<string, string>> = {
  S: "The other end asks for LACP packets every 30 seconds (lacp_rate slow).",
  F: "The other end asks for LACP packets every second (lacp_rate fast).",
  A: "It begins by itself (lacp_active on).",
  P: "It only answers (lacp_active off).",
};

/** What the flags `SA`, or the port state `0x3d`, of a neighbour say. */
export function switchNeighborField(word: string): Field | undefined {
  const state = /^0x[\da-f]{1,2}$/i.test(word) ? stateInWords(Number(word)) : undefined;
  const flags = /^[SF][AP]$/.test(word) ? [...word].map((flag) => NEIGHBOR[flag] ?? "").join(" ") : undefined;
  const meaning = state === undefined ? flags : `Set: ${state}.`;
  if (meaning === undefined) return undefined;
  return { what: HEARD, meaning, source: state === undefined ? LEGEND : "IEEE 802.1AX" };
}
