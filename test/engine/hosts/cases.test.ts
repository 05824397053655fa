import { describe, expect, test } from "vitest";
import { analyze, createAnalyzer } from "../../../src/engine/index.ts";
import { labFile, labTexts, SHUT } from "../../lab.ts";

const cases = (captures: { path: string; text: string }[], roots?: string[]) => {
  const analysis = analyze(captures, roots ? { roots } : {});
  return Object.fromEntries(analysis.captures.map((capture) => [capture.path, capture.case]));
};
const dump = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
const ethtool = labFile(`${SHUT}/ethtool_eno1.txt`);

describe("a case", () => {
  test("is one folder with its subfolders", () => {
    expect(
      cases(
        [
          { path: "t/bond0.txt", text: dump },
          { path: "t/more/ethtool_eno1", text: ethtool },
        ],
        ["t"],
      ),
    ).toEqual({
      "t/bond0.txt": "t",
      "t/more/ethtool_eno1": "t",
    });
  });

  test("of several stages: each stage folder", () => {
    const stages = new Set(Object.values(cases(labTexts("seed-miimon0-primary"), ["seed-miimon0-primary"])));
    expect([...stages].filter((id) => /^seed-miimon0-primary\/\d[\w-]*$/.test(id))).toHaveLength(7);
  });

  test("files outside of every root stand alone", () => {
    expect(
      cases(
        [
          { path: "a/bond0", text: dump },
          { path: "a/ethtool_eno1", text: ethtool },
        ],
        ["b"],
      ),
    ).toEqual({
      "a/bond0": "a/bond0",
      "a/ethtool_eno1": "a/ethtool_eno1",
    });
  });

  test("two hosts by their prompts are never joined", () => {
    const host = (name: string) => `[root@${name} ~]# cat /proc/net/bonding/bond0\n${dump}`;
    expect(
      cases([
        { path: "a", text: host("web1") },
        { path: "b", text: host("web2") },
      ]),
    ).toEqual({ a: "a", b: "b" });
    const { bonds } = analyze([{ path: "both", text: host("web1") + host("web2") }]);
    expect(bonds.map((bond) => [bond.case, bond.host])).toEqual([
      ["both#web1", "web1"],
      ["both#web2", "web2"],
    ]);
  });

  test("two dumps of one bond that differ are of two moments, and stay apart", () => {
    const later = dump.replace("Link Failure Count: 0", "Link Failure Count: 4");
    expect(
      cases(
        [
          { path: "t/before", text: dump },
          { path: "t/after", text: later },
        ],
        ["t"],
      ),
    ).toEqual({
      "t/before": "t/before",
      "t/after": "t/after",
    });
  });

  test("one address in two hosts' dumps differs, so they stay apart", () => {
    const other = dump.replace("3c:fd:fe:9e:10:01", "3c:fd:fe:9e:99:01");
    expect(
      new Set(
        Object.values(
          cases([
            { path: "a", text: dump },
            { path: "b", text: other },
          ]),
        ),
      ).size,
    ).toBe(2);
  });
});

describe("joining", () => {
  test("a dump without a name takes that of its ports' master", () => {
    const link = labFile(`${SHUT}/ip_link_show_eno1.txt`);
    const { bonds } = analyze([{ path: "pasted", text: `${dump}${link}` }]);
    expect(bonds.map(({ name }) => name)).toEqual(["bond0"]);
  });

  test("a dump that nothing names is judged all the same, without commands", () => {
    const { bonds, findings } = analyze([{ path: "pasted", text: dump }]);
    expect(bonds.map(({ name, rootCause }) => [name, rootCause])).toEqual([[undefined, "no-link-monitoring"]]);
    expect(findings[0]?.correction?.commands).toEqual([]);
    expect(findings[0]?.message).toMatch(/^This bond does not monitor its links/);
  });

  test("of two dumps in one text the last is judged", () => {
    const repaired = dump.replace("MII Polling Interval (ms): 0", "MII Polling Interval (ms): 100");
    expect(analyze([{ path: "bond0", text: `${dump}\n${repaired}` }]).findings).toEqual([]);
    expect(analyze([{ path: "bond0", text: `${repaired}\n${dump}` }]).findings).toHaveLength(1);
  });

  test("a later ethtool in one text is believed over an earlier one", () => {
    const yes = ethtool.replace("Link detected: no", "Link detected: yes");
    const { bonds } = analyze([
      { path: "bond0", text: `${dump.replace("Speed: Unknown", "Speed: 1000 Mbps")}${ethtool}${yes}` },
    ]);
    expect(bonds[0]?.verdict).toBe("at-risk");
  });

  test("a profile that is not in use is not compared", () => {
    const inactive = labFile("seed-miimon0-primary/1-healthy/nmcli_con_show_bond0.txt").replace(/^GENERAL[\s\S]*/m, "");
    const healthy = labFile("seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt");
    expect(
      analyze([
        { path: "bond0", text: healthy },
        { path: "nmcli_con_show_bond0", text: inactive },
      ]).findings.map(({ rule }) => rule),
    ).toEqual(["profile-not-active"]);
  });
});

