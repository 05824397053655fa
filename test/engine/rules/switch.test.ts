import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import { dump, ethtool, lacpDump, profile, switchPorts, WITHOUT_PARTNER } from "../../../src/engine/rules/samples.ts";

interface File {
  readonly path: string;
  readonly text: string;
}

const BACKUP = dump({ miimon: 100 });
const XOR = dump({ miimon: 100, mode: "load balancing (xor)" });
const ON = switchPorts("channel-group 1 mode on");
const ACTIVE = switchPorts("channel-group 1 mode active");
const summary = (protocol: string, flags: string): File => ({
  path: "show_etherchannel_summary.txt",
  text: `Group  Port-channel  Protocol    Ports\n------+-------------+-----------+----\n1      Po1(SU)         ${protocol}      Gi1/0/1(${flags})  Gi1/0/2(${flags})\n`,
});
const without = (what: RegExp, file: File): File => ({ ...file, text: file.text.replaceAll(what, "") });

/** The findings about the switch, as rule, severity and confidence, and the verdict. */
function said(...files: readonly File[]) {
  const { findings, bonds } = analyze(files);
  const shown = findings.filter(({ rule }) => rule !== "lacp-rate-slow");
  return [...shown.map(({ rule, severity, confidence }) => `${rule} ${severity} ${confidence}`), bonds[0]?.verdict];
}

const messages = (...files: readonly File[]) => analyze(files).findings.map(({ message }) => message);

describe("active-backup", () => {
  test("on a static channel loses traffic, and it is said how the ports are known", () => {
    expect(messages(BACKUP, ON)).toEqual([
      "bond0 runs active-backup, but its switch ports GigabitEthernet1/0/1 and GigabitEthernet1/0/2 of sw1 are in static channel group 1 (known by their descriptions): the switch also sends through the backup port, where it is dropped, so traffic is lost.",
    ]);
    expect(said(BACKUP, ON)).toEqual(["active-backup-on-portchannel error high", "broken"]);
    const [finding] = analyze([BACKUP, ON]).findings;
    expect(finding?.places.map(({ path, message }) => [path, message])).toEqual([
      ["proc_net_bonding_bond0.txt", "the dump says so: Bonding Mode: fault-tolerance (active-backup)"],
      ["sw1_show_running-config.txt", "the switch's configuration says so: channel-group 1 mode on"],
    ]);
    expect(finding?.related.map(({ message }) => message)).toContain(
      'GigabitEthernet1/0/2 of sw1 is described as "web1 eno2", so it leads to eno2',
    );
    expect(finding?.alternatives).toEqual([]);
  });

  test("on an LACP channel may run 802.3ad instead", () => {
    expect(said(BACKUP, ACTIVE)).toEqual(["active-backup-on-portchannel error high", "degraded"]);
    expect(analyze([BACKUP, ACTIVE]).findings[0]?.alternatives.map(({ set }) => set)).toEqual([{ mode: "802.3ad" }]);
    expect(said(BACKUP, ACTIVE, summary("LACP", "s"))).toEqual(["active-backup-on-portchannel error high", "broken"]);
    expect(messages(BACKUP, ACTIVE, summary("LACP", "s"))[0]).toMatch(
      /has suspended them, so no traffic passes there\.$/,
    );
    expect(said(BACKUP, ACTIVE, summary("LACP", "I"))).toEqual([
      "active-backup-on-portchannel information high",
      "healthy",
    ]);
  });

  test("is known from the profile alone too", () => {
    expect(said(profile("mode=active-backup,miimon=100"), without(/eno/g, ON))).toEqual(["unknown"]);
    const onBond = { ...ON, text: ON.text.replaceAll(/web1 eno\d/g, "web1 bond0") };
    expect(said(profile("mode=active-backup,miimon=100"), onBond)).toEqual([
      "active-backup-on-portchannel error high",
      "broken",
    ]);
  });

  test("by the number of ports alone is of medium confidence, and doubtful beside other descriptions", () => {
    expect(said(BACKUP, without(/ description .*\n/g, ON))).toEqual([
      "active-backup-on-portchannel error medium",
      "broken",
    ]);
    expect(said(BACKUP, { ...ON, text: ON.text.replaceAll(/web1 eno\d/g, "server") })).toEqual([
      "active-backup-on-portchannel information low",
      "healthy",
    ]);
  });

  test.each<[string, File[]]>([
    ["plain ports", [switchPorts()]],
    ["ports in a channel of PAgP", [switchPorts("channel-group 1 mode auto")]],
    ["ports that the switch shows as bundled", [ACTIVE, summary("LACP", "P")]],
    ["a configuration that the summary contradicts", [ON, summary("LACP", "s")]],
    [
      "each port in a channel of its own",
      [{ ...ON, text: ON.text.replace("channel-group 1 mode on", "channel-group 2 mode on") }],
    ],
    [
      "a channel that was taken apart since",
      [{ ...ON, text: `${ON.text}\nsw1(config)#interface range gi1/0/1-2\nsw1(config-if-range)#no channel-group\n` }],
    ],
    ["a second port that is shut", [{ ...ON, text: `${ON.text}\nsw1(config)#int gi1/0/2\nsw1(config-if)#shut\n` }]],
    ["other ports", [switchPorts("channel-group 1 mode on", "db7 ens1")]],
  ])("is not accused for %s", (_, files) => {
    expect(said(BACKUP, ...files)).toEqual(["healthy"]);
  });
});

