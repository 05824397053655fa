import { describe, expect, test } from "vitest";
import { labFile, SHUT } from "../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./captures/read.ts";

const DUMP = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
const dumps = (text: string) =>
  reportsOf("proc-bonding", text).map(({ bond, miimon, ports }) => [bond, miimon?.value, ports.length]);

describe("a dump in every dress", () => {
  const PREFIXED = DUMP.replaceAll(/^(?=.)/gm, "/proc/net/bonding/bond0:");
  test.each([
    ["in a table", DUMP.replaceAll(/^(.*)$/gm, "| $1 |")],
    ["quoted four times", DUMP.replaceAll(/^/gm, "> >> > ")],
    ["squeezed", DUMP.replaceAll(/\n{2,}/g, "\n")],
    ["after grep .", `$ grep . /proc/net/bonding/bond0\n${DUMP.replaceAll(/\n{2,}/g, "\n")}`],
    ["after grep -H ''", `$ grep -H '' /proc/net/bonding/bond0\n${PREFIXED}`],
    ["in {code:title=..}", `{code:title=bond0|borderStyle=solid}\n${DUMP}{code}\n`],
    ["with the fence in the same line", `{noformat}# cat /proc/net/bonding/bond0\n${DUMP}{noformat}\n`],
    [
      "in supportconfig",
      `#==[ Configuration File ]===========================#\n# /proc/net/bonding/bond0\n${DUMP.replaceAll(/\n{2,}/g, "\n")}`,
    ],
    ["under a banner", `=== bond0 ===\n${DUMP}`],
    ["under a path", `/proc/net/bonding/bond0\n${DUMP}`],
    ["under a heading", `### /proc/net/bonding/bond0:\n\n${DUMP}`],
    ["under watch", `Every 2.0s: cat /proc/net/bonding/bond0     web1: Sun Nov 22 12:00:00 2026\n\n${DUMP}`],
    ["over ssh", `$ ssh root@web1 cat /proc/net/bonding/bond0\n${DUMP}`],
    ["with the command alone", `cat /proc/net/bonding/bond0\n\n${DUMP}`],
    ["from a container", `sh-4.4# chroot /host cat /proc/net/bonding/bond0\n${DUMP}`],
  ])("%s", (_, text) => {
    const [dump] = reportsOf("proc-bonding", text);
    expect(dumps(text).map(([, ...rest]) => rest)).toEqual([[0, 2]]);
    expect(dump?.filtered).toBe(false);
    expect(shown(text, dump?.ports[0]?.mii)).toBe("MII Status: up");
    if (!text.startsWith("|") && !text.startsWith(">") && !text.startsWith("Eth") && !text.startsWith("{code")) {
      expect(dump?.bond).toBe("bond0");
    }
  });

  test("several bonds: named by grep, by a loop, by banners; nameless otherwise", () => {
    const other = DUMP.replaceAll("eno", "ens");
    expect(dumps(`$ cat /proc/net/bonding/*\n${DUMP}${other}`).map(([bond]) => bond)).toEqual([undefined, undefined]);
    expect(
      dumps(
        `# tail -n +1 /proc/net/bonding/*\n==> /proc/net/bonding/bond0 <==\n${DUMP}\n==> /proc/net/bonding/bond1 <==\n${other}`,
      ).map(([bond]) => bond),
    ).toEqual(["bond0", "bond1"]);
    const loop = "# for f in /proc/net/bonding/*; do echo $f; cat $f; done\n";
    expect(
      dumps(`${loop}/proc/net/bonding/bond0\n${DUMP}/proc/net/bonding/bond1\n${other}`).map(([bond]) => bond),
    ).toEqual(["bond0", "bond1"]);
    expect(
      dumps(
        `# grep . /proc/net/bonding/*\n${DUMP.replaceAll(/^(?=.)/gm, "/proc/net/bonding/bond0:")}${other.replaceAll(/^(?=.)/gm, "/proc/net/bonding/bond1:")}`,
      ).map(([bond]) => bond),
    ).toEqual(["bond0", "bond1"]);
  });

  test("one bond printed again and again keeps its name", () => {
    expect(
      dumps(`# while true; do cat /proc/net/bonding/bond0; sleep 1; done\n${DUMP}${DUMP}`).map(([bond]) => bond),
    ).toEqual(["bond0", "bond0"]);
    expect(
      dumps(`# cat /proc/net/bonding/bond0; sleep 5; cat /proc/net/bonding/bond0\n${DUMP}${DUMP}`).map(
        ([bond]) => bond,
      ),
    ).toEqual(["bond0", "bond0"]);
  });

  test("a note behind a value", () => {
    for (const note of [
      " <-- dead",
      "  # dead",
      " # dead",
      "  (dead)",
      "\t(dead)",
      " <== dead",
      " ← dead",
      " // dead",
    ]) {
      const text = `Slave Interface: eno1${note}\nMII Status: down${note}\n`;
      const { ports } = reportOf("proc-bonding", text);
      expect([note, ports[0]?.name.value, shown(text, ports[0]?.mii)]).toEqual([note, "eno1", "MII Status: down"]);
    }
  });

  test("cut within a port: what belongs to it is not the bond's", () => {
    const from = DUMP.indexOf("MII Status", DUMP.indexOf("Slave Interface"));
    const { carrier, miimon, ports } = reportOf("proc-bonding", `# cat /proc/net/bonding/bond0\n${DUMP.slice(from)}`);
    expect([carrier, miimon, ports.map(({ name }) => name.value)]).toEqual([undefined, undefined, ["eno2"]]);
  });

  test("a speed that the end cut is no speed", () => {
    expect(reportOf("proc-bonding", "Slave Interface: eno1\nSpeed: 100").ports[0]?.speed).toBeUndefined();
  });

  test("the head alone is a dump, wherever it begins", () => {
    expect(kindsOf("Currently Active Slave: eno1\nMII Status: up\n")).toEqual(["proc-bonding"]);
  });
});

