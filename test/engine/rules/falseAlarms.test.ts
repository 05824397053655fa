import { expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import type { ExampleCapture } from "../../../src/engine/rules/rule.ts";
import {
  deviceShow,
  deviceStatus,
  dump,
  ipAddr,
  lacpDump,
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
