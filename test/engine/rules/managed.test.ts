import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import type { ExampleCapture } from "../../../src/engine/rules/rule.ts";
import {
  connectionList,
  deviceShow,
  deviceStatus,
  dump,
  ipLink,
  keyfile,
  portKeyfile,
  profile,
} from "../../../src/engine/rules/samples.ts";
import { labTexts, SHUT } from "../../lab.ts";

/** What is found, with what it explains. */
function found(captures: readonly { path?: string; text: string }[]): string[] {
  return analyze(captures)
    .findings.filter(({ severity }) => severity === "error" || severity === "warning")
    .map(({ rule, explains }) => [rule, ...[...explains].sort()].join(" "))
    .sort();
}

function messages(captures: readonly { path?: string; text: string }[]): string[] {
  return analyze(captures).findings.map(({ message }) => message);
}

const ALONE = dump({ miimon: 100, ports: "eno1" });
const BOTH = dump({ miimon: 100 });
const PORTS = [portKeyfile("eno1", "bond0"), portKeyfile("eno2", "bond0")];
const BOND = keyfile("miimon=100", "mode=active-backup");
const status = (bond: string, eno2: readonly [string, string]) =>
  deviceStatus(["bond0", bond, "bond0"], ["eno1", "connected", "bond0-eno1"], ["eno2", ...eno2]);
const IDLE = status("connected", ["disconnected", "--"]);
const changed = ({ path, text }: ExampleCapture, from: string, to: string) => ({ path, text: text.replace(from, to) });

describe("real captures", () => {
  test.each([
    [
      "rule-slave-missing",
      "eno2 is not in bond0, although the profile bond0-eno2 makes it a port, which is not in use; bond0 runs on eno1 alone.",
    ],
    [
      "rule-two-managers",
      "eno2 is not in bond0, although the profile bond0-eno2 makes it a port: Wired connection 1 holds it; bond0 runs on eno1 alone.",
    ],
    [
      "rule-port-device-missing",
      "The profile bond0-enp3s0f1 makes enp3s0f1 a port of bond0, but the host has no interface of that name; bond0 runs on eno1 alone.",
    ],
    [
      "rule-foreign-slave",
      "eno3 is a port of bond0 that no profile names: it was added by hand, and is lost when bond0 is activated again.",
    ],
  ])("%s", (folder, message) => {
    const said = messages(labTexts(folder).filter(({ path }) => /nm|proc|ip/.test(path) && !path.endsWith(".json")));
    expect(said).toContain(message);
  });

  test("ports that were set down before the bond came up: one finding", () => {
    expect(found(labTexts("edge-ports-admin-down"))).toEqual([
      "no-slaves bond-down port-admin-down port-unavailable slave-missing",
    ]);
  });

  test("a healthy bond with everything that NetworkManager prints", () => {
    expect(found(labTexts("seed-miimon0-primary/5-fix-reactivated"))).toEqual([]);
  });

  test("the gateway of `nmcli device show` serves the ARP monitor", () => {
    const texts = labTexts(SHUT).filter(({ path }) => /proc_net_bonding_bond0\.txt|nmcli_dev_show_bond0/.test(path));
    const [finding] = analyze(texts).findings;
    expect(finding?.alternatives[0]?.options).toContain("arp_ip_target=10.20.0.1");
  });
});

