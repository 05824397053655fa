import { describe, expect, test } from "vitest";
import { analyze, createAnalyzer, type Finding } from "../../../src/engine/index.ts";
import { labFile } from "../../lab.ts";

const SHOW = "cat /proc/net/bonding/bond0";
const SEED = "seed-miimon0-primary";
const dumpOf = (stage: string) => labFile(`${stage}/proc_net_bonding_bond0.txt`);
const session = (...steps: readonly (readonly [string, string])[]) =>
  steps.map(([command, output]) => `[root@node1 ~]# ${command}\n${output}`).join("");
const judged = (text: string) => analyze([{ path: "session.txt", text }]);
const rulesOf = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);

const HEALTHY = dumpOf(`${SEED}/1-healthy`);
const FIXED = dumpOf(`${SEED}/5-fix-reactivated`);
const FIXED_SHUT = dumpOf(`${SEED}/6-fixed-eno1-shut`);
const RESTORED = dumpOf(`${SEED}/7-fixed-eno1-restored`);

describe("a repair is verified from what was captured after it", () => {
  test("the model incident: detected in 105 ms, active again after its link came back", () => {
    const folder = `${SEED}/7-fixed-eno1-restored`;
    const { bonds, findings } = analyze(
      ["proc_net_bonding_bond0.txt", "dmesg.txt"].map((file) => ({ path: file, text: labFile(`${folder}/${file}`) })),
    );
    expect(bonds.map(({ verdict, verified }) => [verdict, verified])).toEqual([
      ["healthy", { detectionMs: 105, primaryBackMs: 81 }],
    ]);
    // A failover in a log is no test: a healthy capture shows nothing in Problems.
    expect(findings.filter(({ severity }) => severity !== "hint")).toEqual([]);
    expect(bonds[0]?.checks.map(({ message }) => message)).toContain(
      "the last failover: the loss of eno1 was detected in 105 ms, eno2 took over, eno1 was active again 81 ms after its link was back",
    );
  });

  test("in one session with the ping that ran meanwhile", () => {
    const folder = `${SEED}/7-fixed-eno1-restored`;
    const { bonds, findings } = judged(
      session(
        [SHOW, FIXED],
        ["ping -D -O -i 0.02 10.20.0.1", labFile(`${SEED}/ping-2-fixed-shut.txt`)],
        [SHOW, RESTORED],
        ["dmesg", labFile(`${folder}/dmesg.txt`)],
      ),
    );
    expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toContainEqual([
      "failover-verified",
      "information",
      "Failover of bond0 verified: the loss of eno1 was detected in 105 ms, eno2 took over, 29 pings were lost, eno1 was active again 81 ms after its link was back.",
    ]);
    expect(bonds[0]?.verified).toEqual({ detectionMs: 105, pingsLost: 29, primaryBackMs: 81 });
  });

  test("shut and not given back: what is missing is said", () => {
    const { findings } = judged(
      session(
        [SHOW, FIXED],
        ["# switch port of eno1 shut", ""],
        [SHOW, FIXED_SHUT],
        ["dmesg", labFile(`${SEED}/6-fixed-eno1-shut/dmesg.txt`)],
      ),
    );
    expect(rulesOf(findings)).toContain("slave-mii-down");
    expect(findings.find(({ rule }) => rule === "failover-verified")?.message).toBe(
      "Failover of bond0 verified: the loss of eno1 was detected in 105 ms, eno2 took over, eno1 has not been active again.",
    );
  });

  test("of ten failovers the last, with the ping of that round and of no other", () => {
    const folder = "seed-fix-timing/1-after-10-rounds";
    const files = ["proc_net_bonding_bond0.txt", "dmesg.txt", "journal_kernel.txt"].map((file) =>
      labFile(`${folder}/${file}`),
    );
    const [dump = "", dmesg = "", journal = ""] = files;
    const verified = (...rounds: number[]) =>
      judged(
        session(
          [SHOW, dump],
          ["dmesg", dmesg],
          ["journalctl -k", journal],
          ...rounds.map(
            (round) => ["ping -D -O 10.20.0.1", labFile(`seed-fix-timing/ping-round-${round}.txt`)] as const,
          ),
        ),
      ).bonds[0];
    expect(verified()?.verified).toEqual({ detectionMs: 36, primaryBackMs: 20 });
    expect(verified(1)?.verified).toEqual({ detectionMs: 36, primaryBackMs: 20 });
    expect(verified(1, 10)?.verified).toEqual({ detectionMs: 36, pingsLost: 94, primaryBackMs: 20 });
    expect(
      verified()
        ?.checks.map(({ message }) => message)
        .join("\n"),
    ).toContain("the last of 10 in the log");
  });

  test.each([
    ["1-modified", undefined],
    ["2-reapplied", undefined],
    ["3-eno1-shut", { detectionMs: 40 }],
    ["4-eno1-restored", { detectionMs: 40, primaryBackMs: 15 }],
  ])("reapply-then-shut, %s", (stage, verified) => {
    const folder = `reapply-then-shut/${stage}`;
    const { bonds, findings } = analyze(
      ["proc_net_bonding_bond0.txt", "dmesg.txt", "journal_kernel.txt"].map((path) => ({
        path,
        text: labFile(`${folder}/${path}`),
      })),
    );
    expect(bonds[0]?.verified).toEqual(verified);
    expect(rulesOf(findings)).not.toContain("failover-not-tested");
  });

  test("by dumps alone, where no log was captured", () => {
    const { bonds, findings } = judged(
      session(
        [SHOW, FIXED],
        ["ip link set eno1 down", ""],
        [SHOW, FIXED_SHUT],
        ["ip link set eno1 up", ""],
        [SHOW, RESTORED],
      ),
    );
    expect(findings.filter(({ severity }) => severity !== "hint").map(({ rule, message }) => [rule, message])).toEqual([
      ["failover-verified", "Failover of bond0 verified: eno1 was lost, eno2 took over, eno1 was active again."],
    ]);
    expect(bonds[0]?.verdict).toBe("healthy");
  });

  test("repaired and not tested: says how to test", () => {
    const { findings } = judged(session([SHOW, HEALTHY], ["nmcli device reapply bond0", ""], [SHOW, FIXED]));
    expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      [
        "failover-not-tested",
        "information",
        "bond0 monitors its links now, but no capture shows a failover since: shut the switch port of eno1 once and capture dmesg.",
      ],
    ]);
  });
});

