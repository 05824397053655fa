import { describe, expect, test } from "vitest";
import { analyze, explain } from "../../../src/engine/index.ts";
import { labFile, SHUT } from "../../lab.ts";
import { at } from "./explained.ts";

/** A text, what is pointed at in it, what the hover stands on, and words of it. */
type Row = readonly [needle: string, on: string, words: string, nth?: number];

function expectRows(text: string, rows: readonly Row[], path?: string): void {
  for (const [needle, on, words, nth = 1] of rows) {
    const found = at(text, needle, { nth, ...(path !== undefined && { path }) });
    expect([needle, found?.on]).toEqual([needle, on]);
    expect(found?.markdown).toContain(words);
    expect(found?.markdown).toMatch(/\n\nSource: \S/);
  }
}

describe("ethtool", () => {
  test("-i: the driver, its versions, and the card's place", () => {
    const text = labFile("rule-half-duplex/1-eno4-half/ethtool_i_eno4.txt");
    expectRows(
      text,
      [
        ["driver", "driver", "The driver of the interface."],
        ["6.1.0", "6.1.0-50-amd64", "Many print the kernel's"],
        ["firmware-version", "firmware-version", "A bond, which has no firmware, prints 2."],
        ["0000:00", "0000:00:08.0", "are on one card"],
      ],
      "ethtool_i_eno4.txt",
    );
    expect(at(text, "supports-", { path: "ethtool_i_eno4.txt" })).toBeUndefined();
  });

  test("-S: what a counter's name tells, and whose name it is", () => {
    const text =
      "NIC statistics:\n     rx_packets: 1402\n     rx_crc_errors: 148\n     rx_missed_errors: 0\n     [0]: rx_bytes: 7\n     note: many\n";
    const path = "ethtool_S_eno1.txt";
    expectRows(
      text,
      [
        ["rx_crc", "rx_crc_errors", "By its name: received damaged frames. Where it rises, a cable, an optic"],
        ["148", "148", "the driver's own name"],
        ["rx_missed", "rx_missed_errors", "None so far."],
        ["rx_packets", "rx_packets", "Only whether it still rises"],
      ],
      path,
    );
    expect(at(text, "note", { path })).toBeUndefined();
  });

  test("link modes that go on below their key", () => {
    const text = labFile(`${SHUT}/ethtool_eno1.txt`);
    expectRows(text, [
      ["100baseT/Half", "100baseT/Half 100baseT/Full", "**Supported link modes**"],
      ["1000baseT/Full", "1000baseT/Full", "**Advertised link modes**", 2],
    ]);
    expect(at(text, " 100baseT/Half")?.on).toBe("100baseT/Half 100baseT/Full");
    expect(at(text, "   100baseT/Half")).toBeUndefined();
  });
});

describe("nmcli's tables", () => {
  const devices = labFile("rule-lacp-rate-asymmetric/1-healthy/nmcli_dev_status.txt");
  const profiles = labFile("rule-lacp-rate-asymmetric/1-healthy/nmcli_con_show.txt");

  test("a device's cells and the names of the columns", () => {
    expectRows(
      devices,
      [
        ["STATE", "STATE", "The state of the device"],
        ["connected", "connected", "A profile is active on it."],
        ["bond ", "bond", "A bond."],
      ],
      "nmcli_dev_status.txt",
    );
    const table =
      "DEVICE  TYPE      STATE                   CONNECTION \nbond0   bond      connected (externally)  bond0      \neno1    ethernet  unavailable             --         \n";
    expectRows(table, [
      ["connected", "connected (externally)", "Somebody else has set it up"],
      ["unavailable", "unavailable", "often for want of carrier"],
      ["--", "--", "The profile that is active on the device."],
    ]);
  });

  test("a list of profiles, aligned and between colons", () => {
    expectRows(
      profiles,
      [
        ["NAME", "NAME", "The name of the profile."],
        ["ethernet", "ethernet", "A network card."],
      ],
      "nmcli_con_show.txt",
    );
    const terse = "$ nmcli -t -f NAME,TYPE,AUTOCONNECT con\nbond0:bond:no\nhome\\:x:802-3-ethernet:yes\n";
    expectRows(terse, [
      ["no\n", "no", "It waits for somebody"],
      ["home", "home\\:x", "The name of the profile."],
    ]);
  });

  test("a profile with -m tabular", () => {
    const text =
      "$ nmcli -m tabular -f connection.id,connection.autoconnect con show bond0\nname        id     autoconnect \nconnection  bond0  no          \n";
    expectRows(text, [
      ["no  ", "no", "**connection\\.autoconnect**"],
      ["bond0  no", "bond0", "The name of the profile."],
    ]);
  });
});