describe("prompts of every shell", () => {
  test.each([
    ["➜  ~ ", undefined],
    ["➜  src git:(main) ✗ ", undefined],
    ["❯ ", undefined],
    ["~/src main ❯ ", undefined],
    ["web1% ", "web1"],
    ["web1# ", "web1"],
    ["bash-5.1# ", undefined],
    ["[root@web1:~]$ ", "web1"],
    ["(env) root@web1:~# ", "web1"],
    ["user@web1 ~> ", "web1"],
    ["user@web1 ~/x (main)> ", "web1"],
    ["user@web1:~/x (main)$ ", "web1"],
    ["[user@web1 x (main)]$ ", "web1"],
    ["+ ", undefined],
    ["2026-11-22 12:30:01 root@web1:~# ", "web1"],
    ["[12:30:01] [root@web1 ~]# ", "web1"],
    ["/ # ", undefined],
    ["~ $ ", undefined],
  ])("%s", (prompt, host) => {
    const text = `${prompt}cat /proc/net/bonding/bond0\n${DUMP}${prompt}uptime\n`;
    const [dump] = reportsOf("proc-bonding", text);
    expect([dump?.bond, dump?.section.host]).toEqual(["bond0", host]);
    expect(kindsOf(text)[0]).toBe("proc-bonding");
  });
});

describe("ip link", () => {
  const names = (text: string, path?: string) =>
    reportOf("ip-link", text, path).interfaces.map(({ name }) => name.value);
  const detailed = labFile(`${SHUT}/ip_d_s_link_show.txt`);
  const find = (text: string, name: string, path?: string) =>
    reportOf("ip-link", text, path).interfaces.find((one) => one.name.value === name);

  test("-o: one line for each interface", () => {
    const folded = detailed.replaceAll(/\n(?= )/g, "\\");
    expect(names(`$ ip -o -d link\n${folded}`)).toEqual(names(detailed));
    const bond0 = find(folded, "bond0");
    expect(shown(folded, bond0?.bond?.get("miimon"))).toBe("miimon 0");
    expect(shown(folded, find(folded, "eno1")?.port?.get("mii_status"))).toBe("mii_status UP");
    expect(find(folded, "eno1")?.altnames.map(({ value }) => value)).toEqual(["enp0s5", "ens5"]);
  });

  test("-br: states, flags and addresses, without a command too", () => {
    const text = labFile(`${SHUT}/ip_br_link.txt`);
    const eno1 = find(text, "eno1");
    expect([eno1?.state?.value, eno1?.mac?.value, eno1?.flags[0]?.value]).toEqual([
      "DOWN",
      "3c:fd:fe:9e:10:01",
      "NO-CARRIER",
    ]);
    expect([shown(text, eno1?.state), shown(text, eno1?.flags[0])]).toEqual(["DOWN", "NO-CARRIER"]);
    const address =
      "$ ip -br addr\nlo               UNKNOWN        127.0.0.1/8 ::1/128 \nbond0.5@bond0    UP             10.20.0.10/24 \neno1             DOWN           \n";
    expect(names(address)).toEqual(["lo", "bond0.5", "eno1"]);
    expect([find(address, "bond0.5")?.parent?.value, find(address, "eno1")?.flags]).toEqual(["bond0", []]);
  });

  test("wrapped by a mail program", () => {
    const text = detailed.replaceAll(/^(.{1,72}) (?=.)/gm, "$1 \n");
    const bond0 = find(text, "bond0");
    expect([...(bond0?.bond ?? [])].map(([key, { value }]) => `${key}=${value}`).slice(0, 14)).toEqual(
      [...(find(detailed, "bond0")?.bond ?? [])].map(([key, { value }]) => `${key}=${value}`).slice(0, 14),
    );
    expect(find(text, "eno1")?.master?.value).toBe("bond0");
  });

  test("the card's place, and the kind of a port before its bond_slave line", () => {
    expect(find(detailed, "eno1")?.parentDevice?.value).toBe("0000:00:05.0");
    const veth =
      "5: e1@if6: <BROADCAST,SLAVE,UP,LOWER_UP> mtu 1500 master bond0 state UP\n    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff permaddr 02:00:00:00:00:02 link-netns sw promiscuity 0\n    veth \n    bond_slave state ACTIVE mii_status UP link_failure_count 3 \n";
    const e1 = find(veth, "e1");
    expect([e1?.parent?.value, e1?.permanentMac?.value, e1?.port?.get("link_failure_count")?.value]).toEqual([
      "if6",
      "02:00:00:00:00:02",
      "3",
    ]);
  });

  test("a pair that the end of the text cut is left out", () => {
    const text = "4: bond0: <UP> mtu 1500\n    bond mode active-backup miimon 10";
    expect([...(find(text, "bond0")?.bond?.keys() ?? [])]).toEqual(["mode"]);
  });
});

