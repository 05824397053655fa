import { describe, expect, test } from "vitest";
import { effectiveOptions } from "../../../src/engine/bonding/effective.ts";
import { optionsOf, splitItems } from "../../../src/engine/bonding/networkManager/nmcli.ts";
import { networkManagerCases } from "./oracle.ts";

const stored = (text: string) => optionsOf(splitItems(text).map(({ key, value = "" }) => [key, value] as const));
const runs = (text: string, name: string) => Object.fromEntries(effectiveOptions(stored(text)))[name];

describe("what the kernel runs of a profile", () => {
  test.each([
    ["mode=active-backup", "miimon", "100"],
    ["mode=active-backup,miimon=0", "miimon", "0"],
    ["mode=802.3ad,miimon=0", "miimon", "0"],
    ["mode=802.3ad,arp_interval=1000,arp_ip_target=10.0.0.1", "miimon", "100"],
    ["mode=active-backup,arp_interval=1000,arp_ip_target=10.0.0.1", "miimon", "0"],
    ["mode=active-backup,arp_interval=1000,arp_ip_target=10.0.0.1,miimon=100", "arp_interval", "0"],
    ["mode=active-backup,arp_interval=1000,arp_ip_target=10.0.0.1,updelay=200", "updelay", "0"],
    ["mode=active-backup,miimon=100,updelay=250", "updelay", "200"],
    ["mode=active-backup,miimon=100,downdelay=50", "downdelay", "0"],
    ["mode=active-backup,miimon=100,arp_validate=all", "miimon", "0"],
    ["mode=802.3ad,miimon=100,arp_validate=all", "miimon", "100"],
    ["mode=1,miimon=0100", "miimon", "100"],
    ["mode=1", "mode", "active-backup"],
    ["mode=4,lacp_rate=1", "lacp_rate", "fast"],
    ["mode=1,lacp_rate=slow", "lacp_rate", undefined],
    ["mode=1,xmit_hash_policy=2", "xmit_hash_policy", "layer2+3"],
    ["mode=balance-xor,balance-slb=1", "xmit_hash_policy", "vlan+srcmac"],
    ["mode=1,active_slave=eno2", "primary", "eno2"],
    ["mode=1,num_grat_arp=0", "num_grat_arp", "1"],
    ["mode=1,num_unsol_na=3", "num_grat_arp", "3"],
    ["mode=0,packets_per_slave=0", "packets_per_slave", "1"],
    ["mode=1,arp_interval=9,arp_ip_target=10.0.0.1\\,10.0.0.2", "arp_ip_target", "10.0.0.1 10.0.0.2"],
    ["mode=4,ad_actor_system=0-1-2-A-B-C", "ad_actor_system", "00:01:02:0a:0b:0c"],
    ["updelay=250", "updelay", "200"],
    ["primary=eno1", "mode", undefined],
    ["mode=1,updelay=abc", "updelay", "0"],
  ])("%s runs %s", (text, name, value) => {
    expect(runs(text, name)).toBe(value);
  });

  test("the mode can come from elsewhere", () => {
    expect(effectiveOptions(new Map([["arp_interval", "9"]]), "802.3ad").get("miimon")).toBe("100");
  });

  test("IPv6 targets are compared as the kernel prints them", () => {
    const options = stored("mode=1,arp_interval=9,ns_ip6_target=2001:DB8:0:0:1:0:0:1\\,fe80:0:0:0:0:0:0:1");
    expect(effectiveOptions(options).get("ns_ip6_target")).toBe("2001:db8::1:0:0:1 fe80::1");
  });
});

describe("libnm's own answers", () => {
  test.each(networkManagerCases().effectiveDefaults.map((one) => [one.options, one] as const))("%s", (text, one) => {
    const runsMiimon = runs(text.replaceAll(" ", "\\ "), "miimon");
    if (one.miimon && /^\d+$/.test(one.miimon)) expect(runsMiimon).toBe(one.miimon);
    if (one.miimon?.includes("sends no miimon")) expect(runsMiimon).toBe("0");
  });
});
