import { describe, expect, test } from "vitest";
import { type Analysis, analyze, repairPlan } from "../../../src/engine/index.ts";
import type { Capture } from "../../../src/engine/text/section.ts";
import { corpus } from "../../fuzz/corpus.ts";
import { runInShell } from "../../shell.ts";

// Every command that Bondlint prints is run by a real shell, once with plain names and once with hostile ones: each
// program must be given the same words but for the name, and nothing else may run.

/** Stands for a name of the captures. */
const PLAIN = "zzport";

const HOSTILE = [
  'x"y',
  "$(>pwned)",
  "`>pwned`",
  ";>pwned;",
  "a'b",
  "a|b",
  "a&b",
  "a>pwned",
  "*",
  "~root",
  "[x](command:y)",
];

/** Names that would be an option of a program, or lead to another file. */
const MISLEADING = ["-rf", "--help", "../../../etc/x", "..", "."];

/** The names in the captures that are replaced: of a bond, and of its first port. */
const NAMES = ["bond0", "eno1"] as const;

/** What is printed, with NAME for the name: a command that is new has to be listed, and is run with hostile names then. */
const TEMPLATES = [
  "cat /proc/net/bonding/NAME",
  "cat echo VALUE /sys/class/net/NAME/bonding/OPTION",
  "ethtool NAME",
  "ifdown NAME",
  "ifup NAME",
  "ip link delete dev NAME",
  "ip link set NAME down",
  "ip link set NAME up",
  "networkctl delete NAME",
  "nmcli -g GENERAL.CONNECTION device show NAME",
  "nmcli -g bond.options con show NAME",
  "nmcli con down NAME",
  "nmcli con modify NAME +bond.options OPTIONS",
  "nmcli con modify NAME +bond.options OPTIONS -bond.options OPTIONS",
  "nmcli con modify NAME -bond.options OPTIONS",
  "nmcli con modify NAME bond.options OPTIONS",
  "nmcli con show NAME",
  "nmcli con up NAME",
  "nmcli device reapply NAME",
  "wicked ifdown NAME",
  "wicked ifup NAME",
];

const PROGRAM = /^(?:nmcli|cat|ip|ethtool|ping|journalctl|grep|ifdown|ifup|netplan|networkctl|wicked|echo) /;

const DUMP =
  "Ethernet Channel Bonding Driver: v6.1\n\nBonding Mode: fault-tolerance (active-backup)\nPrimary Slave: eno1 (primary_reselect always)\nCurrently Active Slave: eno1\nMII Status: up\nMII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n\nSlave Interface: eno1\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\nLink Failure Count: 0\nPermanent HW addr: 3c:fd:fe:9e:10:01\nSlave queue ID: 0\n";

/** A bond whose correction drops one option beside setting another. */
const SYSFS = ["mode:active-backup 1", "miimon:0", "arp_interval:0", "arp_validate:all 3", "slaves:eno1 eno2"]
  .map((one) => `/sys/class/net/bond0/bonding/${one}\n`)
  .join("");

/** Configurations of other owners of bonds, alone and beside what the driver says. */
const OWNERS: readonly Capture[] = [
  {
    path: "etc/sysconfig/network/ifcfg-bond0",
    text: "STARTMODE=auto\nBOOTPROTO=static\nBONDING_MASTER=yes\nBONDING_MODULE_OPTS='mode=active-backup miimon=0'\nBONDING_SLAVE0=eno1\nBONDING_SLAVE1=eno2\n",
  },
  {
    path: "etc/network/interfaces",
    text: "auto bond0\niface bond0 inet dhcp\n  bond-slaves eno1 eno2\n  bond-mode active-backup\n  bond-miimon 0\n",
  },
  {
    path: "etc/netplan/01.yaml",
    text: "network:\n  version: 2\n  renderer: networkd\n  ethernets:\n    eno1: {}\n    eno2: {}\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      parameters:\n        mode: active-backup\n        mii-monitor-interval: 0\n",
  },
  {
    path: "etc/systemd/network/10-bond0.netdev",
    text: "[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode=active-backup\nMIIMonitorSec=0\n",
  },
];

const STAGES: readonly (readonly Capture[])[] = [
  ...corpus(),
  ...OWNERS.flatMap((one) => [[one], [one, { path: "proc/net/bonding/bond0", text: DUMP }]]),
  [{ path: "proc/net/bonding/bond0", text: DUMP }],
  [{ path: "sysfs.txt", text: SYSFS }],
];

function renamed(captures: readonly Capture[], from: string, to: string): Capture[] {
  const word = new RegExp(`\\b${from}\\b`, "g");
  return captures.map(({ path, text }) => ({
    path: path.replaceAll(word, () => to),
    text: text.replaceAll(word, () => to),
  }));
}

/** Every command that analyses of the captures print; what a remark names as an alternative too. */
function commandsWith(from: string, to: string): string[] {
  const stages = STAGES.filter((stage) => stage.some(({ path, text }) => text.includes(from) || path.includes(from)));
  return [...new Set(stages.flatMap((stage) => commandsOf(analyze(renamed(stage, from, to)))))];
}

