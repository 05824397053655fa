import type { LogPrefix } from "./logLine.ts";

/** What a line of the kernel's log tells of a bond or of a network card. */
export type LogEventKind =
  | "port-down"
  | "port-up"
  | "down-delay"
  | "up-delay"
  | "new-active"
  | "no-active"
  | "active-up"
  | "no-partner"
  | "address-in-use"
  | "address-twice"
  | "loopback"
  | "refuses-vlan"
  | "refuses-address"
  | "enslaved"
  | "released"
  | "nic-down"
  | "nic-up";

/** An event in a line; `from` and `to` are the columns of its message. */
export interface Message {
  readonly what: LogEventKind;
  readonly bond?: string | undefined;
  readonly port?: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** `bonding: bond0: `, `bond0: ` or `bond0: (slave eno1): ` (kernels since 5.3). */
const BOND = /^(?:bonding: )?([\w.@-]{1,63}): (?:\(slave ([^\s()]{1,63})\): )?/;
/** `e1000: eno1 NIC Link is Down`, `ixgbe 0000:3b:00.0 eth2: NIC Link is Up 10 Gbps`, `tg3 0000:02:00.0: eth0: Link is down`. */
const CARD =
  /^(?:([\w.-]{1,32}):? )?(?:[\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.\d:? )?(?:([\w.-]{1,63}): )?(?:[\w-]{1,32}: )?(?:(?!NIC )([\w.-]{1,63}) )?(?:NIC )?[Ll]ink (?:is )?([Uu]p|[Dd]own|UP|DOWN)\b/;

/** The event that a log line tells of, if any. A line without a time may only be asked in a log. */
export function readMessage(text: string, prefix: LogPrefix | undefined): Message | undefined {
  const start = prefix?.message ?? 0;
  const said = text.slice(start, start + 400);
  const to = text.length;
  const head = BOND.exec(said);
  if (head) {
    const [whole, bond = "", slave] = head;
    const core = said.slice(whole.length);
    const found = readCore(core);
    if (found) {
      const port = slave ?? found.port;
      return { what: found.what, bond, port, from: start + whole.length, to };
    }
  }
  return readCard(said, start, to);
}

function readCard(said: string, start: number, to: number): Message | undefined {
  if (!/ink (?:is )?(?:up|down)/i.test(said)) return undefined;
  const card = CARD.exec(said);
  if (card === null) return undefined;
  const [, driver = "", named, repeated, state = ""] = card;
  const port = repeated ?? named ?? driver;
  if (port === "" || port === "SATA" || /^ata\d/.test(driver)) return undefined;
  const core = said.search(/(?:NIC )?[Ll]ink (?:is )?(?:[Uu]p|[Dd]own|UP|DOWN)\b/);
  return { what: /^d/i.test(state) ? "nic-down" : "nic-up", port, from: start + core, to };
}

/** The core texts, each with the port that older generations name inside. */
const CORES: readonly (readonly [RegExp, LogEventKind])[] = [
  [/^link status definitely down(?: for interface ([^\s,]+))?,? disabling (?:it|slave)/, "port-down"],
  [/^link status definitely up(?: for interface ([^\s,]+))?(?:,|\.?$|\s)/, "port-up"],
  [/^link status down for (?:active |backup )?interface(?: ([^\s,]+))?, disabling it in \d+ ms/, "down-delay"],
  [/^link status up(?: for interface ([^\s,]+))?, enabling it in \d+ ms/, "up-delay"],
  [/^making interface (?:([^\s,]+) )?the new active one/, "new-active"],
  [/^now running without any active interface ?!/, "no-active"],
  [/^(?:first )?active interface up!/, "active-up"],
  [/^Warning: No 802\.3ad response from the link partner for any adapters in the bond/, "no-partner"],
  [/^(?:Warning: )?[Tt]he permanent HWaddr of (?:slave|(\S+)) - \S+ - is still in use by/, "address-in-use"],
  [/^the (?:slave hw address|hw address of slave (\S+)) is in use by the bond; couldn't find/, "address-twice"],
  [/^An illegal loopback occurred on (?:slave|adapter(?: \(([^\s()]+)\))?)/, "loopback"],
  [/^(?:Warning: )?enslaved VLAN challenged slave(?: ([^\s.]+))?\. Adding VLANs/, "refuses-vlan"],
  [/^(?:Warning: |Error: )?The slave device specified does not support setting the MAC address/, "refuses-address"],
  [/^[Ee]nslaving (?:(\S+) )?as an? (?:active|backup) interface/, "enslaved"],
  [/^[Rr]eleasing (?:active|backup) interface(?: (\S+))?/, "released"],
  [/^(?:backup )?interface (?:(\S+) )?is now down/, "port-down"],
  [/^(?:backup )?interface (?:(\S+) )?is now up/, "port-up"],
];

function readCore(core: string): { what: LogEventKind; port: string | undefined } | undefined {
  for (const [pattern, what] of CORES) {
    const match = pattern.exec(core);
    if (match) return { what, port: match[1] };
  }
  return undefined;
}
