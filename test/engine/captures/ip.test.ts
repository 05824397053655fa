import { describe, expect, test } from "vitest";
import { readJsonObjects } from "../../../src/engine/captures/json.ts";
import { labFile, labTexts } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

const HEALTHY = "seed-miimon0-primary/1-healthy";

/** What is left of an interface without the places that state it. */
function values(one: object): unknown {
  return JSON.parse(
    JSON.stringify(one, (_, value) => {
      if (value instanceof Map) return Object.fromEntries([...value].sort(([a], [b]) => (a < b ? -1 : 1)));
      return value !== null && typeof value === "object" && "section" in value ? value.value : value;
    }),
  );
}

const linksOf = (text: string, path?: string) => reportOf("ip-link", text, path).interfaces;
const addresses = (text: string, path?: string) =>
  linksOf(text, path).map(({ name, addresses: own }) => [
    name.value,
    ...own.map(({ value }) => `${value.ip}/${value.prefix} ${value.scope ?? "-"}`),
  ]);

describe("ip addr", () => {
  test("addresses with prefix and scope, each at its characters", () => {
    const text = labFile(`${HEALTHY}/ip_addr.txt`);
    const bond = linksOf(text).find(({ name }) => name.value === "bond0");
    expect(bond?.addresses.map(({ value }) => value)).toEqual([{ ip: "10.20.0.10", prefix: 24, scope: "global" }]);
    expect(shown(text, bond?.addresses[0])).toBe("inet 10.20.0.10/24");
    expect(addresses(text)[0]).toEqual(["lo", "127.0.0.1/8 host", "::1/128 host"]);
  });

  test("-o: one line for each address", () => {
    const text =
      "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n14: bond0    inet 10.20.0.10/24 brd 10.20.0.255 scope global noprefixroute bond0\\       valid_lft forever preferred_lft forever\n14: bond0    inet6 fe80::5efe:a/64 scope link \\       valid_lft forever preferred_lft forever\n";
    expect(kindsOf(text)).toEqual(["ip-link"]);
    expect(addresses(text)).toEqual([
      ["lo", "127.0.0.1/8 host"],
      ["bond0", "10.20.0.10/24 global", "fe80::5efe:a/64 link"],
    ]);
    expect(linksOf(text)[1]?.flags).toEqual([]);
  });

  test("-br, in a session", () => {
    const text =
      "$ ip -br addr\nlo               UNKNOWN        127.0.0.1/8 ::1/128 \nbond0            UP             10.20.0.10/24 metric 100 fe80::fc:ff:fe00:1/64 \neno1             UP             \n";
    expect(addresses(text)).toEqual([
      ["lo", "127.0.0.1/8 -", "::1/128 -"],
      ["bond0", "10.20.0.10/24 -", "fe80::fc:ff:fe00:1/64 -"],
      ["eno1"],
    ]);
  });

  test("an end of a tunnel, and what somebody left out behind the name", () => {
    expect(
      addresses("$ ip a\n2: ens192:\n    inet 10.0.0.1 peer 10.0.0.2/32 scope global ens192\n3: bond1 <MASTER,UP>\n"),
    ).toEqual([["ens192", "10.0.0.1/32 global"], ["bond1"]]);
  });

  test("VLANs and bridges on top of a bond", () => {
    const vlan = linksOf(labFile("rule-fom-vlan/1-vlan/ip_d_link.txt")).find(({ name }) => name.value === "bond0.10");
    expect([vlan?.parent?.value, vlan?.kind?.value]).toEqual(["bond0", "vlan"]);
    const bridged = linksOf(labFile("rule-fom-bridge/1-bridge/ip_d_link.txt"));
    expect(bridged.find(({ name }) => name.value === "br-lan")?.kind?.value).toBe("bridge");
    expect(bridged.find(({ name }) => name.value === "bond0")?.master?.value).toBe("br-lan");
  });

  test("-s: counters under their columns", () => {
    const text = labFile("rule-hash-single-link/1-one-link-hot/ip_s_link.txt");
    const eno1 = linksOf(text).find(({ name }) => name.value === "eno1");
    expect([...(eno1?.counters ?? [])].map(([column, { value }]) => `${column} ${value}`)).toEqual([
      "rx bytes 23086060",
      "rx packets 16117",
      "rx errors 0",
      "rx dropped 0",
      "rx missed 0",
      "rx mcast 0",
      "tx bytes 23090188",
      "tx packets 16157",
      "tx errors 0",
      "tx dropped 0",
      "tx carrier 0",
      "tx collsns 0",
    ]);
    expect(shown(text, eno1?.counters?.get("tx bytes"))).toBe("23090188");
    expect(eno1?.altnames.map(({ value }) => value)).toEqual(["enp0s5", "ens5"]);
  });
});