describe("what is no failover", () => {
  const LOG = (lines: readonly string[]) => `${lines.join("\n")}\n`;
  const SHUT = [
    "[  164.000000] e1000: eno1 NIC Link is Down",
    "[  164.041670] bond0: (slave eno1): link status definitely down, disabling slave",
    "[  164.042096] bond0: (slave eno2): making interface the new active one",
  ];
  const verified = (log: readonly string[], dump = RESTORED) =>
    judged(session([SHOW, dump], ["dmesg", LOG(log)])).bonds[0]?.verified;

  test("a loss that is logged is one", () => {
    expect(verified(SHUT)).toEqual({ detectionMs: 41 });
  });

  test("what came before the port was put into the bond again", () => {
    expect(
      verified([...SHUT, "[  200.000000] bond0: (slave eno1): Enslaving as a backup interface with a down link"]),
    ).toBeUndefined();
  });

  test("a port that is taken out on purpose", () => {
    expect(
      verified([
        "[  113.956674] bond0: (slave eno1): Releasing backup interface",
        "[  113.959228] bond0: (slave eno2): making interface the new active one",
      ]),
    ).toBeUndefined();
  });

  test("links that settle while the bond comes up", () => {
    expect(
      verified(["[  162.000000] bond0: (slave eno1): Enslaving as an active interface with an up link", ...SHUT]),
    ).toBeUndefined();
  });

  test("a loss that a later dump has not counted", () => {
    const text = session(["dmesg", LOG(SHUT)], [SHOW, FIXED]);
    expect(judged(text).bonds[0]?.verified).toBeUndefined();
  });

  test("the loss of the last port", () => {
    expect(verified([...SHUT, "[  165.000000] bond0: now running without any active interface!"])).toBeUndefined();
  });

  test("one that was noticed too late is told, not verified", () => {
    const late = ["[  160.000000] e1000: eno1 NIC Link is Down", ...SHUT.slice(1)];
    expect(verified(late)).toBeUndefined();
    const text = session([SHOW, FIXED], ["# cable of eno1 pulled", ""], [SHOW, FIXED_SHUT], ["dmesg", LOG(late)]);
    expect(judged(text).findings.find(({ rule }) => rule === "failover-not-tested")?.message).toBe(
      "bond0 moved to eno2 when eno1 was lost, but noticing it took 4.0 s, more than the 200 ms that its intervals allow: look at it before you call it repaired.",
    );
  });
});

