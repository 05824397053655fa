import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import { INCIDENT, LINE, labFile, SHUT, session } from "../../lab.ts";

const MESSAGE =
  "bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, but bond0 still sends everything through it.";

describe("the model incident in one terminal session", () => {
  const text = session();
  const { findings, bonds } = analyze([{ path: "incident.txt", text }]);
  const [finding] = findings;
  const shown = (place: { start: number; end: number } | undefined) => text.slice(place?.start, place?.end);

  test("is one error", () => {
    expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ["no-link-monitoring", "error", MESSAGE],
    ]);
    expect(bonds.map(({ name, host, verdict, rootCause }) => [name, host, verdict, rootCause])).toEqual([
      ["bond0", "web1", "broken", "no-link-monitoring"],
    ]);
  });

  test("stands on the interval of the dump", () => {
    expect(finding?.places.map(shown)).toEqual(["MII Polling Interval (ms): 0"]);
  });

  test("brings its evidence, each piece at its characters", () => {
    const evidence = finding?.related.map((place) => [place.rule ?? "", shown(place)]);
    expect(evidence).toContainEqual(["ethtool-down-bond-up", "Link detected: no"]);
    expect(evidence).toContainEqual(["no-carrier-bond-up", "NO-CARRIER"]);
    expect(evidence).toContainEqual(["dead-port-reported-up", "Speed: Unknown"]);
    expect(evidence).toContainEqual(["active-slave-dead-no-failover", "Currently Active Slave: eno1"]);
    expect(evidence).toContainEqual(["", "miimon=0"]);
  });

  test("is corrected to the character", () => {
    expect(finding?.correction?.options).toBe(LINE);
    expect(finding?.correction?.line).toBe(`bond.options:                           ${LINE}`);
    expect(finding?.correction?.commands).toEqual([
      `nmcli con modify bond0 bond.options "${LINE}"`,
      "nmcli device reapply bond0",
      "# or, from a console only, because it cuts a login through the bond: nmcli con down bond0 && nmcli con up bond0",
    ]);
  });
});

describe("any part of the model incident", () => {
  const subsets = Array.from({ length: 2 ** INCIDENT.length - 1 }, (_, bits) =>
    INCIDENT.filter((_, index) => ((bits + 1) >> index) & 1).map(([, file]) => file),
  );
  const STATES_MIIMON = /^(proc|ip_d|nmcli)/;

  test.each(subsets.map((files) => [files.join(" "), files] as const))("%s", (_, files) => {
    const captures = files.map((path) => ({ path, text: labFile(`${SHUT}/${path}`) }));
    const { findings } = analyze(captures);
    if (!files.some((file) => STATES_MIIMON.test(file))) {
      expect(findings).toEqual([]);
      return;
    }
    expect(findings.map(({ rule, severity, correction }) => [rule, severity, correction?.options])).toEqual([
      ["no-link-monitoring", "error", LINE],
    ]);
  });
});

describe("branches", () => {
  const dump = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
  const say = (text: string) =>
    analyze([{ path: "bond0", text }]).findings.map(({ severity, message }) => `${severity}: ${message}`);

  test("a dead backup: traffic flows, the redundancy is gone", () => {
    expect(say(dump.replace("Currently Active Slave: eno1", "Currently Active Slave: eno2"))).toEqual([
      "error: bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, but bond0 still counts on it, so its redundancy is gone without notice.",
    ]);
  });

  test("balance-rr: a warning that does not claim lost traffic", () => {
    const rr = dump
      .replace("fault-tolerance (active-backup)", "load balancing (round-robin)")
      .replace(/^(Primary Slave|Currently Active Slave).*\n/gm, "");
    expect(say(rr)).toEqual([
      "warning: bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier and is still counted as up; balance-rr skips it when sending, so traffic flows without the redundancy that bond0 reports.",
    ]);
  });

  test("every port dead: monitoring is not the whole repair", () => {
    const ethtool = (name: string) => `Settings for ${name}:\n\tLink detected: no\n`;
    expect(say(`${dump}${ethtool("eno1")}${ethtool("eno2")}`)).toEqual([
      "error: bond0 does not monitor its links (miimon is 0, no ARP targets): none of its ports (eno1 and eno2) has a link, but bond0 still counts them as up; the links themselves have to be repaired too.",
    ]);
  });

  test("the active port set down: not even that moves the bond", () => {
    expect(say(`${dump}12: eno1: <BROADCAST,MULTICAST,SLAVE> mtu 1500 qdisc mq master bond0 state DOWN\n`)).toEqual([
      "error: bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 is set down, but bond0 still sends everything through it.",
    ]);
  });

  test("a silent profile is fine: NetworkManager runs 100", () => {
    expect(
      say("connection.id: bond0\nconnection.type: bond\nbond.options:    mode=active-backup,primary=eno1\n"),
    ).toEqual([]);
  });

  test("two captures of different moments that contradict each other accuse nobody", () => {
    const running = dump.replace("(ms): 0", "(ms): 100").replace("Speed: Unknown", "Speed: 1000 Mbps");
    expect(say(`${running}Settings for eno1:\n\tLink detected: no\n`)).toEqual([]);
  });
});

test("a rule can be turned off or given another severity", () => {
  const captures = [{ path: "incident.txt", text: session() }];
  expect(analyze(captures, { rules: { "no-link-monitoring": "off" } }).findings).toEqual([]);
  expect(
    analyze(captures, { rules: { "no-link-monitoring": "hint" } }).findings.map(({ severity }) => severity),
  ).toEqual(["hint"]);
  expect(analyze(captures, { rules: { "no-link-monitoring": "off" } }).bonds[0]?.verdict).toBe("broken");
});
