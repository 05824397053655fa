import { describe, expect, test } from "vitest";
import { analyze, toJson } from "../../../src/engine/index.ts";
import { dump, ipAddr, lacpDump } from "../../../src/engine/rules/samples.ts";
import { labFile } from "../../lab.ts";

const BACKUP = dump({ miimon: 100 });
const rulesOf = (...captures: { path: string; text: string }[]) =>
  analyze(captures).findings.flatMap(({ rule, severity }) => (severity === "hint" ? [] : [rule]));
const edited = (change: Parameters<typeof ipAddr>[0], from: string | RegExp, to: string) => {
  const capture = ipAddr(change);
  return { ...capture, text: capture.text.replace(from, to) };
};

describe("an interface in the bond's subnet", () => {
  const BESIDE = { eno3: { inet: "10.20.0.12/24" } };

  test("is said, with both places", () => {
    const [finding] = analyze([BACKUP, ipAddr(BESIDE)]).findings;
    expect(finding?.message).toBe(
      "eno3 (10.20.0.12/24) is in the same subnet as bond0 (10.20.0.10/24) and no part of bond0: traffic may pass through it and lose the redundancy of the bond.",
    );
    expect(finding?.related.map(({ message }) => message)).toEqual(["bond0 has 10.20.0.10/24"]);
  });

  test.each([
    ["set down", edited(BESIDE, /(eno3: <)[^>]*/, "$1BROADCAST,MULTICAST")],
    ["part of another bond", ipAddr({ eno3: { inet: "10.20.0.12/24", master: "bond1" } })],
    ["a VLAN over the bond", ipAddr({ "bond0.10@bond0": { inet: "10.20.0.12/24" } })],
    ["the inner end of a container", ipAddr({ "eth0@if12": { inet: "10.20.0.12/24" } })],
    ["a container's", ipAddr({ "veth1@veth2": { inet: "10.20.0.12/24" } })],
    ["in a smaller subnet inside", ipAddr({ eno3: { inet: "10.20.0.12/28" } })],
    ["alone with its address", ipAddr({ eno3: { inet: "10.20.0.12/32" } })],
    ["masked", ipAddr({ eno3: { inet: "10.20.0.x/24" } })],
  ])("is none where it is %s", (_, capture) => {
    expect(rulesOf(BACKUP, capture)).toEqual([]);
  });

  test("is none where the address has gone since", () => {
    const text = `$ ip addr\n${ipAddr(BESIDE).text}$ ip addr flush dev eno3\n$ ip addr\n${ipAddr({ eno3: {} }).text}`;
    expect(rulesOf(BACKUP, { path: "session.txt", text })).toEqual([]);
  });

  test("IPv6, however it is written", () => {
    const captures = [
      edited({ eno3: {} }, /$/, "    inet6 fd00:0:0:0::12/64 scope global\n"),
      edited({}, "    inet 10.20.0.10/24 scope global bond0\n", "    inet6 fd00::10/64 scope global bond0\n"),
    ];
    const text = captures[0]?.text.replace("    inet 10.20.0.10/24", "    inet6 fd00::10/64") ?? "";
    expect(rulesOf(BACKUP, { path: "ip_addr.txt", text })).toEqual(["same-subnet-two-interfaces"]);
  });
});

describe("an address on a port", () => {
  test.each([
    ["ip -br addr, beside the dump", "$ ip -br addr\neno2             UP             10.20.0.12/24 \n"],
    ["ip -o addr", "3: eno2    inet 10.20.0.12/24 scope global eno2\\       valid_lft forever preferred_lft forever\n"],
    [
      "JSON",
      '[{"ifname":"eno2","master":"bond0","addr_info":[{"family":"inet","local":"10.20.0.12","prefixlen":24,"scope":"global"}]}]'.replace(
        "{",
        '{"ifindex":3,',
      ),
    ],
  ])("in %s", (_, text) => {
    expect(rulesOf(BACKUP, { path: "addresses.txt", text })).toEqual(["slave-has-ip"]);
  });

  test("says nothing of an interface that is no port", () => {
    const text = ipAddr({ eno2: { inet: "10.20.0.12/24" } }).text.replaceAll(/master bond0 |SLAVE,/g, "");
    expect(rulesOf(BACKUP, { path: "ip_addr.txt", text })).not.toContain("slave-has-ip");
  });
});

