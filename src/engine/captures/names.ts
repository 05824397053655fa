import type { SectionKind } from "../text/section.ts";

/** What a path tells of a capture before its text is read. */
export interface NamedCapture {
  readonly kind: SectionKind;
  /** The interface or connection profile that the name holds. */
  readonly subject?: string;
}

const IN_PROC = /\/proc\/net\/bonding\/([^/]+)$/;
const KEYFILE = /(?:\/system-connections\/|^)([^/]+?)\.nmconnection$|\/system-connections\/([^/]+)$/;
const LOG = /^(?:dmesg|messages|syslog|kern|journal|journalctl)(?:[_-][\w@:+-]*)?(?:\.\d+)?$/;
const CONFIGURATION: readonly (readonly [RegExp, SectionKind])[] = [
  [/(?:^|\/)netplan\/[^/]+\.ya?ml$|(?:^|\/)\d\d-[\w.-]+\.ya?ml$/, "netplan"],
  [/\.(?:netdev|network)$/, "networkd"],
  [/(?:^|\/)(?:etc[_/]network[_/])?interfaces$|\/interfaces\.d\/[^/]+$/, "interfaces"],
  [/\/modprobe\.d\/[^/]+\.conf$|(?:^|\/)(?:modprobe|bonding)\.conf$/, "modprobe"],
  [
    /(?:^|\/)nmstatectl_show[\w.-]*$|(?:^|\/)nmstate[\w.-]*\.ya?ml$|\/nodenetwork(?:states|configuration\w+)\/[^/]+\.ya?ml$/,
    "nmstate",
  ],
];
const NOTHING: NamedCapture = { kind: "other" };

/**
 * What the name of a file says: `/proc/net/bonding/bond0` of an archive, or a command with every odd character turned
 * into `_`, as sos and people write it (`proc_net_bonding_bond0.txt`, `nmcli_con_show_id_bond0`, `ethtool_eno1`), or
 * just the bond (`bond0`, `bond0.txt`).
 */
export function readName(path: string): NamedCapture {
  const slashed = path.replaceAll("\\", "/");
  const inProc = IN_PROC.exec(`/${slashed}`);
  if (inProc?.[1]) return { kind: "proc-bonding", subject: inProc[1] };

  const inSysfs = sysfsPath(`/${slashed}`);
  if (inSysfs !== undefined) return { kind: "sysfs", subject: inSysfs };

  const keyfile = KEYFILE.exec(slashed.slice(-400)) ?? KEYFILE.exec(slashed.slice(slashed.lastIndexOf("/") + 1));
  const profile = keyfile?.[1] ?? keyfile?.[2];
  if (profile !== undefined) return { kind: "keyfile", subject: profile };

  const tail = slashed.slice(-400).replace(/(?<=[a-z])\.txt$/, "");
  const file = CONFIGURATION.find(([pattern]) => pattern.test(tail));
  if (file) return { kind: file[1] };

  const base = slashed.slice(slashed.lastIndexOf("/") + 1).replace(/\.(txt|log|out|md|json|bondcapture)$/i, "");
  const command = base.replace(/\.user$/, "");
  for (const [pattern, kind] of COMMAND_NAMES) {
    const match = pattern.exec(command);
    if (match && kind === "sysfs") return { kind, subject: match.slice(1).filter(Boolean).reverse().join("/") };
    if (match) return match[1] ? { kind, subject: match[1] } : { kind };
  }
  return LOG.test(command) ? { kind: "kernel-log" } : NOTHING;
}

/** The files of sysfs that hold one value each, below `/sys/class/net`. */
export const SYSFS_FILE =
  /^[^\s/]{1,15}\/(?:(?:bonding|bonding_slave)\/[a-z]\w{0,40}|carrier|operstate|speed|duplex|address|mtu)$/;

/**
 * The path below `/sys/class/net` of such a file or of the folder of many: `bond0/bonding/miimon`, `bond0/bonding`;
 * empty where a pattern may name several devices, `undefined` for other paths.
 */
export function sysfsPath(path: string): string | undefined {
  const found = /\/sys\/(?:class|devices\/virtual)\/net\/([^\s:=]{1,200})$/.exec(path)?.[1];
  const below = found?.replace(/\/\*?$/, "");
  if (below === undefined) return undefined;
  if (/[*?{]/.test(below)) return "";
  return SYSFS_FILE.test(below) || /^[^/]{1,15}(?:\/bonding(?:_slave)?)?$/.test(below) ? below : undefined;
}

const COMMAND_NAMES: readonly (readonly [RegExp, SectionKind])[] = [
  [/^(?:cat_)?_?proc_net_bonding_([\w.-]+)$/, "proc-bonding"],
  [/^nmcli_(?:[\w.-]*_)?c(?:on|onn|onnection)?(?:_s(?:h|how)?)?$/, "nmcli-profiles"],
  [/^nmcli_(?:[\w.-]*_)?d(?:ev|evice)?(?:_st?(?:atus)?)?$/, "nmcli-devices"],
  [/^nmcli_(?:[\w.-]*_)?d(?:ev|evice)?_sh(?:ow)?(?:_([A-Za-z][\w.-]*))?$/, "nmcli-devices"],
  [/^nmcli_(?:[\w.-]*_)?c(?:on|onn|onnection)?_s(?:h|how)?_(?:id_)?([A-Za-z][\w.-]*)$/, "nmcli-connection"],
  [/^ethtool_-{0,2}(?:i|driver)_([A-Za-z][\w.-]*)$/, "ethtool-driver"],
  [/^ethtool_-{0,2}(?:S|statistics)_([A-Za-z][\w.-]*)$/, "ethtool-statistics"],
  [/^ethtool_([A-Za-z][\w.]*(?:-[\w.]+)*)$/, "ethtool"],
  [/^ip_(?:[A-Za-z0-9-]+_)*-?j(?:son)?_(?:[A-Za-z0-9-]+_)*(?:link|addr|address)(?:_.*)?$/, "ip-json"],
  [/^ip_(?:[A-Za-z0-9-]+_)*(?:link|addr|address)(?:_.*)?$/, "ip-link"],
  [/^ip_(?:[A-Za-z0-9-]+_)*route(?:_.*)?$/, "ip-route"],
  [/^sysfs_(?:(bonding)_)?([A-Za-z][\w.-]*)$/, "sysfs"],
  [/^ifcfg-([\w.-]+)$/, "ifcfg"],
  [/^(?:[\w.-]{1,63}_)?sh(?:ow)?_run(?:ning-config)?(?:_[\w.-]*)?$/, "switch-config"],
  [/^(?:[\w.-]{1,63}_)?sh(?:ow)?_(?:etherchannel|port-channel)_(?:\d+_)?summary$/, "switch-channels"],
  [/^(?:[\w.-]{1,63}_)?sh(?:ow)?_lacp_(?:\d+_)?neighbors?(?:_detail)?$/, "switch-lacp"],
  [/^ping6?(?:_.*)?$/, "ping"],
  [/^(bond\d+)$/i, "other"],
];
