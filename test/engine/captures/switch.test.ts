import { describe, expect, test } from "vitest";
import { isCapture, readCapture } from "../../../src/engine/captures/index.ts";
import { interfaceId, interfacesNamed } from "../../../src/engine/captures/switchNames.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

const RUNNING = `sw-a07#show running-config
Building configuration...

Current configuration : 2143 bytes
!
version 16.12
hostname sw-a07
!
spanning-tree portfast default
!
interface Port-channel1
 description web1 bond0
 switchport mode trunk
!
interface GigabitEthernet1/0/1
 description web1 eno1
 switchport trunk native vlan 99
 switchport trunk allowed vlan 10,20
 switchport trunk allowed vlan add 30
 switchport mode trunk
 mtu 9198
 lacp rate fast
 channel-group 1 mode active
 spanning-tree portfast trunk
!
interface GigabitEthernet1/0/2
 description web1 eno2
 switchport access vlan 20
 switchport mode access
 shutdown
!
interface Vlan20
 description servers
 ip address 10.20.0.2 255.255.255.0
!
vlan 30
 mtu 1500
end

sw-a07#`;

const SUMMARY = `sw-a07#show etherchannel summary
Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      N - not in use, no aggregation
        f - failed to allocate aggregator

        M - not in use, minimum links not met
        m - not in use, port not aggregated due to minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

        A - formed by Auto LAG


Number of channel-groups in use: 2
Number of aggregators:           2

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)  Gi1/0/3(w)  
                                 Gi1/0/4(D)  
2      Po2(SU)          -        Te1/1/1(P)  Te1/1/2(I)  
`;

const NEXUS_SUMMARY = `n9k-1# show port-channel summary
Flags:  D - Down        P - Up in port-channel (members)
        I - Individual  H - Hot-standby (LACP only)
        s - Suspended   r - Module-removed
        b - BFD Session Wait
        S - Switched    R - Routed
        U - Up (port-channel)
        p - Up in delay-lacp mode (member)
        M - Not in use. Min-links not met
--------------------------------------------------------------------------------
Group Port-       Type     Protocol  Member Ports
      Channel
--------------------------------------------------------------------------------
1     Po1(SU)     Eth      NONE      Eth1/1(P)    Eth1/2(P)    
12    Po12(SD)    Eth      LACP      Eth1/25(s)   Eth1/26(s)   
13    Po13(SD)    Eth      NONE      --
`;

const ARISTA_SUMMARY = `leaf1>show port-channel summary

                 Flags
------------------------ ---------------------------- -------------------------
  a - LACP Active          p - LACP Passive           * - static fallback
  P - bundled in Po        s - suspended              G - Aggregable

Number of channels in use: 1
Number of aggregators: 1

   Port-Channel       Protocol    Ports
------------------ -------------- -----------------
   Po1(U)             LACP(a)     Et1(PG+) Et2(PG+)
`;

const NEIGHBOR = `Switch#show lacp neighbor
Flags:  S - Device is requesting Slow LACPDUs
        F - Device is requesting Fast LACPDUs
        A - Device is in Active mode       P - Device is in Passive mode

Channel group 1 neighbors

Partner's information:

                  LACP port                        Admin  Oper   Port    Port
Port      Flags   Priority  Dev ID          Age    key    Key    Number  State
Gi1/0/1   SA      255       3cfd.fe9e.1001   5s    0x0    0x9    0x1     0x3D
Gi1/0/2   FP      255       3CFD.FE9E.1001  17s    0x0    0x9    0x2     0x47
`;

const NEXUS_NEIGHBOR = `n9k-1# show lacp neighbor
Flags:  S - Device is sending Slow LACPDUs F - Device is sending Fast LACPDUs
        A - Device is in Active mode       P - Device is in Passive mode
port-channel1 neighbors
Partner's information
            Partner                Partner                     Partner
Port        System ID              Port Number     Age         Flags
Eth1/1      65535,3c-fd-fe-9e-10-1 0x1             75154       SA

            LACP Partner           Partner                     Partner
            Port Priority          Oper Key                    Port State
            255                    0xf                         0x3d

Partner's information
            Partner                Partner                     Partner
Port        System ID              Port Number     Age         Flags
Eth1/2      65535,3c-fd-fe-9e-10-1 0x2             75209       SA
`;