describe("MTUs", () => {
  const said = (...captures: { path: string; text: string }[]) =>
    analyze(captures).findings.map(({ severity, port, message }) => `${severity} ${port ?? "-"}: ${message}`);

  test("a backup port that takes less", () => {
    expect(said(BACKUP, ipAddr({ bond0: { mtu: 9000 }, eno1: { mtu: 9000 } }))).toEqual([
      "error eno2: bond0 sends packets of 9000 bytes, and eno2 (MTU 1500) takes less: larger packets will be lost when it fails over.",
    ]);
  });

  test("a port that takes more loses nothing", () => {
    expect(analyze([BACKUP, ipAddr({ eno2: { mtu: 9000 } })]).bonds.map(({ verdict }) => verdict)).toEqual(["healthy"]);
  });

  test.each([
    ["a smaller VLAN", ipAddr({ "bond0.10@bond0": { mtu: 1400 } })],
    ["another bridge port", ipAddr({ bond0: { master: "br0" }, br0: {}, eno3: { mtu: 9000, master: "br0" } })],
    ["a VRF over it", edited({ bond0: { master: "v0" }, v0: { mtu: 65575 } }, /(v0: <)[^>]*/, "$1NOARP,MASTER,UP")],
    ["Open vSwitch over it", ipAddr({ bond0: { master: "ovs-system" }, "ovs-system": { mtu: 9000 } })],
  ])("%s is in order", (_, capture) => {
    expect(said(BACKUP, capture)).toEqual([]);
  });

  test("a VLAN over a bridge over the bond, in sysfs and ip", () => {
    const links = ipAddr({ bond0: { master: "br0" }, br0: {}, "br0.5@br0": { mtu: 9000 } });
    expect(said(BACKUP, links)).toEqual([
      "warning -: br0.5 takes packets of 9000 bytes, but bond0 below it only 1500: larger ones are lost.",
    ]);
    const sysfs = { path: "sysfs_eno2.txt", text: "mtu=1400\nbonding_slave/state=backup\n" };
    expect(rulesOf(BACKUP, ipAddr({ eno2: { mtu: 1400 } }), sysfs)).toEqual(["mtu-mismatch"]);
  });
});

describe("a port's MAC address", () => {
  const FOREIGN = ipAddr({ eno2: { mac: "02:00:5e:10:00:22" } });

  test.each([
    ["fail_over_mac=active", dump({ miimon: 100, mode: "fault-tolerance (active-backup) (fail_over_mac active)" })],
    ["balance-alb", dump({ miimon: 100, mode: "adaptive load balancing" })],
    ["balance-tlb", dump({ miimon: 100, mode: "transmit load balancing" })],
  ])("may differ under %s", (_, capture) => {
    expect(rulesOf(capture, FOREIGN)).toEqual([]);
  });

  test("that is masked says nothing", () => {
    expect(rulesOf(BACKUP, ipAddr({ eno2: { mac: "xx:xx:xx:xx:xx:xx" } }))).toEqual([]);
    expect(rulesOf(BACKUP, ipAddr({ bond0: { mac: "<redacted>" } }))).toEqual([]);
  });

  test("loses traffic in a balancing mode", () => {
    const { bonds } = analyze([dump({ miimon: 100, mode: "load balancing (xor)" }), FOREIGN]);
    expect(bonds.map(({ verdict, rootCause }) => [verdict, rootCause])).toEqual([
      ["degraded", "slave-mac-not-bond-mac"],
    ]);
  });
});

