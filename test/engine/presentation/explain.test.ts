import { describe, expect, test } from "vitest";
import { ALL_OPTIONS, isAnyOptionName, knowledgeOf, OPTION_NAMES } from "../../../src/engine/bonding/options.ts";
import { meaningOfOption } from "../../../src/engine/bonding/optionValues.ts";
import { analyze, explain } from "../../../src/engine/index.ts";
import { labFile, labTexts, SHUT } from "../../lab.ts";
import { at, BOND, DUMP, PORT } from "./explained.ts";

const LACP = labFile("rule-lacp-expired/2-eno2-defaulted/proc_net_bonding_bond0.txt");

describe("a dump of /proc/net/bonding", () => {
  test("every line of every dump of the lab is explained, at its key and at its value", () => {
    const silent: string[] = [];
    const modes = new Set<string>();
    const dumps = labTexts().filter(
      (one) => one.path.endsWith("proc_net_bonding_bond0.txt") && one.text.includes("Bonding Mode: "),
    );
    for (const { path, text } of dumps) {
      const [capture] = analyze([{ path, text }]).captures;
      let offset = 0;
      for (const line of text.split("\n")) {
        const key = capture && explain(capture, offset + line.length - line.trimStart().length);
        const value = capture && explain(capture, offset + line.trimEnd().length - 1);
        if (line.trim() !== "" && !(key && value)) silent.push(`${path}: ${line}`);
        if (line.startsWith("Bonding Mode: ")) modes.add(line.replace(/ \(fail_over_mac.*/, ""));
        offset += line.length + 1;
      }
    }
    expect(silent).toEqual([]);
    expect(modes.size).toBeGreaterThanOrEqual(4);
  });

  test("says what this value means, and of an option what it is, its default, range and source", () => {
    const miimon = at(DUMP, "MII Polling")?.markdown ?? "";
    for (const part of [
      "**MII Polling Interval (ms)** `0`",
      "The MII monitor is off.",
      "`miimon`",
      "Default: 100 by NetworkManager, 0 in the kernel",
      "Values: 0 to 2147483647 ms",
      "Source: Linux drivers/net/bonding/bond_options.c",
    ])
      expect(miimon).toContain(part);
    expect(at(DUMP, "MII Status: up", { nth: 2 })?.markdown).toMatch(/takes the port for usable[\s\S]*Only a monitor/);
    expect(at(DUMP, "MII Status: up", { nth: 1 })?.markdown).toContain("The bond has carrier");
    expect(at(DUMP, "Up Delay")?.markdown).toContain("reads 0 whenever miimon is 0");
  });

  test("a mode, and the option in brackets behind it", () => {
    const text = DUMP.replace("(active-backup)", "(active-backup) (fail_over_mac follow)");
    expect(at(text, "fault-tolerance")?.markdown).toMatch(/One port carries all traffic[\s\S]*a failover moves it/);
    expect(at(text, "fail_over_mac")).toMatchObject({ on: "fail_over_mac follow" });
    expect(at(text, "follow")?.markdown).toMatch(/^\*\*fail_over_mac\*\* `follow`\n\nOnly the active port/);
    expect(at(text, "primary_reselect")?.markdown).toContain("as soon as that is up");
    expect(at(text, "eno1 (primary")?.markdown).toContain("eno1 is preferred");
  });

  test.each([
    [77, "active (1), aggregating (4), in sync (8), defaulted (64)", "This host has no LACP packet", "single link"],
    [61, "active (1), aggregating (4), in sync (8), collecting (16), distributing (32)", "receives and sends", "."],
    [71, "active (1), short timeout (2), aggregating (4), defaulted (64)", "This host has no LACP packet", "to go by."],
    [5, "active (1), aggregating (4)", "does not have the port in sync", "negotiates"],
    [13, "active (1), aggregating (4), in sync (8)", "waits for the partner to be in sync", "."],
    [141, "active (1), aggregating (4), in sync (8), expired (128)", "has stopped hearing", "the partner"],
  ])("port state %i in words", (state, set, means, more) => {
    const text = LACP.replace("port state: 63", `port state: ${state}`);
    const { markdown = "" } = at(text, `port state: ${state}`) ?? {};
    expect(markdown).toContain(`Set: ${set}.`);
    expect(markdown).toContain(means);
    expect(markdown).toContain(more);
  });

  test("the partner's packet is told from this host's", () => {
    const silent = LACP.replace("oper key: 9", "oper key: 1").replace(
      /(partner[\s\S]*?)port state: 63/,
      "$1port state: 1",
    );
    expect(at(silent, "port state: 1")?.markdown).toContain("no partner has been heard");
    expect(at(LACP, "system mac address: 00:00:00:00:00:00")?.markdown).toContain("No partner has been heard.");
    expect(at(LACP, "port key")?.markdown).toContain("1Gbit/s, full duplex");
    expect(at(LACP, "Aggregator ID: 1", { nth: 1 })?.markdown).toContain("The active aggregator.");
    expect(at(LACP, "Aggregator ID: 1", { nth: 2 })?.markdown).toContain("The aggregator that the port is in.");
  });

  test("says nothing of a value that it does not know, and nothing of a line that the driver does not print", () => {
    const { markdown = "" } = at(DUMP.replace("MII Status: up", "MII Status: odd"), "MII Status: odd") ?? {};
    expect(markdown).toMatch(/^\*\*MII Status\*\* `odd`\n\nThe carrier of the bond/);
    expect(at(LACP.replace("port state: 63", "port state: 999"), "port state: 999")?.markdown).not.toContain("Set:");
    expect(at(`${DUMP}Peer Encryption Protocol: none\n`, "Peer Encryption")).toBeUndefined();
    expect(at(`${DUMP}constructor: none\n`, "constructor")).toBeUndefined();
  });

  test("a port's line without the lines above it is not taken for the bond's", () => {
    const cut = "MII Status: up\nSpeed: 1000 Mbps\nDuplex: full\nLink Failure Count: 0\n\nSlave Interface: eno2\n";
    expect(at(`${cut}MII Status: down\n`, "MII Status: up")).toBeUndefined();
    expect(at(`${cut}MII Status: down\n`, "MII Status: down")?.markdown).toContain("does not use the port");
  });
});

describe("ip", () => {
  test("flags, the pairs of the first line, and those of bond and port", () => {
    expect(at(PORT, "NO-CARRIER")).toMatchObject({
      on: "NO-CARRIER",
      markdown: expect.stringContaining("without a link"),
    });
    expect(at(PORT, "state DOWN")?.markdown).toContain("Set down, or without carrier.");
    expect(at(PORT, "state ACTIVE")?.markdown).toContain("The port is in use.");
    expect(at(PORT, "mii_status")?.markdown).toMatch(/`UP`\n\nThe driver takes the port for usable/);
    expect(at(PORT, "perm_hwaddr")?.markdown).toContain("own MAC address");
    expect(at(BOND, "miimon")).toMatchObject({
      on: "miimon",
      markdown: expect.stringContaining("The MII monitor is off."),
    });
    expect(at(BOND, "peer_notify_delay")?.markdown).toContain("`peer_notif_delay`");
    expect(at(BOND, "mode DEFAULT")).toBeUndefined();
    expect(at(BOND, "mode active-backup")?.markdown).toContain("One port carries all traffic");
  });

  test("every option that the bond's line shows, and whether the mode makes use of it", () => {
    const shown = Object.keys(ALL_OPTIONS)
      .filter(isAnyOptionName)
      .filter((name) => {
        const { seen, perPort } = knowledgeOf(name);
        return !perPort && seen.ip !== undefined && BOND.includes(` ${seen.ip} `);
      });
    expect(shown.length).toBeGreaterThan(20);
    for (const name of shown) {
      expect(at(BOND, ` ${knowledgeOf(name).seen.ip} `, { nth: name === "mode" ? 2 : 1 })?.markdown, name).toContain(
        `The option \`${name}\``,
      );
    }
    expect(at(BOND, "lacp_rate")?.markdown).toContain("Without effect in this bond's mode, active-backup.");
    expect(at(BOND, "miimon")?.markdown).not.toContain("Without effect");
  });

  test("the brief list; and no line that is not the bond's", () => {
    expect(at("eno1             DOWN           3c:fd:fe:9e:10:01 <NO-CARRIER,BROADCAST,UP> \n", "DOWN")).toMatchObject({
      on: "DOWN",
      markdown: expect.stringContaining("Set down, or without carrier."),
    });
    const bridged = `${PORT.trimEnd()}\n    bridge_slave state forwarding priority 32\n    alias primary uplink\n`;
    for (const needle of ["state forwarding", "primary uplink"]) expect(at(bridged, needle)).toBeUndefined();
  });

  test("LACP states as numbers and in words, with -o and in a wrapped line", () => {
    const state = "ad_actor_oper_port_state 77 ad_actor_oper_port_state_str <active,aggregating,in_sync,defaulted>";
    const text = PORT.replace("queue_id 0", `queue_id 0 ${state}`);
    const set = "Set: active (1), aggregating (4), in sync (8), defaulted (64).";
    for (const needle of ["77", "<active"]) expect(at(text, needle)?.markdown).toContain(set);
    const oneline = PORT.trimEnd().replaceAll("\n", "\\");
    expect(at(`${oneline}\n`, "mii_status")?.markdown).toContain("takes the port for usable");
    const wrapped = BOND.replace(" primary eno1", "\n    primary eno1");
    expect(at(wrapped, "primary_reselect")?.markdown).toContain("as soon as that is up");
    expect(at(wrapped, "lacp_rate")).toBeDefined();
  });
});

describe("ethtool", () => {
  const text = labFile(`${SHUT}/ethtool_eno1.txt`);

  test("its lines, and why there is no link", () => {
    for (const key of [
      "Speed:",
      "Duplex:",
      "Auto-negotiation:",
      "Port:",
      "MDI-X:",
      "Link detected:",
      "Supported link modes:",
    ])
      expect(at(text, key), key).toBeDefined();
    const why = text.replace("Link detected: no", "Link detected: no (Autoneg, No partner detected)");
    expect(at(why, "No partner")).toMatchObject({
      on: "no (Autoneg, No partner detected)",
      markdown: expect.stringContaining("The card has no link. The two ends have not agreed. The other end is down."),
    });
    expect(at(text.replace("detected: no", "detected: no (No cable)"), "No cable")?.markdown).toContain(
      "No cable is connected.",
    );
    expect(at(text, "Wake-on")).toBeUndefined();
  });
});

describe("NetworkManager", () => {
  const profile = labFile(`${SHUT}/nmcli_con_show_bond0.txt`);

  test("an option of bond.options with its value; the property itself", () => {
    expect(at(profile, "miimon=0")).toMatchObject({
      on: "miimon=0",
      markdown: expect.stringContaining("MII monitor is off"),
    });
    expect(at(profile, "bond.options")?.markdown).toContain(
      "without miimon and the ARP monitor, NetworkManager takes miimon=100",
    );
  });

  test("what a profile says of ports, and a device of its state", () => {
    const port = labFile(`${SHUT}/nmcli_con_show_bond0-eno1.txt`);
    expect(at(port, "connection.master")?.markdown).toContain("The bond that this profile is a port of");
    expect(at(port, "connection.autoconnect:")?.markdown).toContain("Whether NetworkManager activates");
    expect(at(profile, "GENERAL.STATE")?.markdown).toContain("The profile is active.");
    const device = labFile(`${SHUT}/nmcli_dev_show_eno1.txt`);
    expect(at(device, "100 (connected)")).toMatchObject({ on: "100 (connected)" });
    expect(at(device, "WIRED-PROPERTIES")?.markdown).toContain("It has not.");
    expect(at(profile, "ipv4.method")).toBeUndefined();
  });

  test("a keyfile's key is nmcli's property", () => {
    const keyfile =
      "[connection]\nid=bond0-eno1\ntype=ethernet\ninterface-name=eno1\ncontroller=bond0\nport-type=bond\n";
    const path = "bond0-eno1.nmconnection";
    expect(at(keyfile, "bond0\nport", { path })).toMatchObject({ on: "bond0" });
    expect(at(keyfile, "port-type", { path })?.markdown).toContain("A port of a bond.");
  });
});

test("every value of an option in bond.options is explained, by itself or by its option in so many words", () => {
  const silent = OPTION_NAMES.filter((name) => {
    const { type, values } = knowledgeOf(name);
    return type === "enum" && values?.some((value) => meaningOfOption(name, value) === undefined);
  });
  expect(silent).toEqual([]);
  expect(meaningOfOption("mode", "1")).toBe(meaningOfOption("mode", "active-backup"));
  expect(meaningOfOption("xmit_hash_policy", "constructor")).toBeUndefined();
  expect(meaningOfOption("updelay", "200")).toBe("A port is used after 200 ms of carrier.");
});
