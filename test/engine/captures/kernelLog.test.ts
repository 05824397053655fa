import { describe, expect, test } from "vitest";
import { labFile } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

const FIXED = "seed-miimon0-primary/6-fixed-eno1-shut";
const events = (text: string, path = "x.txt") =>
  reportsOf("kernel-log", text, path).flatMap((log) =>
    log.events.map(({ what, bond, port }) => [what, bond, port].filter((one) => one !== undefined).join(" ")),
  );

describe("the log of the model incident", () => {
  test.each(["dmesg.txt", "dmesg_bond.txt", "journal_kernel.txt"])("%s tells of the failover", (file) => {
    const all = events(labFile(`${FIXED}/${file}`), file);
    expect(all.join("\n")).toContain("port-down bond0 eno1\nnew-active bond0 eno2");
    expect(all.some((one) => one === "nic-down eno1")).toBe(file !== "dmesg_bond.txt");
  });

  test("times lie on one axis: the detection took less than two polls", () => {
    const { events } = reportOf("kernel-log", labFile(`${FIXED}/dmesg.txt`));
    const down = events.findLast(({ what }) => what === "nic-down")?.time ?? 0;
    const noticed = events.findLast(({ what }) => what === "port-down")?.time ?? 0;
    expect(noticed - down).toBeGreaterThanOrEqual(0);
    expect(noticed - down).toBeLessThan(200);
  });

  test("the span is the core text", () => {
    const text = labFile(`${FIXED}/dmesg_bond.txt`);
    const { events } = reportOf("kernel-log", text);
    const down = events.find(({ what }) => what === "port-down");
    expect(shown(text, down?.fact)).toBe("link status definitely down, disabling slave");
    expect(down?.fact.value).toBe("link status definitely down, disabling slave");
  });
});

describe("three generations of the driver", () => {
  test.each([
    ["bonding: bond0: link status definitely down for interface eth0, disabling it", "port-down bond0 eth0"],
    ["bond0: link status definitely down for interface eth0, disabling it", "port-down bond0 eth0"],
    ["bond0: (slave eth0): link status definitely down, disabling slave", "port-down bond0 eth0"],
    ["bonding: bond0: link status definitely up for interface eth0, 1000 Mbps full duplex.", "port-up bond0 eth0"],
    ["bond0: (slave eth0): link status definitely up", "port-up bond0 eth0"],
    ["bond0: (slave eth0): interface is now down", "port-down bond0 eth0"],
    ["bond0: interface eth0 is now up", "port-up bond0 eth0"],
    ["bond0: link status down for active interface eth0, disabling it in 1000 ms", "down-delay bond0 eth0"],
    ["bond0: (slave eth0): link status down for backup interface, disabling it in 200 ms", "down-delay bond0 eth0"],
    ["bond0: (slave eth0): link status up, enabling it in 200 ms", "up-delay bond0 eth0"],
    ["bonding: bond0: making interface eth1 the new active one.", "new-active bond0 eth1"],
    ["bond0: (slave eth1): making interface the new active one 100 ms earlier", "new-active bond0 eth1"],
    ["bonding: bond0: now running without any active interface !", "no-active bond0"],
    ["bond0: now running without any active interface!", "no-active bond0"],
    ["bond0: first active interface up!", "active-up bond0"],
    ["bond0: Warning: No 802.3ad response from the link partner for any adapters in the bond", "no-partner bond0"],
    [
      "bond0: (slave eth0): the permanent HWaddr of slave - 3c:fd:fe:9e:10:01 - is still in use by bond - set the HWaddr of slave to a different address to avoid conflicts",
      "address-in-use bond0 eth0",
    ],
    ["lan0: (slave eth0): link status definitely down, disabling slave", "port-down lan0 eth0"],
  ])("%s", (message, event) => {
    expect(events(`[   47.651234] ${message}\n`)).toEqual([event]);
    expect(events(`> [Mon Nov 22 12:00:00 2026] ${message}\r\n`)).toEqual([event]);
    expect(events(`Nov 22 12:00:00 web1 kernel: ${message}\n`)).toEqual([event]);
    expect(events(`Nov  2 12:00:00 web1 kernel: [   47.651234] ${message}\n`)).toEqual([event]);
    expect(events(`2026-11-22T12:00:00+0100 web1 kernel: ${message}\n`)).toEqual([event]);
    expect(events(`2026-11-22T12:00:00,123456+01:00 ${message}\n`)).toEqual([event]);
  });
});

