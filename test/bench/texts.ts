import { INCIDENT, LAB, labFile, SHUT } from "../lab.ts";

/** Captures as `analyze` takes them. */
export type Texts = readonly { readonly path: string; readonly text: string }[];

const MEGABYTE = 1_000_000;

/** The dump and the profile of the model incident, as a host's session shows them. */
function session(host: string): string {
  return INCIDENT.filter(([command]) => /^(?:cat|nmcli)/.test(command))
    .map(([command, file]) => `[root@${host} ~]# ${command}\n${labFile(`${SHUT}/${file}`)}`)
    .join("");
}

/** Dumps and profiles of one host that somebody captured again and again in one terminal. */
export function oneHost(megabytes: number): Texts {
  const once = session("web1");
  return [{ path: "session.txt", text: once.repeat(Math.ceil((megabytes * MEGABYTE) / once.length)) }];
}

/** Dumps and profiles of many hosts in one text, as a loop over ssh writes them. */
export function manyHosts(megabytes: number): Texts {
  return [{ path: "fleet.txt", text: sessions(megabytes).join("") }];
}

/** The same, a file for each host. */
export function manyFiles(megabytes: number): Texts {
  return sessions(megabytes).map((text, host) => ({ path: `fleet/h${host}.txt`, text }));
}

function sessions(megabytes: number): string[] {
  const once = session("h0000");
  const hosts = Math.ceil((megabytes * MEGABYTE) / once.length);
  return Array.from({ length: hosts }, (_, at) => once.replaceAll("h0000", `h${String(at).padStart(4, "0")}`));
}

/** Lines that other programs log on any host. */
const OTHERS = [
  "systemd[1]: Starting Network Manager Script Dispatcher Service...",
  "sshd[48213]: Accepted publickey for deploy from 10.20.4.17 port 51514 ssh2: RSA SHA256:0o7mXVnRUlf",
  "kernel: audit: type=1130 audit(1795346227.676:412): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=crond'",
  "CROND[20412]: (root) CMD (/usr/lib64/sa/sa1 1 1)",
  "kernel: perf: interrupt took too long (2512 > 2500), lowering kernel.perf_event_max_sample_rate to 79000",
  "chronyd[902]: Selected source 10.20.0.11",
  "NetworkManager[1034]: <info>  [1795346227.6766] dhcp4 (eno5): state changed new lease, address=10.20.4.31",
] as const;

/** Two lines of the driver about one failure. */
const FAILURE = [
  "kernel: bond0: (slave eno1): link status definitely down, disabling slave",
  "kernel: bond0: (slave eno1): link status definitely up, 10000 Mbps full duplex",
] as const;

/** A log of which one line in a hundred tells of bonding. */
export function log(megabytes: number): Texts {
  const lines: string[] = [];
  let length = 0;
  for (let at = 0; length < megabytes * MEGABYTE; at += 1) {
    const clock = [Math.floor(at / 3600) % 24, Math.floor(at / 60) % 60, at % 60].map((one) =>
      String(one).padStart(2, "0"),
    );
    const said = at % 100 === 50 ? FAILURE[Math.floor(at / 100) % 2] : OTHERS[at % OTHERS.length];
    const line = `Nov 22 ${clock.join(":")} web1 ${said}`;
    lines.push(line);
    length += line.length + 1;
  }
  return [{ path: "var/log/messages", text: `${lines.join("\n")}\n` }];
}

/** One dump of an LACP bond of two ports, as root reads it. */
export function lacpDump(): Texts {
  const stage = "rule-min-links/1-healthy/proc_net_bonding_bond0.txt";
  return [{ path: `${LAB}/${stage}`, text: labFile(stage) }];
}