describe("ip -j", () => {
  const compact = labFile(`${HEALTHY}/ip_j_d_link_show_bond0.json`);
  const pretty = JSON.stringify(JSON.parse(compact), null, 4).replace("[\n    {\n", "[ {\n");
  const mailed = pretty.replaceAll(/^/gm, "> ").replaceAll("\n", "\r\n");

  test.each([
    ["compact", compact],
    ["pretty", pretty],
    ["quoted in a mail", mailed],
    ["without its beginning", pretty.slice(pretty.indexOf('"ifindex"'))],
    ["as jq prints it, below a prompt", `$ ip -j -d link | jq .\n${JSON.stringify(JSON.parse(compact), null, 2)}`],
  ])("%s says what the text says", (_, text) => {
    const [json] = linksOf(text);
    const [plain] = linksOf(labFile(`${HEALTHY}/ip_d_link_show_bond0.txt`));
    const known = values(json ?? {}) as { bond: object };
    const said = values(plain ?? {}) as { bond: object };
    const extra = /"(?:addrgenmode|g[sr]o_\w+|tso_\w+|num[tr]xqueues)"/;
    expect(known).toEqual({
      ...said,
      bond: Object.fromEntries(Object.entries(said.bond).filter(([name]) => !extra.test(`"${name}"`))),
    });
    expect(shown(text, json?.bond?.get("miimon"))?.replace(/\s/g, "")).toBe('"miimon":0');
    expect(shown(text, json?.flags[2])).toBe('"MASTER"');
  });

  test("addresses and counters", () => {
    const text =
      '[{"ifindex":14,"ifname":"bond0","flags":["UP"],"mtu":1500,"addr_info":[{"family":"inet","local":"10.20.0.10","prefixlen":24,"scope":"global","label":"bond0"},{},{"local":7}],"stats64":{"rx":{"bytes":5,"over_errors":1},"tx":{"bytes":7,"carrier_errors":2}}},{}]\n';
    expect(addresses(text)).toEqual([["bond0", "10.20.0.10/24 global"]]);
    const counters = [...(linksOf(text)[0]?.counters ?? [])].map(([name, { value }]) => `${name} ${value}`);
    expect(counters).toEqual(["rx bytes 5", "rx over 1", "tx bytes 7", "tx carrier 2"]);
  });

  test("a field of another shape is left out by itself", () => {
    const [one] = linksOf('[{"ifindex":1,"ifname":"bond0","mtu":"big","flags":[1,"UP"],"linkinfo":[],"address":null}]');
    expect(values(one ?? {})).toEqual({ name: "bond0", flags: ["UP"], addresses: [], altnames: [] });
  });

  test("where it breaks off is said, and what stands behind it is read", () => {
    const text = '[{"ifindex":1,"ifname":"eno1","mtu":15<cut>},{"ifindex":2,"ifname":"eno2","mtu":1500}]';
    const { interfaces, unread } = reportOf("ip-link", text);
    expect(interfaces.map(({ name, mtu }) => [name.value, mtu?.value])).toEqual([
      ["eno1", undefined],
      ["eno2", 1500],
    ]);
    expect(shown(text, unread)).toBe("1");
  });

  test("cut anywhere, it gives nothing that is not there", () => {
    for (let end = 0; end < compact.length; end += 1) {
      const [one] = readJsonObjects(compact.slice(0, end), '"ifindex"').objects;
      const mtu = one?.get("mtu")?.value;
      expect([undefined, 1500]).toContain(mtu);
      expect([undefined, "bond0"]).toContain(one?.get("ifname")?.value);
    }
  });

  test("values too deep to be meant are not followed", () => {
    expect(readJsonObjects(`[{"a":${"[".repeat(100_000)}`, '"ifindex"').unread).toBeGreaterThan(0);
  });
});

