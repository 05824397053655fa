import { describe, expect, test } from "vitest";
import { readCapture } from "../../../src/engine/captures/index.ts";
import { findCases } from "../../../src/engine/hosts/cases.ts";
import { joinCase } from "../../../src/engine/hosts/join.ts";
import { analyze } from "../../../src/engine/index.ts";
import { lacpDump } from "../../../src/engine/rules/samples.ts";

const DUMP = lacpDump({}).text;

/** The hosts that captures are joined into. */
function hosts(...texts: readonly string[]) {
  const reads = texts.map((text, index) => readCapture({ path: index === 0 ? "bond0" : `file${index}`, text }));
  return findCases(reads).map(joinCase);
}

/** Where a bond's ports end, by the captures. */
function joined(...texts: readonly string[]) {
  const [host] = hosts(...texts);
  return host?.bonds[0]?.switchPorts.map(({ at, port, basis, sure }) => [
    `${at.switch ?? ""} ${at.id}`.trim(),
    port,
    basis,
    sure,
  ]);
}

/** One port of a switch in a channel. */
const port = (number: number, description?: string, mode = "active") =>
  `interface GigabitEthernet1/0/${number}\n${description === undefined ? "" : ` description ${description}\n`} switchport mode access\n channel-group 1 mode ${mode}\n!\n`;

describe("a switch beside its hosts", () => {
  test("makes no second case, and its name is told", () => {
    const text = `[root@web1 ~]# cat /proc/net/bonding/bond0\n${DUMP}\nsw1#show run | section interface\n${port(1)}${port(2)}sw1#show etherchannel summary\nGroup  Port-channel  Protocol    Ports\n------+-------------+-----------+----\n1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(P)\n`;
    const { bonds, captures } = analyze([{ path: "ticket.txt", text }]);
    expect(bonds.map((bond) => [bond.case, bond.host])).toEqual([["ticket.txt", "web1"]]);
    expect(captures[0]?.sections.map(({ kind, host, switch: name }) => [kind, host, name])).toEqual([
      ["proc-bonding", "web1", undefined],
      ["switch-config", "web1", "sw1"],
      ["switch-channels", "web1", "sw1"],
    ]);
  });

  test("is seen from both hosts of one text, and counted to neither", () => {
    const on = (host: string) => `[root@${host} ~]# cat /proc/net/bonding/bond0\n${DUMP}\n`;
    const both = findCases([
      readCapture({ path: "x", text: `${on("web1")}${on("web2")}sw1#show run\n${port(1)}${port(2)}` }),
    ]);
    expect(both.map(joinCase).map((host) => [host.name, host.switchPorts.length, host.bonds[0]?.switchPorts])).toEqual([
      ["web1", 2, []],
      ["web2", 2, []],
    ]);
  });

  test("alone is a case without a bond, whose ports are kept", () => {
    const [host] = hosts(
      `${port(1)}interface GigabitEthernet1/0/2\n switchport mode access\n switchport access vlan 200\n spanning-tree portfast\n!\n`,
    );
    expect(host?.bonds).toEqual([]);
    const [first, second] = host?.switchPorts ?? [];
    expect([first?.channel?.group, first?.channel?.protocol, first?.plain]).toEqual([1, "lacp", undefined]);
    expect([second?.channel, second?.accessVlan?.value, second?.edge?.value, second?.plain?.value]).toEqual([
      undefined,
      "200",
      true,
      "GigabitEthernet1/0/2",
    ]);
  });

  test("is one switch in several files where one of them names it; two files that name none are two", () => {
    const summary = "sw1#show etherchannel summary\n1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)\n";
    expect(
      hosts(DUMP, `${port(1)}${port(2)}`, summary)[0]?.switchPorts.map((one) => [one.switch, one.id, one.flags?.value]),
    ).toEqual([
      ["sw1", "gi1/0/1", "P"],
      ["sw1", "gi1/0/2", "s"],
    ]);
    expect(hosts(DUMP, port(1), port(1))[0]?.switchPorts).toHaveLength(2);
  });
});

