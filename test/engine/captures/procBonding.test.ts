import { describe, expect, test } from "vitest";
import { readCapture } from "../../../src/engine/captures/index.ts";
import type { BondDump } from "../../../src/engine/captures/procBonding.ts";
import type { Fact } from "../../../src/engine/text/section.ts";

function read(text: string, path = "bond0.txt"): BondDump {
  const [dump] = readCapture({ path, text }).reports.filter((report) => report.kind === "proc-bonding");
  if (dump === undefined) throw new Error("no dump was read");
  return dump;
}

const LACP = `Ethernet Channel Bonding Driver: v6.12.117+deb12-amd64

Bonding Mode: IEEE 802.3ad Dynamic link aggregation
Transmit Hash Policy: layer3+4 (1)
MII Status: up
MII Polling Interval (ms): 100
Up Delay (ms): 200
Down Delay (ms): 300
Peer Notification Delay (ms): 400

802.3ad info
LACP active: on
LACP rate: fast
Min links: 1
Aggregator selection policy (ad_select): bandwidth
System priority: 65535
System MAC address: 3c:fd:fe:9e:10:01
Active Aggregator Info:
\tAggregator ID: 7
\tNumber of ports: 2
\tActor Key: 9
\tPartner Key: 11
\tPartner Mac Address: 02:5b:00:00:00:01

Slave Interface: eno1
MII Status: going back
Speed: 1000 Mbps
Duplex: full
Link Failure Count: 3
Permanent HW addr: 3c:fd:fe:9e:10:01
Slave queue ID: 0
Aggregator ID: N/A
Actor Churn State: churned
Partner Churn State: monitoring
Actor Churned Count: 1
Partner Churned Count: 2
details actor lacp pdu:
    system priority: 65535
    system mac address: 3c:fd:fe:9e:10:01
    port key: 9
    port priority: 255
    port number: 1
    port state: 63
details partner lacp pdu:
    system priority: 127
    system mac address: 02:5b:00:00:00:01
    oper key: 11
    port priority: 128
    port number: 5
    port state: 61
`;

const value = <T>(fact: Fact<T> | undefined) => fact?.value;