function commandsOf(analysis: Analysis): string[] {
  const { bonds, findings } = analysis;
  const corrections = findings.flatMap(({ correction, alternatives }) => [correction, ...alternatives]);
  const said = [
    ...corrections.flatMap((one) => one?.commands ?? []),
    ...bonds.flatMap((bond) => [
      ...(bond.commands ?? []),
      ...bond.checks.flatMap(({ command }) => command ?? []),
      ...inPlan(repairPlan(analysis, bond)),
    ]),
  ];
  return said.flatMap((line) => {
    const alternative = /^# .*?: ((?:nmcli|ip|ifdown|wicked|networkctl) .*)$/.exec(line)?.[1];
    return alternative ?? (PROGRAM.test(line) ? line : []);
  });
}

/** The commands of a plan, in blocks and in sentences, but for what it quotes of the captures. */
function inPlan(plan: string): string[] {
  const own = plan.replace(
    /^## (?:Evidence|Checked and in order)$[\s\S]*?^## (?:Before you begin|Failover test)$/m,
    "",
  );
  const blocks = [...own.matchAll(/^(`{3,})shell\n([\s\S]*?)\n\1$/gm)].flatMap(([, , block = ""]) => block.split("\n"));
  const sentences = own.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, "");
  const inline = [...sentences.matchAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g)].map(([, , text = ""]) => text.trim());
  return [...blocks, ...inline.filter((text) => PROGRAM.test(text))];
}

/** Runs commands; a write to a file is recorded with its words instead, and what comes second is run whatever the first says. */
function run(commands: readonly string[]): { calls: string[][]; pwned: boolean } {
  return runInShell(commands.map((line) => line.replace(/^echo (\S+) > (?=\S+$)/, "cat echo $1 ")));
}

/** The words without what nmcli is told in front of a name that it would take for something else. */
function wordsOf(call: readonly string[]): string[] {
  return call.filter((word, at) => !(["id", "ifname"].includes(word) && at < call.length - 1));
}

/** True for a word behind which a program takes any word for what it is. */
function takesAnything(before: string): boolean {
  return ["id", "ifname", "bond.options"].includes(before);
}

function templateOf(words: readonly string[]): string {
  const [program, verb] = words;
  return words
    .map((word, at) => {
      if (program === "cat" && verb === "echo" && at === 2) return "VALUE";
      if (at > 0 && /^[+-]?bond\.options$/.test(words[at - 1] ?? "") && verb === "con") return "OPTIONS";
      return word.replaceAll(/zzport|bond0/g, "NAME").replace(/(?<=NAME\/bonding\/)\w+/, "OPTION");
    })
    .join(" ");
}

describe("a shell", () => {
  const plain = new Map(NAMES.map((from) => [from, run(commandsWith(from, PLAIN)).calls.map(wordsOf)]));
  const templates = new Set(
    [...plain.values()].flat().flatMap((call) => (call.join(" ").includes(PLAIN) ? templateOf(call) : [])),
  );
  const given = new Set<string>();

  test("is given the commands that are listed here", () => {
    expect([...templates].filter((one) => !TEMPLATES.includes(one))).toEqual([]);
  });

  test.each(HOSTILE)("is given %s as a name, whole, and runs nothing else", (name) => {
    for (const [from, calls] of plain) {
      const expected = new Map(
        calls.map((call) => [JSON.stringify(call.map((word) => word.replaceAll(PLAIN, () => name))), call]),
      );
      const commands = commandsWith(from, name);
      const ran = run(commands);
      expect(ran.pwned).toBe(false);
      // No command is cut in two, and none swallows the next.
      const several = commands.map(
        (line) => line.split(/ \| (?=grep bond\.options$)| && (?=nmcli|ip|ifup|wicked|net)/).length,
      );
      const swallowed = ran.calls.filter((call) => call.some((word) => word.includes("\n")));
      expect(swallowed).toEqual([]);
      expect(ran.calls.length).toBe(several.reduce((sum, count) => sum + count, 0));
      for (const call of ran.calls.map(wordsOf)) {
        const twin = expected.get(JSON.stringify(call));
        if (twin?.join(" ").includes(PLAIN)) given.add(templateOf(twin));
      }
    }
  });

  test("was given hostile names in every command", () => {
    expect(TEMPLATES.filter((one) => !given.has(one))).toEqual([]);
  });

  test.each(MISLEADING)("is never given %s where it is an option or a way to another file", (name) => {
    for (const from of NAMES) {
      for (const call of run(commandsWith(from, name)).calls) {
        const misled = call.filter(
          (word, at) =>
            word.includes(`/${name}`) || (word === name && name.startsWith("-") && !takesAnything(call[at - 1] ?? "")),
        );
        expect([call, misled]).toEqual([call, []]);
      }
    }
  });

  test.each(["bond1", ...HOSTILE])("runs nothing else where a corrected line is a command for %s", (name) => {
    const typed = name.includes("'") ? `"${name}"` : `'${name}'`;
    const text = `# ip link add ${typed} type bond mode active-backup miimon 0\n# ip link set eno1 master ${typed}\n`;
    const { findings } = analyze([{ path: "runbook.txt", text }], { roots: [""] });
    const lines = findings.flatMap(({ correction }) => correction?.line ?? []).filter((line) => line.startsWith("ip "));
    const { calls, pwned } = runInShell(lines);
    expect(pwned).toBe(false);
    const expected = ["ip", "link", "add", name, "type", "bond", "mode", "active-backup", "miimon", "100"];
    expect(calls.filter((call) => JSON.stringify(call) !== JSON.stringify(expected))).toEqual([]);
    if (name === "bond1") expect(calls).toEqual([expected]);
  });
});