describe("the ports of a bond on a switch are known", () => {
  const neighbor = (id: string, mac: string) =>
    `Gi1/0/${id}   SA      255       ${mac}   5s    0x0    0x9    0x1     0x3D\n`;

  test("by the address that they hear", () => {
    const heard = `Partner's information:\n\n${neighbor("7", "3cfd.fe9e.1001")}${neighbor("8", "3cfd.fe9e.1001")}${neighbor("9", "0011.2233.4455")}`;
    expect(joined(DUMP, heard)).toEqual([
      ["gi1/0/7", undefined, "address", true],
      ["gi1/0/8", undefined, "address", true],
    ]);
    expect(joined(DUMP, `${heard}\n${port(7, "web1 eno2")}${port(8, "web1 eno1")}`)).toEqual([
      ["gi1/0/7", "eno2", "address", true],
      ["gi1/0/8", "eno1", "address", true],
    ]);
  });

  test("by descriptions that name port and host", () => {
    const onHost = `web1:~# cat /proc/net/bonding/bond0\n${DUMP}`;
    const all = `${port(1, "web1-eno1")}${port(2, "web1-eno2")}${port(3, "web2-eno1")}${port(4, "web2-eno2")}`;
    expect(joined(onHost, all)).toEqual([
      ["gi1/0/1", "eno1", "description", true],
      ["gi1/0/2", "eno2", "description", true],
    ]);
    expect(joined(DUMP, all)).toEqual([]);
    expect(joined(DUMP, `${port(1, "web1-eno1")}${port(2, "web1-eno2")}`)?.map(([, , , sure]) => sure)).toEqual([
      true,
      true,
    ]);
    expect(joined(DUMP, `${port(1, "web1-eno1")}${port(2, "web2-eno2")}`)?.map(([, , , sure]) => sure)).toEqual([
      false,
      false,
    ]);
    expect(joined(onHost, `${port(1, "web7-eno1")}${port(2, "web7-eno2")}`)?.map(([, , , sure]) => sure)).toEqual([
      false,
      false,
    ]);
  });

  test("not where they name an interface that the bond does not have", () => {
    const onHost = `web1:~# cat /proc/net/bonding/bond0\n${DUMP}`;
    expect(joined(onHost, `${port(1, "web1 eno3")}${port(2, "web1 eno4")}`)).toEqual([]);
    expect(joined(onHost, `${port(1, "web1 bond1")}${port(2, "web1 bond1")}`)).toEqual([]);
    expect(joined(DUMP, `${port(1, "db7 ens1")}${port(2, "db7 ens2")}`)).toEqual([]);
    expect(joined(onHost, `${port(1, "server eno1")}${port(2, "server eno2")}`)?.map(([, , , sure]) => sure)).toEqual([
      true,
      true,
    ]);
  });

  test("by descriptions that name the host alone, on the port or on its channel", () => {
    const onHost = `web1:~# cat /proc/net/bonding/bond0\n${DUMP}`;
    const channel = "interface Port-channel1\n description WEB1 LACP bond\n!\n";
    expect(joined(onHost, `${channel}${port(1)}${port(2)}`)).toEqual([
      ["gi1/0/1", undefined, "description", true],
      ["gi1/0/2", undefined, "description", true],
    ]);
    expect(joined(onHost, `${port(1, "web1")}${port(2, "web1")}${port(3, "web1")}`)).toEqual([]);
    expect(joined(onHost, `${port(1, "web11")}${port(2, "web11")}`)?.map(([, , basis, sure]) => [basis, sure])).toEqual(
      [
        ["count", false],
        ["count", false],
      ],
    );
  });

  test("by their number, where nothing else is there", () => {
    expect(joined(DUMP, `${port(1)}${port(2)}`)).toEqual([
      ["gi1/0/1", undefined, "count", true],
      ["gi1/0/2", undefined, "count", true],
    ]);
    expect(joined(DUMP, `${port(1)}${port(2)}${port(3)}`)).toEqual([]);
    expect(joined(DUMP, port(1))).toEqual([]);
    const two = DUMP.replaceAll("eno", "ens");
    expect(
      joined(`$ cat /proc/net/bonding/bond0\n${DUMP}$ cat /proc/net/bonding/bond1\n${two}`, `${port(1)}${port(2)}`),
    ).toEqual([]);
  });
});