describe("createAnalyzer", () => {
  test("says the same as analyze, whatever the order of setting and deleting", () => {
    const captures = labTexts(SHUT).filter(({ path }) => path.endsWith(".txt"));
    const analyzer = createAnalyzer();
    for (const { path, text } of [...captures].reverse()) analyzer.set(path, `${text}x`);
    analyzer.analysis();
    analyzer.set("gone", dump);
    analyzer.analysis();
    for (const { path, text } of captures) analyzer.set(path, text);
    analyzer.delete("gone");
    expect(analyzer.analysis()).toEqual(analyze(captures));
  });

  test("keeps the judgement of a case that did not change", () => {
    const analyzer = createAnalyzer({ roots: ["a", "b"] });
    analyzer.set("a/bond0", dump);
    analyzer.set("b/bond0", dump);
    const [first] = analyzer.analysis().bonds;
    analyzer.set("b/bond0", `${dump}\n`);
    expect(analyzer.analysis().bonds[0]).toBe(first);
  });
});

test("the dumps of several bonds without names are told apart by their ports", () => {
  const other = dump
    .replaceAll("eno", "ens")
    .replaceAll("9e:10", "9e:20")
    .replace("Polling Interval (ms): 0", "Polling Interval (ms): 100");
  const { bonds } = analyze([{ path: "pasted", text: `$ cat /proc/net/bonding/*\n${dump}${other}${dump}` }]);
  expect(bonds.map(({ verdict, ports }) => [verdict, ports.map(({ name }) => name).join()])).toEqual([
    ["broken", "eno1,eno2"],
    ["healthy", "ens1,ens2"],
  ]);
});

