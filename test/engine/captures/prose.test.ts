import { describe, expect, test } from "vitest";
import { isCapture } from "../../../src/engine/captures/index.ts";

/** Texts that speak of bonding, or look like a part of a capture, and are none. */
const NONE: Readonly<Record<string, string>> = {
  "a mail": `Hi,\n\nbond0 on web1 lost its link again. MII Status was up the whole time, and the\nEthernet Channel Bonding Driver did not fail over. Could you check miimon?\nip link looks fine, cat /proc/net/bonding/bond0 too.\n\nThanks\n`,
  "a README": `# Bonding\n\n## ip link\n\nUse \`ip -d link show bond0\`.\n\n# ethtool eno1\n\nShows the link.\n\n\`\`\`\n$ cat /proc/net/bonding/bond0\n\`\`\`\n\n- nmcli con show bond0\n- ethtool eno1: speed and duplex\n`,
  "the driver's source": `static void bond_info_show_master(struct seq_file *seq)\n{\n\tseq_printf(seq, "Bonding Mode: %s", bond_mode_name(BOND_MODE(bond)));\n\tseq_printf(seq, "MII Polling Interval (ms): %d\\n", bond->params.miimon);\n\tslave_info(bond->dev, slave->dev, "link status definitely down, disabling slave\\n");\n#ifdef CONFIG_IPV6\n# define X 1\n}\n`,
  "a log without bonding lines": `Nov 22 12:00:00 web1 systemd[1]: Started Session 1 of user root.\nNov 22 12:00:01 web1 kernel: usb 1-1: new high-speed USB device\n[   47.651234] e1000: eno1 NIC Link is Up 1000 Mbps Full Duplex\n2026-11-22T12:00:00Z INFO bond0: link status report sent to interface x\n`,
  "/etc/hosts": `127.0.0.1 localhost\n10.0.0.1 bond0.example.com bond0\n::1 ip6-localhost\n# cat and dog\n`,
  "a netplan file": `network:\n  version: 2\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      parameters:\n        mode: active-backup\n        mii-monitor-interval: 100\n`,
  "a play of Ansible": `- name: bond\n  nmcli:\n    type: bond\n    conn_name: bond0\n    mode: active-backup\n    miimon: 100\n`,
  "a shell script": `#!/bin/sh\nset -e\nfor i in /proc/net/bonding/*; do\n  grep -q "MII Status: down" "$i" && echo bad\ndone\nip link show bond0 | grep UP\nethtool "$1"\n`,
  "INI files": `[connection]\nhost=db\n\n[bond]\nyield=3\n`,
  "a mail about a switch": `The interface GigabitEthernet1/0/1 has channel-group 1 mode active, and\nswitchport mode trunk is set. On sw1# show etherchannel summary says\nGroup  Port-channel  Protocol    Ports\nand nothing below. interface Ethernet1 is a plain port:\nswitchport mode access\n`,
  "a router's configuration": `interface GigabitEthernet0/0\n description uplink\n ip address 10.0.0.1 255.255.255.252\n!\ninterface eth0\n channel-group 1 mode active\n`,
  "curl's progress": `  % Total    % Received % Xferd  Average Speed\n100 1  100 1    0     0   5  0\n`,
  "a table": `| Option | Meaning |\n|---|---|\n| miimon | MII Polling Interval |\n| mode | Bonding Mode |\n`,
  "questions and shell prompts": `$ ls\nfoo\n# cat notes.txt\nbond0\nroot@web1:~# uptime\n 12:00:00 up 3 days\n`,
};

describe("no capture", () => {
  test.each(Object.entries(NONE))("%s", (_, text) => {
    expect(isCapture(text)).toBe(false);
    expect(isCapture(text.replaceAll(/^/gm, "> ").replaceAll("\n", "\r\n"))).toBe(false);
  });
});