describe("nmcli connection show", () => {
  const line = "mode=active-backup,miimon=0,primary=eno1";
  test.each([
    ["terse", `$ nmcli -g bond con show bond0\nbond:${line}\n`],
    ["terse", `$ nmcli -t -f bond con show bond0\nbond.options:${line}\n`],
    [
      "table",
      `$ nmcli -m tabular -f bond con show bond0\nname  options                                  \nbond  ${line} \n`,
    ],
    [
      "table",
      `$ nmcli -m tabular -f connection.id,bond.options con show bond0\nname        id    \nconnection  bond0 \n\nname  options                                  \nbond  ${line} \n`,
    ],
  ])("%s", (layout, text) => {
    const profile = reportOf("nmcli-connection", text);
    expect([profile.layout, shown(text, profile.options), shown(text, profile.bondOptions.get("miimon"))]).toEqual([
      layout,
      line,
      "miimon=0",
    ]);
  });

  test("several profiles in one output", () => {
    const whole = labFile(`${SHUT}/nmcli_con_show_bond0.txt`);
    const port = labFile(`${SHUT}/nmcli_con_show_bond0-eno1.txt`);
    const profiles = reportsOf("nmcli-connection", `$ nmcli con show bond0 bond0-eno1\n${whole}\n${port}`);
    expect(profiles.map(({ properties, subject }) => [properties.get("connection.id")?.value, subject])).toEqual([
      ["bond0", undefined],
      ["bond0-eno1", undefined],
    ]);
    expect(profiles.map(({ controller }) => controller?.value)).toEqual([undefined, "bond0"]);
    const fields =
      "$ nmcli -f connection.interface-name,bond.options con show a b\nconnection.interface-name:              bond0\nbond.options:                           mode=802.3ad\n\nconnection.interface-name:              bond1\nbond.options:                           mode=balance-rr\n";
    expect(reportsOf("nmcli-connection", fields).map(({ options }) => options?.value)).toEqual([
      "mode=802.3ad",
      "mode=balance-rr",
    ]);
  });

  test("values in another language, and both names of the controller", () => {
    const text = `connection.id:                          p1\nconnection.autoconnect:                 tak\nconnection.master:                      bond0\nconnection.controller:                  bond0\nGENERAL.STATE:                          aktywowano\n`;
    const profile = reportOf("nmcli-connection", text);
    expect(profile.properties.get("GENERAL.STATE")?.value).toBe("aktywowano");
    expect(shown(text, profile.controller)).toBe("connection.controller:                  bond0");
  });
});

test("what was not found is no capture", () => {
  expect(kindsOf("#==[ Configuration File ]===#\n# /proc/net/bonding/bond0 - File not found\n")).toEqual(["other"]);
  expect(kindsOf("# ethtool eno9\nnetlink error: No such device\nNo data available\n")).toEqual(["other"]);
  expect(kindsOf("# cat /proc/net/bonding/bond0\ncat: /proc/net/bonding/bond0: No such file or directory\n")).toEqual([
    "other",
  ]);
});
