import { describe, expect, test } from "vitest";
import { readCommand } from "../../../src/engine/captures/command.ts";
import { readCapture } from "../../../src/engine/captures/index.ts";
import { readName } from "../../../src/engine/captures/names.ts";
import { readPrompt } from "../../../src/engine/captures/prompt.ts";
import { MARK } from "../../../src/engine/text/mark.ts";

const sections = (text: string, path = "session.txt") =>
  readCapture({ path, text }).sections.map(({ kind, command, host }) => [kind, command ?? "", host ?? ""]);

const DUMP = "Ethernet Channel Bonding Driver: v6.1\n\nBonding Mode: fault-tolerance (active-backup)\n";

describe("prompts", () => {
  test.each([
    ["[root@web1 ~]# cat x", "web1", "cat x"],
    ["root@debian:~# cat x", "debian", "cat x"],
    ["user@ubuntu:/var/log$ cat x", "ubuntu", "cat x"],
    ["admin@box ~ $ cat x", "box", "cat x"],
    ["sles15:~ # cat x", "sles15", "cat x"],
    ["[12:30:01] root@web1:~# cat x", "web1", "cat x"],
    ["12:30:01 [root@web1 ~]# cat x", "web1", "cat x"],
    ["$ cat x", undefined, "cat x"],
    ["# cat x", undefined, "cat x"],
    ["% cat x", undefined, "cat x"],
    ["[core@worker-0 ~]$", "worker-0", ""],
    ["-bash-4.2$ cat x", undefined, "cat x"],
    ["root@truenas[~]# cat x", "truenas", "cat x"],
    ["└─# cat x", undefined, "cat x"],
    ["╰─$ cat x", undefined, "cat x"],
    ["PS C:\\Users\\me> ssh web1", undefined, "ssh web1"],
    ["PS /home/me> cat x", undefined, "cat x"],
    ["C:\\>plink web1 cat x", undefined, "plink web1 cat x"],
  ])("%s", (line, host, command) => {
    const prompt = readPrompt(line);
    expect([prompt?.host, prompt?.command]).toEqual([host, command]);
  });

  test.each([
    "MII Status: up",
    "Speed: 1000Mb/s",
    "#==[ Command ]==#",
    "12: eno1: <UP> mtu 1500",
    "a # b",
    "PS 4.2 > 3",
    "-> ip link",
    "--> cat x",
  ])("no prompt: %s", (line) => {
    expect(readPrompt(line)).toBeUndefined();
  });
});

describe("commands", () => {
  test.each([
    ["cat /proc/net/bonding/bond0", "proc-bonding", "bond0"],
    ["sudo cat /proc/net/bonding/bond1", "proc-bonding", "bond1"],
    ["cat /proc/net/bonding/*", "proc-bonding", undefined],
    ["nmcli con show bond0", "nmcli-connection", "bond0"],
    ["nmcli -f bond connection show id bond0", "nmcli-connection", "bond0"],
    ["nmcli -g bond.options c s 'bond0'", "nmcli-connection", "bond0"],
    ["ip -d link show bond0", "ip-link", undefined],
    ["/sbin/ip -s -d l", "ip-link", undefined],
    ["ip -4 addr", "ip-link", undefined],
    ["ip -j -d link show bond0", "ip-json", undefined],
    ["ip -6 route show table all", "ip-route", undefined],
    ["cat /sys/class/net/bond0/bonding/miimon", "sysfs", "bond0/bonding/miimon"],
    ["grep . /sys/class/net/bond0/bonding/*", "sysfs", "bond0/bonding"],
    ["grep -H . /sys/class/net/*/carrier", "sysfs", undefined],
    ["ethtool eno1", "ethtool", "eno1"],
    ["/usr/sbin/ethtool eno1", "ethtool", "eno1"],
    ["ssh root@web1 'cat /proc/net/bonding/bond0; ip -d link'", "proc-bonding", "bond0"],
    ['ssh web1 "cat /proc/net/bonding/bond0" | tee "b.txt"', "proc-bonding", "bond0"],
    ["ssh web1 'cat /proc/net/bonding/bond0' | grep -v 'x'", "proc-bonding", "bond0"],
    ["cat /proc/net/bonding/bond0'", undefined, undefined],
    ['su - -c "cat /proc/net/bonding/bond0"', "proc-bonding", "bond0"],
    ['ansible all -m command -a "cat /proc/net/bonding/bond0"', "proc-bonding", "bond0"],
    ['echo "cat /proc/net/bonding/bond0"', undefined, undefined],
  ])("%s", (command, kind, subject) => {
    const output = readCommand(command);
    expect([output?.kind, output?.subject]).toEqual([kind, subject]);
  });

  test.each([
    ["ssh root@web1 cat /proc/net/bonding/bond0", "web1"],
    ["ssh -p 2222 -i ~/.ssh/id web1 cat /proc/net/bonding/bond0", "web1"],
    ['ssh web1 "cat /proc/net/bonding/bond0"; ssh web2 "cat /proc/net/bonding/bond0"', undefined],
    ["ssh $h cat /proc/net/bonding/bond0", undefined],
    ["plink.exe -batch root@web1 cat /proc/net/bonding/bond0", "web1"],
    ["cat /proc/net/bonding/bond0", undefined],
  ])("%s is of the host %s", (command, host) => {
    expect(readCommand(command)?.host).toBe(host);
  });

  test.each([
    "ethtool -s eno1 speed 100",
    "ethtool output when switch port",
    "nmcli con up bond0",
    "nmcli dev reapply bond0",
    "ip route get 10.20.0.1",
    "ip rule",
    "cat /sys/class/net/eno1/carrier /sys/class/net/eno2/carrier",
    "cat /sys/class/net/eno1/statistics/rx_errors",
    "ip link set eno1 down",
    "ls",
    "",
  ])("not read: %s", (command) => expect(readCommand(command)).toBeUndefined());

  test("a filter behind the command is remembered", () => {
    expect(readCommand("nmcli con show bond0 | grep bond.options")?.filtered).toBe(true);
    expect(readCommand("nmcli con show bond0")?.filtered).toBe(false);
  });
});

