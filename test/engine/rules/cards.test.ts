import { describe, expect, test } from "vitest";
import { analyze, type Capture } from "../../../src/engine/index.ts";
import { dump, ethtool, ethtoolDriver, ethtoolStatistics, kernelLog } from "../../../src/engine/rules/samples.ts";
import { labFile } from "../../lab.ts";

/** Rule, severity and message of what is said, without what every healthy bond is told. */
function said(...captures: readonly Capture[]): string[] {
  const { findings } = analyze(captures);
  return findings
    .filter(({ rule }) => rule !== "failover-not-tested")
    .map(({ rule, severity, explains }) => [`${severity} ${rule}`, ...explains].join(" > "));
}

function messages(...captures: readonly Capture[]): string[] {
  return analyze(captures).findings.map(({ message }) => message);
}

const stage = (folder: string, ...files: readonly string[]) =>
  files.map((path) => ({ path, text: labFile(`${folder}/${path}`) }));
const SOUND = dump({ miimon: 100 });

describe("duplex", () => {
  const HALF = "rule-half-duplex/1-eno4-half";

  test("what ethtool says counts, and the dump is told beside it", () => {
    const { bonds, findings } = analyze(stage(HALF, "proc_net_bonding_bond0.txt", "ethtool_eno4.txt"));
    expect(bonds[0]?.verdict).toBe("at-risk");
    expect([findings[0]?.message, findings[0]?.explains]).toEqual([
      "eno4 of bond0 runs at half duplex (auto-negotiation is off): where its switch port is at full duplex, frames are lost under load.",
      ["autoneg-off"],
    ]);
    expect(findings[0]?.related.map(({ message }) => message)).toContain("the driver read full when the link came up");
  });

  test("is no matter of a card that is in no bond", () => {
    expect(said(...stage(HALF, "ethtool_eno4.txt"))).toEqual([]);
  });

  test.each([
    ["fibre", ethtool("eno2", "yes", { speed: 1000, negotiation: "off", port: "FIBRE" })],
    ["10 Gbit/s", ethtool("eno2", "yes", { speed: 10000, negotiation: "off" })],
    ["a card that cannot", ethtool("eno2", "yes", { negotiation: "off", negotiates: "No" })],
    ["a port without a link", ethtool("eno2", "no", { negotiation: "off" })],
  ])("%s may go without negotiation", (_, card) => {
    expect(said(SOUND, card)).not.toContain("warning autoneg-off");
  });

  test("a speed that changed without a loss of the link", () => {
    expect(messages(SOUND, ethtool("eno2", "yes", { speed: 100 }))).toContain(
      "eno2 runs at 100 Mbit/s, but bond0 still counts with 1000: the speed changed without a loss of the link.",
    );
  });
});

describe("a slow link", () => {
  const slow = dump({ miimon: 100, eno2: { speed: "100 Mbps" } });
  const modes = (key: string) => `\t${key} link modes:  100baseT/Full\n\t                       1000baseT/Full\n`;
  const evidence = (text: string) =>
    analyze([slow, { path: "ethtool_eno2.txt", text: `Settings for eno2:\n${text}\tSpeed: 100Mb/s\n` }])
      .findings.find(({ rule }) => rule === "speed-mismatch")
      ?.related.map(({ message }) => message);

  test("points at the cable where both ends offer more", () => {
    expect(evidence(modes("Advertised") + modes("Link partner advertised"))).toContain(
      "both ends of eno2 offer 1000 Mbit/s: look at its cable first",
    );
    expect(evidence(modes("Advertised"))?.join()).not.toMatch(/cable/);
  });

  test("a lost one is told with the card's reason", () => {
    const down = dump({ miimon: 100, eno2: { mii: "down", speed: "Unknown", failures: 1 } });
    const card = { path: "ethtool_eno2.txt", text: "Settings for eno2:\n\tLink detected: no (No cable)\n" };
    expect(messages(down, card)).toContain(
      "eno2 of bond0 is down and has no link (ethtool: No cable): bond0 runs on eno1 alone.",
    );
  });
});

