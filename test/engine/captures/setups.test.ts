import { describe, expect, test } from "vitest";
import { analyze, type Finding } from "../../../src/engine/index.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

/** One configuration of bond0 as active-backup, in the words of each front end; `MONITOR` stands where a monitor is set. */
const NETPLAN = `# This is the network config written by 'subiquity'
network:
  version: 2
  renderer: networkd
  ethernets:
    eno1: {}
    eno2: {}
  bonds:
    bond0:
      interfaces:
      - eno1
      - eno2
      addresses: [10.20.0.5/24]
      parameters:
        mode: active-backup # both switches
        MONITOR
        primary: eno1
      routes:
      - to: default
        via: 10.20.0.1
`;
const NETDEV = `# created by the installer
[NetDev]
Name=bond0
Kind=bond

[Bond]
Mode=active-backup
MONITOR
`;
const INTERFACES = `source /etc/network/interfaces.d/*

auto lo
iface lo inet loopback

auto bond0
iface bond0 inet static
    address 10.20.0.5/24
    bond-slaves eno1 eno2
    bond-mode active-backup
    MONITOR
    bond-primary eno1

iface eno1 inet manual
`;
const SCRIPT = `DEVICE=bond0
NAME=bond0
TYPE=Bond
BONDING_MASTER=yes
ONBOOT=yes
NM_CONTROLLED=no
BOOTPROTO=none
IPADDR=10.20.0.5
BONDING_OPTS="mode=active-backup MONITOR primary=eno1"
`;
const RUNBOOK = `# A bond by hand

    modprobe bonding
    sudo ip link add bond0 type bond mode active-backup MONITOR
    sudo ip link set eno1 master bond0
`;
const POLICY = `apiVersion: nmstate.io/v1
kind: NodeNetworkConfigurationPolicy
metadata:
  name: bond0
spec:
  desiredState:
    interfaces:
      - name: bond0
        type: bond
        state: up
        link-aggregation:
          mode: active-backup
          options:
            MONITOR
            primary: eno1
          port:
            - eno1
            - eno2
`;
const FORMS: readonly [string, string, string, string][] = [
  ["netplan", "etc_netplan/netplan/50-cloud-init.yaml", NETPLAN, "mii-monitor-interval: 100"],
  ["networkd", "10-bond0.netdev", NETDEV, "MIIMonitorSec=100ms"],
  ["interfaces", "interfaces", INTERFACES, "bond-miimon 100"],
  ["ifcfg", "ifcfg-bond0", SCRIPT, "miimon=100"],
  ["ip-command", "runbook.md", RUNBOOK, "miimon 100"],
  ["nmstate", "nmstate-bond0.yaml", POLICY, "miimon: 100"],
];

const alarms = (path: string, text: string) =>
  analyze([{ path, text }]).findings.filter(({ severity }) => severity === "error" || severity === "warning");

/** The text with the corrections of all findings in place. */
function corrected(path: string, text: string): string {
  const [finding] = alarms(path, text);
  const edits = [...(finding?.correction?.replacements ?? [])].sort((a, b) => b.start - a.start);
  return edits.reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}

const place = (text: string, finding: Finding | undefined) => shown(text, finding?.places[0]);

