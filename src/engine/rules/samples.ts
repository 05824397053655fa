import type { ExampleCapture } from "./rule.ts";

/** The kernel's own documentation of bonding. */
export const KERNEL_DOC = "https://docs.kernel.org/networking/bonding.html";

/** What a sample dump of an active-backup bond with two ports can vary in. Intervals and delays in ms. */
interface DumpSample {
  readonly miimon: number;
  readonly arp?: number;
  readonly updelay?: number;
  readonly downdelay?: number;
  readonly active?: string;
  readonly primary?: string;
  readonly carrier?: string;
  readonly mode?: string;
  /** Both ports by default; one, or none. */
  readonly ports?: "eno1" | "eno2" | false;
  readonly eno1?: PortSample;
  readonly eno2?: PortSample;
}

interface PortSample {
  readonly mii?: string;
  readonly speed?: string;
  readonly failures?: number;
  readonly mac?: string;
}

const ACTIVE_BACKUP = "fault-tolerance (active-backup)";

/** A dump as the driver prints it (kernel 6.1), for the examples of rules. */
export function dump(sample: DumpSample): ExampleCapture {
  const { miimon, arp, active = "eno1", mode = ACTIVE_BACKUP, ports } = sample;
  const primary = sample.primary ?? (ports === false ? "None" : "eno1");
  const reselect = primary === "None" ? "" : " (primary_reselect always)";
  const text = [
    "Ethernet Channel Bonding Driver: v6.1.0-56-amd64",
    "",
    `Bonding Mode: ${mode}`,
    ...(mode === ACTIVE_BACKUP ? [`Primary Slave: ${primary}${reselect}`, `Currently Active Slave: ${active}`] : []),
    `MII Status: ${sample.carrier ?? "up"}`,
    `MII Polling Interval (ms): ${miimon}`,
    `Up Delay (ms): ${sample.updelay ?? 0}`,
    `Down Delay (ms): ${sample.downdelay ?? 0}`,
    "Peer Notification Delay (ms): 0",
    ...(arp === undefined
      ? []
      : [
          `ARP Polling Interval (ms): ${arp}`,
          "ARP Missed Max: 2",
          "ARP IP target/s (n.n.n.n form): 10.20.0.1, 10.20.0.2",
          "NS IPv6 target/s (xx::xx form):",
        ]),
    ...(ports === false || ports === "eno2" ? [] : port("eno1", "3c:fd:fe:9e:10:01", sample.eno1 ?? {})),
    ...(ports === undefined || ports === "eno2" ? port("eno2", "3c:fd:fe:9e:10:02", sample.eno2 ?? {}) : []),
    "",
  ];
  return { path: "proc_net_bonding_bond0.txt", text: text.join("\n") };
}

function port(
  name: string,
  mac: string,
  { mii = "up", speed = "1000 Mbps", failures = 0, mac: own = mac }: PortSample,
): string[] {
  return [
    "",
    `Slave Interface: ${name}`,
    `MII Status: ${mii}`,
    `Speed: ${speed}`,
    `Duplex: ${speed === "Unknown" ? "Unknown" : "full"}`,
    `Link Failure Count: ${failures}`,
    `Permanent HW addr: ${own}`,
    "Slave queue ID: 0",
  ];
}

/** What a sample of `ethtool IF` can vary in. */
interface CardSample {
  readonly speed?: number;
  readonly duplex?: "Full" | "Half";
  readonly negotiation?: "on" | "off";
  readonly negotiates?: "Yes" | "No";
  readonly port?: string;
}

/** The lines of `ethtool IF` that matter to a bond. */
export function ethtool(name: string, detected: "yes" | "no", card: CardSample = {}): ExampleCapture {
  const { speed = 1000, duplex = "Full", negotiation = "on", negotiates = "Yes", port = "Twisted Pair" } = card;
  const up = detected === "yes";
  const text = [
    `Settings for ${name}:`,
    `\tSupports auto-negotiation: ${negotiates}`,
    `\tSpeed: ${up ? `${speed}Mb/s` : "Unknown!"}`,
    `\tDuplex: ${up ? duplex : "Unknown! (255)"}`,
    `\tAuto-negotiation: ${negotiation}`,
    `\tPort: ${port}`,
    `\tLink detected: ${detected}`,
    "",
  ];
  return { path: `ethtool_${name}.txt`, text: text.join("\n") };
}

