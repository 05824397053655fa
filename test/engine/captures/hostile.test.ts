import { describe, expect, test } from "vitest";
import { readCapture } from "../../../src/engine/captures/index.ts";

const SIZE = 1024 * 1024;
const fill = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length));

/** One long line, or a megabyte of short ones, made to keep patterns busy. */
const HOSTILE: Readonly<Record<string, (long: string) => string>> = {
  blanks: (long) => `MII Status: up${long}x`,
  "a prompt that never ends": (long) => `[root@web1 ${long}`,
  "a user that never ends": (long) => `${long}@`,
  "a log that never ends": (long) => `[   47.651234] ${long}: link status definitely`,
  "dates without a blank": (long) => `${long}${"2026-11-22T12:30:01\n".repeat(50_000)}`,
  "a key that never ends": (long) => `$ nmcli con show x\n${long}.${long}`,
  "an interface": (long) => `7: ${long}: <${long}`,
  "a command": (long) => `# cat ${long} | ${long}; nmcli con mod "${long}`,
  options: (long) => `bond.options: mode=1,${long}`,
  "a banner": (long) => `== ${long} ==\n{code:${long}\n/proc/net/bonding/${long}`,
  "a switch's configuration": (long) =>
    `sw1#show run\ninterface range Gi1/0/1-64,${long}\ninterface GigabitEthernet1/0/1\n description ${long}\n channel-group 1${long}\n${long}`,
  "a switch's channels": (long) =>
    `Group  Port-channel  Protocol    Ports\n1      Po1(SU)         LACP      Gi1/0/1(${long}\nGi1/0/2(P)${long}`,
  "a switch's neighbours": (long) => `Partner's information:\nGi1/0/1   SA ${long}\nGi1/0/1   ${long}`,
  "a card's modes": (long) =>
    `Settings for eno1:\n\tSupported link modes: 10baseT/Half ${long}\n10base${long}\n${"10baseT/Half ".repeat(99_999)}\n${"10baseT/Half\n".repeat(9999)}`,
  "JSON of ip": (long) => `$ ip -j link\n[{"ifindex":1,"ifname":"${long}","flags":[${long}\n`,
  addresses: (long) => `2: eno1: <UP> mtu 1500\n    inet ${long}\n2: eno1    inet6 ${long}`,
  "more addresses": (long) => `$ ip -br addr\neno1 UP ${long}\n`,
  counters: (long) => `2: eno1: <UP> mtu 1500\nRX: ${long}\n1 ${long}`,
  routes: (long) => `default via 10.0.0.1 dev bond0 ${long}\ndefault via ${long}`,
  sysfs: (long) => `/sys/class/net/bond0/bonding/slaves:${long}\n/sys/class/net/${long}/bonding/${long}:1`,
  stanzas: (long) => `iface bond0 inet static\n  bond-mode 1\n${long}\n  up echo bonding\n`,
  "a keyfile": (long) => `[connection]\ntype=bond\n[bond]\n${long}=${long}\n`,
};

const UNITS = [
  " ",
  "a",
  "-",
  "\\",
  "=",
  ",",
  "[",
  "(",
  "0",
  ":",
  "|",
  ">",
  "'",
  "\t(",
  "\r",
  "a.",
  "\u001b[",
  "$ ",
  "\n# ",
  "\n/proc/net/bonding/a:b",
];

const PATHS = [
  "bond0.nmconnection",
  "dmesg",
  "ip_link.txt",
  "ip_j_link.json",
  "sysfs_bonding_bond0.txt",
  "nmcli_con_show_bond0.txt",
  "ethtool_eno1",
  "show_run.txt",
];

describe("a megabyte of anything is read in time that grows with it", () => {
  test.each(Object.entries(HOSTILE))("%s", (_, build) => {
    for (const [index, unit] of UNITS.entries()) {
      const text = build(fill(unit));
      const begun = performance.now();
      readCapture({ path: "x", text });
      readCapture({ path: PATHS[index % PATHS.length] ?? "", text });
      expect([unit, performance.now() - begun < 4000]).toEqual([unit, true]);
    }
  });
});
