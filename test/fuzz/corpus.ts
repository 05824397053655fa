import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCapture } from "../../src/engine/captures/index.ts";
import { RULES } from "../../src/engine/index.ts";
import type { Capture, SectionKind } from "../../src/engine/text/section.ts";
import { labTexts, session } from "../lab.ts";

/** Longest text that is worth mutating: many small ones find more than few long ones. */
const LONGEST = 6000;

/** What no lab capture and no example of a rule is, one of each kind. */
const WRITTEN: readonly Capture[] = [
  {
    path: "sw.txt",
    text: "sw1#show lacp neighbor\nChannel group 1 neighbors\n\nPartner's information:\n\n                  LACP port                        Admin  Oper   Port    Port\nPort      Flags   Priority  Dev ID          Age    key    Key    Number  State\nGi1/0/1   SA      255       3cfd.fe9e.1001   5s    0x0    0xF    0x1     0x3D\nGi1/0/2   SA      255       3cfd.fe9e.1001   9s    0x0    0xF    0x2     0x3D\nsw1#show etherchannel summary\nGroup  Port-channel  Protocol    Ports\n------+-------------+-----------+-----------\n1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)\n",
  },
  {
    path: "ping.txt",
    text: "$ ping -D -i 0.1 10.20.0.1\nPING 10.20.0.1 (10.20.0.1) 56(84) bytes of data.\n[1763812801.101001] 64 bytes from 10.20.0.1: icmp_seq=1 ttl=64 time=0.31 ms\n[1763812801.201001] no answer yet for icmp_seq=2\n[1763812801.401001] 64 bytes from 10.20.0.1: icmp_seq=4 ttl=64 time=0.29 ms\n\n--- 10.20.0.1 ping statistics ---\n4 packets transmitted, 2 received, 50% packet loss, time 300ms\nrtt min/avg/max/mdev = 0.290/0.300/0.310/0.010 ms\n",
  },
  {
    path: "01-bond.yaml",
    text: "network:\n  version: 2\n  renderer: networkd\n  ethernets:\n    eno1: {dhcp4: no}\n    eno2: {}\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      mtu: 9000\n      parameters:\n        mode: active-backup\n        mii-monitor-interval: 0\n        primary: eno1\n",
  },
  {
    path: "10-bond0.netdev",
    text: "[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode=802.3ad\nMIIMonitorSec=0\nLACPTransmitRate=fast\n",
  },
  { path: "10-eno1.network", text: "[Match]\nName=eno1 eno2\n\n[Network]\nBond=bond0\nPrimarySlave=yes\n" },
  {
    path: "interfaces",
    text: "auto bond0\niface bond0 inet static\n  address 10.20.0.10/24\n  bond-slaves eno1 eno2\n  bond-mode active-backup\n  bond-miimon 0\n  bond-primary eno1\n",
  },
  {
    path: "ifcfg-bond0",
    text: 'DEVICE=bond0\nTYPE=Bond\nBONDING_MASTER=yes\nBONDING_OPTS="mode=active-backup miimon=0 primary=eno1"\nONBOOT=yes\n',
  },
  { path: "bonding.conf", text: "alias bond0 bonding\noptions bonding mode=1 miimon=0 max_bonds=1 # old\n" },
  {
    path: "bond.yml",
    text: "$ nmstatectl show\n---\ninterfaces:\n- name: bond0\n  type: bond\n  state: up\n  link-aggregation:\n    mode: active-backup\n    options:\n      miimon: 0\n      primary: eno1\n    port:\n    - eno1\n    - eno2\n",
  },
  {
    path: "runbook.txt",
    text: '# ip link add bond0 type bond mode active-backup miimon 0\n# ip link set eno1 master bond0\n# nmcli con add type bond con-name bond0 ifname bond0 bond.options "mode=active-backup,miimon=0"\n# nmcli con mod bond0 +bond.options "primary=eno1"\n',
  },
  {
    path: "ethtool_S_eno1.txt",
    text: "$ ethtool -S eno1\nNIC statistics:\n     rx_packets: 19872\n     tx_packets: 9872\n     rx_crc_errors: 81\n     rx_errors: 93\n$ ethtool -i eno1\ndriver: igb\nversion: 6.1.0\nfirmware-version: 1.2\nbus-info: 0000:01:00.0\n",
  },
  {
    path: "route.txt",
    text: "$ ip route\ndefault via 10.20.0.1 dev bond0 proto static metric 300 \n10.20.0.0/24 dev bond0 proto kernel scope link src 10.20.0.10 metric 300 \n",
  },
];

/** Each kind of section; a kind that is new has to be added here, and then a text that is of it. */
export const KINDS: Readonly<Record<Exclude<SectionKind, "other">, true>> = {
  "proc-bonding": true,
  "ip-link": true,
  "ip-json": true,
  "ip-route": true,
  sysfs: true,
  "nmcli-connection": true,
  "nmcli-profiles": true,
  "nmcli-devices": true,
  "nmcli-modify": true,
  keyfile: true,
  ifcfg: true,
  netplan: true,
  networkd: true,
  interfaces: true,
  modprobe: true,
  nmstate: true,
  "ip-command": true,
  ethtool: true,
  "ethtool-driver": true,
  "ethtool-statistics": true,
  "kernel-log": true,
  "switch-config": true,
  "switch-channels": true,
  "switch-lacp": true,
  ping: true,
};

/** What one host said: captures that are analysed together. */
export type Captures = readonly Capture[];

/** The stages of the lab, each with its small captures, every example of a rule, the samples, and the texts above. */
export function corpus(): readonly Captures[] {
  const stages = new Map<string, Capture[]>();
  for (const { path, text } of labTexts()) {
    if (text.length > LONGEST || /expect\.json$|\.tsv$|scenario\.json$|session\.txt$/.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    const stage = stages.get(folder) ?? [];
    stages.set(folder, stage);
    stage.push({ path: path.slice(folder.length + 1), text });
  }
  const samples = readdirSync("media/samples").map((name) => [
    { path: name, text: readFileSync(join("media/samples", name), "utf8") },
  ]);
  const examples = RULES.flatMap(({ examples: { hit, clean, absent } }) =>
    [hit, clean, absent].map(({ captures }) => captures),
  );
  return [
    [{ path: "session.txt", text: session() }],
    ...WRITTEN.map((one) => [one]),
    WRITTEN,
    ...samples,
    ...examples.filter((captures) => captures.length > 0),
    ...stages.values(),
  ];
}

/** The shortest text of each kind of section that the corpus and the lab have. */
export function textOfEachKind(): Map<SectionKind, Capture> {
  const found = new Map<SectionKind, Capture>();
  for (const capture of corpus().flat()) {
    for (const { kind } of readCapture(capture).sections) {
      const known = found.get(kind);
      if (known === undefined || known.text.length > capture.text.length) found.set(kind, capture);
    }
  }
  return found;
}
