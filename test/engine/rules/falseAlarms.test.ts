import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import type { ExampleCapture } from "../../../src/engine/rules/rule.ts";
import {
  deviceShow,
  deviceStatus,
  dump,
  ipAddr,
  ipBond,
  ipLink,
  kernelLog,
  keyfile,
  lacpDump,
  portKeyfile,
  profile,
  session,
} from "../../../src/engine/rules/samples.ts";

type Step = readonly [command: string, output: ExampleCapture | string];
type Captures = Parameters<typeof analyze>[0];

const SHOW = "cat /proc/net/bonding/bond0";
const WAITS = deviceStatus(["bond0", "connecting (getting IP configuration)", "bond0"], ["eno1", "connected", "eno1"]);

/** What is said of a capture at warning or error. */
function alarms(captures: Captures): string[] {
  return analyze(captures).findings.flatMap(({ rule, severity }) =>
    severity === "error" || severity === "warning" ? [rule] : [],
  );
}

test("a bond that was started a moment ago may still wait for its address", () => {
  const said = (...steps: Step[]) => alarms([session(...steps)]);
  expect(said(["nmcli con up bond0", ""], ["nmcli device status", WAITS])).toEqual([]);
  expect(said(["nmcli device status", WAITS], ["nmcli con up bond0", ""])).toEqual(["nm-device-not-activated"]);
  const failed = deviceShow("bond0", "120 (failed)");
  expect(said(["nmcli con up bond0", ""], ["nmcli device show bond0", failed])).toEqual(["nm-device-not-activated"]);
});

test("a bond that waits for an address while it, or a VLAN over it, has one carries traffic", () => {
  expect(alarms([WAITS, ipAddr({})])).toEqual([]);
  const under = ipAddr({ bond0: { inet: "169.254.7.7/16" }, "bond0.10@bond0": { inet: "10.20.10.5/24" } });
  expect(alarms([WAITS, under])).toEqual([]);
  const vlan = deviceStatus(
    ["bond0", "connecting (getting IP configuration)", "bond0"],
    ["bond0.10", "connected", "v10"],
  );
  expect(alarms([vlan])).toEqual([]);
  expect(alarms([WAITS, ipAddr({ bond0: { inet: "169.254.7.7/16" } })])).toEqual(["nm-device-not-activated"]);
});

test("a second failure between two dumps may be the second test; from the third on a port goes on failing", () => {
  const rose = (before: number, now: number) =>
    alarms([
      session(
        [SHOW, dump({ miimon: 100, eno1: { failures: before } })],
        [SHOW, dump({ miimon: 100, eno1: { failures: now } })],
      ),
    ]);
  expect(rose(0, 1)).toEqual([]);
  expect(rose(1, 2)).toEqual([]);
  expect(rose(0, 2)).toEqual(["failures-rising"]);
  expect(rose(2, 3)).toEqual(["failures-rising"]);
});

test("a dump that was cut off within its first port does not make a bond of one port", () => {
  const { text } = lacpDump({});
  const whole = lacpDump({ ports: 1 }).text;
  const second = whole.indexOf("\nSlave Interface: eno2");
  expect(alarms([{ text: whole.slice(0, second) }])).toEqual(["single-slave"]);
  for (const end of ["Duplex", "Permanent HW", "Aggregator ID: 1\nActor", "details actor", "details partner"])
    expect(alarms([{ text: text.slice(0, text.indexOf(end)) }]), end).toEqual([]);
  // The aggregator has more ports than were pasted.
  expect(alarms([{ text: text.slice(0, text.indexOf("\nSlave Interface: eno2")) }])).toEqual([]);
});

test("what is only a hint is not called wrong", () => {
  const { bonds, findings } = analyze([dump({ miimon: 100, eno1: { failures: 1 } }), profile("mode=active-backup")]);
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toContain("link-failure-count hint");
  expect(bonds[0]?.checks.filter(({ state }) => state === "wrong")).toEqual([]);
  expect(bonds[0]?.checks.map(({ message }) => message)).not.toContain("no link failure has been counted");
});