describe("network cards", () => {
  test.each([
    ["e1000: eno1 NIC Link is Down", "nic-down eno1"],
    ["ixgbe 0000:3b:00.0 eth2: NIC Link is Up 10 Gbps, Flow Control: RX/TX", "nic-up eth2"],
    ["igb 0000:04:00.0 eno1: igb: eno1 NIC Link is Up 1000 Mbps Full Duplex", "nic-up eno1"],
    ["e1000e 0000:00:19.0: eno1 NIC Link is Down", "nic-down eno1"],
    ["tg3 0000:02:00.0: eth0: Link is down", "nic-down eth0"],
    ["tg3 0000:02:00.0 eth0: Link is up at 1000 Mbps, full duplex", "nic-up eth0"],
    ["mlx5_core 0000:5e:00.0 ens1f0np0: Link down", "nic-down ens1f0np0"],
    ["eth0: link up, 100Mbps, full-duplex, lpa 0x45E1", "nic-up eth0"],
  ])("%s", (message, event) => {
    expect(events(`# dmesg -T | grep eth\n[Mon Nov 22 12:00:00 2026] ${message}\n`)).toEqual([event]);
    expect(kindsOf(`[   47.651234] ${message}\n`)).toEqual(["other"]);
  });

  test("a disk is no network card", () => {
    expect(events("# dmesg\n[    1.000000] ata1: SATA link down (SStatus 0 SControl 300)\n")).toEqual([]);
  });
});

describe("where logs stand", () => {
  const LINE = "[   47.651234] bond0: (slave eno1): link status definitely down, disabling slave\n";
  const DUMP = "Ethernet Channel Bonding Driver: v6.1\n\nBonding Mode: fault-tolerance (active-backup)\n";

  test("a line of a log ends a dump, other log lines are passed over", () => {
    expect(kindsOf(`${DUMP}${LINE}`)).toEqual(["proc-bonding", "kernel-log"]);
    const text = `${DUMP}[   48.000000] usb 1-1: new device\nSlave Interface: eno1\n`;
    expect(reportOf("proc-bonding", text).ports.length).toBe(1);
  });

  test("two dresses are two logs, each with its own axis", () => {
    const text = `${LINE}Nov 22 12:00:00 web1 kernel: bond0: active interface up!\n`;
    expect(reportsOf("kernel-log", text).map(({ events }) => events.length)).toEqual([1, 1]);
  });

  test("without a time, only where a log was asked for", () => {
    const line = "bond0: (slave eno1): link status definitely down, disabling slave\n";
    expect(events(line)).toEqual([]);
    expect(events(`$ dmesg -t\n${line}`)).toEqual(["port-down bond0 eno1"]);
  });

  test.each([
    "grep bond /var/log/messages",
    "journalctl -k -b",
    "sudo dmesg | tail -20",
    "journalctl -u NetworkManager",
  ])("by the command %s", (command) => expect(kindsOf(`$ ${command}\n${LINE}`)).toEqual(["kernel-log"]));

  test("a year ends", () => {
    const line = (date: string) => `${date} web1 kernel: bond0: active interface up!\n`;
    const { events } = reportOf("kernel-log", line("Dec 31 23:59:59") + line("Jan  1 00:00:01"));
    expect((events[1]?.time ?? 0) - (events[0]?.time ?? 0)).toBe(2000);
  });
});

describe("NetworkManager's log", () => {
  const said = (text: string) => {
    const { managed } = reportOf("kernel-log", text);
    return managed.map(({ what, bond, subject }) => `${what} ${bond} ${subject}`);
  };

  test("of a real host: ports in and out, each at its characters", () => {
    const path = "edge-port-elsewhere/1-eno2-not-in-bond/journal_NetworkManager.txt";
    const text = labFile(path);
    const { managed, events } = reportOf("kernel-log", text, path);
    expect(managed.map(({ what, bond, subject }) => `${what} ${bond} ${subject}`).slice(0, 3)).toEqual([
      "attached bond0 eno1",
      "detached bond0 eno1",
      "attached bond0 eno1",
    ]);
    expect(events).toEqual([]);
    expect(text.slice(managed[0]?.fact.start, managed[0]?.fact.end)).toBe("attached bond port eno1");
  });

  test.each([
    ["device (bond0): attaching bond port eno2: failed", "attach-failed bond0 eno2"],
    ["device (bond0): bond port eno2 was attached", "attached bond0 eno2"],
    ["(bond0): enslaved bond slave eno2", "attached bond0 eno2"],
    ["device (bond0): released bond slave eno2 (carrier was on)", "detached bond0 eno2"],
    ["device (bond0): failed to set bonding attribute 'updelay' to '0'", "option-failed bond0 updelay"],
  ])("%s", (message, event) => {
    const head = "NetworkManager[172]: <warn>  [1795346230.9350]";
    expect(said(`Nov 22 11:17:10 node1 ${head} ${message}\n`)).toEqual([event]);
    expect(said(`2026-11-22T11:17:10+0100 node1 ${head} ${message}\n`)).toEqual([event]);
  });

  test("other programs, and other things that it says of bonds, are passed over", () => {
    const text =
      "Nov 22 11:17:10 node1 app[1]: device (bond0): attached bond port eno1\nNov 22 11:17:10 node1 NetworkManager[172]: <info>  [1795346230.5133] device (bond0): Activation: starting connection 'bond0'\n";
    expect(kindsOf(text)).toEqual(["other"]);
  });
});