describe("dumps of machines that nothing names, in one text", () => {
  const of = (machine: number, text = dump) => text.replaceAll("3c:fd:fe:9e:10", `3c:fd:fe:9e:${20 + machine}`);
  const healthy = labFile("seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt");
  const judged = (...dumps: string[]) =>
    analyze([{ path: "fleet.txt", text: dumps.join("\n") }]).bonds.map(({ case: id, verdict }) => [id, verdict]);

  test("are told apart by the permanent addresses of their ports", () => {
    expect(judged(of(1), of(2, healthy))).toEqual([
      ["fleet.txt#1", "broken"],
      ["fleet.txt#2", "healthy"],
    ]);
  });

  test("and known again where one is shown twice: the later dump counts", () => {
    expect(judged(of(1), of(2), of(1, healthy)).map(([, verdict]) => verdict)).toEqual(["healthy", "broken"]);
  });

  test("with what stands before each dump as before the first", () => {
    const link = (flags: string) =>
      `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n2: eno1: <${flags}> mtu 1500 master bond0\n3: eno2: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 master bond0\n4: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500\n`;
    const up = link("BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP");
    const { bonds } = analyze([
      { path: "x", text: up + of(1, healthy) + link("NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP") + of(2) },
    ]);
    expect(bonds.map(({ name, verdict, ports }) => [name, verdict, ports[0]?.carrier])).toEqual([
      ["bond0", "healthy", true],
      ["bond0", "broken", false],
    ]);
  });

  test("what stands behind a dump stays with it", () => {
    const link = (flags: string) =>
      `2: eno1: <${flags}> mtu 1500 master bond0\n4: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500\n`;
    const down = link("NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP");
    const up = link("BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP");
    const show = (output: string) => `# ip -d link\n${output}`;
    const text = show(down) + of(1) + show(down) + show(up) + of(2, healthy) + show(up);
    const { bonds } = analyze([{ path: "x", text }]);
    expect(bonds.map(({ verdict, ports }) => [verdict, ports[0]?.carrier])).toEqual([
      ["broken", false],
      ["healthy", true],
    ]);
  });

  test("are called as the headings above their dumps, which name no bond then", () => {
    for (const heading of ["== web1 ==", "web1:", "=== db-web1 ==="]) {
      const text = `${heading}\n${of(1)}${heading.replace("1", "2")}\n${of(2, healthy)}`;
      const { bonds } = analyze([{ path: "x", text }]);
      expect(bonds.map(({ host, name, verdict }) => [host?.slice(-4), name, verdict])).toEqual([
        ["web1", undefined, "broken"],
        ["web2", undefined, "healthy"],
      ]);
    }
    const bonds = ["== bond0", "== bond1"].map((heading, at) => `${heading}\n${of(at)}`).join("");
    expect(analyze([{ path: "x", text: bonds }]).bonds.map(({ name }) => name)).toEqual(["bond0", "bond1"]);
  });

  test("a loop over ssh that was typed in several lines", () => {
    const loop = "$ for h in web1 web2; do\n> ssh $h cat /proc/net/bonding/bond0\n> done\n";
    const { bonds } = analyze([{ path: "x", text: loop + of(1) + of(2, healthy) }]);
    expect(bonds.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["bond0", "broken"],
      ["bond0", "healthy"],
    ]);
  });

  test("a host that ssh or a heading names ends with the command", () => {
    const ssh = `$ ssh web1 cat /proc/net/bonding/bond0\n${of(1)}$ cat /proc/net/bonding/bond0\n${of(2, healthy)}`;
    expect(analyze([{ path: "x", text: ssh }]).bonds.map(({ host, verdict }) => [host, verdict])).toEqual([
      [undefined, "broken"],
      [undefined, "healthy"],
    ]);
    const named = `[root@jump ~]# ssh web1 cat /proc/net/bonding/bond0\n${of(1)}# cat /proc/net/bonding/bond0\n${of(2, healthy)}`;
    expect(analyze([{ path: "x", text: named }]).bonds.map(({ host, verdict }) => [host, verdict])).toEqual([
      ["jump", "healthy"],
      ["web1", "broken"],
    ]);
  });

  test("and none of them is the host on which they were asked", () => {
    const loop = "[me@jump ~]$ for h in $(cat hosts); do ssh $h cat /proc/net/bonding/bond0; done\n";
    const { bonds } = analyze([{ path: "x", text: loop + of(1) + of(2, healthy) }]);
    expect(bonds.map(({ case: id, host, name }) => [id, host, name])).toEqual([
      ["x#1", undefined, "bond0"],
      ["x#2", undefined, "bond0"],
    ]);
  });

  test("one card that was replaced makes no other machine", () => {
    expect(judged(dump, healthy.replace("3c:fd:fe:9e:10:02", "3c:fd:fe:9e:77:02"))).toEqual([["fleet.txt", "healthy"]]);
  });

  test("addresses that were blanked say nothing", () => {
    const blanked = (text: string, by: string) => text.replace(/(?<=Permanent HW addr: )\S+/g, by);
    expect(judged(blanked(dump, "xx:xx:xx:xx:xx:xx"), blanked(healthy, "yy:yy:yy:yy:yy:yy"))).toHaveLength(1);
    expect(judged(dump, blanked(healthy, "00:00:00:00:00:00"))).toHaveLength(1);
  });
});

test("a hundred thousand ports are judged in no time", () => {
  const ports = Array.from(
    { length: 100_000 },
    (_, index) => `Slave Interface: p${index}\nMII Status: up\nSpeed: Unknown\nDuplex: Unknown\n`,
  );
  const head =
    "Bonding Mode: load balancing (round-robin)\nMII Status: up\nMII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n";
  const start = performance.now();
  expect(analyze([{ path: "bond0", text: head + ports.join("") }]).bonds[0]?.ports).toHaveLength(100_000);
  expect(performance.now() - start).toBeLessThan(20_000);
});
