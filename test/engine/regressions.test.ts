import { describe, expect, test } from "vitest";
import { analyze } from "../../src/engine/index.ts";
import { dump } from "../../src/engine/rules/samples.ts";
import { LINE, labFile } from "../lab.ts";

const P = "[root@h ~]# ";
const off = dump({ miimon: 0 }).text;
const on = dump({ miimon: 100 }).text;
const say = (text: string, path = "session.txt") =>
  analyze([{ path, text }]).findings.filter(({ severity }) => severity === "error" || severity === "warning");
const rules = (text: string, path?: string) => say(text, path).map(({ rule }) => rule);

describe("filtered and shortened dumps", () => {
  const arp = dump({ miimon: 0, arp: 1000 }).text;
  const filtered = arp
    .split("\n")
    .filter((line) => /MII|Slave Int/.test(line))
    .join("\n");

  test.each([
    `${P}egrep 'MII|Slave Int' /proc/net/bonding/bond0\n`,
    `${P}sudo -E grep -E 'MII|Slave Int' /proc/net/bonding/bond0\n`,
    `${P}awk '/MII|Slave Int/' /proc/net/bonding/bond0\n`,
    "",
  ])("of a bond with the ARP monitor accuse nobody: %s", (command) => {
    expect(rules(`${command}${filtered}`, "proc_net_bonding_bond0.txt")).toEqual([]);
  });

  test("cut in the middle: what is not there is not known", () => {
    expect(
      rules(
        `${P}cat /proc/net/bonding/bond0\nMII Polling Interval (ms): 0\n[...]\nSlave Interface: eno1\nMII Status: up\n`,
      ),
    ).toEqual([]);
  });

  test("one port of several: no word of the others", () => {
    const down = dump({ miimon: 100, active: "eno2", eno1: { mii: "down", failures: 1 } }).text;
    const head = down.slice(0, down.indexOf("Slave Interface: eno2"));
    const [finding] = say(`${P}head -18 /proc/net/bonding/bond0\n${head}`);
    expect(finding?.message).toBe("eno1 of bond0 is down: bond0 runs on eno2.");
  });
});

describe("verifying a repair in the same session", () => {
  test("a later ip -d counts", () => {
    const link = labFile("seed-miimon0-primary/5-fix-reactivated/ip_d_link_show_bond0.txt");
    expect(
      rules(
        `${P}cat /proc/net/bonding/bond0\n${off}${P}nmcli device reapply bond0\n${P}ip -d link show bond0\n${link}`,
      ),
    ).toEqual([]);
  });

  test("a later grep counts", () => {
    const grep = "MII Polling Interval (ms): 100\n";
    expect(rules(`${P}cat /proc/net/bonding/bond0\n${off}${P}grep Polling /proc/net/bonding/bond0\n${grep}`)).toEqual(
      [],
    );
  });

  test("a cable that was put back counts", () => {
    const before = dump({ miimon: 0, eno1: { speed: "Unknown" } }).text;
    const text = `${P}cat /proc/net/bonding/bond0\n${before}${P}ethtool eno1\nSettings for eno1:\n\tLink detected: no\n${P}cat /proc/net/bonding/bond0\n${off}`;
    expect(analyze([{ path: "s", text }]).bonds[0]?.verdict).toBe("at-risk");
  });
});

describe("a profile is not a bond", () => {
  test.each([
    [`nmcli con show "Bond connection 1" | grep bond.options`, "'Bond connection 1'"],
    ["nmcli -f bond con show mybond", "mybond"],
  ])("%s belongs to the only bond", (command, name) => {
    const options = `${"bond.options:".padEnd(40)}mode=active-backup,miimon=0,primary=eno1\n`;
    const text = `${P}cat /proc/net/bonding/bond0\n${off}${P}${command}\n${options}`;
    const { bonds, findings } = analyze([{ path: "s", text }]);
    expect(bonds.map((bond) => bond.name)).toEqual(["bond0"]);
    expect(findings[0]?.correction?.commands.slice(0, 2)).toEqual([
      `nmcli con modify ${name} bond.options "${LINE}"`,
      "nmcli device reapply bond0",
    ]);
  });

  test("an inactive profile accuses nobody", () => {
    const profile = labFile("seed-miimon0-primary/1-healthy/nmcli_con_show_bond0.txt").replace(/^GENERAL[\s\S]*/m, "");
    expect(rules(profile, "nmcli_con_show_bond0.txt")).toEqual([]);
  });
});