describe("the hash policy", () => {
  const counters = (eno1: number, eno2: number) => ({
    path: "ip_s_link.txt",
    text: [eno1, eno2]
      .map(
        (bytes, index) =>
          `${index + 2}: eno${index + 1}: <UP,LOWER_UP> mtu 1500 master bond0 state UP\n    TX:  bytes packets errors dropped carrier collsns           \n    ${bytes}  9  0  0  0  0 \n`,
      )
      .join(""),
  });
  const said = (hash: string, eno1: number, eno2: number) =>
    analyze([lacpDump({ hash }), counters(eno1, eno2)]).findings.flatMap(({ rule, severity }) =>
      rule === "hash-single-link" ? [severity] : [],
    );

  test("is a hint, and a warning where the counters show it", () => {
    expect(said("layer2 (0)", 99e8, 1e8)).toEqual(["warning"]);
    expect(said("layer2 (0)", 60e8, 40e8)).toEqual(["hint"]);
    expect(said("layer2 (0)", 9e8, 1e3)).toEqual(["hint"]);
    expect(said("layer3+4 (1)", 99e6, 1e6)).toEqual([]);
  });
});

describe("ARP targets", () => {
  const DOWN = { failures: 9 };
  const monitored = dump({ miimon: 0, arp: 1000, eno1: DOWN, eno2: DOWN });
  const confidence = (inet: string) =>
    analyze([monitored, ipAddr({ bond0: { inet } })]).findings.flatMap((finding) =>
      finding.rule === "arp-target-unreachable" ? [finding.confidence] : [],
    );

  test("outside of every subnet of the bond make it surer", () => {
    expect(confidence("10.20.0.10/24")).toEqual(["medium"]);
    expect(confidence("10.21.0.10/24")).toEqual(["high"]);
    expect(confidence("10.21.0.x/24")).toEqual(["medium"]);
  });
});

describe("sources", () => {
  test("`ip link` without details tells of a bond that has lost its carrier", () => {
    const text = labFile("seed-miimon0-primary/1-healthy/ip_link.txt")
      .replace(/(bond0: <)[^>]*/, "$1NO-CARRIER,BROADCAST,MULTICAST,MASTER,UP")
      .replaceAll(/(eno[12]: <)[^>]*/g, "$1NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP");
    expect(rulesOf({ path: "ip_link.txt", text })).toContain("bond-down");
  });

  test("sysfs alone is judged as a dump is", () => {
    const text = labFile("seed-miimon0-primary/2-eno1-shut/sysfs_bonding_bond0.txt");
    const port = labFile("seed-miimon0-primary/2-eno1-shut/sysfs_eno1.txt");
    const { bonds, findings } = analyze([
      { path: "sysfs_bonding_bond0.txt", text },
      { path: "sysfs_eno1.txt", text: port },
    ]);
    expect(bonds.map(({ verdict, rootCause }) => [verdict, rootCause])).toEqual([["broken", "no-link-monitoring"]]);
    expect(findings.flatMap(({ correction }) => correction?.insertions ?? [])).toEqual([]);
  });

  test("a gateway behind the bond is offered as ARP target", () => {
    const route = { path: "ip_route.txt", text: labFile("rule-same-subnet/1-eno3-same-subnet/ip_route.txt") };
    const [finding] = analyze([dump({ miimon: 0 }), route]).findings;
    expect(finding?.alternatives.map(({ options }) => options)).toEqual([
      "mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1,primary=eno1",
    ]);
  });

  test("JSON that breaks off is said to", () => {
    const text = '[{"ifindex":1,"ifname":"bond0","mtu":15';
    expect(toJson(analyze([{ path: "a.json", text }])).unread).toEqual([
      {
        path: "a.json",
        range: { start: { line: 1, column: 38 }, end: { line: 1, column: 39 } },
        reason: "no longer JSON as ip prints it",
      },
    ]);
  });
});