describe("802.3ad", () => {
  test("against a static channel is the root of the missing partner", () => {
    const { bonds, findings } = analyze([WITHOUT_PARTNER, ON]);
    expect(bonds.map(({ rootCause, verdict }) => [rootCause, verdict])).toEqual([["lacp-on-static", "degraded"]]);
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        "lacp-on-static",
        "bond0 runs 802.3ad, but its switch ports GigabitEthernet1/0/1 and GigabitEthernet1/0/2 of sw1 are in static channel group 1 (known by their descriptions): the switch does not answer LACP, so at most one port carries traffic.",
      ],
    ]);
    expect(findings[0]?.explains).toContain("lacp-partner-zero");
    expect(findings[0]?.alternatives.map(({ set }) => set)).toEqual([{ mode: "balance-xor" }]);
  });

  test("is known by the summary alone, and from a plain user's dump", () => {
    expect(said(lacpDump({ user: true }), ON)[0]).toBe("lacp-on-static error high");
    expect(said(WITHOUT_PARTNER, summary("  - ", "P"))).toEqual(["lacp-on-static error medium", "degraded"]);
  });

  test.each<[string, File[]]>([
    ["has a partner", [lacpDump({}), ON]],
    ["is on LACP", [lacpDump({}), ACTIVE, summary("LACP", "P")]],
  ])("is not accused where it %s", (_, files) => {
    expect(said(...files)).toEqual(["healthy"]);
  });

  test("without a partner shows what the switch says, also where that does not explain it", () => {
    const { findings } = analyze([WITHOUT_PARTNER, switchPorts()]);
    expect(findings.map(({ rule }) => rule)).toEqual(["lacp-partner-zero"]);
    expect(findings[0]?.related.map(({ message }) => message)).toContain(
      "GigabitEthernet1/0/1 of sw1 is in no channel",
    );
    expect(said(WITHOUT_PARTNER, { ...ON, text: ON.text.replaceAll(/web1 eno\d/g, "server") })[0]).toBe(
      "lacp-partner-zero error high",
    );
  });
});

test("a port that is down because the switch shut it is told so", () => {
  const shut = { ...switchPorts(), text: switchPorts().text.replace("portfast", "portfast\n shutdown") };
  const down = dump({ miimon: 100, active: "eno2", eno1: { mii: "down", failures: 1 } });
  const [first] = analyze([down, shut]).findings;
  expect(first?.message).toBe(
    "eno1 of bond0 is down because its switch port GigabitEthernet1/0/1 is shut down: bond0 runs on eno2 alone.",
  );
  expect(first?.related.map(({ message }) => message)).toContain("the switch has shut its port down");
  expect(messages(down, ethtool("eno1", "yes"), shut).join()).not.toContain("shut");
  expect(messages(BACKUP, shut)).toEqual([]);
});