describe("the configuration of a switch", () => {
  const { interfaces, switch: name, section } = reportOf("switch-config", RUNNING);
  const byId = new Map(interfaces.map((one) => [one.id, one]));
  const trunk = byId.get("gi1/0/1");
  const access = byId.get("gi1/0/2");

  test("is read with every field at its characters", () => {
    expect(name).toBe("sw-a07");
    expect(section.switch).toBe("sw-a07");
    expect([...byId.keys()]).toEqual(["po1", "gi1/0/1", "gi1/0/2"]);
    expect(shown(RUNNING, trunk?.name)).toBe("interface GigabitEthernet1/0/1");
    expect(trunk?.name.value).toBe("GigabitEthernet1/0/1");
    expect([trunk?.description?.value, shown(RUNNING, trunk?.description)]).toEqual([
      "web1 eno1",
      "description web1 eno1",
    ]);
    expect(trunk?.channelGroup?.value).toEqual({ group: 1, mode: "active" });
    expect(shown(RUNNING, trunk?.channelGroup)).toBe("channel-group 1 mode active");
    expect([trunk?.vlanMode?.value, trunk?.nativeVlan?.value, trunk?.allowedVlans?.value]).toEqual([
      "trunk",
      "99",
      "10,20",
    ]);
    expect([trunk?.mtu?.value, trunk?.lacpRate?.value, trunk?.edge?.value]).toEqual([9198, "fast", true]);
    expect([access?.vlanMode?.value, access?.accessVlan?.value, access?.shutdown?.value]).toEqual([
      "access",
      "20",
      true,
    ]);
    expect(access?.channelGroup).toBeUndefined();
    expect(access?.whole).toBe(true);
    expect(access?.mtu).toBeUndefined();
  });

  test("says the same quoted, with CRLF, coloured and without indentation", () => {
    const values = (text: string) =>
      reportsOf("switch-config", text).flatMap(({ interfaces }) =>
        interfaces.map(({ id, channelGroup, accessVlan, mtu }) => [
          id,
          channelGroup?.value,
          accessVlan?.value,
          mtu?.value,
        ]),
      );
    const expected = values(RUNNING);
    expect(values(RUNNING.replaceAll(/^/gm, "> "))).toEqual(expected);
    expect(values(RUNNING.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(values(RUNNING.replaceAll(/^ +/gm, ""))).toEqual(expected);
    expect(values(RUNNING.replaceAll("interface", "\u001b[1minterface\u001b[0m"))).toEqual(expected);
  });

  test("of an interface at the end of a text says nothing of what may have been cut off", () => {
    const part = RUNNING.slice(0, RUNNING.indexOf(" switchport mode access"));
    const last = reportOf("switch-config", part).interfaces.at(-1);
    expect([last?.id, last?.whole]).toEqual(["gi1/0/2", false]);
  });

  test("of NX-OS without a mode is static, `force` or not; ranges are every port of them", () => {
    const text =
      "interface Ethernet1/1\n  channel-group 7\n\ninterface Ethernet1/2\n  channel-group 7 force mode passive\n\ninterface Ethernet1/3-4,1/6\n  no channel-group\n\ninterface Ethernet5\n";
    const { interfaces } = reportOf("switch-config", text);
    expect(interfaces.map(({ id, channelGroup }) => [id, channelGroup?.value])).toEqual([
      ["et1/1", { group: 7, mode: "on" }],
      ["et1/2", { group: 7, mode: "passive" }],
      ["et1/3", null],
      ["et1/4", null],
      ["et1/6", null],
      ["et5", undefined],
    ]);
  });

  test("is read as it is typed, where what is missing says nothing", () => {
    const text = `sw1#conf t
Enter configuration commands, one per line.  End with CNTL/Z.
sw1(config)#interface range gi1/0/1 - 2
sw1(config-if-range)#no channel-group
sw1(config-if-range)# channel-group 1 mode on
Creating a port-channel interface Port-channel 1

sw1(config-if-range)#end
sw1#
`;
    const [config] = reportsOf("switch-config", text);
    expect(config?.switch).toBe("sw1");
    expect(config?.interfaces.map(({ id, channelGroup, whole }) => [id, channelGroup?.value, whole])).toEqual([
      ["gi1/0/1", { group: 1, mode: "on" }, false],
      ["gi1/0/2", { group: 1, mode: "on" }, false],
    ]);
  });

  test("of a channel tells what it does without LACP, and its number across two switches", () => {
    const text =
      "interface port-channel12\n  switchport\n  no lacp suspend-individual\n  vpc 12\n\ninterface Ethernet1/1\n  switchport mode access\n";
    const [channel] = reportOf("switch-config", text).interfaces;
    expect([channel?.id, channel?.fallback?.value, channel?.acrossSwitches?.value]).toEqual(["po12", true, 12]);
  });
});

test("the summaries of IOS, NX-OS and EOS", () => {
  const rows = (text: string) =>
    reportOf("switch-channels", text).channels.map(({ group, flags, protocol, members }) => [
      group,
      flags.value,
      protocol.value,
      members.map((member) => `${member.id} ${member.flags.value}`).join(", "),
    ]);
  expect(rows(SUMMARY)).toEqual([
    [1, "SU", "lacp", "gi1/0/1 P, gi1/0/2 s, gi1/0/3 w, gi1/0/4 D"],
    [2, "SU", "none", "te1/1/1 P, te1/1/2 I"],
  ]);
  expect(rows(NEXUS_SUMMARY)).toEqual([
    [1, "SU", "none", "et1/1 P, et1/2 P"],
    [12, "SD", "lacp", "et1/25 s, et1/26 s"],
    [13, "SD", "none", ""],
  ]);
  expect(rows(ARISTA_SUMMARY)).toEqual([[1, "U", "lacp", "et1 PG+, et2 PG+"]]);
  const [channel] = reportOf("switch-channels", SUMMARY).channels;
  expect(shown(SUMMARY, channel?.members[1]?.flags)).toBe("Gi1/0/2(s)");
});

test("the LACP neighbours of IOS and NX-OS", () => {
  const rows = (text: string) =>
    reportOf("switch-lacp", text).neighbors.map(({ id, systemMac, state }) => [id, systemMac.value, state?.value]);
  expect(rows(NEIGHBOR)).toEqual([
    ["gi1/0/1", "3c:fd:fe:9e:10:01", 0x3d],
    ["gi1/0/2", "3c:fd:fe:9e:10:01", 0x47],
  ]);
  expect(rows(NEXUS_NEIGHBOR)).toEqual([
    ["et1/1", "3c:fd:fe:9e:10:01", 0x3d],
    ["et1/2", "3c:fd:fe:9e:10:01", undefined],
  ]);
  expect(
    rows(
      "Partner's information:\n\nPort      System ID             Port Number     Age         Flags\nGi1/0/1   65535,3cfd.fe9e.1001  0x1             10s         SA\n\n          65535                0x9              0x3D\n",
    ),
  ).toEqual([["gi1/0/1", "3c:fd:fe:9e:10:01", 0x3d]]);
});

describe("recognition", () => {
  test.each([
    ["pasted without a prompt", RUNNING.slice(RUNNING.indexOf("interface")), ["switch-config"]],
    ["a summary without its head", SUMMARY.slice(SUMMARY.indexOf("Group")), ["switch-channels"]],
    ["one after another", `${SUMMARY}\n${NEIGHBOR}`, ["switch-channels", "switch-lacp"]],
    [
      "abbreviated",
      "sw1>sh run int gi1/0/1\ninterface GigabitEthernet1/0/1\n channel-group 1 mode on\nend\n\nsw1>sh etherch sum\n",
      ["switch-config", "other"],
    ],
    [
      "under a banner",
      `=== show etherchannel summary ===\n${SUMMARY.slice(SUMMARY.indexOf("Flags"))}`,
      ["switch-channels"],
    ],
  ])("%s", (_, text, kinds) => {
    expect(kindsOf(text)).toEqual(kinds);
  });

  test.each([
    ["sw1_show_running-config.txt", "switch-config"],
    ["show_run_interface_gi1_0_1.txt", "switch-config"],
    ["show_etherchannel_summary.txt", "switch-channels"],
    ["n9k-1_show_port-channel_summary.log", "switch-channels"],
    ["show_lacp_neighbor.txt", "switch-lacp"],
  ])("by the name %s", (path, kind) => {
    expect(readCapture({ path, text: `x\n${RUNNING}${SUMMARY}${NEIGHBOR}` }).sections.map((one) => one.kind)).toContain(
      kind,
    );
  });

  test("a switch's prompt does not reach into what follows it", () => {
    const text = `sw1#show run int gi1/0/1\ninterface GigabitEthernet1/0/1\n channel-group 1 mode on\nend\n\nEthernet Channel Bonding Driver: v6.1.0\n\nBonding Mode: load balancing (xor)\n`;
    expect(readCapture({ path: "x", text }).sections.map((one) => [one.kind, one.switch])).toEqual([
      ["switch-config", "sw1"],
      ["proc-bonding", undefined],
    ]);
  });

  test.each([
    "interface eth0\n switchport mode access\n",
    "interface GigabitEthernet1/0/1\n ip address 10.0.0.1 255.255.255.0\n no shutdown\n",
    "Set the interface GigabitEthernet1/0/1 to channel-group 1 mode active, then\nshow etherchannel summary\nand look at the ports.\n",
    "show me the bond\nshow running processes\n",
    "sw1#reload\nsw1>\n",
    "Flags:  D - down        P - bundled in port-channel\n",
  ])("is not made of %j", (text) => {
    expect(isCapture(text)).toBe(false);
  });
});

test("names of interfaces", () => {
  expect(
    [
      "GigabitEthernet1/0/1",
      "Gi1/0/1",
      "gi 1/0/1",
      "Eth1/15",
      "Et3",
      "TwentyFiveGigE1/0/1",
      "Twe1/0/1",
      "Tw1/0/1",
      "Po12",
      "eno1",
      "Vlan10",
    ].map(interfaceId),
  ).toEqual([
    "gi1/0/1",
    "gi1/0/1",
    "gi1/0/1",
    "et1/15",
    "et3",
    "twe1/0/1",
    "twe1/0/1",
    "tw1/0/1",
    "po12",
    undefined,
    undefined,
  ]);
  expect(interfacesNamed("range Ethernet1/1-3,1/7").map(({ name }) => name)).toEqual([
    "Ethernet1/1",
    "Ethernet1/2",
    "Ethernet1/3",
    "Ethernet1/7",
  ]);
  expect(interfacesNamed("Ethernet1/1-9999")).toHaveLength(64);
});