/** `ethtool -i IF` of a card at a place on the PCI bus. */
export function ethtoolDriver(name: string, bus: string): ExampleCapture {
  return { path: `ethtool_-i_${name}`, text: `driver: ixgbe\nversion: 6.1.0-56-amd64\nbus-info: ${bus}\n` };
}

/** `ethtool -S IF` with these counters. */
export function ethtoolStatistics(name: string, counters: Readonly<Record<string, number>>): ExampleCapture {
  const lines = Object.entries(counters).map(([counter, count]) => `     ${counter}: ${count}\n`);
  return { path: `ethtool_-S_${name}`, text: `NIC statistics:\n${lines.join("")}` };
}

/** `ip link show IF` of a port. */
export function ipLink(name: string, flags: string, state: string): ExampleCapture {
  return {
    path: `ip_link_show_${name}.txt`,
    text: `12: ${name}: <${flags}> mtu 1500 qdisc fq_codel master bond0 state ${state} mode DEFAULT group default qlen 1000\n    link/ether 3c:fd:fe:9e:10:01 brd ff:ff:ff:ff:ff:ff\n`,
  };
}

/** `nmcli -f bond con show bond0`. */
export function profile(options: string): ExampleCapture {
  return { path: "nmcli_con_show_bond0.txt", text: `${"bond.options:".padEnd(40)}${options}\n` };
}

/** What a sample of `ip addr` says of one interface. */
interface IpSample {
  readonly mtu?: number;
  readonly mac?: string;
  readonly master?: string;
  readonly inet?: string;
}

/** `ip addr` of eno1, eno2 and their bond0, with changes and with more interfaces. */
export function ipAddr(changes: Readonly<Record<string, IpSample>>): ExampleCapture {
  const port = { master: "bond0" };
  const all: Record<string, IpSample> = { eno1: port, eno2: port, bond0: { inet: "10.20.0.10/24" } };
  for (const [name, change] of Object.entries(changes)) all[name] = { ...all[name], ...change };
  const text = Object.entries(all).map(([name, { mtu = 1500, mac = "3c:fd:fe:9e:10:01", master, inet }], index) => {
    const role = master === "bond0" ? "SLAVE," : name === "bond0" ? "MASTER," : "";
    const address = inet === undefined ? "" : `    inet ${inet} scope global ${name}\n`;
    return `${index + 2}: ${name}: <BROADCAST,MULTICAST,${role}UP,LOWER_UP> mtu ${mtu} qdisc noqueue ${master ? `master ${master} ` : ""}state UP group default qlen 1000\n    link/ether ${mac} brd ff:ff:ff:ff:ff:ff\n${address}`;
  });
  return { path: "ip_addr.txt", text: text.join("") };
}

/** `ip -d link show bond0`, with the given pairs behind the mode. */
export function ipBond(pairs: string): ExampleCapture {
  return {
    path: "ip_d_link_show_bond0.txt",
    text: `14: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\n    link/ether 3c:fd:fe:9e:10:01 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 65535\n    bond mode active-backup active_slave eno1 ${pairs} primary eno1 primary_reselect always\n`,
  };
}

/** A kernel log: seconds since the start, and the message. */
export function kernelLog(lines: readonly (readonly [number, string])[]): ExampleCapture {
  const text = lines.map(([second, message]) => `[${second.toFixed(6).padStart(12)}] ${message}\n`).join("");
  return { path: "dmesg.txt", text };
}

/** `show running-config` of two access ports of a switch (IOS), by default of the host web1, with one more line each. */
export function switchPorts(line?: string, ...descriptions: readonly string[]): ExampleCapture {
  const ports = [1, 2].map((number) =>
    [
      `interface GigabitEthernet1/0/${number}`,
      ` description ${descriptions[0] ?? `web1 eno${number}`}`,
      " switchport access vlan 20",
      " switchport mode access",
      ...(line === undefined ? [] : [` ${line}`]),
      " spanning-tree portfast",
      "!",
      "",
    ].join("\n"),
  );
  return {
    path: "sw1_show_running-config.txt",
    text: `sw1#show running-config | section interface\n${ports.join("")}sw1#\n`,
  };
}