describe("names", () => {
  test.each([
    ["sos/proc/net/bonding/bond0", "proc-bonding", "bond0"],
    ["proc_net_bonding_bond0.txt", "proc-bonding", "bond0"],
    ["a/proc_net_bonding_bond0.user.txt", "proc-bonding", "bond0"],
    ["bond0", "other", "bond0"],
    ["Bond1.log", "other", "Bond1"],
    ["nmcli_con_show_id_bond0", "nmcli-connection", "bond0"],
    ["nmcli_f_bond_con_show_bond0.txt", "nmcli-connection", "bond0"],
    ["ethtool_eno1", "ethtool", "eno1"],
    ["ip_-s_-d_link", "ip-link", undefined],
    ["ethtool_-i_eno1", "ethtool-driver", "eno1"],
    ["ethtool_-S_eno1", "ethtool-statistics", "eno1"],
    ["notes.txt", "other", undefined],
  ])("%s", (path, kind, subject) => {
    const name = readName(path);
    expect([name.kind, name.subject]).toEqual([kind, subject]);
  });

  test("a long odd name is read in no time", () => {
    expect(readName(`ip_${"a_".repeat(50_000)}`).kind).toBe("other");
  });
});

describe("sections", () => {
  test("the answers of several hosts below headings of clush are each their own", () => {
    const heading = (host: string) => `---------------\n${host}\n---------------\n${DUMP}`;
    const answers = `${heading("web1")}${heading("web2 (1)")}`;
    const command = "$ clush -bw web1,web2 cat /proc/net/bonding/bond0\n";
    expect(sections(command + answers).map(([kind, , host]) => [kind, host])).toEqual([
      ["other", ""],
      ["proc-bonding", "web1"],
      ["proc-bonding", "web2"],
    ]);
    expect(sections(answers).map(([, , host]) => host)).toEqual(["", "", ""]);
  });

  test("the answers of the hosts of a loop over ssh are each their own, headed by their names", () => {
    const command = '$ for h in web1 web2; do echo "== $h"; ssh $h cat /proc/net/bonding/bond0; done\n';
    const found = sections(`${command}== web1\n${DUMP}web2:\n${DUMP}`);
    expect(found.map(([kind, , host]) => [kind, host])).toEqual([
      ["other", ""],
      ["proc-bonding", "web1"],
      ["proc-bonding", "web2"],
    ]);
    const several = command.replace("cat", "'ip link; cat").replace("; done", "'; done");
    const answer = (host: string) => `== ${host}\n1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n${DUMP}`;
    expect(sections(several + answer("web1") + answer("web2")).map(([kind, , host]) => [kind, host])).toEqual([
      ["other", ""],
      ["ip-link", "web1"],
      ["proc-bonding", "web1"],
      ["ip-link", "web2"],
      ["proc-bonding", "web2"],
    ]);
    const bonds = "$ for b in bond0 bond1; do echo $b; ssh web1 cat /proc/net/bonding/$b; done\n";
    expect(sections(`${bonds}bond0\n${DUMP}bond1\n${DUMP}`).every(([, , host]) => host === "web1")).toBe(true);
    const local = "$ for h in web1 web2; do echo $h; cat /proc/net/bonding/$h; done\n";
    expect(sections(`${local}web1\n${DUMP}`).every(([, , host]) => host === "")).toBe(true);
  });

  test("lines that grep printed with the name of the bond, in the folder of the dumps", () => {
    const text = ["bond0", "bond1"].map((bond) => DUMP.replace(/^(?=.)/gm, `${bond}:`)).join("");
    expect(sections(text.replace(/^bond/gm, "web"))).toEqual([["other", "", ""]]);
    const dumps = readCapture({ path: "a.txt", text }).reports;
    expect(dumps.map((dump) => dump.kind === "proc-bonding" && [dump.bond, dump.mode?.value])).toEqual([
      ["bond0", "active-backup"],
      ["bond1", "active-backup"],
    ]);
  });

  test("each host's answer to Ansible is its own, and of the command that was asked", () => {
    const command = 'ansible all -a "cat /proc/net/bonding/bond0"';
    const answers = ["web1", "web2"].map((host) => `${host} | CHANGED | rc=0 >>\n${DUMP}`);
    const { sections: found, reports } = readCapture({ path: "a.txt", text: `$ ${command}\n${answers.join("")}` });
    expect(found.map(({ kind, host }) => [kind, host])).toEqual([
      ["other", undefined],
      ["proc-bonding", "web1"],
      ["proc-bonding", "web2"],
    ]);
    expect(reports.map((report) => report.kind === "proc-bonding" && report.bond)).toEqual(["bond0", "bond0"]);
    expect(readCapture({ path: "a.txt", text: "a | b >>\n" }).sections).toHaveLength(1);
    const script = ["web1", "web2"].map(
      (host) => `${host} | CHANGED | rc=0 >>\n=== ip link ===\n1: lo: <LOOPBACK,UP> mtu 9\n`,
    );
    expect(
      sections(`[me@jump ~]$ ansible all -m script -a x.sh\n${script.join("")}`).map(([kind, , host]) => [kind, host]),
    ).toEqual([
      ["other", "jump"],
      ["other", "web1"],
      ["ip-link", "web1"],
      ["other", "web2"],
      ["ip-link", "web2"],
    ]);
  });

  test("by prompt and command", () => {
    expect(sections(`[root@web1 ~]# cat /proc/net/bonding/bond0\n${DUMP}[root@web1 ~]# uptime\n 12:00 up\n`)).toEqual([
      ["proc-bonding", "cat /proc/net/bonding/bond0", "web1"],
      ["other", "uptime", "web1"],
    ]);
  });

  test("by first lines, without prompts", () => {
    expect(sections(`intro\n${DUMP}Settings for eno1:\n\tLink detected: no\n${DUMP}`).map(([kind]) => kind)).toEqual([
      "other",
      "proc-bonding",
      "ethtool",
      "proc-bonding",
    ]);
  });

  test("a comment line within a dump does not end it, a command does", () => {
    const text = `${DUMP}# this one is dead\nSlave Interface: eno1\n# uptime\nMII Status: down\n`;
    const [dump] = readCapture({ path: "x", text }).reports;
    expect(dump?.kind === "proc-bonding" && [dump.ports.length, dump.ports[0]?.mii]).toEqual([1, undefined]);
  });

  test("banners and fences", () => {
    const text = `\`\`\`\n${DUMP}\`\`\`\nprose\n==> /proc/net/bonding/bond3 <==\n${DUMP}`;
    const { sections, reports } = readCapture({ path: "x", text });
    expect(sections.map(({ kind }) => kind)).toEqual(["other", "proc-bonding", "other", "proc-bonding"]);
    expect(reports.map((report) => report.kind === "proc-bonding" && report.bond)).toEqual([undefined, "bond3"]);
  });

  test("a command without output, and a file that only has the name, are no captures", () => {
    expect(sections("# cat /proc/net/bonding/bond0\n").map(([kind]) => kind)).toEqual(["other"]);
    expect(sections("hello\n", "proc_net_bonding_bond0.txt").map(([kind]) => kind)).toEqual(["other"]);
  });

  test("a marked line is a proposal and belongs to no report", () => {
    const text = `${DUMP}bond.options: mode=active-backup,miimon=100  ${MARK}\nSlave Interface: eno1\n`;
    const { reports, proposals, sections } = readCapture({ path: "x", text });
    expect(sections.length).toBe(1);
    expect(reports.map(({ kind }) => kind)).toEqual(["proc-bonding"]);
    expect(proposals.map(({ value }) => value)).toEqual(["mode=active-backup,miimon=100"]);
  });
});