describe("whose port a profile is", () => {
  const uuid = "7937f0c0-22bd-49f0-8081-bbf9f68a8395";
  const named = changed(BOND, "type=bond", `uuid=${uuid}\ntype=bond`);

  test.each([
    ["by interface", "bond0"],
    ["by the UUID of the bond's profile", uuid],
  ])("%s", (_, controller) => {
    expect(found([ALONE, named, portKeyfile("eno1", controller), portKeyfile("eno2", controller), IDLE])).toEqual([
      "slave-missing single-slave",
    ]);
  });

  test("by the name of the bond's profile, in the newer words", () => {
    const port = changed(portKeyfile("eno2", "My bond"), "master=My bond\nslave-type", "controller=My bond\nport-type");
    expect(found([ALONE, changed(BOND, "id=bond0", "id=My bond"), port, IDLE])).toEqual(["slave-missing single-slave"]);
  });

  test("a port of a bridge or of another bond is not meant", () => {
    const other = changed(portKeyfile("eno2", "bond0"), "slave-type=bond", "slave-type=bridge");
    expect(found([ALONE, BOND, portKeyfile("eno1", "bond0"), other, IDLE])).toEqual(["single-slave"]);
    const enslaved = {
      path: "ip_link.txt",
      text: ipLink("eno2", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP", "UP").text.replace("master bond0", "master bond1"),
    };
    expect(found([ALONE, BOND, ...PORTS, enslaved])).toEqual(["single-slave"]);
  });
});

describe("silent", () => {
  test("for a port that another bond has by its dump", () => {
    const other = { path: "bond1.txt", text: BOTH.text.replaceAll("eno1", "eno3") };
    expect(found([ALONE, other, BOND, ...PORTS, IDLE])).toEqual(["single-slave"]);
  });

  test("about what is in use on a port, where it may be a port's profile that was not captured", () => {
    const used = status("connected", ["connected", "lag-2"]);
    expect(found([BOND, ...PORTS, used])).toEqual([]);
    expect(found([ALONE, BOND, ...PORTS, used])).toEqual(["slave-missing single-slave two-managers"]);
  });

  const stopped = portKeyfile("eno3", "bond0", "autoconnect=false");

  test.each<[string, readonly ExampleCapture[]]>([
    [
      "for a bond that somebody else made",
      [ALONE, BOND, ...PORTS, status("connected (externally)", ["disconnected", "--"])],
    ],
    [
      "for a bond that NetworkManager leaves alone",
      [ALONE, BOND, ...PORTS, status("unmanaged", ["disconnected", "--"])],
    ],
    ["where nothing shows that the interface exists", [ALONE, BOND, ...PORTS]],
  ])("%s", (_, captures) => expect(found(captures)).toEqual(["single-slave"]));

  test("for a profile that was told not to start while two ports work", () => {
    const idle = ipLink("eno3", "BROADCAST,MULTICAST,UP,LOWER_UP", "UP");
    expect(found([BOTH, BOND, ...PORTS, stopped, changed(idle, "master bond0 ", "")])).toEqual([]);
  });

  test("where the bond starts its ports, or is started by hand itself", () => {
    const ports = [
      portKeyfile("eno1", "bond0", "autoconnect=false"),
      portKeyfile("eno2", "bond0", "autoconnect=false"),
    ];
    expect(found([BOTH, BOND, ...ports])).toEqual(["port-profile-not-autoconnect"]);
    expect(found([BOTH, changed(BOND, "type=bond", "type=bond\nautoconnect-slaves=1"), ...ports])).toEqual([]);
    expect(found([BOTH, changed(BOND, "type=bond", "type=bond\nautoconnect=false"), ...ports])).toEqual([]);
  });

  test("about an interface that is missing from a list that may have been cut", () => {
    const lost = portKeyfile("eno3", "bond0");
    const cut = { path: "a.txt", text: "# ip link | grep UP\n1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n" };
    expect(found([BOTH, BOND, ...PORTS, lost, cut])).toEqual([]);
    const whole = { path: "a.txt", text: cut.text.replace(" | grep UP", "") };
    expect(found([BOTH, BOND, ...PORTS, lost, whole])).toEqual(["slave-device-missing"]);
  });

  test("about a forgotten port profile, or where a profile that was not captured may be meant", () => {
    const astray = portKeyfile("eno2", "bond7");
    const listed = connectionList(
      ["bond0", "bond", "bond0"],
      ["bond0-eno1", "ethernet", "eno1"],
      ["bond0-eno2", "ethernet", "--"],
    );
    expect(found([ALONE, BOND, PORTS[0] ?? BOND, astray, listed])).toEqual(["port-of-wrong-controller single-slave"]);
    expect(found([BOTH, BOND, PORTS[0] ?? BOND, portKeyfile("eno3", "bond7"), listed])).toEqual([]);
    const unseen = connectionList(["bond0", "bond", "bond0"], ["lag", "bond", "--"]);
    expect(found([ALONE, BOND, PORTS[0] ?? BOND, astray, unseen])).toEqual(["single-slave"]);
  });

  test("about a bond that has its address, or that nobody started", () => {
    const state = "70 (connecting (getting IP configuration))";
    expect(found([deviceShow("bond0", state)])).toEqual(["nm-device-not-activated"]);
    const addressed = deviceShow("bond0", state);
    expect(found([{ ...addressed, text: `${addressed.text}IP4.ADDRESS[1]: 10.20.0.10/24\n` }])).toEqual([]);
    expect(found([deviceShow("bond0", "30 (disconnected)")])).toEqual([]);
    expect(found([deviceShow("eno1", state)])).toEqual([]);
  });
});

test("the list of profiles tells which of two profiles of the bond is in use", () => {
  const list = connectionList(["bond0-old", "bond", "bond0"], ["bond0", "bond", "--"]);
  const { findings } = analyze([dump({ miimon: 100 }), profile("mode=active-backup,miimon=0"), list]);
  expect(findings.map(({ rule }) => rule)).toEqual(["profile-not-active"]);
});

describe("other configurations", () => {
  const links = {
    path: "ip_link.txt",
    text: "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n3: eno1: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 master bond0 state UP\n4: eno2: <BROADCAST,MULTICAST> mtu 1500 state DOWN\n",
  };

  test("network-scripts: on the port's side, and on the bond's", () => {
    const port = { path: "ifcfg-eno2", text: "DEVICE=eno2\nMASTER=bond0\nSLAVE=yes\nONBOOT=yes\n" };
    expect(found([ALONE, port, links])).toEqual(["slave-missing port-admin-down single-slave"]);
    const bond = {
      path: "ifcfg-bond0",
      text: "DEVICE=bond0\nBONDING_MASTER=yes\nBONDING_OPTS='mode=active-backup miimon=100'\nBONDING_SLAVE_0='enp66s0f0'\n",
    };
    expect(messages([ALONE, bond, links])).toContain(
      "Its ifcfg file makes enp66s0f0 a port of bond0, but the host has no interface of that name; bond0 runs on eno1 alone.",
    );
  });

  test("netplan's names may be of entries that match otherwise", () => {
    const netplan = {
      path: "etc/netplan/50-bond.yaml",
      text: "network:\n  bonds:\n    bond0:\n      interfaces: [eno1, nic2]\n      parameters: {mode: active-backup, mii-monitor-interval: 100}\n",
    };
    expect(found([ALONE, netplan, links])).toEqual(["single-slave"]);
    const named = { ...netplan, text: netplan.text.replace("nic2", "eno2") };
    expect(found([ALONE, named, links])).toEqual(["slave-missing port-admin-down single-slave"]);
  });
});

test("nmcli alone shows that the active port has no link", () => {
  const texts = labTexts(SHUT).filter(({ path }) => /nmcli_dev_show_eno1|ip_d_link_show_bond0\.txt/.test(path));
  expect(messages(texts)[0]).toMatch(/^bond0 does not monitor its links .*: eno1 has no carrier/);
});

describe("two profiles of one name", () => {
  const row = (uuid: string, device: string) => `bond0       ${uuid}  bond      ${device.padEnd(6)} \n`;
  const head = "NAME        UUID                                  TYPE      DEVICE \n";
  const [old, present] = ["3d23de78-2ab7-47b8-bcf7-f87479d812ee", "4a65e071-870b-41e6-9104-db024537c8ea"];

  test("made twice: both are in the list", () => {
    const list = { path: "nmcli_con_show.txt", text: head + row(present, "bond0") + row(old, "--") };
    expect(found([BOTH, list])).toEqual(["several-profiles-one-device"]);
    expect(messages([BOTH, list])[0]).toContain(`(bond0 ${present} and bond0 ${old})`);
  });

  test("deleted and made anew in one session: the last list counts", () => {
    const text = `# nmcli con\n${head}${row(old, "bond0")}# nmcli con delete bond0\n# nmcli con\n${head}${row(present, "bond0")}`;
    expect(found([BOTH, { path: "session.txt", text }])).toEqual([]);
  });
});

test("a profile that is activating says the same as its device", () => {
  const texts = labTexts("rule-nm-not-activated/1-getting-ip").filter(({ path }) => /nmcli_con_show_bond0/.test(path));
  expect(found(texts)).toEqual(["nm-device-not-activated"]);
});
