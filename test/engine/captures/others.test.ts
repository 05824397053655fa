import { describe, expect, test } from "vitest";
import { type Report, readCapture } from "../../../src/engine/captures/index.ts";
import { labFile, SHUT } from "../../lab.ts";

function read<K extends Report["kind"]>(kind: K, text: string, path = "x.txt"): Extract<Report, { kind: K }> {
  const report = readCapture({ path, text }).reports.find(
    (one): one is Extract<Report, { kind: K }> => one.kind === kind,
  );
  if (report === undefined) throw new Error(`no ${kind} was read`);
  return report;
}

describe("ip link", () => {
  const text = labFile(`${SHUT}/ip_d_s_link_show.txt`);
  const { interfaces } = read("ip-link", text);
  const eno1 = interfaces.find(({ name }) => name.value === "eno1");
  const bond0 = interfaces.find(({ name }) => name.value === "bond0");
  const shown = (fact: { start: number; end: number } | undefined) => text.slice(fact?.start, fact?.end);

  test("interfaces in order, with flags, master, state, addresses and altnames", () => {
    expect(interfaces.map(({ name }) => name.value)).toEqual([
      "lo",
      "eno3",
      "ens10",
      "ens9",
      "eno4",
      "eno1",
      "eno2",
      "bond0",
    ]);
    expect(eno1?.flags.map(({ value }) => value)).toEqual(["NO-CARRIER", "BROADCAST", "MULTICAST", "SLAVE", "UP"]);
    expect([eno1?.master?.value, eno1?.state?.value, eno1?.mtu?.value, eno1?.mac?.value]).toEqual([
      "bond0",
      "DOWN",
      1500,
      "3c:fd:fe:9e:10:01",
    ]);
    expect(eno1?.altnames.map(({ value }) => value)).toEqual(["enp0s5", "ens5"]);
    expect(interfaces.find(({ name }) => name.value === "eno2")?.permanentMac?.value).toBe("3c:fd:fe:9e:10:02");
  });

  test("the bond's and the port's own line", () => {
    expect(bond0?.bond?.get("miimon")?.value).toBe("0");
    expect(bond0?.bond?.get("active_slave")?.value).toBe("eno1");
    expect(bond0?.bond?.get("arp_missed_max")?.value).toBe("2");
    expect(eno1?.port?.get("mii_status")?.value).toBe("UP");
  });

  test("spans hold key and value, or the flag", () => {
    expect(shown(bond0?.bond?.get("miimon"))).toBe("miimon 0");
    expect(shown(eno1?.flags[0])).toBe("NO-CARRIER");
    expect(shown(eno1?.name)).toBe("eno1");
    expect(shown(eno1?.mac)).toBe("3c:fd:fe:9e:10:01");
    expect(shown(eno1?.altnames[1])).toBe("ens5");
  });

  test("a name that repeats the index, and a parent behind @", () => {
    const { interfaces: odd } = read(
      "ip-link",
      "7: 7: <BROADCAST,UP> mtu 1500 state UP\n8: v1@if9: <UP,LOWER_UP> mtu 1500\n",
    );
    expect(odd.map(({ name }) => [name.value, name.start])).toEqual([
      ["7", 3],
      ["v1", 42],
    ]);
  });
});

describe("ethtool", () => {
  test("the card's own view", () => {
    const text = labFile(`${SHUT}/ethtool_eno1.txt`);
    const report = read("ethtool", text);
    expect(report.interface).toBe("eno1");
    expect([
      report.speed?.value,
      report.duplex?.value,
      report.autonegotiation?.value,
      report.linkDetected?.value,
    ]).toEqual([null, null, true, false]);
    expect(text.slice(report.linkDetected?.start, report.linkDetected?.end)).toBe("Link detected: no");
  });

  test("the reason of newer versions, and a speed", () => {
    const report = read(
      "ethtool",
      "Settings for p1:\n\tSpeed: 10000Mb/s\n\tDuplex: Full\n\tLink detected: no (No cable)\n",
    );
    expect([report.speed?.value, report.duplex?.value, report.noLinkReason]).toEqual([10000, "full", "No cable"]);
  });
});

describe("nmcli connection show", () => {
  const STAGE = "seed-miimon0-primary/1-healthy";
  test.each([
    ["nmcli_con_show_bond0.txt", "columns"],
    ["nmcli_p_con_show_bond0.txt", "columns"],
    ["nmcli_c_yes_con_show_bond0.txt", "columns"],
    ["nmcli_f_bond_con_show_bond0.txt", "columns"],
    ["nmcli_t_con_show_bond0.txt", "terse"],
    ["nmcli_g_bond.options_con_show_bond0.txt", "value"],
  ])("%s", (file, layout) => {
    const text = labFile(`${STAGE}/${file}`);
    const profile = read("nmcli-connection", text, file);
    expect(profile.layout).toBe(layout);
    expect(profile.subject).toBe("bond0");
    expect([...profile.bondOptions].map(([name, { value }]) => `${name}=${value}`).join()).toBe(
      "mode=active-backup,miimon=0,primary=eno1",
    );
    const miimon = profile.bondOptions.get("miimon");
    expect(text.slice(miimon?.start, miimon?.end)).toBe("miimon=0");
  });

  test("what is empty is left out", () => {
    const profile = read("nmcli-connection", labFile(`${STAGE}/nmcli_con_show_bond0.txt`));
    expect(profile.properties.has("connection.zone")).toBe(false);
    expect(profile.properties.get("GENERAL.DEVICES")?.value).toBe("bond0");
  });

  test("the bare value behind nmcli -g, in a session", () => {
    const profile = read("nmcli-connection", "$ nmcli -g bond.options con show bond0\nmode=active-backup,miimon=0\n");
    expect(profile.bondOptions.get("miimon")?.value).toBe("0");
  });

  test("a line that grep found", () => {
    const text =
      "$ nmcli con show bond0 | grep bond.options\nbond.options:                           mode=active-backup,miimon=0\n";
    expect(read("nmcli-connection", text).bondOptions.get("mode")?.value).toBe("active-backup");
  });
});