describe("balance-xor", () => {
  test("needs a static channel", () => {
    expect(said(XOR, switchPorts())).toEqual(["switch-requires-static-lag warning high", "degraded"]);
    expect(said(XOR, ACTIVE)).toEqual(["switch-requires-static-lag warning high", "degraded"]);
    expect(messages(XOR, ACTIVE)[0]).toMatch(
      /are in LACP channel group 1 .*: the host sends no LACP, so the switch does not build the channel\.$/,
    );
    expect(said(XOR, { ...ACTIVE, text: ACTIVE.text.replaceAll(/web1 eno\d/g, "server") })).toEqual([
      "switch-requires-static-lag hint low",
      "healthy",
    ]);
  });

  test.each<[string, File[]]>([
    ["a static channel", [ON]],
    [
      "ports in different VLANs",
      [{ ...switchPorts(), text: switchPorts().text.replace("access vlan 20", "access vlan 30") }],
    ],
    [
      "source load balancing",
      [switchPorts(), profile("mode=balance-xor,miimon=100,xmit_hash_policy=vlan+srcmac,balance-slb=1")],
    ],
    ["lines that a filter left out", [{ ...switchPorts(), text: switchPorts().text.replace("section", "include") }]],
  ])("is not accused for %s", (_, files) => {
    expect(said(XOR, ...files).filter((one) => one?.includes("switch"))).toEqual([]);
  });
});

describe("the checklist says that the switch's ports suit the bond", () => {
  const inOrder = (...files: readonly File[]) =>
    analyze(files)
      .bonds.flatMap(({ checks }) => checks)
      .filter(({ state, message }) => state === "in-order" && message.includes("switch ports"))
      .map(({ message }) => message);
  const names = "the switch ports GigabitEthernet1/0/1 and GigabitEthernet1/0/2 are";

  test.each<[string, File[], string[]]>([
    ["plain ports", [BACKUP, switchPorts()], [`${names} in no channel and in VLAN 20, as active-backup needs`]],
    ["LACP", [lacpDump({}), ACTIVE], [`${names} in LACP channel group 1 and in VLAN 20, as 802.3ad needs`]],
    ["static", [XOR, ON], [`${names} in static channel group 1 and in VLAN 20, as balance-xor needs`]],
    ["not where they do not", [BACKUP, ON], []],
    ["not of others", [BACKUP, switchPorts(undefined, "server")], []],
    ["not of suspended ones", [lacpDump({}), ACTIVE, summary("LACP", "s")], []],
    [
      "not in different VLANs",
      [BACKUP, { ...switchPorts(), text: switchPorts().text.replace("access vlan 20", "access vlan 30") }],
      [],
    ],
  ])("%s", (_, files, expected) => {
    expect(inOrder(...files)).toEqual(expected);
  });
});

describe("a part of captures that agree never accuses the switch", () => {
  const NEXUS: File = {
    path: "switch.txt",
    text: "n9k# show run interface Ethernet1/1\ninterface Ethernet1/1\n  description web1 eno1\n  switchport access vlan 20\n  channel-group 1 mode active\n\nn9k# show run interface Ethernet1/2\ninterface Ethernet1/2\n  description web1 eno2\n  switchport access vlan 20\n  channel-group 1 mode active\n",
  };
  const SUMMARY = summary("LACP", "P");
  const STATIC = summary("  - ", "P");

  test.each<[string, File, File[]]>([
    ["active-backup on plain ports", BACKUP, [switchPorts()]],
    ["802.3ad on LACP", lacpDump({ user: true }), [ACTIVE, SUMMARY]],
    ["802.3ad on LACP, NX-OS", lacpDump({ user: true }), [NEXUS]],
    ["balance-xor on a static channel", XOR, [ON, STATIC]],
  ])("%s", (_, bond, files) => {
    const accused = (...parts: readonly File[]) =>
      said(bond, ...parts).filter((one) => / (?:error|warning) /.test(one ?? ""));
    expect(accused(...files)).toEqual([]);
    for (const [index, file] of files.entries()) {
      const others = files.filter((_other, at) => at !== index);
      const lines = file.text.split("\n");
      const parts = [
        ...Array.from(file.text, (_character, end) => file.text.slice(0, end)),
        ...lines.map((_line, at) => lines.filter((_other, other) => other !== at).join("\n")),
        ...lines.map((_line, at) => lines.slice(at).join("\n")),
      ];
      for (const text of parts) expect([text, accused({ ...file, text }, ...others)]).toEqual([text, []]);
    }
  });
});