/** A terminal session: commands, each with what it printed. */
export function session(
  ...steps: readonly (readonly [command: string, output: ExampleCapture | string])[]
): ExampleCapture {
  const texts = steps.map(([command, output]) => {
    const text = typeof output === "string" ? output : output.text;
    return `[root@web1 ~]# ${command}\n${text}`;
  });
  return { path: "session.txt", text: texts.join("") };
}

/** A keyfile of NetworkManager with these lines in its group `[bond]`. */
export function keyfile(...options: readonly string[]): ExampleCapture {
  const text = [
    "[connection]",
    "id=bond0",
    "type=bond",
    "interface-name=bond0",
    "",
    "[bond]",
    ...options,
    "",
    "[ipv4]",
    "method=auto",
    "",
  ];
  return { path: "bond0.nmconnection", text: text.join("\n") };
}

/** A runbook with a command to run. */
export function runbook(command: string): ExampleCapture {
  return { path: "runbook.md", text: `# Set up the bond\n\n    ${command}\n` };
}

/** What a sample dump of an 802.3ad bond with two ports can vary in. */
interface LacpSample {
  readonly hash?: string;
  readonly carrier?: string;
  /** The number of ports in the active aggregator; `null` where there is none. */
  readonly ports?: number | null;
  readonly partner?: string;
  readonly active?: "on" | "off";
  readonly rate?: "slow" | "fast";
  readonly minLinks?: number;
  /** A plain user's dump lacks the aggregator and the details. */
  readonly user?: boolean;
  readonly eno1?: LacpPortSample;
  readonly eno2?: LacpPortSample;
  /** A third port, where one is given. */
  readonly eno3?: LacpPortSample;
}

interface LacpPortSample extends PortSample {
  readonly aggregator?: number;
  readonly key?: number;
  readonly actor?: number;
  readonly partner?: string;
  readonly partnerKey?: number;
  readonly partnerState?: number;
  /** The number of the port at the other end. */
  readonly partnerPort?: number;
  readonly churn?: string;
}

const PARTNER = "02:5b:00:00:00:01";

/** A dump of an 802.3ad bond as root gets it (kernel 6.1), for the examples of rules; healthy where nothing is given. */
export function lacpDump(sample: LacpSample): ExampleCapture {
  const { ports = 2, partner = PARTNER, user = false, eno1 = {}, eno2 = {} } = sample;
  const aggregator =
    ports === null
      ? ["bond bond0 has no active aggregator"]
      : [
          "Active Aggregator Info:",
          "\tAggregator ID: 1",
          `\tNumber of ports: ${ports}`,
          "\tActor Key: 9",
          "\tPartner Key: 9",
          `\tPartner Mac Address: ${partner}`,
        ];
  const text = [
    "Ethernet Channel Bonding Driver: v6.1.0-56-amd64",
    "",
    "Bonding Mode: IEEE 802.3ad Dynamic link aggregation",
    `Transmit Hash Policy: ${sample.hash ?? "layer3+4 (1)"}`,
    `MII Status: ${sample.carrier ?? "up"}`,
    "MII Polling Interval (ms): 100",
    "Up Delay (ms): 0",
    "Down Delay (ms): 0",
    "Peer Notification Delay (ms): 0",
    "",
    "802.3ad info",
    `LACP active: ${sample.active ?? "on"}`,
    `LACP rate: ${sample.rate ?? "slow"}`,
    `Min links: ${sample.minLinks ?? 0}`,
    "Aggregator selection policy (ad_select): stable",
    ...(user ? [] : ["System priority: 65535", "System MAC address: 3c:fd:fe:9e:10:01", ...aggregator]),
    ...lacpPort(1, user, { partner, ...eno1 }),
    ...lacpPort(2, user, { partner, ...eno2 }),
    ...(sample.eno3 ? lacpPort(3, user, { partner, ...sample.eno3 }) : []),
    "",
  ];
  return { path: "proc_net_bonding_bond0.txt", text: text.join("\n") };
}

