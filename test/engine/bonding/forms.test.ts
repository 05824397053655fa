import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OptionForm } from "../../../src/engine/bonding/forms/entry.ts";
import { parseOptions } from "../../../src/engine/bonding/forms/index.ts";
import { judgeOptions } from "../../../src/engine/bonding/judge.ts";
import { optionTexts } from "../../differential/texts.ts";

const FORMS: readonly OptionForm[] = ["nmcli", "keyfile", "ifcfg", "modprobe", "ip", "netplan", "networkd"];

/** What an entry says, and what its span holds. */
function read(form: OptionForm, text: string): string[][] {
  return parseOptions(text, form).entries.map(({ name, value, start, end, nameEnd, valueStart }) => [
    `${name}=${value}`,
    text.slice(start, end),
    text.slice(start, nameEnd),
    text.slice(valueStart, end),
  ]);
}

describe("each form", () => {
  test("nmcli: prefixes, blanks, escapes", () => {
    expect(read("nmcli", " mo=active , miim = 100 ,arp_ip=10.0.0.1\\,10.0.0.2 ")).toEqual([
      ["mode=active-backup", "mo=active", "mo", "active"],
      ["miimon=100", "miim = 100", "miim", "100"],
      ["arp_ip_target=10.0.0.1,10.0.0.2", "arp_ip=10.0.0.1\\,10.0.0.2", "arp_ip", "10.0.0.1\\,10.0.0.2"],
    ]);
  });

  test("a keyfile: only its [bond] group, comments only as lines", () => {
    const text = "[connection]\nid=b\n\n[bond]\n# miimon=1\nmode=1\n miimon = 100\r\n[ipv4]\nmethod=auto\n";
    expect(read("keyfile", text)).toEqual([
      ["mode=1", "mode=1", "mode", "1"],
      ["miimon=100", "miimon = 100", "miimon", "100"],
    ]);
  });

  test.each([
    'DEVICE=bond0\nBONDING_OPTS="mode=1 miimon=100"\nONBOOT=yes\n',
    "BONDING_OPTS='mode=1  miimon=100'",
    "BONDING_OPTS=mode=1\\ miimon=100 # two",
    "mode=1 miimon=100",
    '"mode=1 miimon=100"',
  ])("ifcfg %j", (text) => {
    expect(read("ifcfg", text)).toEqual([
      ["mode=1", "mode=1", "mode", "1"],
      ["miimon=100", "miimon=100", "miimon", "100"],
    ]);
  });

  test("modprobe: the options line, comments, one parameter per line", () => {
    const text = "# bonds\nalias bond0 bonding\noptions bonding mode=1 miimon=100 # yes\noptions dummy numdummies=0\n";
    expect(read("modprobe", text).slice(0, 2)).toEqual([
      ["mode=1", "mode=1", "mode", "1"],
      ["miimon=100", "miimon=100", "miimon", "100"],
    ]);
    expect(read("modprobe", "mode=1 miimon=100")).toHaveLength(2);
  });

  test("ip link: the words after type bond", () => {
    expect(
      read("ip", "ip link add bond0 type bond mode 1 peer_notify_delay 100 arp_ip_target 10.0.0.1,10.0.0.2"),
    ).toEqual([
      ["mode=active-backup", "mode 1", "mode", "1"],
      ["peer_notif_delay=100", "peer_notify_delay 100", "peer_notify_delay", "100"],
      ["arp_ip_target=10.0.0.1 10.0.0.2", "arp_ip_target 10.0.0.1,10.0.0.2", "arp_ip_target", "10.0.0.1,10.0.0.2"],
    ]);
  });

  test.each([
    '    parameters:\n      mode: 802.3ad\n      mii-monitor-interval: 100 # ms\n      lacp-rate: "fast"\n    mtu: 9000\n',
    "mode: 802.3ad\nmii-monitor-interval: 100\nlacp-rate: fast",
    "parameters: {mode: 802.3ad, mii-monitor-interval: 100, lacp-rate: fast}",
  ])("netplan %j", (text) => {
    expect(read("netplan", text).map(([said]) => said)).toEqual(["mode=802.3ad", "miimon=100", "lacp_rate=fast"]);
  });

  test("netplan: lists in brackets and in lines", () => {
    const lines = "parameters:\n  arp-interval: 1s\n  arp-ip-targets:\n    - 10.0.0.1\n    - 10.0.0.2\n";
    expect(read("netplan", lines).map(([said]) => said)).toEqual([
      "arp_interval=1000",
      "arp_ip_target=10.0.0.1,10.0.0.2",
    ]);
    expect(read("netplan", "arp-ip-targets: [10.0.0.1, 10.0.0.2]").map(([said]) => said)).toEqual([
      "arp_ip_target=10.0.0.1,10.0.0.2",
    ]);
  });

  test("systemd-networkd: seconds and time units", () => {
    const text =
      "[NetDev]\nKind=bond\n[Bond]\nMode=active-backup\nMIIMonitorSec=0.1\nUpDelaySec=1s 500ms\nAllSlavesActive=yes\n";
    expect(read("networkd", text).map(([said]) => said)).toEqual([
      "mode=active-backup",
      "miimon=100",
      "updelay=1500",
      "all_slaves_active=1",
    ]);
  });
});

