import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { condensed } from "../../../src/engine/captures/condense.ts";
import { analyze, LineIndex } from "../../../src/engine/index.ts";
import { labFile } from "../../lab.ts";

const OTHERS = [
  "Nov 22 10:11:11 web1 systemd[1]: Started Session 12 of user root.",
  "2026-11-22T10:11:11.123456+01:00 web1 sshd[12]: Accepted publickey for root",
  "[   12.345678] perf: interrupt took too long (2512 > 2500)",
  "Nov 22 10:11:11 web1 kernel: audit: type=1130 pid=1",
  "Nov 22 10:11:11 web1 NetworkManager[12]: <info>  [1795346227.6766] dhcp4 (eno5): new lease",
];
const KEPT = [
  "Nov 22 10:11:12 web1 kernel: bond0: (slave eno1): link status definitely down, disabling slave",
  "2026-11-22 12:30:01 root@web1:~# cat /proc/net/bonding/bond0",
  "[root@web1 ~]# uptime",
  "MII Status: up",
  "",
];

describe("a condensed log", () => {
  test("holds what tells of bonding, prompts and outputs, each in its line", () => {
    const lines = [...OTHERS, ...KEPT].flatMap((line) => [line, ...OTHERS]);
    const shown = condensed(`${lines.join("\n")}\n`).split("\n");
    expect(shown).toHaveLength(lines.length + 1);
    expect(shown.filter((line) => line !== "")).toEqual(KEPT.filter((line) => line !== ""));
    for (const [at, line] of shown.entries()) expect(["", lines[at]]).toContain(line);
  });

  test("says the same as the whole, line by line and column by column", () => {
    const noise = `${OTHERS.join("\n")}\n`;
    const events = ["down, disabling slave", "up, 1000 Mbps full duplex"].map(
      (what) => `link status definitely ${what}`,
    );
    const log = Array.from(
      { length: 12 },
      (_, at) => `Nov 22 10:1${at % 10}:0${at % 9} web1 kernel: bond0: (slave eno1): ${events[at % 2]}\n`,
    );
    const dump = labFile("seed-miimon0-primary/6-fixed-eno1-shut/proc_net_bonding_bond0.txt");
    const text = `${noise}${log.join(noise)}[root@web1 ~]# cat /proc/net/bonding/bond0\n${noise}${dump}${noise}`;
    const told = (one: string) => {
      const lines = new LineIndex(one);
      return analyze([{ path: "messages", text: one }]).findings.map(({ rule, message, places, related }) => [
        rule,
        message,
        [...places, ...related].map(({ start, end }) => [lines.positionAt(start), lines.positionAt(end)]),
      ]);
    };
    expect(condensed(text).length).toBeLessThan(text.length / 2);
    expect(told(condensed(text))).toEqual(told(text));
    expect(
      analyze([{ path: "messages", text }])
        .findings.flatMap(({ related }) => related)
        .some(({ start }) => start < text.indexOf("cat /proc")),
    ).toBe(true);
  });

  test("of a text in pieces of whole lines is that of the whole", () => {
    const line = fc.constantFrom(...OTHERS, ...KEPT, "\r", "x");
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (some, more) => {
        const [one, other] = [some, more].map((lines) => lines.map((each) => `${each}\n`).join(""));
        expect(condensed(`${one}${other}`)).toBe(condensed(one ?? "") + condensed(other ?? ""));
        expect(condensed(`${one}end`)).toBe(`${condensed(one ?? "")}end`);
      }),
    );
  });
});