describe("two dumps in one text", () => {
  test("the same dump pasted twice tells nothing", () => {
    const { findings } = judged(session([SHOW, RESTORED], [SHOW, RESTORED]));
    expect(findings.filter(({ severity }) => severity !== "hint")).toEqual([]);
  });

  test("dumps of two hosts are no history", () => {
    const other = RESTORED.replaceAll("3c:fd:fe:9e:10", "3c:fd:fe:9e:20").replaceAll("Count: 1", "Count: 40");
    const one = judged(session([SHOW, RESTORED]) + session([SHOW, other]));
    expect(rulesOf(one.findings)).not.toContain("failures-rising");
    const named = judged(`[root@a ~]# ${SHOW}\n${RESTORED}[root@b ~]# ${SHOW}\n${other}`);
    expect(rulesOf(named.findings)).not.toContain("failures-rising");
  });

  test("counts that fell and rose again are compared since they fell", () => {
    const counted = (...counts: number[]) =>
      judged(session(...counts.map((count) => [SHOW, RESTORED.replace("Count: 1", `Count: ${count}`)] as const)));
    const rise = (...counts: number[]) =>
      counted(...counts).findings.find(({ rule }) => rule === "failures-rising")?.message;
    expect(rise(9, 2)).toBeUndefined();
    expect(rise(0, 1)).toBeUndefined();
    expect(rise(9, 2, 4)).toContain("rose from 2 to 4");
    expect(rise(3, 7)).toContain("eno1 of bond0 goes on failing: its count of link failures rose from 3 to 7");
  });

  test("`watch` shows the same bond again and again", () => {
    const header = `Every 2.0s: ${SHOW}      node1: Sun Nov 22 10:12:25 2026\n\n`;
    const { findings } = judged([FIXED, FIXED, FIXED_SHUT].map((dump) => header + dump).join("\n"));
    expect(findings.find(({ rule }) => rule === "active-changed")?.message).toBe(
      "bond0 moved from eno1 to eno2 between two dumps.",
    );
    expect(rulesOf(findings)).not.toContain("failures-rising");
  });

  test("in two files they are seconds apart, whatever their names say", () => {
    const { findings } = analyze([
      { path: "before.txt", text: session([SHOW, RESTORED]) },
      { path: "later.txt", text: session([SHOW, RESTORED.replace("Count: 1", "Count: 9")]) },
    ]);
    expect(rulesOf(findings)).not.toContain("failures-rising");
  });

  test("a port that is set down under miimon=0 stays the active one", () => {
    const { bonds, findings } = judged(session([SHOW, HEALTHY], ["ip link set eno1 down", ""], [SHOW, HEALTHY]));
    expect(rulesOf(findings)).toEqual(["no-link-monitoring"]);
    expect(findings[0]?.explains).toContain("failover-did-not-happen");
    expect(bonds.map(({ verdict, rootCause }) => [verdict, rootCause])).toEqual([["broken", "no-link-monitoring"]]);
  });

  test("with a monitor it is a finding of its own, where the link is known to be dead", () => {
    const down = "Settings for eno1:\n\tSpeed: Unknown!\n\tLink detected: no\n";
    const shut = [SHOW, FIXED] as const;
    const stays = judged(session(shut, ["# cable of eno1 pulled", ""], shut, ["ethtool eno1", down]));
    expect(stays.findings.map(({ rule, message }) => [rule, message])).toEqual([
      ["failover-did-not-happen", "eno1 of bond0 was taken away, but bond0 still sends everything through it."],
    ]);
  });

  test.each([
    ["it may have been given back unseen", ["# cable of eno1 pulled", ""], FIXED],
    ["it was given back", ["ip link set eno1 down; sleep 5; ip link set eno1 up", ""], FIXED],
    ["its failure was counted, and it is back", ["ip link set eno1 down", ""], RESTORED],
  ] as const)("a port that is active again is no fault: %s", (_, step, dump) => {
    const { findings } = judged(session([SHOW, FIXED], step, [SHOW, dump]));
    expect(findings.filter(({ severity }) => severity !== "hint")).toEqual([]);
  });

  test("a dump in the same breath as the command is too early", () => {
    const command = `ip link set eno1 down; ${SHOW}`;
    const rules = (dump: string) =>
      judged(session([SHOW, dump], [command, dump])).findings.flatMap(({ rule, explains }) => [rule, ...explains]);
    expect(rules(FIXED)).toEqual([]);
    expect(rules(HEALTHY)).toEqual(["no-link-monitoring"]);
  });

  test("a repair in the same session, tested, with the port back at the end", () => {
    const { bonds, findings } = judged(
      session(
        [SHOW, HEALTHY],
        ["nmcli device reapply bond0", ""],
        ["# shut switch port of eno1", ""],
        ["dmesg", labFile(`${SEED}/7-fixed-eno1-restored/dmesg.txt`)],
        [SHOW, RESTORED],
      ),
    );
    expect(findings.filter(({ severity }) => severity !== "hint").map(({ rule }) => rule)).toEqual([
      "failover-verified",
    ]);
    expect(bonds[0]?.verified).toEqual({ detectionMs: 105, primaryBackMs: 81 });
  });
});

