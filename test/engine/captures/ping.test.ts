import { expect, test } from "vitest";
import { labFile } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

const answer = (sequence: number, time = "0.5") =>
  `64 bytes from 10.20.0.1: icmp_seq=${sequence} ttl=64 time=${time} ms\n`;
const HEAD = "PING 10.20.0.1 (10.20.0.1) 56(84) bytes of data.\n";
const summary = (sent: number, received: number, ms: number) =>
  `\n--- 10.20.0.1 ping statistics ---\n${sent} packets transmitted, ${received} received, ${100 * (1 - received / sent)}% packet loss, time ${ms}ms\n`;

test("what iputils counts: -D, -O, and answers that come late (lab: seed-miimon0-primary)", () => {
  const text = labFile("seed-miimon0-primary/ping-2-fixed-shut.txt");
  const ping = reportOf("ping", text);
  expect([ping.sent, ping.lost.value, Math.round(ping.interval ?? 0)]).toEqual([363, 29, 22]);
  expect(ping.gaps.map(({ lost }) => lost).reduce((a, b) => a + b)).toBe(29);
  expect(ping.gaps.every(({ ended }) => ended)).toBe(true);
  expect([ping.from, ping.to]).toEqual([1795342288042, 1795342295958]);
  expect(shown(text, ping.lost)).toMatch(/^363 packets transmitted, 334 received/);
});

test("a run that ends without answers", () => {
  const ping = reportOf("ping", labFile("seed-miimon0-primary/ping-1-miimon0-shut.txt"));
  expect([ping.sent, ping.lost.value]).toEqual([1454, 1301]);
  expect(ping.gaps.at(-1)?.ended).toBeUndefined();
  expect(reportOf("ping", labFile("seed-miimon0-primary/ping-3-fixed-restore.txt")).lost.value).toBe(0);
});

test("one lost request, in a session", () => {
  const text = `[root@web1 ~]# ping -c 4 10.20.0.1\n${HEAD}${answer(1)}${answer(2)}${answer(4)}${summary(4, 3, 3004)}[root@web1 ~]# date\nx\n`;
  const ping = reportOf("ping", text);
  expect(ping.gaps.map(({ lost, ended }) => [lost, shown(text, ended)])).toEqual([[1, answer(4).trim()]]);
  expect(kindsOf(text)).toEqual(["ping", "other"]);
});

test("unreachable answers are losses, and busybox counts from 0", () => {
  const text = `${HEAD}${answer(1)}From 10.20.0.10 icmp_seq=2 Destination Host Unreachable\n${answer(3)}${summary(3, 2, 2003)}`;
  expect(reportOf("ping", text).lost.value).toBe(1);
  const busybox =
    "PING 10.20.0.1 (10.20.0.1): 56 data bytes\n64 bytes from 10.20.0.1: seq=0 ttl=64 time=0.5 ms\n" +
    "64 bytes from 10.20.0.1: seq=2 ttl=64 time=0.6 ms\n\n--- 10.20.0.1 ping statistics ---\n" +
    "3 packets transmitted, 2 packets received, 33% packet loss\nround-trip min/avg/max = 0.5/0.5/0.6 ms\n";
  const ping = reportOf("ping", busybox);
  expect([ping.sent, ping.lost.value, ping.gaps.map(({ lost }) => lost), ping.interval]).toEqual([
    3,
    1,
    [1],
    undefined,
  ]);
});

test("without a summary only the gaps between answers count; where lines were left out, nothing does", () => {
  expect(reportOf("ping", HEAD + answer(7) + answer(9)).lost.value).toBe(1);
  expect(reportsOf("ping", `${HEAD}${answer(7)}[...]\n${answer(900)}`)).toEqual([]);
  const cut = reportOf("ping", `${HEAD}${answer(1)}...\n${answer(9)}${summary(9, 9, 8000)}`);
  expect([cut.lost.value, cut.gaps]).toEqual([0, []]);
});

test("sequence numbers go round", () => {
  const ping = reportOf("ping", HEAD + answer(65_534) + answer(65_535) + answer(0) + answer(2));
  expect([ping.sent, ping.lost.value]).toEqual([5, 1]);
});

test("a ping behind a dump ends it, and a kernel log ends the ping", () => {
  const text = `MII Polling Interval (ms): 100\n${HEAD}${answer(1)}${answer(2)}[   64.441670] bond0: (slave eno1): link status definitely down, disabling slave\n`;
  expect(kindsOf(text)).toEqual(["proc-bonding", "ping", "kernel-log"]);
});

test("nobody answered at all", () => {
  const ping = reportOf("ping", HEAD + summary(3, 0, 2030));
  expect([ping.sent, ping.lost.value, ping.gaps]).toEqual([3, 3, [{ lost: 3 }]]);
});
