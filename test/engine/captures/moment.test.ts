import { expect, test } from "vitest";
import { readCapture } from "../../../src/engine/captures/index.ts";
import { momentOf, momentOfArchive } from "../../../src/engine/captures/moment.ts";

const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString().slice(0, 19));

function momentsOf(text: string): unknown[] {
  return readCapture({ path: "x.txt", text }).sections.flatMap((section) => iso(momentOf(section)) ?? []);
}

test.each([
  ["Tue Nov 24 14:56:22 UTC 2026", "2026-11-24T14:56:22"],
  ["Tue Nov 24 02:56:22 PM CET 2026", "2026-11-24T14:56:22"],
  ["Tue Nov 24 12:00:01 AM UTC 2026", "2026-11-24T00:00:01"],
  ["Tue 24 Nov 14:56:22 GMT 2026", "2026-11-24T14:56:22"],
  ["2026-11-24T14:56:22+01:00", "2026-11-24T14:56:22"],
])("date prints %s", (printed, time) => {
  expect(momentsOf(`[root@web1 ~]# date\n${printed}\n[root@web1 ~]# uptime\n`)).toEqual([time]);
});

test("the header of watch", () => {
  const text =
    "Every 2.0s: cat /proc/net/bonding/bond0      web1: Sun Nov 22 12:00:00 2026\n\nMII Polling Interval (ms): 0\n";
  expect(momentsOf(text)).toEqual(["2026-11-22T12:00:00"]);
});

test("a date in other output says nothing of when it was printed", () => {
  expect(momentsOf("[root@web1 ~]# ls -l --full-time\n2026-11-24 14:56:22 bond0\n")).toEqual([]);
});

test.each([
  ["/t/sosreport-web1-2026-11-22-abcdefg/proc/net/bonding/bond0", "2026-11-22T00:00:00"],
  ["insights-web1-20261122103000/data/x", "2026-11-22T10:30:00"],
  ["scc_web1_261122_1030/network.txt", "2026-11-22T10:30:00"],
  ["notes-2026-11-22/bond0", undefined],
  ["sosreport-web1/2026-11-22-x/bond0", undefined],
])("%s", (path, time) => {
  expect(iso(momentOfArchive(path))).toBe(time);
});