describe("what a switch says", () => {
  test("commands of an interface", () => {
    const text =
      "sw1#show running-config\n!\ninterface GigabitEthernet1/0/1\n switchport mode trunk\n switchport trunk native vlan 99\n lacp rate fast\n channel-group 1 mode on\n!\ninterface GigabitEthernet1/0/2\n channel-group 1 mode passive\n no shutdown\n spanning-tree portfast\nend\n";
    expectRows(text, [
      ["channel-group", "channel-group", "A static channel, without LACP."],
      ["1 mode passive", "1 mode passive", "only answers"],
      ["fast", "fast", "Every second."],
    ]);
    expect(at(text, "interface Gig")).toBeUndefined();
    const nexus = text.replace("1 mode on", "1");
    expect(at(nexus, "channel-group")?.markdown).toContain("A static channel");
    for (const [command, said] of [
      ["spanning-tree portfast edge trunk", true],
      ["spanning-tree portfast disable", false],
      ["vpc 10", true],
      ["vpc peer-link", false],
    ] as const) {
      const page = at(text.replace("spanning-tree portfast", command), command);
      expect([command, page !== undefined]).toEqual([command, said]);
    }
  });

  const rows =
    "Group  Port-channel  Protocol    Ports\n------+-------------+-----------+----------\n1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)\n                                 Gi1/0/4(w)\n";

  test("flags of a summary, in the words of its own legend or of all switches", () => {
    const legend =
      "Flags:  D - down        P - bundled in port-channel\n        I - stand-alone s - suspended\n        R - Layer3      S - Layer2\n        U - in use      N - not in use, no aggregation\n        w - waiting to be aggregated\n\n";
    expectRows(`sw1#show etherchannel summary\n${legend}${rows}`, [
      ["Po1(", "Po1(SU)", "S: Layer2. U: in use."],
      ["Gi1/0/2", "Gi1/0/2(s)", "s: suspended."],
      ["Gi1/0/1", "Gi1/0/1(P)", "P: bundled in port-channel."],
      ["Gi1/0/4", "Gi1/0/4(w)", "w: waiting to be aggregated."],
    ]);
    expectRows(`sw1#show etherchannel summary\n${rows}`, [
      ["Po1(", "Po1(SU)", "U: in use."],
      ["Gi1/0/2", "Gi1/0/2(s)", "s: suspended."],
    ]);
    expect(at(`sw1#show etherchannel summary\n${rows}`, "Gi1/0/4")).toBeUndefined();
  });

  test("what the switch has heard by LACP", () => {
    const ios =
      "sw1#show lacp neighbor\nPort      Flags   Priority  Dev ID          Age    key    Key    Number  State\nGi1/0/1   SA      255       3cfd.fe9e.1001   5s    0x0    0x9    0x1     0x3D\n";
    expectRows(ios, [
      ["SA  ", "SA", "every 30 seconds (lacp\\_rate slow)".replace("\\_", "_")],
      ["0x3D", "0x3D", "Set: active, aggregating, in sync, collecting, distributing."],
    ]);
    expect(at(ios, "0x9")).toBeUndefined();
    const nexus =
      "n9k-1# show lacp neighbor\nPort        System ID              Port Number     Age         Flags\nEth1/1      65535,3c-fd-fe-9e-10-1 0x1             75154       FP\n\n            Port Priority          Oper Key                    Port State\n            255                    0xf                         0x47\n";
    expectRows(nexus, [
      ["FP", "FP", "only answers"],
      ["0x47", "0x47", "Set: active, short timeout, aggregating, defaulted."],
    ]);
    expect(at(nexus, "0xf")).toBeUndefined();
  });
});

describe("ip -j", () => {
  const pretty = `[ {
        "ifindex": 2,
        "ifname": "eno1",
        "flags": [ "NO-CARRIER","BROADCAST","SLAVE","UP" ],
        "mtu": 1500,
        "master": "bond0",
        "operstate": "DOWN",
        "address": "3c:fd:fe:9e:10:01",
        "linkinfo": {
            "info_slave_kind": "bond",
            "info_slave_data": {
                "state": "ACTIVE",
                "mii_status": "UP",
                "link_failure_count": 0,
                "queue_id": 0,
                "ad_aggregator_id": 2,
                "ad_actor_oper_port_state": 77
            }
        }
    } ]
`;
  const compact = `[${JSON.stringify((JSON.parse(pretty) as unknown[])[0])}]\n`;

  test.each([
    ["with -p", pretty, " "],
    ["compact", compact, ""],
  ])("%s", (_, text, blank) => {
    expectRows(text, [
      ["NO-CARRIER", "NO-CARRIER", "without a link"],
      ["operstate", "operstate", "Set down, or without carrier."],
      [`DOWN"`, "DOWN", "**operstate** `DOWN`"],
      [`1500`, "1500", "The largest packet"],
      ["mii_status", "mii_status", "takes the port for usable"],
      [`ACTIVE"`, "ACTIVE", "The port is in use."],
      ["ad_aggregator_id", "ad_aggregator_id", "The aggregator that the port is in."],
      [
        `state":${blank}77`,
        "ad_actor_oper_port_state",
        "Set: active (1), aggregating (4), in sync (8), defaulted (64).",
      ],
      ["info_slave_kind", "info_slave_kind", "Of a bond."],
      ["queue_id", "queue_id", "The option `queue_id`"],
    ]);
    expect(at(text, "ifindex")).toBeUndefined();
  });

  test("the state of a bridge's port is not a bond's; an option is still explained as one", () => {
    const other = pretty.replace('"ACTIVE"', '"forwarding"');
    expect(at(other, '"state"')).toBeUndefined();
    const bond = `[{"ifindex":4,"ifname":"bond0","flags":["MASTER","UP"],"linkinfo":{"info_kind":"bond","info_data":{"mode":"active-backup","miimon":0,"ad_info":{"aggregator":1,"num_ports":2,"partner_mac":"00:00:00:00:00:00"}}}}]\n`;
    expectRows(bond, [
      ["partner_mac", "partner_mac", "No partner has been heard."],
      ["num_ports", "num_ports", "bond_slave.c"],
    ]);
    expect(at(bond, "miimon")?.markdown).toMatch(/^\*\*miimon\*\* `0`/);
  });
});

