import { describe, expect, test } from "vitest";
import { analyze, MARK, RULES } from "../../../src/engine/index.ts";
import { LINE, labFile } from "../../lab.ts";

/** Applies every correction of an analysis to its captures: the inserted lines and what is corrected in place. */
function inserted(captures: readonly { path: string; text: string }[]) {
  const edits = analyze(captures).findings.flatMap(({ correction }) => [
    ...(correction?.insertions ?? []).map(({ path, offset, text }) => ({ path, start: offset, end: offset, text })),
    ...(correction?.replacements ?? []),
  ]);
  return captures.map(({ path, text }) => {
    const own = edits.filter((edit) => edit.path === path).sort((a, b) => b.start - a.start);
    return {
      path,
      text: own.reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text),
    };
  });
}

const CORRECTABLE = RULES.filter(({ examples }) =>
  inserted(examples.hit.captures).some(({ text }, index) => text !== examples.hit.captures[index]?.text),
);

describe.each(CORRECTABLE.map((rule) => [rule.id, rule.examples.hit.captures] as const))(
  "a correction of %s",
  (_, captures) => {
    const before = analyze(captures);

    test("leaves no error, keeps verdict and root cause, and nothing new appears", () => {
      const after = analyze(inserted(captures));
      expect(after.findings.filter(({ severity }) => severity === "error")).toEqual([]);
      // What is corrected in place is repaired; a marked line changes no fact.
      const inPlace = before.findings.some(({ correction }) => correction && correction.replacements.length > 0);
      const judged = ({ bonds }: typeof before) => bonds.map(({ verdict, rootCause }) => [verdict, rootCause]);
      if (!inPlace) expect(judged(after)).toEqual(judged(before));
      const known = new Set(["correction-not-applied", ...before.findings.map(({ rule }) => rule)]);
      expect(after.findings.filter(({ rule }) => !known.has(rule))).toEqual([]);
    });

    test("inserted twice changes nothing", () => {
      const once = inserted(captures);
      expect(inserted(once)).toEqual(once);
    });
  },
);

describe("the inserted line", () => {
  const insertionIn = (path: string, text: string) => analyze([{ path, text }]).findings[0]?.correction?.insertions[0];

  test("stands below the interval of a dump", () => {
    const text =
      "Bonding Mode: fault-tolerance (active-backup)\r\nMII Polling Interval (ms): 0\r\nUp Delay (ms): 0\r\nDown Delay (ms): 0\r\nSlave Interface: eno1\r\n";
    expect(insertionIn("bond0", text)).toEqual({
      path: "bond0",
      offset: text.indexOf("Up Delay"),
      text: `${"bond.options:".padEnd(40)}mode=active-backup,miimon=100  ${MARK}\r\n`,
    });
  });

  test("stands below the bond's line of ip -d, with its indentation", () => {
    const text = labFile("seed-miimon0-primary/1-healthy/ip_d_link_show_bond0.txt");
    const insertion = insertionIn("x", text);
    expect(insertion?.text).toBe(`    ${"bond.options:".padEnd(40)}${LINE}  ${MARK}\n`);
    expect(insertion?.offset).toBe(text.length);
  });

  test("stands below bond.options of nmcli, also at the end of a text without a last line ending", () => {
    const text = `${"bond.options:".padEnd(40)}mode=active-backup,miimon=0,primary=eno1`;
    expect(insertionIn("nmcli_con_show_bond0", text)).toMatchObject({
      offset: text.length,
      text: `\n${"bond.options:".padEnd(40)}${LINE}  ${MARK}`,
    });
  });

  test.each(["nmcli_t_con_show_bond0.txt", "nmcli_g_bond.options_con_show_bond0.txt"])(
    "has no place in %s: copy only",
    (file) => {
      const text = labFile(`seed-miimon0-primary/1-healthy/${file}`);
      const [finding] = analyze([{ path: file, text }]).findings;
      expect(finding?.correction?.insertions).toEqual([]);
      expect(finding?.correction?.options).toBe(LINE);
    },
  );

  test("is no evidence: the kernel still runs what was captured", () => {
    const healthy = labFile("seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt");
    const text = healthy.replace(
      "Up Delay",
      `bond.options: mode=active-backup,miimon=100,primary=eno1  ${MARK}\nUp Delay`,
    );
    expect(analyze([{ path: "bond0", text }]).findings).toEqual([]);
  });

  test("without the mark it is evidence", () => {
    const text = `${labFile("seed-miimon0-primary/1-healthy/proc_net_bonding_bond0.txt")}bond.options:      mode=active-backup,miimon=100,primary=eno1\n`;
    expect(analyze([{ path: "bond0", text }]).findings.map(({ rule, explains }) => [rule, explains])).toEqual([
      ["no-link-monitoring", ["profile-kernel-drift"]],
    ]);
  });
});

