// The model incident, from the lab's captures: eno1's switch port is shut, and bond0 does not look at its links.
import ethtool from "../../captures/lab/seed-miimon0-primary/2-eno1-shut/ethtool_eno1.txt";
import ipBond from "../../captures/lab/seed-miimon0-primary/2-eno1-shut/ip_d_link_show_bond0.txt";
import ipPort from "../../captures/lab/seed-miimon0-primary/2-eno1-shut/ip_link_show_eno1.txt";
import keyfile from "../../captures/lab/seed-miimon0-primary/2-eno1-shut/keyfiles/bond0.nmconnection";
import profile from "../../captures/lab/seed-miimon0-primary/2-eno1-shut/nmcli_con_show_bond0.txt";
import dump from "../../captures/lab/seed-miimon0-primary/2-eno1-shut/proc_net_bonding_bond0.txt";
import repairedDump from "../../captures/lab/seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt";

export { dump, ethtool, ipBond, ipPort, keyfile, profile, repairedDump };

/** All of it in one terminal session, as an engineer pastes it. */
export const session = [
  ["cat /proc/net/bonding/bond0", dump],
  ["ip -d link show bond0", ipBond],
  ["ip link show eno1", ipPort],
  ["ethtool eno1", ethtool],
  ["nmcli con show bond0", profile],
]
  .map(([command, output]) => `[root@web1 ~]# ${command}\n${output}`)
  .join("");

/** Where the finding starts, in the session and in the dump alone. */
export const INTERVAL_LINE = "MII Polling Interval (ms): 0";

/** What the finding says of the whole incident. */
export const MESSAGE =
  "bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, " +
  "but bond0 still sends everything through it.";

/** The corrected options, and the line that the quick fix inserts. */
export const OPTIONS = "mode=active-backup,miimon=100,primary=eno1";
export const INSERTED_LINE = `bond.options:                           ${OPTIONS}  <-- corrected by Bondlint, not captured`;
export const ARP_TITLE =
  "Insert bond.options to monitor by ARP instead, and add a second target (mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1,primary=eno1)";
export const INSERT_TITLE = `Insert corrected bond.options below (${OPTIONS})`;