describe("a misspelt word gets its nearest name", () => {
  test.each([
    ["nmcli", "mode=1,mimon=100", "miimon", "mimon"],
    ["nmcli", "mode=4,lacp-rate=fast", "lacp_rate", "lacp-rate"],
    ["nmcli", "mode=4,xmit_hash_policy=layer34", "layer3+4", "layer34"],
    ["nmcli", "mode=active-bakup", "active-backup", "active-bakup"],
    ["nmcli", "mode=1,miimon=100ms", "100", "100ms"],
    ["nmcli", "mode=1 miimon=100;primary=eno1", "mode=1,miimon=100,primary=eno1", "mode=1 miimon=100;primary=eno1"],
    ["keyfile", "mode=1\nmiimon=100 # fast", "100", "100 # fast"],
    ["ifcfg", "mode=1 miimmon=100", "miimon", "miimmon"],
    ["keyfile", "mode=actve-backup", "active-backup", "actve-backup"],
    ["netplan", "mii-monitor: 100", "mii-monitor-interval", "mii-monitor"],
    ["networkd", "MIIMonitor=100ms", "MIIMonitorSec", "MIIMonitor"],
    ["ip", "mode 1 primry eno1", "primary", "primry"],
    ["modprobe", "arp_ip_targets=10.0.0.1", "arp_ip_target", "arp_ip_targets"],
  ] as const)("%s %s", (form, text, suggestion, replaced) => {
    const [problem] = parseOptions(text, form).problems;
    expect(problem?.suggestion).toBe(suggestion);
    expect(text.slice(problem?.replaces?.start, problem?.replaces?.end)).toBe(replaced);
  });

  test("a target behind a bare comma", () => {
    const { problems } = parseOptions("mode=1,arp_interval=9,arp_ip_target=10.0.0.1,10.0.0.2", "nmcli");
    expect(problems).toMatchObject([{ code: "syntax", option: "arp_ip_target", start: 45, end: 53 }]);
  });

  test("and a word that is near to nothing gets none", () => {
    expect(parseOptions("mode=1,bandwidth=10", "nmcli").problems[0]).toMatchObject({ code: "unknown-option" });
    expect(parseOptions("mode=1,bandwidth=10", "nmcli").problems[0]?.suggestion).toBeUndefined();
  });
});

describe("any text", () => {
  const texts = fc.oneof(optionTexts, fc.string({ unit: "grapheme", maxLength: 60 }), fc.string({ unit: "binary" }));
  test.each(FORMS)("%s: nothing throws, every span lies in the text, every message is one sentence", (form) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { errors, warnings } = judgeOptions(text, form);
        for (const { start, end, message, replaces = { start, end } } of [...errors, ...warnings]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(replaces.start).toBeGreaterThanOrEqual(start);
          expect(replaces.end).toBeLessThanOrEqual(end);
          expect(message.endsWith(".")).toBe(true);
        }
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test.each(FORMS)("%s: 200 kB take no longer than a moment, whatever they repeat", (form) => {
    for (const piece of ["mode=1,", "mode=1 ", "a\n", " ", "\\", "[", "- a  ", '"', "parameters:\n", "type bond "]) {
      const text = `x${piece.repeat(Math.ceil(200_000 / piece.length))}y`;
      const start = performance.now();
      judgeOptions(text, form);
      // About 0.3 s on a quiet machine; what grows faster than the text takes minutes.
      expect(performance.now() - start, piece).toBeLessThan(5000);
    }
  });
});