describe("one card", () => {
  test.each([
    ["two functions", "0000:3b:00.0", "0000:3b:00.1", 1],
    ["two devices", "0000:3b:00.0", "0000:3c:00.0", 0],
    ["two virtual devices", "0000:00:05.0", "0000:00:06.0", 0],
    ["USB", "usb-0000:00:14.0-1", "usb-0000:00:14.0-2", 0],
  ])("%s", (_, one, other, hints) => {
    const findings = said(SOUND, ethtoolDriver("eno1", one), ethtoolDriver("eno2", other));
    expect(findings.filter((finding) => finding === "hint same-nic")).toHaveLength(hints);
  });

  test.each([
    ["enp59s0f0", "enp59s0f1", 1],
    ["ens4f0np0", "ens4f1np1", 1],
    ["enp59s0f0", "enp94s0f0", 0],
    ["eno1", "eno2", 0],
    ["enp3s0", "enp4s0", 0],
  ])("by name: %s and %s", (one, other, hints) => {
    const text = SOUND.text.replaceAll("eno1", one).replaceAll("eno2", other);
    expect(said({ ...SOUND, text }).filter((finding) => finding === "hint same-nic")).toHaveLength(hints);
  });
});

describe("counters", () => {
  const eno1 = (counters: Record<string, number>) => said(SOUND, ethtoolStatistics("eno1", counters));

  test.each<[string, Record<string, number>]>([
    ["one in a million", { rx_packets: 200_000_000, rx_crc_errors: 200 }],
    ["a handful", { rx_packets: 5000, rx_crc_errors: 7 }],
    ["of single queues", { rx_packets: 5000, rx_queue_0_crc_errors: 4000, "[0]: rx_crc_errors": 4000 }],
    ["not taken, without the frames beside them", { rx_missed_errors: 90_000 }],
    ["drops", { rx_packets: 5000, rx_dropped: 4000, tx_errors: 4000 }],
  ])("say nothing: %s", (_, counters) => {
    expect(eno1(counters)).toEqual([]);
  });

  test.each<[string, Record<string, number>]>([
    ["Intel", { rx_packets: 9_204_113, rx_crc_errors: 14_822 }],
    ["Broadcom", { rx_ucast_packets: 9_204_113, rx_fcs_errors: 14_822 }],
    ["Mellanox", { rx_packets_phy: 9_204_113, rx_crc_errors_phy: 14_822 }],
    ["filtered", { rx_crc_errors: 14_822 }],
    ["late collisions", { tx_packets: 9_204_113, tx_late_coll: 167_273 }],
  ])("tell of a bad link: %s", (_, counters) => {
    expect(eno1(counters)).toEqual(["warning nic-errors"]);
  });

  test("of a port that the host is too slow for", () => {
    const files = ["proc_net_bonding_bond0.txt", "ethtool_S_eno1.txt", "ethtool_S_eno2.txt"];
    expect(said(...stage("rule-nic-missed/1-under-load", ...files))).toContain("warning nic-errors");
  });
});

describe("permanent addresses", () => {
  test("a card that was refused, and one that was taken after all", () => {
    const refused = stage("rule-duplicate-mac-alb/1-one-address", "proc_net_bonding_bond0.txt", "dmesg_bond.txt");
    expect(said(...refused)).toContain("error duplicate-permanent-mac > single-slave");
    const taken = "[   70.000000] bond0: (slave eno2): Enslaving as an active interface with a down link\n";
    const later = refused.map(({ path, text }) => ({ path, text: path.startsWith("dmesg") ? text + taken : text }));
    expect(said(...later)).not.toContain("error duplicate-permanent-mac > single-slave");
  });

  test.each(["00:00:00:00:00:00", "XX:XX:XX:XX:XX:XX", "<MAC>"])("blanked as %s are no duplicates", (mac) => {
    expect(said(dump({ miimon: 100, eno1: { mac }, eno2: { mac } }))).toEqual([]);
  });
});

test("a line that the log repeats is one hint for all ports", () => {
  const line = "enslaved VLAN challenged slave. Adding VLANs will be blocked as long as it is part of bond.";
  const log = kernelLog([1, 2].flatMap((at) => [1, 2].map((n) => [at, `bond0: (slave eno${n}): ${line}`] as const)));
  expect(messages(SOUND, log).filter((message) => message.includes("VLAN"))).toEqual([
    "eno1 and eno2 cannot carry VLAN tags, so no VLAN can be added to bond0.",
  ]);
});
