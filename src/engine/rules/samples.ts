import type { ExampleCapture } from "./rule.ts";

/** What a sample dump of an active-backup bond with two ports can vary in. */
interface DumpSample {
  readonly miimon: number;
  readonly arp?: number;
  readonly active?: string;
  readonly mode?: string;
  readonly eno1?: PortSample;
  readonly eno2?: PortSample;
}

interface PortSample {
  readonly mii?: string;
  readonly speed?: string;
  readonly failures?: number;
}

/** A dump as the driver prints it (kernel 6.1), for the examples of rules. */
export function dump(sample: DumpSample): ExampleCapture {
  const { miimon, arp, active = "eno1", mode = "fault-tolerance (active-backup)", eno1 = {}, eno2 = {} } = sample;
  const text = [
    "Ethernet Channel Bonding Driver: v6.1.0-56-amd64",
    "",
    `Bonding Mode: ${mode}`,
    ...(mode.includes("active-backup")
      ? ["Primary Slave: eno1 (primary_reselect always)", `Currently Active Slave: ${active}`]
      : []),
    "MII Status: up",
    `MII Polling Interval (ms): ${miimon}`,
    "Up Delay (ms): 0",
    "Down Delay (ms): 0",
    "Peer Notification Delay (ms): 0",
    ...(arp === undefined
      ? []
      : [
          `ARP Polling Interval (ms): ${arp}`,
          "ARP Missed Max: 2",
          "ARP IP target/s (n.n.n.n form): 10.20.0.1, 10.20.0.2",
          "NS IPv6 target/s (xx::xx form):",
        ]),
    ...port("eno1", "3c:fd:fe:9e:10:01", eno1),
    ...port("eno2", "3c:fd:fe:9e:10:02", eno2),
    "",
  ];
  return { path: "proc_net_bonding_bond0.txt", text: text.join("\n") };
}

function port(name: string, mac: string, { mii = "up", speed = "1000 Mbps", failures = 0 }: PortSample): string[] {
  return [
    "",
    `Slave Interface: ${name}`,
    `MII Status: ${mii}`,
    `Speed: ${speed}`,
    `Duplex: ${speed === "Unknown" ? "Unknown" : "full"}`,
    `Link Failure Count: ${failures}`,
    `Permanent HW addr: ${mac}`,
    "Slave queue ID: 0",
  ];
}

/** The end of `ethtool IF`. */
export function ethtool(name: string, detected: "yes" | "no"): ExampleCapture {
  const speed = detected === "yes" ? "1000Mb/s" : "Unknown!";
  return {
    path: `ethtool_${name}.txt`,
    text: `Settings for ${name}:\n\tSpeed: ${speed}\n\tLink detected: ${detected}\n`,
  };
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