describe.each(FORMS)("%s", (kind, path, template, monitor) => {
  const sound = template.replace("MONITOR", monitor);
  const without = template.replace(/\n\s*MONITOR(?=\n)| MONITOR/, "");
  const off = template.replace("MONITOR", monitor.replace(/100(?:ms)?/, "0"));

  test("a sound one raises nothing, in its own words and with CRLF", () => {
    expect(alarms(path, sound)).toEqual([]);
    expect(alarms(path, sound.replaceAll("\n", "\r\n"))).toEqual([]);
    expect(kindsOf(sound, path)).toContain(kind);
  });

  test("a monitor that is switched off is found at its characters, and put right in place", () => {
    const [finding, ...others] = alarms(path, off);
    expect([finding?.rule, place(off, finding), others]).toEqual([
      "no-link-monitoring",
      monitor.replace(/100(?:ms)?/, "0"),
      [],
    ]);
    expect(corrected(path, off)).toBe(sound);
    expect(corrected(path, sound)).toBe(sound);
    const crlf = off.replaceAll("\n", "\r\n");
    expect(corrected(path, crlf)).toBe(sound.replaceAll("\n", "\r\n"));
  });

  test("the kernel's own 0 is no monitor: one is added, and then nothing is left to say", () => {
    if (kind === "nmstate") {
      // NetworkManager runs its own 100.
      expect(alarms(path, without)).toEqual([]);
      return;
    }
    const [finding, ...others] = alarms(path, without);
    expect([finding?.rule, finding?.message, others]).toEqual([
      "no-link-monitoring",
      expect.stringMatching(/sets neither miimon nor ARP targets, and the kernel's own miimon is 0/),
      [],
    ]);
    for (const text of [without, without.replaceAll("\n", "\r\n")]) {
      const fixed = corrected(path, text);
      expect(fixed).toContain(monitor);
      expect(alarms(path, fixed)).toEqual([]);
      expect(corrected(path, fixed)).toBe(fixed);
    }
  });

  test("a misspelt mode is one finding, and put right", () => {
    const misspelt = sound.replace("active-backup", "active-bakup");
    const [finding, ...others] = alarms(path, misspelt);
    expect([finding?.rule, others.map(({ rule }) => rule)]).toEqual([
      ["netplan", "ip-command", "nmstate"].includes(kind) ? "option-typo" : "mode-falls-back-to-rr",
      [],
    ]);
    expect(corrected(path, misspelt)).toBe(sound);
  });

  test("evidence is never edited", () => {
    const captures = [
      { path, text: off },
      {
        path: "proc_net_bonding_bond0.txt",
        text: "Bonding Mode: fault-tolerance (active-backup)\nMII Polling Interval (ms): 0\n",
      },
    ];
    expect(analyze(captures).findings.flatMap(({ correction }) => correction?.replacements ?? [])).toEqual([]);
  });
});

describe("what is read", () => {
  test("netplan: ports, parameters in braces, and the renderer decides whose default counts", () => {
    const [bond] = reportOf("netplan", NETPLAN.replace("MONITOR", "down-delay: 200"), "netplan/1.yaml").bonds;
    expect(bond?.ports.map(({ value }) => value)).toEqual(["eno1", "eno2"]);
    expect([...(bond?.options ?? [])].map(([name, { value }]) => `${name}=${value}`)).toEqual([
      "mode=active-backup",
      "downdelay=200",
      "primary=eno1",
    ]);
    const flow = "network:\n  bonds:\n    bond0: {interfaces: [eno1, eno2], parameters: {mode: active-backup}}\n";
    expect(alarms("netplan/1.yaml", flow)[0]?.rule).toBe("no-link-monitoring");
    expect(corrected("netplan/1.yaml", flow)).toBe(
      flow.replace("active-backup}", "active-backup, mii-monitor-interval: 100}"),
    );
    expect(alarms("netplan/1.yaml", flow.replace("bonds", "renderer: NetworkManager\n  bonds"))).toEqual([]);
    expect(kindsOf("network:\n  ethernets:\n    eno1: {}\n", "netplan/1.yaml")).toEqual(["other"]);
  });

  test("netplan: a misspelt parameter makes netplan refuse the file", () => {
    const text = NETPLAN.replace("MONITOR", "mii-monitor-intervall: 100");
    const [finding, ...others] = alarms("netplan/1.yaml", text);
    expect([finding?.rule, place(text, finding), others]).toEqual(["option-typo", "mii-monitor-intervall: 100", []]);
    expect(finding?.message).toContain("netplan refuses the file");
    expect(corrected("netplan/1.yaml", text)).toBe(NETPLAN.replace("MONITOR", "mii-monitor-interval: 100"));
    expect(finding?.correction?.commands).toContain("netplan apply");
  });

  test("systemd-networkd: bare seconds, ports in .network files, other kinds of devices", () => {
    const text = NETDEV.replace("MONITOR", "MIIMonitorSec=100");
    const [finding] = alarms("bond0.netdev", text);
    expect([finding?.rule, finding?.explains]).toEqual(["option-typo", ["miimon-too-slow"]]);
    expect(corrected("bond0.netdev", text)).toBe(NETDEV.replace("MONITOR", "MIIMonitorSec=100ms"));
    const network = "[Match]\nName=eno1\n\n[Network]\nBond=bond0\n";
    const [member] = reportOf("networkd", network, "20-eno1.network").members;
    expect([member?.port, member?.bond.value, shown(network, member?.bond)]).toEqual(["eno1", "bond0", "Bond=bond0"]);
    expect(kindsOf("[NetDev]\nName=br0\nKind=bridge\n", "br0.netdev")).toEqual(["other"]);
    expect(kindsOf("[Match]\nName=eno1\n[Network]\nDHCP=yes\n", "eno1.network")).toEqual(["other"]);
  });

  test("interfaces: underscores, ports that name their bond, and options that may stand elsewhere", () => {
    const text =
      "iface eno1 inet manual\n  bond-master bond0\n  bond-mode active-backup\n\niface bond0 inet dhcp\n  bond_slaves none\n  bond_miimon 100\n";
    const report = reportOf("interfaces", text, "interfaces");
    expect(report.members.map(({ port, bond }) => [port, bond.value])).toEqual([["eno1", "bond0"]]);
    expect(report.bonds.map(({ complete, ports }) => [complete, ports])).toEqual([[false, []]]);
    expect(alarms("interfaces", text)).toEqual([]);
    const typo = INTERFACES.replace("MONITOR", "bond-mimon 100");
    expect(alarms("interfaces", typo).map(({ rule }) => rule)).toEqual(["option-typo"]);
    expect(corrected("interfaces", typo)).toBe(INTERFACES.replace("MONITOR", "bond-miimon 100"));
  });

  test("ifcfg: lines that go on, ports, SUSE's names, and an owner that nobody names", () => {
    const long = SCRIPT.replace("MONITOR", "\\\n  miimon=0");
    expect(place(long, alarms("ifcfg-bond0", long)[0])).toBe("miimon=0");
    const [member] = reportOf("ifcfg", "DEVICE=eno1\nMASTER=bond0\nSLAVE=yes\n", "ifcfg-eno1").members;
    expect([member?.port, member?.bond.value]).toEqual(["eno1", "bond0"]);
    const suse = `STARTMODE='auto'\nBONDING_MASTER='yes'\nBONDING_MODULE_OPTS='mode=active-backup miimon=0'\nBONDING_SLAVE0='eth0'\nBONDING_SLAVE_1='eth1'\n`;
    expect(reportOf("ifcfg", suse, "ifcfg-bond0").bonds[0]?.ports.map(({ value }) => value)).toEqual(["eth0", "eth1"]);
    expect(alarms("ifcfg-bond0", suse)[0]?.correction?.commands[0]).toBe(
      '# in ifcfg-bond0: BONDING_MODULE_OPTS="mode=active-backup miimon=100"',
    );
    const unsaid = SCRIPT.replace("NM_CONTROLLED=no\n", "").replace(" MONITOR", "");
    expect(alarms("ifcfg-bond0", unsaid)).toEqual([]);
  });

  test("modprobe: aliases name the bond, other modules are none, and what is missing says nothing", () => {
    const text = "alias bond0 bonding\noptions bond0 mode=1 mimon=100\n";
    const [finding] = alarms("modprobe.d/bonding.conf", text);
    expect([finding?.rule, finding?.bond, place(text, finding)]).toEqual(["option-typo", "bond0", "mimon=100"]);
    expect(corrected("modprobe.d/bonding.conf", text)).toBe(text.replace("mimon", "miimon"));
    expect(alarms("modprobe.d/bonding.conf", "options bonding mode=1\n")).toEqual([]);
    expect(analyze([{ path: "modprobe.d/bonding.conf", text: "options bonding max_bonds=0\n" }]).bonds).toEqual([]);
    expect(kindsOf("options snd_hda_intel power_save=1\n", "modprobe.d/audio.conf")).toEqual(["other"]);
  });

  test("the module's options are the default where nobody else sets a monitor", () => {
    const netdev = { path: "bond0.netdev", text: NETDEV.replace("MONITOR\n", "") };
    const module = { path: "modprobe.d/bonding.conf", text: "options bonding miimon=100\n" };
    expect(analyze([netdev]).findings.map(({ rule }) => rule)).toEqual(["no-link-monitoring"]);
    expect(analyze([netdev, module]).findings).toEqual([]);
  });

  test("nmstate: what is shown is what runs, what is desired is configuration", () => {
    const running = POLICY.replace("MONITOR", "miimon: '0'\n            arp_interval: '0'");
    const state = running.slice(running.indexOf("    interfaces:")).replace(/^ {4}/gm, "");
    const [finding] = alarms("nmstatectl_show", `---\n${state}`);
    expect([finding?.rule, finding?.message]).toEqual([
      "no-link-monitoring",
      expect.stringMatching(/^bond0 does not monitor its links/),
    ]);
    expect(reportOf("nmstate", `---\n${state}`, "nmstatectl_show").bonds).toEqual([]);
  });

  test("commands that were typed are history, those of one runbook belong together", () => {
    const command = "ip link add bond0 type bond mode active-backup";
    expect(alarms("session.txt", `[root@web1 ~]# ${command}\n[root@web1 ~]# \n`)).toEqual([]);
    const two = `# Bond\n\n    ${command}\n    ip link set bond0 type bond miimon 100\n`;
    expect(reportsOf("ip-command", two)).toHaveLength(2);
    expect(alarms("runbook.md", two)).toEqual([]);
    expect(
      alarms("runbook.md", `# Bond\n\n    ${command}\n    echo 100 > /sys/class/net/bond0/bonding/miimon\n`),
    ).toEqual([]);
  });
});

describe("the owner decides the form", () => {
  const dump = {
    path: "proc_net_bonding_bond0.txt",
    text: "Bonding Mode: fault-tolerance (active-backup)\nMII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n\nSlave Interface: eno1\nMII Status: up\n",
  };
  test.each([
    [FORMS[0], "parameters: {mode: active-backup, mii-monitor-interval: 100, primary: eno1}", "netplan apply"],
    [FORMS[1], "[Bond]\nMode=active-backup\nMIIMonitorSec=100ms", "networkctl reload"],
    [FORMS[2], "bond-mode active-backup\nbond-miimon 100\nbond-primary eno1", "ifdown bond0 && ifup bond0"],
    [FORMS[3], 'BONDING_OPTS="mode=active-backup miimon=100 primary=eno1"', "ifdown bond0 && ifup bond0"],
  ] as const)("of %j", (form, line, applies) => {
    const [, path = "", template = "", monitor = ""] = form ?? [];
    const text = template.replace("MONITOR", monitor.replace(/100(?:ms)?/, "0"));
    const [finding] = analyze([dump, { path, text }]).findings;
    expect(finding?.rule).toBe("no-link-monitoring");
    expect(finding?.correction?.line).toBe(line);
    const commands = finding?.correction?.commands ?? [];
    expect(commands.join("\n")).toContain(applies);
    expect(commands).toContain("echo 100 > /sys/class/net/bond0/bonding/miimon");
    expect(commands.join("\n")).not.toContain("nmcli");
  });

  test("drift is told of the configuration that there is", () => {
    const text = NETDEV.replace("MONITOR", "MIIMonitorSec=100ms");
    const [finding] = analyze([dump, { path: "bond0.netdev", text }]).findings;
    expect([finding?.rule, finding?.explains]).toEqual(["no-link-monitoring", ["profile-kernel-drift"]]);
    expect(finding?.related.map(({ message }) => message).join("\n")).toContain("systemd-networkd unit of bond0");
  });

  test("what netplan generates is no second manager", () => {
    const netplan = { path: "netplan/1.yaml", text: NETPLAN.replace("MONITOR", "mii-monitor-interval: 100") };
    const generated = {
      path: "run/NetworkManager/system-connections/netplan-bond0.nmconnection",
      text: "[connection]\nid=netplan-bond0\ntype=bond\ninterface-name=bond0\n\n[bond]\nmode=active-backup\nmiimon=100\n",
    };
    const unit = {
      path: "run/systemd/network/10-netplan-bond0.netdev",
      text: NETDEV.replace("MONITOR", "MIIMonitorSec=100ms"),
    };
    expect(analyze([netplan, generated, unit]).findings).toEqual([]);
  });
});

describe("two managers", () => {
  const rules = (...captures: { path: string; text: string }[]) => analyze(captures).findings.map(({ rule }) => rule);
  const script = { path: "ifcfg-bond0", text: SCRIPT.replace("MONITOR", "miimon=100") };
  const netplan = { path: "netplan/1.yaml", text: NETPLAN.replace("MONITOR", "mii-monitor-interval: 100") };
  const netdev = { path: "bond0.netdev", text: NETDEV.replace("MONITOR", "MIIMonitorSec=100ms") };
  const interfaces = { path: "interfaces", text: INTERFACES.replace("MONITOR", "bond-miimon 100") };
  const keyfile = {
    path: "bond0.nmconnection",
    text: "[connection]\nid=bond0\ntype=bond\ninterface-name=bond0\n\n[bond]\nmode=active-backup\nmiimon=100\n",
  };

  test.each([
    [script, keyfile],
    [netplan, keyfile],
    [netplan, netdev],
    [netdev, keyfile],
    [interfaces, keyfile],
  ])("are named: $path", (one, other) => {
    expect(rules(one, other)).toEqual(["two-managers"]);
  });

  test("an ifcfg file may be NetworkManager's, and interfaces beside netplan are left over", () => {
    expect(rules({ ...script, text: script.text.replace("NM_CONTROLLED=no\n", "") }, keyfile)).toEqual([]);
    expect(rules(interfaces, netplan)).toEqual([]);
  });
});

describe("ports that a configuration lists", () => {
  const link = (name: string, more = "") =>
    `${name === "lo" ? 1 : name.slice(3)}: ${name}: <${name === "lo" ? "LOOPBACK" : "BROADCAST,MULTICAST"},UP,LOWER_UP> mtu 1500 qdisc mq ${more}state UP mode DEFAULT group default qlen 1000\n    link/ether 3c:fd:fe:9e:10:01 brd ff:ff:ff:ff:ff:ff\n`;
  const links = { path: "ip_link.txt", text: link("lo") + link("eno1", "master bond0 ") + link("eno2") };
  const dump = {
    path: "proc_net_bonding_bond0.txt",
    text: "Ethernet Channel Bonding Driver: v6.1.0\n\nBonding Mode: fault-tolerance (active-backup)\nPrimary Slave: eno1 (primary_reselect always)\nCurrently Active Slave: eno1\nMII Status: up\nMII Polling Interval (ms): 100\nUp Delay (ms): 0\nDown Delay (ms): 0\n\nSlave Interface: eno1\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\nLink Failure Count: 0\nPermanent HW addr: 3c:fd:fe:9e:10:01\nSlave queue ID: 0\n",
  };
  const netplan = { path: "netplan/1.yaml", text: NETPLAN.replace("MONITOR", "mii-monitor-interval: 100") };
  const missing = (...captures: { path: string; text: string }[]) =>
    analyze(captures)
      .findings.filter(({ rule }) => rule === "slave-missing")
      .map(({ message }) => message);

  test.each([
    ["netplan", netplan],
    ["interfaces", { path: "interfaces", text: INTERFACES.replace("MONITOR", "bond-miimon 100") }],
    ["MASTER=", { path: "ifcfg-eno2", text: "DEVICE=eno2\nMASTER=bond0\nSLAVE=yes\n" }],
    ["Bond=", { path: "eno2.network", text: "[Match]\nName=eno2\n\n[Network]\nBond=bond0\n" }],
  ])("and that the bond lacks are named: %s", (_, configuration) => {
    expect(missing(dump, links, configuration)).toEqual([
      expect.stringMatching(/^eno2 is not in bond0, although .* makes it a port.*bond0 runs on eno1 alone\.$/),
    ]);
  });

  test("are not named where the interface is not shown, or belongs to something else", () => {
    expect(missing(dump, netplan)).toEqual([]);
    expect(
      missing(dump, { ...links, text: links.text.replace(link("eno2"), link("eno2", "master br0 ")) }, netplan),
    ).toEqual([]);
    expect(missing(links, netplan)).toEqual([]);
  });
});

test("a supportconfig's network.txt: banners, no blank lines between ports, no comments", () => {
  const text = `#==[ Command ]======================================#
# /usr/sbin/ethtool eth0
Settings for eth0:
	Speed: Unknown!
	Link detected: no

#==[ Configuration File ]===========================#
# /etc/sysconfig/network/ifcfg-bond0
BOOTPROTO='static'
STARTMODE='auto'
BONDING_MASTER='yes'
BONDING_MODULE_OPTS='mode=active-backup miimon=0'
BONDING_SLAVE_0='eth0'
BONDING_SLAVE_1='eth1'

#==[ Configuration File ]===========================#
# /proc/net/bonding/bond0
Ethernet Channel Bonding Driver: v5.14.21
Bonding Mode: fault-tolerance (active-backup)
Primary Slave: None
Currently Active Slave: eth0
MII Status: up
MII Polling Interval (ms): 0
Up Delay (ms): 0
Down Delay (ms): 0
Slave Interface: eth0
MII Status: up
Speed: Unknown
Duplex: Unknown
Link Failure Count: 0
Permanent HW addr: 52:54:00:12:34:56
Slave queue ID: 0
Slave Interface: eth1
MII Status: up
Speed: 1000 Mbps
Duplex: full
Link Failure Count: 0
Permanent HW addr: 52:54:00:12:34:57
Slave queue ID: 0

#==[ Command ]======================================#
# /bin/hostname
web1
`;
  expect(kindsOf(text, "network.txt").filter((kind) => kind !== "other")).toEqual(["ethtool", "ifcfg", "proc-bonding"]);
  const { bonds, findings } = analyze([{ path: "scc_web1/network.txt", text }]);
  expect(bonds.map(({ name, verdict, ports }) => [name, verdict, ports.length])).toEqual([["bond0", "broken", 2]]);
  expect(findings[0]?.rule).toBe("no-link-monitoring");
  expect(findings[0]?.correction?.line).toBe('BONDING_MODULE_OPTS="mode=active-backup miimon=100"');
});