describe("a dump", () => {
  test("of 802.3ad, every field", () => {
    const dump = read(LACP);
    expect(dump.bond).toBe("bond0");
    expect(value(dump.driver)).toBe("v6.12.117+deb12-amd64");
    expect(value(dump.mode)).toBe("802.3ad");
    expect(value(dump.hashPolicy)).toBe("layer3+4");
    expect(value(dump.carrier)).toBe(true);
    expect([dump.miimon, dump.updelay, dump.downdelay, dump.peerNotifDelay].map(value)).toEqual([100, 200, 300, 400]);
    expect(value(dump.arpInterval)).toBe(0);
    expect([dump.lacpActive, dump.lacpRate, dump.adSelect, dump.systemMac].map(value)).toEqual([
      "on",
      "fast",
      "bandwidth",
      "3c:fd:fe:9e:10:01",
    ]);
    expect([dump.minLinks, dump.systemPriority].map(value)).toEqual([1, 65535]);
    const { aggregator } = dump;
    expect([aggregator?.id, aggregator?.ports, aggregator?.actorKey, aggregator?.partnerKey].map(value)).toEqual([
      7, 2, 9, 11,
    ]);
    expect(value(aggregator?.partnerMac)).toBe("02:5b:00:00:00:01");

    const [port] = dump.ports;
    expect(value(port?.mii)).toBe("going back");
    expect([port?.speed, port?.failures, port?.queueId].map(value)).toEqual([1000, 3, 0]);
    expect(port?.aggregatorId?.value).toBeNull();
    expect([port?.actorChurn, port?.partnerChurn].map(value)).toEqual(["churned", "monitoring"]);
    expect([port?.actorChurnedCount, port?.partnerChurnedCount].map(value)).toEqual([1, 2]);
    const numbers = (side: "actor" | "partner") =>
      [
        port?.[side]?.systemPriority,
        port?.[side]?.key,
        port?.[side]?.portPriority,
        port?.[side]?.portNumber,
        port?.[side]?.state,
      ].map(value);
    expect(numbers("actor")).toEqual([65535, 9, 255, 1, 63]);
    expect(numbers("partner")).toEqual([127, 11, 128, 5, 61]);
    expect(value(port?.partner?.systemMac)).toBe("02:5b:00:00:00:01");
  });

  test("of active-backup: policies in brackets, None, ARP monitor", () => {
    const dump = read(`Ethernet Channel Bonding Driver: v3.7.1 (April 27, 2011)

Bonding Mode: fault-tolerance (active-backup) (fail_over_mac follow)
Primary Slave: eno1 (primary_reselect better)
Currently Active Slave: None
MII Status: down
MII Polling Interval (ms): 0
Up Delay (ms): 0
Down Delay (ms): 0
ARP Polling Interval (ms): 1000
ARP Missed Max: 3
ARP IP target/s (n.n.n.n form): 10.20.0.1, 10.20.0.99
NS IPv6 target/s (xx::xx form): fe80::1, 2001:db8::2

Slave Interface: eno1
MII Status: down
Speed: Unknown
Duplex: Unknown
`);
    expect(value(dump.failOverMac)).toBe("follow");
    expect([dump.primary, dump.primaryReselect].map(value)).toEqual(["eno1", "better"]);
    expect(dump.activePort?.value).toBeNull();
    expect(value(dump.carrier)).toBe(false);
    expect([dump.arpInterval, dump.arpMissedMax].map(value)).toEqual([1000, 3]);
    expect(value(dump.arpTargets)).toEqual(["10.20.0.1", "10.20.0.99"]);
    expect(value(dump.nsTargets)).toEqual(["fe80::1", "2001:db8::2"]);
    expect([dump.ports[0]?.speed?.value, dump.ports[0]?.duplex?.value]).toEqual([null, null]);
  });

  test("every span holds the statement, as it is on the screen", () => {
    const text = LACP.replaceAll(/^/gm, "> ").replaceAll("\n", "\r\n");
    const dump = read(text);
    const shown = (fact: Fact<unknown> | undefined) => text.slice(fact?.start, fact?.end);
    expect(shown(dump.miimon)).toBe("MII Polling Interval (ms): 100");
    expect(shown(dump.aggregator?.partnerMac)).toBe("Partner Mac Address: 02:5b:00:00:00:01");
    expect(shown(dump.ports[0]?.name)).toBe("Slave Interface: eno1");
    expect(shown(dump.ports[0]?.partner?.state)).toBe("port state: 61");
  });

  test("a note behind a value is not part of it, and stays outside the span", () => {
    const text = "Ethernet Channel Bonding Driver: v5.13.0\nMII Polling Interval (ms): 0          <-- PROBLEM\n";
    const { miimon } = read(text);
    expect([miimon?.value, text.slice(miimon?.start, miimon?.end)]).toEqual([0, "MII Polling Interval (ms): 0"]);
  });

  test("speeds that old drivers print for unknown", () => {
    for (const speed of ["65535 Mbps", "-1 Mbps", "4294967295 Mbps", "Unknown"]) {
      expect(read(`Slave Interface: eth0\nSpeed: ${speed}\n`).ports[0]?.speed?.value).toBeNull();
    }
  });

  test("the ARP monitor is known to be off only where the block above the ports is whole", () => {
    const head =
      "Ethernet Channel Bonding Driver: v6.1\nBonding Mode: load balancing (round-robin)\nMII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n";
    expect(read(head).arpInterval).toBeUndefined();
    expect(value(read(`${head}\nSlave Interface: eno1\n`).arpInterval)).toBe(0);
    const filtered = `# cat /proc/net/bonding/bond0 | grep -v ARP\n${head}Slave Interface: eno1\n`;
    expect(read(filtered, "x").arpInterval).toBeUndefined();
  });

  test("no aggregator: the line without a colon, which names the bond", () => {
    const dump = read(
      "Bonding Mode: IEEE 802.3ad Dynamic link aggregation\n\tbond bond7 has no active aggregator\n",
      "x",
    );
    expect([value(dump.noActiveAggregator), dump.bond]).toEqual([true, "bond7"]);
  });

  test("keys of the prototype are no lines", () => {
    const dump = read("Bonding Mode: fault-tolerance (broadcast)\nconstructor: 1\n__proto__: 2\ntoString: 3\n");
    expect(dump.mode?.value).toBe("broadcast");
  });
});
