function many(count: number, one: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => one(index)).join("");
}

/** Texts that have very many of one thing, by what they have. */
export const MANY: Readonly<Record<string, (count: number) => string>> = {
  "one port again and again": (n) =>
    `iface bond0 inet static\n  bond-slaves ${"a ".repeat(n)}\n  bond-mode active-backup\n`,
  "ports of a stanza": (n) =>
    `iface bond0 inet static\n  bond-slaves ${many(n, (i) => `e${i} `)}\n  bond-mode active-backup\n`,
  "ports of a dump": (n) =>
    `Ethernet Channel Bonding Driver: v6.1\n\nBonding Mode: fault-tolerance (active-backup)\nPrimary Slave: None\nCurrently Active Slave: e1\nMII Status: up\nMII Polling Interval (ms): 0\n${many(n, (i) => `\nSlave Interface: e${i}\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\nLink Failure Count: 0\nPermanent HW addr: 52:54:00:00:00:01\nSlave queue ID: 0\n`)}`,
  "ports that are down": (n) =>
    `Ethernet Channel Bonding Driver: v6.1\n\nBonding Mode: fault-tolerance (active-backup)\nPrimary Slave: None\nCurrently Active Slave: e0\nMII Status: up\nMII Polling Interval (ms): 100\n${many(n, (i) => `\nSlave Interface: e${i}\nMII Status: ${i === 0 ? "up" : "down"}\nSpeed: 1000 Mbps\nDuplex: full\nLink Failure Count: 9\nPermanent HW addr: 52:54:00:00:00:01\nSlave queue ID: 0\n`)}`,
  "ports of ip link": (n) =>
    `2: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500\n    bond mode active-backup miimon 0\n${many(n, (i) => `${i + 3}: e${i}: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc mq master bond0 state UP\n    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n`)}`,
  "ports of JSON of ip": (n) =>
    `[{"ifindex":2,"ifname":"bond0","flags":["MASTER","UP"],"mtu":1500,"linkinfo":{"info_kind":"bond","info_data":{"mode":"active-backup","miimon":0}}}${many(n, (i) => `,{"ifindex":${i + 3},"ifname":"e${i}","flags":["UP"],"mtu":1500,"master":"bond0","operstate":"UP"}`)}]`,
  "ports of sysfs": (n) =>
    `/sys/class/net/bond0/bonding/mode:active-backup 1\n/sys/class/net/bond0/bonding/miimon:0\n/sys/class/net/bond0/bonding/slaves:${many(n, (i) => `e${i} `)}\n`,
  "devices of nmcli": (n) =>
    `DEVICE TYPE STATE CONNECTION\nbond0 bond connected bond0\n${many(n, (i) => `e${i} ethernet connected bond0-e${i}\n`)}`,
  "profiles of nmcli": (n) =>
    many(
      n,
      (i) =>
        `connection.id: e${i}\nconnection.type: 802-3-ethernet\nconnection.interface-name: e${i}\nconnection.master: bond0\nconnection.slave-type: bond\n\n`,
    ),
  "profiles of bonds": (n) =>
    many(
      n,
      (i) =>
        `connection.id: b${i}\nconnection.type: bond\nconnection.interface-name: bond${i}\nbond.options: mode=active-backup,miimon=0\n\n`,
    ),
  "ports of a unit": (n) => `[Match]\nName=${many(n, (i) => `e${i} `)}\n\n[Network]\nBond=bond0\n`,
  "ports of nmstate": (n) =>
    `interfaces:\n- name: bond0\n  type: bond\n  state: up\n  link-aggregation:\n    mode: active-backup\n    port:\n${many(n, (i) => `    - e${i}\n`)}`,
  "events of a log": (n) =>
    many(n, (i) => `[ ${i}.000001] bond0: (slave e${i % 977}): link status definitely down, disabling slave\n`),
  "bonds of a log": (n) =>
    many(n, (i) => `[ ${i}.000001] bond${i}: (slave e${i}): link status definitely down, disabling slave\n`),
  cards: (n) => many(n, (i) => `Settings for e${i}:\n\tSpeed: 1000Mb/s\n\tDuplex: Full\n\tLink detected: yes\n`),
  counters: (n) => `$ ethtool -S e0\nNIC statistics:\n${many(n, (i) => `     rx_${i}_errors: ${i}\n`)}`,
  "ifcfg files": (n) => many(n, (i) => `# cat ifcfg-e${i}\nDEVICE=e${i}\nMASTER=bond0\nSLAVE=yes\n`),
  keyfiles: (n) =>
    many(
      n,
      (i) =>
        `# cat e${i}.nmconnection\n[connection]\nid=e${i}\ntype=ethernet\ninterface-name=e${i}\nmaster=bond0\nslave-type=bond\n`,
    ),
  "commands of ip": (n) =>
    `${many(n, (i) => `# ip link set e${i} master bond0\n`)}# ip link add bond0 type bond mode active-backup\n`,
  "commands of nmcli": (n) => many(n, (i) => `# nmcli con mod bond${i} bond.options mode=active-backup\n`),
  routes: (n) => many(n, (i) => `default via 10.0.0.${i % 250} dev bond${i}\n`),
  addresses: (n) =>
    many(
      n,
      (i) => `${i + 1}: e${i}: <UP,LOWER_UP> mtu 1500 master bond0\n    inet 10.0.0.${i % 250}/24 scope global e${i}\n`,
    ),
  "answers to ping": (n) =>
    `PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data.\n${many(n, (i) => `[17638128${i}.101001] 64 bytes from 10.0.0.1: icmp_seq=${i * 2} ttl=64 time=0.31 ms\n`)}`,
  "ports of a channel": (n) =>
    `sw1#show etherchannel summary\nGroup  Port-channel  Protocol    Ports\n------+-------------+-----------+-----------\n1      Po1(SU)         LACP      ${many(n, (i) => `Gi1/0/${i}(P) `)}\n`,
  "neighbours of a switch": (n) =>
    `sw1#show lacp neighbor\nChannel group 1 neighbors\n\nPartner's information:\n\nPort      Flags   Priority  Dev ID          Age    key    Key    Number  State\n${many(n, (i) => `Gi1/0/${i}   SA      255       3cfd.fe9e.1001   5s    0x0    0xF    0x1     0x3D\n`)}`,
  "interfaces of a switch": (n) =>
    `sw1#show run\n${many(n, (i) => `interface GigabitEthernet1/0/${i}\n description web1 e${i}\n channel-group 1 mode active\n`)}`,
  "options of the module": (n) => many(n, (i) => `alias bond${i} bonding\noptions bonding mode=1\n`),
  "options of a profile": (n) => `bond.options: mode=1,${many(n, (i) => `a${i}=${i},`)}\nconnection.type: bond\n`,
  "ARP targets": (n) =>
    `connection.type: bond\nbond.options: mode=1,arp_interval=100,arp_ip_target=${many(n, (i) => `10.0.0.${i % 250};`)}1.1.1.1\n`,
  "lists of profiles": (n) =>
    `NAME UUID TYPE DEVICE\n${many(n, (i) => `bond0-e${i} 5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03 ethernet e${i}\n`)}`,
  "hosts of a session": (n) =>
    many(
      n,
      (i) =>
        `[root@web${i} ~]# cat /proc/net/bonding/bond0\nBonding Mode: fault-tolerance (active-backup)\nMII Status: up\nMII Polling Interval (ms): 0\nSlave Interface: e${i}\nMII Status: up\n`,
    ),
  "bonds of a session": (n) =>
    many(
      n,
      (i) =>
        `[root@web1 ~]# cat /proc/net/bonding/bond${i}\nBonding Mode: fault-tolerance (active-backup)\nMII Status: up\nMII Polling Interval (ms): 0\nSlave Interface: e${i}\nMII Status: up\n`,
    ),
  "dumps of one bond": (n) =>
    many(
      n,
      (i) =>
        `[root@web1 ~]# cat /proc/net/bonding/bond0\nBonding Mode: fault-tolerance (active-backup)\nMII Status: up\nMII Polling Interval (ms): 0\nSlave Interface: e${i}\nMII Status: up\n`,
    ),
  "bonds of netplan": (n) =>
    `network:\n  version: 2\n  bonds:\n${many(n, (i) => `    bond${i}:\n      interfaces: [eno${i}, eno2]\n      parameters: {mode: active-backup}\n`)}`,
};