describe("a log", () => {
  test.each([
    [
      "bond0: (slave eno1): link status definitely down, disabling slave",
      "link",
      "the monitoring works",
      "bond_main.c",
    ],
    [
      "bonding: bond0: link status definitely down for interface eno1, disabling it",
      "link",
      "the monitoring works",
      "bond_main.c",
    ],
    ["bond0: (slave eno2): making interface the new active one", "making", "a failover", "bond_main.c"],
    ["bond0: now running without any active interface!", "now", "carries no traffic", "bond_main.c"],
    [
      "bond0: (slave eno1): link status down for active interface, disabling it in 200 ms",
      "link",
      "until downdelay has passed",
      "bond_main.c",
    ],
    ["bond0: (slave eno1): link status up again after 100 ms", "link", "the link flaps", "drivers/net/bonding"],
    [
      "bond0: (slave eno1): link status definitely up, 0 Mbps full duplex",
      "link",
      "speed that is not known",
      "bond_main.c",
    ],
    [
      "bond0: (slave eno1): Enslaving as a backup interface with an up link",
      "Enslaving",
      "even if it is unplugged",
      "bond_main.c",
    ],
    [
      "bond0: Warning: No 802.3ad response from the link partner for any adapters in the bond",
      "Warning",
      "does not answer by LACP",
      "bond_3ad.c",
    ],
    ["bond0: option miimon: invalid value (-1)", "option", "has refused an option", "drivers/net/bonding"],
    [
      "e1000e 0000:00:19.0 eno1: NIC Link is Down",
      "NIC Link is Down",
      "The card has lost its link.",
      "the card's own driver",
    ],
    [
      "igb 0000:01:00.0 eno1: igb: eno1 NIC Link is Up 1000 Mbps",
      "NIC Link",
      "The card has a link.",
      "the card's own driver",
    ],
  ])("%s", (message, needle, words, source) => {
    const before = "[   46.000001] bond0: (slave eno9): Releasing backup interface\n";
    const text = `${before}[   47.612345] ${message}\n`;
    const found = at(text, needle);
    expect(found?.on).toBe(message.slice(message.indexOf(needle)));
    expect(found?.markdown).toContain(words);
    expect(found?.markdown).toContain(source);
    expect(at(text, "47.6")).toBeUndefined();
  });

  test("not the lines of other programs", () => {
    const log =
      "Nov 22 12:30:01 web1 NetworkManager[172]: <info>  [1795346227.6766] device (bond0): attached bond port eno1\nNov 22 12:30:02 web1 sshd[9]: link is down for good\n";
    expect(at(log, "link is down")).toBeUndefined();
    expect(at(`${log}[   48.000001] ata1: SATA link down (SStatus 0)\n`, "SATA")).toBeUndefined();
  });
});

test("a long line costs what it is long", () => {
  const json = `[{"ifindex":2,"ifname":"eno1","flags":["UP"],${'"mtu":1500,'.repeat(200_000)}"operstate":"UP"}]\n`;
  const legend = `sw1#show etherchannel summary\n${"D - down ".repeat(2000)}\n1      Po1(SU)         LACP      ${"Gi1/0/1(P)  ".repeat(1500)}\n`;
  const log = `[    1.000001] bond0: (slave eno1): link status definitely down, disabling slave ${"x".repeat(15_000)}\n`;
  for (const [text, needle] of [
    [json, "operstate"],
    [legend, "Gi1/0/1(P)  \n"],
    [log, "disabling"],
  ] as const) {
    const [capture] = analyze([{ path: "x.txt", text }]).captures;
    const offset = text.lastIndexOf(needle) + 1;
    expect(offset).toBeGreaterThan(0);
    const begun = performance.now();
    for (let count = 0; count < 50; count += 1) expect(capture && explain(capture, offset)).toBeDefined();
    expect(performance.now() - begun).toBeLessThan(2000);
  }
});