describe("the corrected options", () => {
  const options = (dump: string) => analyze([{ path: "bond0", text: dump }]).findings[0]?.correction;
  const head = (mode: string, more = "") =>
    `Bonding Mode: ${mode}\nMII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n${more}\nSlave Interface: eno1\nMII Status: up\n`;

  test("keep what differs from the kernel's defaults, and nothing else", () => {
    const lacp = head(
      "IEEE 802.3ad Dynamic link aggregation",
      "Transmit Hash Policy: layer3+4 (1)\nLACP rate: fast\nMin links: 1\nAggregator selection policy (ad_select): stable",
    );
    expect(options(lacp)?.options).toBe("mode=802.3ad,lacp_rate=fast,miimon=100,min_links=1,xmit_hash_policy=layer3+4");
    expect(options(head("load balancing (round-robin)"))?.options).toBe("mode=balance-rr,miimon=100");
    expect(
      options(
        head("fault-tolerance (active-backup) (fail_over_mac active)", "Primary Slave: eno1 (primary_reselect better)"),
      )?.options,
    ).toBe("mode=active-backup,fail_over_mac=active,miimon=100,primary=eno1,primary_reselect=better");
  });

  test("drop arp_validate, with which NetworkManager does not send miimon", () => {
    const profile = "bond.options:      mode=active-backup,arp_validate=all,miimon=0\n";
    const [finding] = analyze([{ path: "nmcli_con_show_bond0", text: profile }]).findings;
    expect(finding?.correction).toMatchObject({
      options: "mode=active-backup,miimon=100",
      set: { miimon: "100" },
      unset: ["arp_validate"],
    });
  });

  test("without the profile the commands change one option, and offer the whole line as a remark", () => {
    expect(options(head("fault-tolerance (active-backup)"))?.commands).toEqual([
      "nmcli -g GENERAL.CONNECTION device show bond0",
      'nmcli con modify bond0 +bond.options "miimon=100"',
      expect.stringMatching(
        /^# or the whole line, .*: nmcli con modify bond0 bond\.options "mode=active-backup,miimon=100"$/,
      ),
      "nmcli device reapply bond0",
      expect.stringMatching(/^# or, from a console only/),
    ]);
  });

  test("where the profile already says so, applying it is the only correction", () => {
    const stage = "seed-miimon0-primary/4-fix-modified-not-reactivated";
    const captures = ["proc_net_bonding_bond0.txt", "nmcli_con_show_bond0.txt"].map((path) => ({
      path,
      text: labFile(`${stage}/${path}`),
    }));
    const [finding, ...others] = analyze(captures).findings;
    expect(others).toEqual([]);
    expect(finding?.explains).toEqual(["profile-kernel-drift"]);
    expect(finding?.correction).toMatchObject({ line: null, insertions: [], options: LINE });
    expect(finding?.correction?.commands[0]).toBe("nmcli device reapply bond0");
  });
});

describe("alternatives", () => {
  const dump = labFile("seed-miimon0-primary/1-healthy/proc_net_bonding_bond0.txt");
  const profile = labFile("seed-miimon0-primary/1-healthy/nmcli_con_show_bond0.txt");
  const captures = [
    { path: "proc_net_bonding_bond0.txt", text: dump },
    { path: "nmcli_con_show_bond0.txt", text: profile },
  ];

  test("the ARP monitor with the gateway of the captures, never preferred, and it drops miimon", () => {
    const [finding] = analyze(captures).findings;
    expect(finding?.correction?.options).toBe(LINE);
    expect(finding?.alternatives.map(({ title, options }) => [title, options])).toEqual([
      [
        "monitor by ARP instead, and add a second target",
        "mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1,primary=eno1",
      ],
    ]);
  });

  test("once inserted it stands in for the finding, like the correction", () => {
    const insertion = analyze(captures).findings[0]?.alternatives[0]?.insertions.find(({ path }) =>
      path.startsWith("proc"),
    );
    if (insertion === undefined) throw new Error("nothing to insert");
    const { offset, text } = insertion;
    const fixed = [
      { path: "proc_net_bonding_bond0.txt", text: dump.slice(0, offset) + text + dump.slice(offset) },
      ...captures.slice(1),
    ];
    expect(analyze(fixed).findings.map(({ rule, explains }) => [rule, explains])).toEqual([
      ["correction-not-applied", ["no-link-monitoring"]],
    ]);
  });

  test("no gateway, or a mode that refuses it: no ARP monitor", () => {
    expect(analyze(captures.slice(0, 1)).findings[0]?.alternatives).toEqual([]);
    const lacp = captures.map(({ path, text }) => ({
      path,
      text: text
        .replace("fault-tolerance (active-backup)", "IEEE 802.3ad Dynamic link aggregation")
        .replace("mode=active-backup", "mode=802.3ad"),
    }));
    expect(analyze(lacp).findings[0]?.alternatives).toEqual([]);
  });

  test("a flapping link can be calmed", () => {
    const flapping = labFile("seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt").replace(
      "Link Failure Count: 0",
      "Link Failure Count: 9",
    );
    const [finding] = analyze([{ path: "bond0", text: flapping }]).findings;
    expect(finding?.alternatives.map(({ options }) => options)).toEqual([
      "mode=active-backup,miimon=100,primary=eno1,updelay=5000",
      "mode=active-backup,miimon=500,primary=eno1",
    ]);
  });
});

describe("a profile with both monitors, on a bond that runs none", () => {
  const dump = labFile("seed-miimon0-primary/1-healthy/proc_net_bonding_bond0.txt");
  const corrected = (options: string) => {
    const profile = `connection.id: bond0\nconnection.type: bond\nconnection.interface-name: bond0\nbond.options:      ${options}\n`;
    const captures = [
      { path: "nmcli_con_show_bond0", text: profile },
      { path: "proc_net_bonding_bond0", text: dump },
    ];
    return new Set(analyze(captures, { roots: [""] }).findings.map(({ correction }) => correction?.options));
  };

  test("gets one of them, and never none", () => {
    expect(corrected("mode=active-backup,miimon=100,arp_interval=1000,arp_ip_target=10.20.0.1")).toEqual(
      new Set(["mode=active-backup,miimon=100"]),
    );
    expect(corrected("mode=802.3ad,arp_interval=1000,arp_ip_target=10.20.0.1")).toEqual(
      new Set(["mode=802.3ad,miimon=100"]),
    );
  });
});

test("a line that the kernel already runs, and the profile does not, is inserted once", () => {
  const captures = [
    {
      path: "nmcli_con_show_bond0",
      text: `connection.id: bond0\nconnection.type: bond\nconnection.interface-name: bond0\nbond.options:      mode=active-backup,miimon=0,primary=eno1\n`,
    },
    {
      path: "proc_net_bonding_bond0",
      text: labFile("seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt"),
    },
  ];
  const once = inserted(captures);
  expect(once[0]?.text).toContain(MARK);
  expect(inserted(once)).toEqual(once);
});

test("what a file says twice is corrected where it counts: the last time", () => {
  const line = "options bonding mode=1 miimon=0\n";
  const [file] = inserted([{ path: "bonding.conf", text: `alias bond0 bonding\n${line}${line}` }]);
  expect(file?.text).toBe(`alias bond0 bonding\n${line}${line.replace("miimon=0", "miimon=100")}`);
});
