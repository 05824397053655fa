import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import { labFile } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

const HALF = "rule-half-duplex/1-eno4-half";

describe("ethtool IF", () => {
  const text = labFile(`${HALF}/ethtool_eno3.txt`);
  const report = reportOf("ethtool", text);

  test("what both ends offer, over several lines; a fact spans the first of them", () => {
    const modes = ["10baseT/Half", "10baseT/Full", "100baseT/Half", "100baseT/Full"];
    expect([report.supported?.value, report.advertised?.value, report.partnerAdvertised?.value]).toEqual([
      modes,
      modes,
      modes,
    ]);
    expect(shown(text, report.partnerAdvertised)).toBe(
      "Link partner advertised link modes:  10baseT/Half 10baseT/Full",
    );
  });

  test("who negotiates", () => {
    expect([report.canNegotiate?.value, report.autonegotiation?.value, report.partnerNegotiates?.value]).toEqual([
      true,
      true,
      true,
    ]);
    const forced = reportOf("ethtool", labFile(`${HALF}/ethtool_eno4.txt`));
    expect([forced.autonegotiation?.value, forced.partnerNegotiates, forced.duplex?.value]).toEqual([
      false,
      undefined,
      "half",
    ]);
  });

  test("`Not reported` is absent", () => {
    const virtio = reportOf("ethtool", labFile("rule-virtio-no-autoneg/1-healthy/ethtool_ens9.txt"));
    expect([virtio.supported, virtio.advertised, virtio.canNegotiate?.value]).toEqual([undefined, undefined, false]);
  });

  test("several cards in one text", () => {
    const both = `${text}${labFile(`${HALF}/ethtool_eno4.txt`)}`;
    expect(reportsOf("ethtool", both).map((card) => [card.interface, card.duplex?.value])).toEqual([
      ["eno3", "full"],
      ["eno4", "half"],
    ]);
  });
});

describe("ethtool -i IF", () => {
  const text = labFile(`${HALF}/ethtool_i_eno4.txt`);

  test("driver, version and place on the bus, by the file's name or the command; what is empty is absent", () => {
    const report = reportOf("ethtool-driver", text, "ethtool_i_eno4.txt");
    expect([report.interface, report.driver?.value, report.version?.value, report.firmware]).toEqual([
      "eno4",
      "e100",
      "6.1.0-50-amd64",
      undefined,
    ]);
    expect(shown(text, report.bus)).toBe("bus-info: 0000:00:08.0");
    expect(reportOf("ethtool-driver", `# ethtool -i eno4\n${text}`).bus?.value).toBe("0000:00:08.0");
  });

  test("says nothing where nobody tells of which card it is", () => {
    expect(kindsOf(text, "driver.txt")).toEqual(["other"]);
  });
});

describe("ethtool -S IF", () => {
  const text =
    "NIC statistics:\n     rx_packets: 1402\n     rx_crc_errors: 148\n     [0]: rx_bytes: 7\n     note: many\n";

  test("every `name: number`, also behind a filter", () => {
    const report = reportOf("ethtool-statistics", `$ ethtool -S eno1 | grep -i err\n${text}`);
    expect([...report.counters].map(([name, { value }]) => [name, value])).toEqual([
      ["rx_packets", 1402],
      ["rx_crc_errors", 148],
    ]);
    expect([report.interface, reportOf("ethtool-statistics", text, "ethtool_-S_eno1").interface]).toEqual([
      "eno1",
      "eno1",
    ]);
  });
});

describe("ip -d link of a port alone", () => {
  const block =
    "7: eno2: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc mq master bond0 state UP mode DEFAULT group default\n" +
    "    bond_slave state BACKUP mii_status UP ... ad_aggregator_id 1 ad_actor_oper_port_state 79 ...\n";

  test("names its bond, and what was left out shifts nothing", () => {
    const { bonds, findings } = analyze([{ path: "x.txt", text: block }]);
    expect(bonds.map(({ name, ports }) => [name, ports.map((port) => port.name)])).toEqual([["bond0", ["eno2"]]]);
    expect(findings.map(({ rule }) => rule)).toEqual(["lacp-partner-zero"]);
  });

  test("a port of a bridge is none", () => {
    const text = block.replace("bond_slave state BACKUP mii_status UP", "bridge_slave state forwarding priority 32");
    expect(analyze([{ path: "x.txt", text }]).bonds).toEqual([]);
  });
});