describe("a port that has left", () => {
  const whole = session([SHOW, FIXED], ["sleep 60", ""], [SHOW, FIXED]);
  const second = whole.lastIndexOf("Slave Interface: eno1");

  test("is none where the end of the last dump was cut off", () => {
    for (let end = second; end < whole.length; end += 1) {
      const text = whole.slice(0, end);
      // A text that ends exactly behind a port's last line looks whole.
      if (/Slave queue ID: 0\n*$/.test(text)) continue;
      expect(rulesOf(judged(text).findings), text.slice(-40)).not.toContain("slave-vanished");
    }
  });

  test("is found", () => {
    const { bonds, findings } = judged(
      `${whole.slice(0, whole.lastIndexOf("Slave Interface: eno2"))}[root@node1 ~]# \n`,
    );
    expect(findings.find(({ rule }) => rule === "slave-vanished")?.message).toBe(
      "eno2 was a port of bond0 in an earlier dump and is none in the last, which now runs on eno1.",
    );
    expect(bonds[0]?.verdict).toBe("degraded");
  });
});

describe("captures that say when they were taken", () => {
  const CLOCK = (minute: string) => `Sun Nov 22 10:${minute}:00 UTC 2026\n`;
  const at = (path: string, minute: string, dump: string) => ({
    path,
    text: session(["date", CLOCK(minute)], [SHOW, dump]),
  });
  const failing = RESTORED.replace("Count: 1", "Count: 9");
  const risings = (captures: readonly { path: string; text: string }[]) =>
    analyze(captures).findings.flatMap(({ rule, explains, places: [{ path }], related }) =>
      rule === "failures-rising" || explains.includes("failures-rising")
        ? [[...new Set([path, ...related.map((one) => one.path)])]]
        : [],
    );

  test("are compared in the order of their times, and only the later is told", () => {
    expect(risings([at("b.txt", "12", RESTORED), at("a.txt", "55", failing)])).toEqual([["a.txt", "b.txt"]]);
    expect(risings([at("b.txt", "55", RESTORED), at("a.txt", "12", failing)])).toEqual([]);
  });

  test("one date is none, nor are equal ones, nor other hosts' ports", () => {
    expect(risings([at("a.txt", "12", RESTORED), { path: "b.txt", text: session([SHOW, failing]) }])).toEqual([]);
    expect(risings([at("a.txt", "12", RESTORED), at("b.txt", "12", failing)])).toEqual([]);
    const other = failing.replaceAll("3c:fd:fe:9e:10", "3c:fd:fe:9e:20");
    expect(risings([at("a.txt", "12", RESTORED), at("b.txt", "55", other)])).toEqual([]);
  });

  test("the names of archives say when they were made", () => {
    const archived = (day: string, text: string) => ({
      path: `sosreport-web1-2026-11-${day}-abcdefg/proc/net/bonding/bond0`,
      text,
    });
    expect(risings([archived("22", RESTORED), archived("24", failing)])).toEqual([
      [archived("24", "").path, archived("22", "").path],
    ]);
    expect(risings([archived("22", failing), archived("24", RESTORED)])).toEqual([]);
  });

  test("a change of the earlier one is noticed", () => {
    const analyzer = createAnalyzer();
    const set = ({ path, text }: { path: string; text: string }) => analyzer.set(path, text);
    const rules = () => analyzer.analysis().findings.map(({ rule }) => rule);
    set(at("a.txt", "12", failing));
    set(at("b.txt", "55", failing));
    expect(rules()).not.toContain("failures-rising");
    set(at("a.txt", "12", RESTORED));
    expect(rules()).toContain("failures-rising");
  });
});
