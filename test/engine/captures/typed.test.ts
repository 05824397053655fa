import { expect, test } from "vitest";
import { readCapture } from "../../../src/engine/captures/index.ts";
import { shown } from "./read.ts";

function actionsOf(text: string): unknown[] {
  return readCapture({ path: "x.txt", text }).actions.map((action) => {
    expect(shown(text, action.fact)).toBe(action.fact.value);
    return [action.what, action.subject ?? null];
  });
}

test.each([
  ["ip link set eno1 down", ["down", "eno1"]],
  ["sudo ip link set dev eno1 down", ["down", "eno1"]],
  ["ip link set down eno1", ["down", "eno1"]],
  ["ip l s eno1 up", ["up", "eno1"]],
  ["ip link set eno1 nomaster", ["removed", "eno1"]],
  ["ifconfig eno1 down", ["down", "eno1"]],
  ["ifdown eno1", ["down", "eno1"]],
  ["nmcli dev disconnect eno1", ["removed", "eno1"]],
  ["nmcli device connect eno1", ["up", "eno1"]],
  ["nmcli con down id bond0-eno1", ["removed", "bond0-eno1"]],
  ["nmcli dev reapply bond0", ["applied", "bond0"]],
  ["ifenslave -d bond0 eno1", ["removed", "eno1"]],
  ["ip link set bond0 type bond miimon 100", ["applied", "bond0"]],
  ["echo 100 > /sys/class/net/bond0/bonding/miimon", ["applied", "bond0"]],
  ["echo -eno1 > /sys/class/net/bond0/bonding/slaves", ["removed", "eno1"]],
])("%s", (command, action) => {
  expect(actionsOf(`[root@web1 ~]# ${command}\n[root@web1 ~]# \n`)).toEqual([action]);
});

test("several in one line, before the output of the last", () => {
  const text =
    "root@web1:~# nmcli con down bond0 && nmcli con up bond0; cat /proc/net/bonding/bond0\nMII Polling Interval (ms): 0\n";
  expect(actionsOf(text)).toEqual([
    ["removed", "bond0"],
    ["applied", "bond0"],
  ]);
});

test.each([
  "ip link show eno1",
  "ip link set eno1 mtu 9000",
  "ip addr flush dev eno1",
  "nmcli dev show eno1",
  "nmcli con show bond0",
  "echo down",
  "ip link set $port down",
])("%s takes nothing away", (command) => {
  expect(actionsOf(`[root@web1 ~]# ${command}\n`)).toEqual([]);
});

test("a command that was refused did nothing", () => {
  expect(actionsOf("user@web1:~$ ip link set eno1 down\nRTNETLINK answers: Operation not permitted\n")).toEqual([]);
});

test("notes that are marked as such, and a switch's own command", () => {
  expect(actionsOf("# cable of eno1 pulled\n")).toEqual([["down", null]]);
  expect(actionsOf("--- switch port of eno1 shut ---\n")).toEqual([["down", null]]);
  expect(actionsOf("sw1(config-if)#shutdown\nsw1(config-if)# no shut\n")).toEqual([
    ["down", null],
    ["up", null],
  ]);
});

test("prose about it is no action", () => {
  for (const text of [
    "The cable was pulled.",
    "# has the cable been pulled?",
    "# then pull the cable of eno1",
    "# cable not unplugged",
  ])
    expect(actionsOf(`${text}\n`)).toEqual([]);
});
