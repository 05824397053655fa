import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { howToApply, sysfsPlan } from "../../../src/engine/bonding/apply.ts";
import { applyChange, setOption } from "../../../src/engine/bonding/change.ts";
import { effectiveOptions } from "../../../src/engine/bonding/effective.ts";
import { KernelBond } from "../../../src/engine/bonding/kernel/bond.ts";
import { runSysfs, writeSysfs } from "../../../src/engine/bonding/kernel/sysfs.ts";
import { MODES } from "../../../src/engine/bonding/modes.ts";
import { modifyStored, optionsOf, splitItems } from "../../../src/engine/bonding/networkManager/nmcli.ts";
import { verifyTogether } from "../../../src/engine/bonding/networkManager/verify.ts";
import { minorOf } from "../../../src/engine/bonding/networkManager/version.ts";
import type { Options } from "../../../src/engine/bonding/options.ts";
import { optionTexts } from "../../differential/texts.ts";

const options = (text: string): Options =>
  optionsOf(splitItems(text).map(({ key, value = "" }) => [key, value] as const));

const profiles = optionTexts.map((text) => modifyStored(new Map(), [{ kind: "set", text }], minorOf()));

describe("applying a profile", () => {
  test.each([
    ["mode=1,miimon=0", "mode=1,miimon=100", "reapply", []],
    ["mode=active-backup", "mode=1", "nothing", []],
    ["mode=1", "mode=4", "up", ["mode"]],
    ["mode=4,lacp_rate=slow", "mode=4,lacp_rate=fast,miimon=50", "up", ["lacp_rate"]],
    ["mode=1", "mode=1,fail_over_mac=active", "up", ["fail_over_mac"]],
    ["mode=1,arp_interval=9,arp_ip_target=10.0.0.1", "mode=1,miimon=100", "reapply", []],
  ] as const)("%s to %s: %s", (before, after, how, because) => {
    expect(howToApply(options(before), options(after))).toEqual({ how, because });
  });
});

describe("writing to sysfs", () => {
  const plan = (before: string, after: string) => {
    const { writes, ...rest } = sysfsPlan(effectiveOptions(options(before)), effectiveOptions(options(after)));
    return { ...rest, writes: writes.map(({ option, value }) => `${option} ${value}`) };
  };

  test("miimon first, then its delays", () => {
    expect(plan("mode=1,miimon=0", "mode=1,updelay=200")).toEqual({
      releasePorts: false,
      setDown: false,
      without: [],
      writes: ["miimon 100", "updelay 200"],
    });
  });

  test("targets before the ARP monitor that asks them; it switches miimon off by itself", () => {
    const { writes } = plan("mode=1,updelay=200", "mode=1,arp_interval=9,arp_ip_target=10.0.0.1,arp_validate=all");
    expect(writes).toEqual(["arp_ip_target +10.0.0.1", "arp_interval 9", "arp_validate all"]);
  });

  test("a new mode wants the bond down and without ports", () => {
    const { releasePorts, setDown, writes } = plan("mode=1,primary=eno1", "mode=4,lacp_rate=fast");
    expect({ releasePorts, setDown, writes }).toEqual({
      releasePorts: true,
      setDown: true,
      writes: ["mode 802.3ad", "lacp_rate fast"],
    });
  });

  test("any profile becomes any other, and the kernel takes every write", () => {
    fc.assert(
      fc.property(profiles, profiles, (from, to) => {
        if (!from || !to) return;
        const after = effectiveOptions(to);
        const first = sysfsPlan(new Map(), effectiveOptions(from));
        const second = sysfsPlan(effectiveOptions(from), after);
        const { bond, errors } = runSysfs(first.writes);
        expect(errors.filter(Boolean)).toEqual([]);
        expect(second.writes.map((write) => writeSysfs(bond, write)).filter(Boolean)).toEqual([]);
        for (const [name, value] of after)
          if (name !== "ns_ip6_target") expect([name, bond.value(name)]).toEqual([name, value]);
      }),
      { numRuns: 2000, seed: 6 },
    );
    expect(new KernelBond().mode).toBe("balance-rr");
  });
});

describe("a new mode", () => {
  const switched = (text: string, mode: string) =>
    Object.fromEntries(applyChange(options(text), setOption("mode", mode)));

  test("802.3ad in place of the ARP monitor gets miimon", () => {
    const text = "mode=1,arp_interval=1000,arp_ip_target=10.0.0.1,arp_validate=all,primary=eno1,fail_over_mac=1";
    expect(switched(text, "802.3ad")).toEqual({ mode: "802.3ad", miimon: "100" });
  });

  test("802.3ad without any monitor gets miimon, and keeps one that is set", () => {
    expect(switched("mode=1,miimon=0", "802.3ad")).toEqual({ mode: "802.3ad", miimon: "100" });
    expect(switched("mode=1,miimon=50,updelay=100", "802.3ad")).toEqual({
      mode: "802.3ad",
      miimon: "50",
      updelay: "100",
    });
  });

  test("active-backup drops what belongs to LACP", () => {
    const text = "mode=4,lacp_rate=fast,ad_select=count,min_links=2,xmit_hash_policy=layer3+4,miimon=100";
    expect(switched(text, "active-backup")).toEqual({ mode: "active-backup", miimon: "100" });
  });

  test("every change of mode or monitor is accepted by NetworkManager, and twice changes nothing", () => {
    const changes = fc.oneof(
      fc.constantFrom(...MODES).map((mode) => setOption("mode", mode)),
      fc.constantFrom("50", "100", "200", "500").map((value) => setOption("miimon", value)),
      fc.constantFrom("10.0.0.1", "10.0.0.1 10.0.0.2").map((list) => ({
        set: new Map([
          ["mode", "active-backup"],
          ["arp_interval", "1000"],
          ["arp_ip_target", list],
        ] as const),
        unset: [],
      })),
    );
    fc.assert(
      fc.property(profiles, changes, (before, change) => {
        if (!before) return;
        const after = applyChange(before, change);
        expect(verifyTogether(after, minorOf())).toEqual([]);
        expect(applyChange(after, change)).toEqual(after);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});