describe("ip route", () => {
  test("gateways, devices, metrics, and routes without a link", () => {
    const text =
      "default via 10.20.0.1 dev bond0 proto static metric 300 \n10.20.0.0/24 dev bond0 proto kernel scope link src 10.20.0.10 metric 300 linkdown \nunreachable 10.9.0.0/16 \ndefault proto static \n\tnexthop via 10.30.0.1 dev bond0.10 weight 1 \n\tnexthop via 10.30.0.2 dev eno3 weight 1 \nlocal 10.20.0.10 dev bond0 table local proto kernel scope host src 10.20.0.10 \ndefault via fd00::1 dev eth0 table 7 metric 1024 pref medium\n";
    const { routes } = reportOf("ip-route", text);
    expect(
      routes.map(({ destination, gateway, device, metric, table, linkdown }) =>
        [destination, gateway?.value, device.value, metric, table, linkdown?.value].join(" "),
      ),
    ).toEqual([
      "default 10.20.0.1 bond0 300  ",
      "10.20.0.0/24  bond0 300  true",
      "default 10.30.0.1 bond0.10 0  ",
      "default 10.30.0.2 eno3 0  ",
      "default fd00::1 eth0 1024 7 ",
    ]);
    expect(shown(text, routes[0]?.gateway)).toBe("via 10.20.0.1");
  });
});

describe("sysfs", () => {
  const bonding = labFile(`${HEALTHY}/sysfs_bonding_bond0.txt`);
  const lines = bonding.trimEnd().split("\n");

  test.each([
    ["a folder's values", "sysfs_bonding_bond0.txt", bonding],
    ["grep", "x.txt", lines.map((line) => `/sys/class/net/bond0/bonding/${line.replace("=", ":")}\n`).join("")],
    [
      "tail",
      "x.txt",
      lines.map((line) => line.replace(/^(\w+)=(.*)$/, "==> /sys/class/net/bond0/bonding/$1 <==\n$2\n\n")).join(""),
    ],
  ])("%s", (_, path, text) => {
    const links = reportsOf("ip-link", text, path).flatMap(({ interfaces }) => interfaces);
    const said = new Map(links.flatMap(({ bond }) => [...(bond ?? [])]).map(([name, { value }]) => [name, value]));
    expect([said.get("mode"), said.get("miimon"), said.get("primary"), said.get("slaves")]).toEqual([
      "active-backup",
      "0",
      "eno1",
      "eno1,eno2",
    ]);
    expect(links.filter(({ master }) => master).map(({ name, master }) => `${name.value}@${master?.value}`)).toEqual([
      "eno1@bond0",
      "eno2@bond0",
    ]);
  });

  test("one value of one file", () => {
    const text = "[root@web1 ~]# cat /sys/class/net/bond0/bonding/miimon\n0\n";
    const [bond] = linksOf(text);
    expect([bond?.name.value, bond?.bond?.get("miimon")?.value]).toEqual(["bond0", "0"]);
    expect(shown(text, bond?.bond?.get("miimon"))).toBe("0");
  });

  test("a port; what the kernel refuses to tell is not told", () => {
    const [up] = linksOf(labFile(`${HEALTHY}/sysfs_eno1.txt`), "sysfs_eno1.txt");
    expect([up?.flags.map(({ value }) => value), up?.speed?.value, up?.port?.get("state")?.value]).toEqual([
      ["LOWER_UP", "UP"],
      1000,
      "ACTIVE",
    ]);
    const [down] = linksOf("carrier=cat: carrier: Invalid argument\noperstate=down\n", "sysfs_eno1.txt");
    expect([down?.flags, down?.state?.value]).toEqual([[], "DOWN"]);
  });

  // The lab took both from one kernel seconds apart, in which LACP may move a port.
  const stages = labTexts().filter(({ path }) => path.endsWith("/sysfs_bonding_bond0.txt"));
  test.each(stages.map(({ path, text }) => [path, text]))("%s says what ip -d says", (path, text) => {
    const bond = (file: string, name: string) => reportsOf("ip-link", file, name)[0]?.interfaces[0]?.bond;
    const inSysfs = bond(text, "sysfs_bonding_bond0.txt");
    const printed = labTexts(path.replace(/\/[^/]*$/, "")).find((one) =>
      one.path.endsWith("/ip_d_link_show_bond0.txt"),
    );
    for (const [name, { value }] of inSysfs ?? []) {
      const other = bond(printed?.text ?? "", "ip_d_link_show_bond0.txt")?.get(name)?.value;
      if (other !== undefined && !name.startsWith("ad_")) expect([name, value]).toEqual([name, other]);
    }
    expect(inSysfs?.get("mode")?.value).toBeDefined();
  });
});
