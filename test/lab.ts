import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The lab captures that the project keeps (test/captures/lab). */
export const LAB = "test/captures/lab";

/** One file of a lab capture. */
export function labFile(path: string): string {
  return readFileSync(join(LAB, path), "utf8");
}

/** Every text below a folder of the lab, with its path. */
export function labTexts(folder = ""): { path: string; text: string }[] {
  return readdirSync(join(LAB, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? labTexts(path) : [{ path, text: labFile(path) }];
  });
}

/** The stage of the model incident in which eno1's switch port is shut. */
export const SHUT = "seed-miimon0-primary/2-eno1-shut";

/** The shut stage of the model incident as a sosreport holds it: the name of a flat file, and its place. */
export const PLACES: readonly (readonly [string, string])[] = [
  ["proc_net_bonding_bond0.txt", "proc/net/bonding/bond0"],
  ["nmcli_con_show_bond0.txt", "sos_commands/networkmanager/nmcli_con_show_id_bond0"],
  ["ethtool_eno1.txt", "sos_commands/networking/ethtool_eno1"],
  ["ethtool_eno2.txt", "sos_commands/networking/ethtool_eno2"],
  ["ip_d_s_link_show.txt", "sos_commands/networking/ip_-s_-d_link"],
  ["dmesg.txt", "sos_commands/kernel/dmesg"],
];

/** The commands of the model incident in the order in which an engineer pastes them, with the file of each output. */
export const INCIDENT: readonly (readonly [command: string, file: string])[] = [
  ["cat /proc/net/bonding/bond0", "proc_net_bonding_bond0.txt"],
  ["ip -d link show bond0", "ip_d_link_show_bond0.txt"],
  ["ip link show eno1", "ip_link_show_eno1.txt"],
  ["ethtool eno1", "ethtool_eno1.txt"],
  ["nmcli con show bond0", "nmcli_con_show_bond0.txt"],
];

/** A terminal session of a stage of the model incident. */
export function session(stage = SHUT, prompt = "[root@web1 ~]# "): string {
  return INCIDENT.map(([command, file]) => `${prompt}${command}\n${labFile(`${stage}/${file}`)}`).join("");
}

/** The corrected line of the model incident. */
export const LINE = "mode=active-backup,miimon=100,primary=eno1";