test("unequal use of the ports is a hint before there was traffic to speak of", () => {
  const sent = (name: string, bytes: number) =>
    `2: ${name}: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc mq master bond0 state UP mode DEFAULT group default qlen 1000\n` +
    `    link/ether 3c:fd:fe:9e:10:01 brd ff:ff:ff:ff:ff:ff\n    RX:  bytes packets errors dropped  missed   mcast\n` +
    `       4120000   12000      0       0       0       0\n    TX:  bytes packets errors dropped carrier collsns\n` +
    `       ${bytes}   12000      0       0       0       0\n`;
  const captures = (bytes: number) => [
    lacpDump({ hash: "layer2 (0)" }),
    { path: "ip_s_link.txt", text: sent("eno1", bytes) + sent("eno2", 12456) },
  ];
  expect(alarms(captures(23_000_000))).toEqual([]);
  expect(alarms(captures(23_000_000_000))).toEqual(["hash-single-link"]);
});

const BRIEF =
  "lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> \n" +
  "eno1             DOWN           3c:fd:fe:9e:10:01 <NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP> \n" +
  "eno2             DOWN           3c:fd:fe:9e:10:01 <NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP> \n" +
  "bond0            DOWN           3c:fd:fe:9e:10:01 <NO-CARRIER,BROADCAST,MULTICAST,MASTER,UP> \n";

test("`ip -br link` does not say whose ports are whose: the bond may have some", () => {
  const brief = { path: "session.txt", text: `$ ip -br link\n${BRIEF}` };
  expect(alarms([brief])).toEqual(["bond-down"]);
  expect(alarms([brief, ipLink("eno1", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP", "UP")])).toEqual(["bond-down"]);
});

test("of a profile with both monitors only miimon runs: its one ARP target is no risk", () => {
  const both = keyfile("mode=active-backup", "miimon=100", "arp_interval=1000", "arp_ip_target=10.20.0.1");
  expect(alarms([both])).toEqual(["miimon-and-arp"]);
});

test("a missing port does not break a bond whose other ports were not looked at", () => {
  const list = ipAddr({ lo: {}, eno2: { master: "" } });
  const text = list.text.replace("lo: <BROADCAST,MULTICAST,UP", "lo: <LOOPBACK,UP");
  const captures = [
    { path: list.path, text },
    ipBond("miimon 100"),
    keyfile("mode=active-backup", "miimon=100"),
    portKeyfile("eno1", "bond0"),
    portKeyfile("eno2", "bond0"),
  ];
  expect(alarms(captures)).toEqual(["slave-missing"]);
  expect(analyze(captures).bonds[0]?.verdict).toBe("degraded");
});

describe("the log of a bond without ports", () => {
  const UP: [number, string][] = [
    [1, "bond0: (slave eno1): link status definitely up, 1000 Mbps full duplex"],
    [1, "bond0: active interface up!"],
  ];
  const LOST: [number, string][] = [
    [2, "bond0: (slave eno1): link status definitely down, disabling slave"],
    [2, "bond0: now running without any active interface!"],
  ];

  test("is no loss where the ports were taken out", () => {
    const taken = (port: string): [number, string] => [2, `bond0: (slave ${port}): Releasing backup interface`];
    const without: [number, string] = [2, "bond0: now running without any active interface!"];
    expect(alarms([kernelLog([...UP, taken("eno1"), without])])).toEqual([]);
    expect(alarms([kernelLog([...UP, ...LOST, taken("eno1")])])).toEqual([]);
    expect(alarms([kernelLog([...UP, ...LOST])])).toEqual(["now-running-without-active"]);
  });

  test("may end in the middle of coming and going", () => {
    const log = [...UP, ...LOST, ...UP, ...LOST, ...UP, ...LOST, ...UP, ...LOST];
    expect(alarms([kernelLog(log)])).toEqual(["link-flapping"]);
  });
});

test.each(["Before:", "After:", "Output:", "=== now ==="])("the heading %s names no bond", (heading) => {
  const { text } = dump({ miimon: 100 });
  expect(analyze([{ text: `${heading}\n${text}` }]).bonds.map(({ name }) => name)).toEqual([undefined]);
  expect(analyze([{ text: `mgmt:\n${text}` }]).bonds.map(({ name }) => name)).toEqual(["mgmt"]);
});

test("an empty bond0 is a leftover also where another bond's ports are only seen by `ip link`", () => {
  const stray = dump({ miimon: 0, mode: "load balancing (round-robin)", carrier: "down", ports: false });
  const list = ipAddr({ eno1: { master: "bond1" }, eno2: { master: "bond1" }, bond1: { inet: "10.30.0.9/24" } });
  const text = list.text.replace("bond1: <BROADCAST,MULTICAST,UP", "bond1: <BROADCAST,MULTICAST,MASTER,UP");
  expect(alarms([stray, { path: list.path, text }])).toEqual([]);
});
