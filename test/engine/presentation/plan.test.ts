import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { failoverOf, lostPings } from "../../../src/engine/bonding/failover.ts";
import { analyze, repairPlan, repairPlans } from "../../../src/engine/index.ts";
import { LINE, labFile, labTexts, SHUT } from "../../lab.ts";
import { runInShell } from "../../shell.ts";

const stage = (folder: string) => labTexts(folder).filter(({ path }) => !/expect\.json$|\.tsv$/.test(path));

function planOf(captures: readonly { path: string; text: string }[]): string {
  const analysis = analyze(captures);
  const [bond] = analysis.bonds;
  if (bond === undefined) throw new Error("no bond");
  return repairPlan(analysis, bond);
}

/** The part of a plan below a heading. */
function under(plan: string, heading: string): string {
  return plan.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0]?.trim() ?? "";
}

describe("the plan of the model incident", () => {
  const plan = planOf(stage(SHUT));

  test("has every part, and an engineer reads it to its end", () => {
    expect(plan.match(/^#+ [A-Z].*$/gm)).toEqual([
      "# Repair plan for `bond0`",
      "## Situation",
      "## Evidence",
      "## Checked and in order",
      "## Root cause",
      "## Before you begin",
      "## Save what is there",
      "## Repair",
      "## Failover test",
      "## Persistence",
      "## Rollback",
      "## Capture afterwards",
      "## Periodic tests",
      "## Checklist",
    ]);
    expect(plan.trimEnd().split("\n").length).toBeLessThan(125);
  });

  test("tells the situation in three sentences", () => {
    expect(under(plan, "Situation")).toBe(
      "`bond0` is set to active-backup with the ports `eno1` (active) and `eno2`. bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, but bond0 still sends everything through it. Traffic is lost now.",
    );
  });

  test("quotes the evidence with file and line", () => {
    expect(under(plan, "Evidence")).toContain("- `proc_net_bonding_bond0.txt:7` `MII Polling Interval (ms): 0`\n");
    expect(under(plan, "Evidence")).toContain("- `ethtool_eno1.txt:26` `Link detected: no`: ethtool finds no link");
  });

  test("repairs without an outage, says what then shows, and wants the dead port back", () => {
    expect(under(plan, "Repair")).toContain(
      `nmcli con modify bond0 bond.options "${LINE}"\nnmcli device reapply bond0\n`,
    );
    expect(under(plan, "Repair")).toContain("`MII Polling Interval (ms): 100`");
    expect(under(plan, "Repair")).toContain("Then bring `eno1` back");
    expect(under(plan, "Before you begin")).toContain("0 of 522 pings");
  });

  test("tests at the switch, with figures that follow from the options", () => {
    const steps = under(plan, "Failover test");
    expect(steps).toContain("At the switch, shut the port of `eno1`.");
    expect(steps).toContain("`ping -D -i 0.1 10.20.0.1`");
    expect(steps).toContain("100 ms, at most 200 ms (miimon 100)");
    expect(steps).toContain("| 1 to 2 |");
    expect(steps).toContain("| `eno2` is the active port |");
    expect(steps).toContain("| `eno1`, the primary, as soon as it is used again |");
  });

  test("takes back the captured options", () => {
    expect(under(plan, "Rollback")).toContain(
      'nmcli con modify bond0 bond.options "mode=active-backup,miimon=0,primary=eno1"\nnmcli device reapply bond0\n',
    );
  });
});

test("without the profile the rollback wants what is stored to be saved first", () => {
  const plan = planOf([{ path: "bond0", text: labFile(`${SHUT}/proc_net_bonding_bond0.txt`) }]);
  expect(under(plan, "Save what is there")).toContain("was not captured, so save it first");
  expect(under(plan, "Save what is there")).toContain("nmcli -g bond.options con show bond0\n");
  expect(under(plan, "Rollback")).toContain('nmcli con modify bond0 +bond.options "miimon=0"\n');
});

test("what options do not repair is repaired at the switch or the cable, and tested all the same", () => {
  const plan = planOf(stage("seed-miimon0-primary/6-fixed-eno1-shut"));
  expect(under(plan, "Repair")).toContain("Bring `eno1` back");
  expect(under(plan, "Rollback")).toBe(
    "The options of the bond are not changed. Take back what was done at the switch or the cable.",
  );
  expect(plan).not.toContain("nmcli con modify");
  expect(under(plan, "Failover test")).toContain("at most 200 ms");
});

test("a port that was set down on the host is set up there", () => {
  const repair = under(planOf(stage("rule-failover-did-not-happen/1-eno1-set-down")), "Repair");
  expect(repair).toContain("Set `eno1` up again, because it was set down on the host: `ip link set eno1 up`.");
  expect(repair).not.toContain("is it shut?");
});

test("a port that has a link, and is down for the ARP monitor alone, is not sent for a new cable", () => {
  expect(under(planOf(stage("rule-arp-short/1-short")), "Repair")).not.toContain("cable");
});

test("a healthy bond gets a short page: nothing to repair, and the test", () => {
  const captures = stage("seed-miimon0-primary/5-fix-reactivated");
  const plan = planOf(captures);
  expect(plan.match(/^#+ [A-Z].*$/gm)).toEqual([
    "# Nothing to repair: `bond0`",
    "## Checked and in order",
    "## Failover test",
    "## Periodic tests",
  ]);
  expect(repairPlans(analyze(captures))).toBe("");
});

