import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { analyze, explain } from "../../../src/engine/index.ts";
import { labFile, SHUT } from "../../lab.ts";
import { at, BOND, DUMP, PORT } from "./explained.ts";

describe("spans are the characters on the screen", () => {
  const LINE = "MII Polling Interval (ms): 0";

  test.each([
    ["quoted", DUMP.replace(/^/gm, "> > ")],
    ["indented, in a table", DUMP.replace(/^(.+)$/gm, "| $1 |")],
    ["with CRLF", DUMP.replaceAll("\n", "\r\n")],
    ["behind a byte order mark", `\ufeff${DUMP}`],
    ["with a note", DUMP.replace(LINE, `${LINE}   <-- why?`)],
  ])("%s", (_, text) => {
    const offset = text.indexOf(LINE);
    const [capture] = analyze([{ path: "x.txt", text }]).captures;
    const value = capture && explain(capture, offset + LINE.length);
    expect(value).toMatchObject({ start: offset + LINE.length - 1, end: offset + LINE.length });
    const key = capture && explain(capture, offset);
    expect(key && text.slice(key.start, key.end)).toBe("MII Polling Interval (ms)");
  });

  test("coloured", () => {
    const text = DUMP.replace(LINE, "\u001b[1mMII Polling\u001b[0m Interval (ms): \u001b[31m0\u001b[0m");
    const [capture] = analyze([{ path: "x.txt", text }]).captures;
    const offset = text.indexOf("\u001b[31m0") + 5;
    expect(capture && explain(capture, offset)).toMatchObject({ start: offset, end: offset + 1 });
    const flags = PORT.replace("NO-CARRIER", "\u001b[31mNO-CARRIER\u001b[0m");
    expect(at(flags, "NO-CARRIER")?.on).toBe("NO-CARRIER");
  });
});

describe("what is not explained", () => {
  test("prose, other sections, and what a switch says", () => {
    const text = `The MII Status: up was what we saw.\nSpeed: fine\n\n$ uptime\nSpeed: 12\n`;
    for (const needle of ["MII Status", "Speed: fine", "Speed: 12"])
      expect(at(`${text}\n${DUMP}`, needle)).toBeUndefined();
    const log = labFile(`${SHUT}/journal_kernel.txt`);
    expect(at(log, "bond0")).toBeUndefined();
  });

  test("a long line costs what it is long, and past a limit nothing", () => {
    const long = `    bond mode ${"active-backup miimon ".repeat(200_000)}`;
    const [header = ""] = BOND.split("\n");
    const text = `${header}\n${long}\n`;
    const [capture] = analyze([{ path: "ip_d_link.txt", text }]).captures;
    const begun = performance.now();
    for (let count = 0; count < 50; count += 1) expect(capture && explain(capture, text.length - 30)).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(3000);
    const lines = `${DUMP}${"MII Status: up\n".repeat(50_000)}`;
    const [dump] = analyze([{ path: "x.txt", text: lines }]).captures;
    const again = performance.now();
    for (let count = 0; count < 50; count += 1) if (dump) explain(dump, lines.length - 5);
    expect(performance.now() - again).toBeLessThan(3000);
  });
});

describe("a hostile capture", () => {
  const EVIL = "[x](command:evil)`<b>![i](https://a.b/c)";

  test("stays text in every explanation", () => {
    const texts = [
      DUMP.replace("Slave: eno1\n", `Slave: ${EVIL}\n`),
      DUMP.replace("Slave: eno1 (", `Slave: ${EVIL} (`),
      DUMP.replace("Interface: eno1", `Interface: ${EVIL}`),
      PORT.replace("link/ether", `link/${EVIL}`).replace("master bond0", `master ${EVIL}`),
      BOND.replace(" primary eno1", ` primary ${EVIL}`),
      labFile(`${SHUT}/ethtool_eno1.txt`).replace("Link detected: no", `Link detected: no (${EVIL})`),
      labFile(`${SHUT}/nmcli_con_show_bond0.txt`).replace("primary=eno1", `primary=${EVIL}`),
      labFile(`${SHUT}/nmcli_con_show_bond0.txt`).replace(
        "connection.id:                          bond0",
        `connection.id: ${EVIL}`,
      ),
      `# ethtool -i eno1\ndriver: ${EVIL}\nversion: 1\nbus-info: ${EVIL}\n`,
      `# nmcli con\nNAME${" ".repeat(60)}UUID                                  TYPE  DEVICE\n${EVIL.padEnd(63)} 2c5f6ac8-1111-4222-8333-444455556666  bond  bond0\n`,
      `[{"ifindex":2,"ifname":"${EVIL}","operstate":"${EVIL}","mtu":1500,"address":"${EVIL}"}]\n`,
      `[    1.000001] bond0: (slave eno1): link status definitely down, disabling slave ${EVIL}\n`,
      `sw1#show running-config\ninterface GigabitEthernet1/0/1\n switchport mode ${EVIL}\n channel-group 1 mode on ${EVIL}\nend\n`,
      `sw1#show etherchannel summary\n P - ${EVIL}\n1      Po1(SU)         LACP      Gi1/0/1(P)\n`,
    ];
    const shown: string[] = [];
    for (const text of texts) {
      const [capture] = analyze([{ path: "x.txt", text }]).captures;
      const from = text.indexOf(EVIL);
      expect(from).not.toBe(-1);
      for (let offset = from; offset < Math.min(from + 200, text.length); offset += 1) {
        const found = capture && explain(capture, offset);
        if (found) shown.push(found.markdown);
      }
    }
    expect(shown.length).toBeGreaterThan(100);
    for (const markdown of new Set(shown)) {
      const html = new MarkdownIt({ html: true, linkify: true }).render(markdown);
      expect(html).not.toMatch(/<(?:a|img|b)\b/);
    }
  });
});

describe("options in the words of other owners", () => {
  const NETPLAN =
    "network:\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      parameters:\n        mode: active-backup\n        mii-monitor-interval: 100\n";
  const NETWORKD = "[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode=active-backup\nMIIMonitorSec=100ms\n";
  const STANZA =
    "auto bond0\niface bond0 inet static\n  bond-mode active-backup\n  bond-miimon 100\n  bond-slaves eno1 eno2\n";
  const MODPROBE = "options bonding mode=active-backup miimon=100\n";
  const COMMAND = "ip link add bond0 type bond mode active-backup miimon 100\n";
  const SYSFS = "/sys/class/net/bond0/bonding/mode:active-backup 1\n/sys/class/net/bond0/bonding/miimon:100\n";

  test.each([
    ["netplan", NETPLAN, "mii-monitor-interval", "netplan/01.yaml"],
    ["systemd-networkd", NETWORKD, "MIIMonitorSec", "10-bond0.netdev"],
    ["ifupdown", STANZA, "bond-miimon", "etc/network/interfaces"],
    ["modprobe.d", MODPROBE, "miimon", "etc/modprobe.d/bonding.conf"],
    ["a command of ip", COMMAND, "miimon", "runbook.md"],
    ["sysfs", SYSFS, "bonding/miimon", "sysfs.txt"],
  ])("%s: miimon is explained, with what this value means and its source", (_, text, needle, path) => {
    const found = at(text, needle, { path });
    expect(found?.on).toContain("100");
    expect(found?.markdown).toMatch(/^\*\*miimon\*\* `100/);
    expect(found?.markdown).toContain("Source: ");
  });
});