function lacpPort(index: 1 | 2 | 3, user: boolean, sample: LacpPortSample): string[] {
  const { churn = "none", actor = 61 } = sample;
  const shown = [
    ...port(`eno${index}`, `3c:fd:fe:9e:10:0${index}`, sample),
    `Aggregator ID: ${sample.aggregator ?? 1}`,
    `Actor Churn State: ${churn}`,
    `Partner Churn State: ${churn}`,
    `Actor Churned Count: ${churn === "churned" ? 1 : 0}`,
    `Partner Churned Count: ${churn === "churned" ? 1 : 0}`,
  ];
  if (user) return shown;
  return [
    ...shown,
    "details actor lacp pdu:",
    "    system priority: 65535",
    "    system mac address: 3c:fd:fe:9e:10:01",
    `    port key: ${sample.key ?? 9}`,
    "    port priority: 255",
    `    port number: ${index}`,
    `    port state: ${actor}`,
    "details partner lacp pdu:",
    "    system priority: 65535",
    `    system mac address: ${sample.partner}`,
    `    oper key: ${sample.partnerKey ?? 9}`,
    "    port priority: 255",
    `    port number: ${sample.partnerPort ?? index}`,
    `    port state: ${sample.partnerState ?? 61}`,
  ];
}

const NOBODY = "00:00:00:00:00:00";

/** A switch without LACP: no partner, each port alone in its aggregator, past the first minute. */
export const WITHOUT_PARTNER: ExampleCapture = lacpDump({
  ports: 1,
  partner: NOBODY,
  eno1: { actor: 77, partnerKey: 1, partnerState: 0, churn: "churned" },
  eno2: { aggregator: 2, actor: 69, partnerKey: 1, partnerState: 0, churn: "churned" },
});

/** The keyfile of a port's profile, with more lines in its group `[connection]` (NetworkManager 1.42). */
/* @__NO_SIDE_EFFECTS__ */ export function portKeyfile(
  port: string,
  controller: string,
  ...lines: readonly string[]
): ExampleCapture {
  const text = [
    "[connection]",
    `id=bond0-${port}`,
    "type=ethernet",
    ...lines,
    `interface-name=${port}`,
    `master=${controller}`,
    "slave-type=bond",
    "",
    "[ethernet]",
    "",
    "[bond-port]",
    "",
  ];
  return { path: `bond0-${port}.nmconnection`, text: text.join("\n") };
}

/** `nmcli device status`: device, state and connection of each. */
/* @__NO_SIDE_EFFECTS__ */ export function deviceStatus(
  ...devices: readonly (readonly [string, string, string])[]
): ExampleCapture {
  const rows = devices.map(([name, state, connection]) => [
    name,
    name === "bond0" ? "bond" : "ethernet",
    state,
    connection,
  ]);
  return { path: "nmcli_dev_status.txt", text: table([["DEVICE", "TYPE", "STATE", "CONNECTION"], ...rows]) };
}

/** `nmcli connection show`: name, type and device of each profile. */
/* @__NO_SIDE_EFFECTS__ */ export function connectionList(
  ...profiles: readonly (readonly [string, string, string])[]
): ExampleCapture {
  const rows = profiles.map(([name, type, device], index) => [
    name,
    `2c5f0f7e-0000-4000-8000-00000000000${index}`,
    type,
    device,
  ]);
  return { path: "nmcli_con_show.txt", text: table([["NAME", "UUID", "TYPE", "DEVICE"], ...rows]) };
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")} \n`).join("");
}

/** `nmcli device show IF`. */
/* @__NO_SIDE_EFFECTS__ */ export function deviceShow(name: string, state: string): ExampleCapture {
  const lines = [
    ["GENERAL.DEVICE:", name],
    ["GENERAL.TYPE:", name.startsWith("bond") ? "bond" : "ethernet"],
    ["GENERAL.STATE:", state],
    ["GENERAL.CONNECTION:", name],
    ["IP4.GATEWAY:", "--"],
  ];
  return {
    path: `nmcli_dev_show_${name}.txt`,
    text: lines.map(([key = "", value]) => `${key.padEnd(40)}${value}\n`).join(""),
  };
}