test("a bond without a name stands as BOND, and no command guesses it", () => {
  const plan = planOf([{ path: "ticket.txt", text: labFile(`${SHUT}/proc_net_bonding_bond0.txt`) }]);
  expect(plan).toContain("`ls /proc/net/bonding`");
  expect(plan).not.toContain("nmcli con modify");
});

test("every plan of the lab is short, and its commands run as they stand", () => {
  const stages = labTexts()
    .filter(({ path }) => path.endsWith("expect.json"))
    .map(({ path }) => analyze(stage(path.replace("/expect.json", ""))));
  const plans = stages.flatMap((analysis) => analysis.bonds.map((bond) => repairPlan(analysis, bond)));
  expect(plans.length).toBeGreaterThan(30);
  for (const plan of plans) {
    expect(plan.split("\n").length).toBeLessThan(130);
    expect(plan).not.toMatch(/undefined|NaN|\[object/);
  }
  const commands = [...new Set(plans.flatMap(commandsIn))];
  const run = commands.flatMap((block) => block.split("\n")).filter((line) => !/^#|^echo /.test(line));
  expect(runInShell(commands).calls.length).toBe(run.length + run.filter((line) => line.includes(" | ")).length);
});

describe("hostile names", () => {
  const NAMES = [
    'bond0"; touch pwned #',
    "$(touch pwned)",
    "`touch pwned`",
    "-rf",
    "id",
    "a'b; touch pwned",
    "[x](command:y)",
    "<img/src=x>",
    "a|b",
    "![x](http://y)",
    "a&&touch pwned",
    "*",
  ];
  const renderer = new MarkdownIt({ html: true, linkify: true });

  test.each(NAMES)("%s reaches each program whole, and shows as it is", (name) => {
    const shown = name.replaceAll(" ", "_");
    const text = labFile(`${SHUT}/proc_net_bonding_bond0.txt`).replaceAll("eno1", shown);
    const profile = `connection.id:                          ${name}\nconnection.interface-name:              ${name}\nconnection.type:                        bond\nbond.options:                           mode=active-backup,miimon=0,primary=${name}\n`;
    for (const captures of [
      [{ path: "bond0", text }],
      [{ path: `nmcli_con_show_${name}`, text: profile }],
      [
        {
          path: "x.txt",
          text: `[root@h ~]# cat /proc/net/bonding/bond0\n${text}[root@h ~]# nmcli con show\n${profile}`,
        },
      ],
    ]) {
      const analysis = analyze(captures);
      for (const bond of analysis.bonds) {
        const plan = repairPlan(analysis, bond);
        const { calls, pwned } = runInShell(commandsIn(plan));
        expect(pwned).toBe(false);
        const given = calls.flatMap((call) => call.flatMap((word, at) => (word === name ? [call[at - 1] ?? ""] : [])));
        if (name.startsWith("-")) expect(given.filter((before) => before !== "id" && before !== "ifname")).toEqual([]);
        // No interface has a slash in its name: such a one shows, and stands in no command.
        else if (!name.includes("/"))
          expect(calls.flat().some((word) => word.includes(shown) || word.includes(name))).toBe(true);
        const html = renderer.render(plan);
        expect(
          html.match(/<(?!\/?(?:h1|h2|p|ul|ol|li|strong|code|pre|table|thead|tbody|tr|th|td|hr)\b)[^>]*>/g) ?? [],
        ).toEqual([]);
      }
    }
  });

  test.each(["\u0015", "\u202e", "\u0007"])("with %j stands in no command", (control) => {
    const text = labFile(`${SHUT}/nmcli_con_show_bond0.txt`).replaceAll("bond0", `bo${control}nd0`);
    const plan = planOf([{ path: "x.txt", text }]);
    expect(plan).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(commandsIn(plan).join("\n")).not.toMatch(/nd0/);
  });
});

/** Every command of a plan: its blocks for a shell, and the commands in its sentences. */
function commandsIn(plan: string): string[] {
  const blocks = [...plan.matchAll(/^(`{3,})shell\n([\s\S]*?)\n\1$/gm)].map(([, , block = ""]) => block);
  const sentences = plan.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, "");
  const inline = [...sentences.matchAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g)].map(([, , text = ""]) => text.trim());
  return [...blocks, ...inline.filter((text) => /^(?:nmcli|cat|ip|ethtool|ping|journalctl|grep) /.test(text))];
}

describe("what a failover may take", () => {
  test.each([
    ["miimon=100", { miimon: "100" }, [100, 200], [100, 200], [1, 2]],
    ["delays", { miimon: "100", downdelay: "200", updelay: "500" }, [300, 400], [600, 700], [3, 4]],
    ["a slow monitor", { miimon: "1000" }, [1000, 2000], [1000, 2000], [10, 20]],
    ["ARP", { miimon: "0", arp_interval: "1000", arp_missed_max: "2" }, [2000, 4000], [1000, 2000], [20, 40]],
  ] as const)("with %s", (_, options, detection, back, pings) => {
    const failover = failoverOf(new Map(Object.entries(options)) as Parameters<typeof failoverOf>[0]);
    if (failover === undefined) throw new Error("nothing monitors the links");
    expect([failover.detection.usual, failover.detection.most]).toEqual(detection);
    expect([failover.return.usual, failover.return.most]).toEqual(back);
    expect([lostPings(failover).usual, lostPings(failover).most]).toEqual(pings);
  });

  test("is not known where nothing monitors the links", () => {
    expect(failoverOf(new Map([["miimon", "0"]]))).toBeUndefined();
  });
});