describe("corrections keep what is stored", () => {
  const stored = (options: string) =>
    analyze([
      { path: "proc_net_bonding_bond0.txt", text: off },
      { path: "nmcli_con_show_bond0.txt", text: `${"bond.options:".padEnd(40)}${options}\n` },
    ]).findings[0]?.correction;

  test("a profile that asks for the ARP monitor only has to be applied", () => {
    const correction = stored("mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1,primary=eno1");
    expect([correction?.line, correction?.commands[0]]).toEqual([null, "nmcli device reapply bond0"]);
  });

  test("what cannot be reapplied is activated anew, and the outage is said", () => {
    expect(stored("mode=802.3ad,miimon=100,lacp_rate=fast")?.commands).toEqual([
      "# the next command interrupts the bond for some seconds, because nmcli device reapply cannot change mode",
      "nmcli con up bond0",
    ]);
  });

  test("options that no table knows are kept as they are", () => {
    expect(stored("mode=active-backup,broadcast_neighbor=1,miimon=0,primary=eno1")?.options).toBe(
      `${LINE},broadcast_neighbor=1`,
    );
  });

  test("a device whose name is a keyword is named as a device", () => {
    const text = off.replaceAll("bond0", "id");
    const [finding] = analyze([{ path: "x", text: `${P}cat /proc/net/bonding/id\n${text}` }]).findings;
    expect(finding?.correction?.commands).toContain("nmcli device reapply ifname 'id'");
  });
});

describe("sentences are true for several ports", () => {
  const rr = (eno1: object, eno2: object) =>
    dump({ miimon: 0, mode: "load balancing (round-robin)", eno1, eno2 }).text.replace(
      "Slave Interface: eno2",
      `Slave Interface: eno3\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\n\nSlave Interface: eno2`,
    );

  test("two dead ports", () => {
    expect(say(rr({ speed: "Unknown" }, { speed: "Unknown" }), "bond0")[0]?.message).toContain(
      "eno1 and eno2 have no carrier and are still counted as up; balance-rr skips them when sending",
    );
  });

  test("the dead active port and another", () => {
    const text = dump({ miimon: 0, eno1: { speed: "Unknown" }, eno2: { speed: "Unknown" } }).text;
    const third = `${text}\nSlave Interface: eno3\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\nLink Failure Count: 0\nPermanent HW addr: 3c:fd:fe:9e:10:03\nSlave queue ID: 0\n`;
    expect(say(third, "bond0")[0]?.message).toContain(
      "eno1 has no carrier, but bond0 still sends everything through it, and eno2 is dead too.",
    );
  });
});

test("the second of two bonds in one text does not hide the first", () => {
  const broken = dump({ miimon: 0, eno1: { speed: "Unknown" } }).text;
  const other = on.replaceAll("eno", "ens").replaceAll("9e:10", "9e:20");
  const { bonds } = analyze([{ path: "s", text: `${P}cat /proc/net/bonding/*\n${broken}${other}` }]);
  expect(bonds.map(({ verdict }) => verdict).sort()).toEqual(["broken", "healthy"]);
});

test("a healthy dump that lost a line raises no alarm", () => {
  for (const text of [
    on,
    dump({ miimon: 0, arp: 1000 }).text,
    labFile("seed-miimon0-primary/7-fixed-eno1-restored/proc_net_bonding_bond0.txt"),
  ]) {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      expect(rules(lines.toSpliced(index, 1).join("\n"), "bond0"), line).toEqual([]);
    }
  }
});

describe("what mutated captures found", () => {
  test("a delay that is no number does not run", () => {
    const going = dump({ miimon: 100, updelay: 30000, active: "eno2", eno1: { mii: "going back" } }).text;
    const messages = (text: string) =>
      analyze([{ path: "bond0", text }]).findings.filter(({ rule }) => rule === "status-going");
    expect(messages(going).length).toBe(1);
    const link =
      "57: bond0: <BROADCAST,MULTICAST,MASTER,UP> mtu 1500 qdisc noqueue state UP\n    link/ether c6:4f:d2:05:cc:17 brd ff:ff:ff:ff:ff:ff\n    bond mode active-backup miimon 100 updelay \u0663 downdelay 0\n";
    const undelayed = going.replace(/^Up Delay.*\n/m, "");
    expect(messages(`[root@h ~]# cat /proc/net/bonding/bond0\n${undelayed}[root@h ~]# ip -d link\n${link}`)).toEqual(
      [],
    );
  });

  test("a blank that no shell knows does not part a command from itself", () => {
    const planned = `# nmcli\u00a0 con mod bond0 +bond.options "primary=eno1"\n# x nmcli\u00a0con\u00a0mod bond.options mod\n`;
    expect(() => analyze([{ path: "runbook.txt", text: planned }])).not.toThrow();
    expect(() => analyze([{ path: "runbook.txt", text: planned.replaceAll("\u00a0", "\u3000") }])).not.toThrow();
  });
});
