import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OptionForm } from "../../../src/engine/bonding/forms/entry.ts";
import { judgeOptions } from "../../../src/engine/bonding/judge.ts";
import { modifyStored } from "../../../src/engine/bonding/networkManager/nmcli.ts";
import { minorOf } from "../../../src/engine/bonding/networkManager/version.ts";
import { optionTexts } from "../../differential/texts.ts";

/** The codes of a text, each with the text of its span. */
function codes(text: string, form: OptionForm = "nmcli", networkManager?: string): string[] {
  const { errors, warnings } = judgeOptions(text, form, networkManager === undefined ? {} : { networkManager });
  return [...errors, ...warnings].map(({ code, start, end }) => `${code}: ${text.slice(start, end)}`);
}

describe("what is wrong", () => {
  test.each([
    ["mode=active-backup,miimon=100,primary=eno1", []],
    ["mode=802.3ad,miimon=100,lacp_rate=fast,xmit_hash_policy=layer3+4", []],
    ["mode=1,arp_interval=1000,arp_ip_target=10.0.0.1 10.0.0.2,arp_validate=all", []],
    ["mode=active-backup", []],
    ["mode=1,miimon=0,arp_interval=1000,arp_ip_target=10.0.0.1", []],
    ["mode=1,miimon=0", ["no-link-monitoring: miimon=0"]],
    ["mode=1,miimon=0,updelay=200", ["no-link-monitoring: miimon=0", "delay-without-miimon: updelay=200"]],
    ["mode=1,arp_interval=1000", ["arp-without-target: arp_interval=1000"]],
    ["mode=1,arp_ip_target=10.0.0.1", ["target-without-interval: arp_ip_target=10.0.0.1"]],
    ["mode=1,miimon=100,arp_interval=9,arp_ip_target=10.0.0.1", ["miimon-and-arp: arp_interval=9"]],
    ["mode=4,arp_validate=all", ["arp-mode-unsupported: arp_validate=all"]],
    ["mode=1,arp_validate=all", ["arp-validate-disables-miimon: arp_validate=all"]],
    ["mode=1,updelay=250", ["delay-not-multiple: updelay=250"]],
    ["mode=1,peer_notif_delay=250", ["peer-notif-not-multiple: peer_notif_delay=250"]],
    ["mode=0,primary=eno1", ["primary-wrong-mode: primary=eno1"]],
    ["mode=1,lacp_rate=fast", ["lacp-option-wrong-mode: lacp_rate=fast"]],
    ["mode=1,tlb_dynamic_lb=0", ["option-wrong-mode: tlb_dynamic_lb=0"]],
    ["mode=1,min_links=2", ["option-wrong-mode: min_links=2"]],
    ["mode=6,fail_over_mac=active", ["fom-ignored: fail_over_mac=active"]],
    ["mode=1,num_grat_arp=1,num_unsol_na=2", ["grat-arp-differs: num_unsol_na=2"]],
    ["mode=1,balance-slb=1", ["slb-requirements: balance-slb=1"]],
    ["mode=2,balance-slb=1,xmit_hash_policy=layer2", ["slb-requirements: xmit_hash_policy=layer2"]],
    ["mode=1,miimon=50,miimon=100", ["duplicate-option: miimon=50"]],
    ["mode=1,arp_interval=9,arp_ip_target=10.0.0.1 10.0.0.1", ["duplicate-target: arp_ip_target=10.0.0.1 10.0.0.1"]],
    ["mode=1,arp_interval=9,arp_ip_target=0.0.0.0", ["kernel-refuses: arp_ip_target=0.0.0.0"]],
    ["mode=4,ad_actor_system=01:00:5e:00:00:01", ["kernel-refuses: ad_actor_system=01:00:5e:00:00:01"]],
    ["mode=1,peer_notif_delay=300100", ["kernel-refuses: peer_notif_delay=300100"]],
    ["mode=bal", ["ambiguous: mode=bal"]],
    ["miimon=100", ["mode-missing: miimon=100"]],
    ["mode=1,miimon", ["missing-value: miimon"]],
  ])("%s", (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test("fail_over_mac=follow beside arp_validate", () => {
    const text = "mode=1,arp_interval=9,arp_ip_target=10.0.0.1,arp_validate=3,fail_over_mac=2";
    expect(codes(text)).toEqual(["fom-follow-with-arp-validate: fail_over_mac=2"]);
  });

  test("more targets than the kernel holds", () => {
    const targets = Array.from({ length: 17 }, (_, index) => `10.0.0.${index + 1}`).join(" ");
    expect(codes(`mode=1,arp_interval=9,arp_ip_target=${targets}`)[0]).toMatch(/^too-many-targets/);
  });

  test.each([
    ["keyfile", "mode=actve-backup\nmiimon=100", ["mode-falls-back: mode=actve-backup"]],
    ["keyfile", "mode=1\nmiimon=100 # fast", ["invalid-value: miimon=100 # fast"]],
    ["keyfile", "mode=1\nmiimon=100\narp_interval=9\narp_ip_target=10.0.0.1", ["miimon-and-arp: arp_interval=9"]],
    ["keyfile", "mode=1\nmode=actve-backup", ["mode-falls-back: mode=actve-backup"]],
    ["keyfile", "mode=1\nnonsense", ["syntax: nonsense"]],
    ["ifcfg", "miimon=100", ["mode-defaults: miimon=100"]],
    ["keyfile", "miimon=100", ["mode-defaults: miimon=100"]],
    ["ifcfg", "mode=1 miimmon=100", ["unknown-option: miimmon=100"]],
    ["ip", "mode 1", ["no-link-monitoring: mode 1"]],
    ["ip", "mode 4", []],
    ["ip", "mode 1 miimon 100 arp_interval 9 arp_ip_target 10.0.0.1", ["miimon-and-arp: arp_interval 9"]],
    ["modprobe", "mode=1 miimon=100 primary_reselect=bogus", ["invalid-value: primary_reselect=bogus"]],
    ["networkd", "Mode=active-backup\nMIIMonitorSec=100", ["unit: MIIMonitorSec=100"]],
    ["netplan", "mode: active-backup\nmii-monitor-interval: 100ms", ["unit: mii-monitor-interval: 100ms"]],
  ] as const)("%s %j", (form, text, expected) => {
    expect(codes(text, form)).toEqual(expected);
  });
});

test("an invalid last line of a keyfile takes the valid one before it away", () => {
  expect(judgeOptions("mode=1\nmode=actve-backup", "keyfile").effective?.mode).toBe("balance-rr");
});

describe("versions of NetworkManager", () => {
  test.each(["lacp_active=on", "arp_missed_max=3"])("%s is known from 1.44", (option) => {
    const text = `mode=4,${option}`;
    expect(judgeOptions(text, "nmcli").accepted).toBe(false);
    expect(judgeOptions(text, "nmcli", { networkManager: "1.52.1" }).accepted).toBe(true);
    expect(judgeOptions(text, "nmcli").errors[0]?.message).toContain("only since 1.44");
  });

  test("802.3ad with arp_missed_max is refused from 1.58", () => {
    const judged = judgeOptions("mode=4,arp_missed_max=3", "nmcli", { networkManager: "1.58" });
    expect(judged).toMatchObject({ accepted: false, errors: [{ code: "arp-mode-unsupported" }] });
  });
});

test("a line that is added to stored options", () => {
  const base = new Map([
    ["mode", "active-backup"],
    ["primary", "eno1"],
  ] as const);
  expect(judgeOptions("miimon=100", "nmcli", { base })).toMatchObject({
    accepted: true,
    errors: [],
    normalized: "mode=active-backup,miimon=100,primary=eno1",
  });
  expect(judgeOptions("mode=802.3ad", "nmcli", { base })).toMatchObject({
    accepted: false,
    errors: [{ code: "primary-wrong-mode", start: 0, end: 12 }],
  });
});

test("the verdict is nmcli's setter's, and what is stored is taken again unchanged", () => {
  fc.assert(
    fc.property(optionTexts, (text) => {
      const { accepted, errors, normalized = "" } = judgeOptions(text, "nmcli");
      const stored = modifyStored(new Map(), [{ kind: "set", text }], minorOf());
      expect(accepted).toBe(stored !== undefined);
      if (!accepted) expect(errors).not.toEqual([]);
      // Both monitors with miimon=0 last are stored; written in nmcli's order they are stored again.
      else expect(judgeOptions(normalized, "nmcli").accepted).toBe(true);
    }),
    { numRuns: 2000, seed: 5 },
  );
});
