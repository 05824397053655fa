import type { Mode } from "./modes.ts";

export type OptionType =
  | "enum"
  | "switch"
  | "number"
  | "ipv4-list"
  | "ipv6-list"
  | "interface"
  | "interface-list"
  | "mac-address";

/** Where the kernel lets an option be set, and what it wants of the bond meanwhile (bond_options.c, bond_sysfs.c). */
export interface KernelSide {
  /** Modes in which the kernel takes a write (`unsuppmodes`); absent: all. */
  readonly modes?: readonly Mode[];
  /** Modes in which it has an effect; absent: all in which the kernel takes it. */
  readonly effect?: readonly Mode[];
  readonly sysfs: boolean;
  readonly netlink: boolean;
  /** A parameter of the bonding module. */
  readonly module: boolean;
  /** The bond has to be set down first (`BOND_OPTFLAG_IFDOWN`). */
  readonly needsDown?: boolean;
  /** The bond must not have ports (`BOND_OPTFLAG_NOSLAVES`). */
  readonly needsNoPorts?: boolean;
}

/** Where a reader can see the running value. */
export interface Visibility {
  /** The line of `/proc/net/bonding`, up to its colon. */
  readonly proc?: string;
  /** The key in `ip -d link`. */
  readonly ip?: string;
  /** The file below `/sys/class/net/<bond>/bonding`. */
  readonly sysfs?: string;
  /** The property of the profile. */
  readonly nmcli?: string;
}

/** What Bondlint knows of one bonding option. */
export interface OptionKnowledge {
  readonly type: OptionType;
  /** Names of the values; the position is the value's number. */
  readonly values?: readonly string[];
  /** The kernel in which a value came later than the option; those that are not among `values` NetworkManager does not know. */
  readonly valuesSince?: Readonly<Record<string, string>>;
  /** The smallest and the largest number that the kernel takes. */
  readonly range?: readonly [number, number];
  readonly unit?: "ms" | "s" | "packets" | "messages" | "ports" | "intervals" | "queues";
  /** How many entries a list can hold. */
  readonly most?: number;
  /** What the kernel runs when nobody sets it (drivers/net/bonding/bond_options.c). */
  readonly kernelDefault: string;
  /** Kernel defaults that differ by mode. */
  readonly kernelDefaultIn?: Readonly<Partial<Record<Mode, string>>>;
  /** What NetworkManager takes when the profile is silent, where that differs from the kernel's. */
  readonly networkManagerDefault?: string;
  /** The range that NetworkManager checks, where that differs from the kernel's. */
  readonly networkManagerRange?: readonly [number, number];
  /** Modes in which NetworkManager accepts and keeps it; absent: all (libnm-core-impl/nm-setting-bond.c). */
  readonly modes?: readonly Mode[];
  /** `undefined` for what only NetworkManager knows. */
  readonly kernel?: KernelSide;
  /** Options of which one has to be on for this one to do anything. */
  readonly requires?: readonly string[];
  /** Options that this one switches off, or that switch it off. */
  readonly excludes?: readonly string[];
  /** First versions; absent where it was always there, or where the version is not known. */
  readonly since?: { readonly kernel?: string; readonly networkManager?: string };
  /** The kernel in which it was removed. */
  readonly until?: string;
  /** True where `nmcli device reapply` changes it on the running bond (nm-device-bond.c, can_reapply_change). */
  readonly reapply: boolean;
  /** Another name of the same kernel value. */
  readonly sameAs?: string;
  /** Set for each port, not for the bond. */
  readonly perPort?: boolean;
  readonly seen: Visibility;
  /** What it does, in a sentence or two. */
  readonly explanation: string;
  readonly source: string;
}

export const ARP_MODES = ["balance-rr", "active-backup", "balance-xor", "broadcast"] as const satisfies readonly Mode[];
export const PRIMARY_MODES = ["active-backup", "balance-tlb", "balance-alb"] as const satisfies readonly Mode[];
export const LACP = ["802.3ad"] as const satisfies readonly Mode[];
/** The largest value of most numbers: a signed 32-bit integer. */
export const INT_MAX = 2_147_483_647;
export const KERNEL_SOURCE = "Linux drivers/net/bonding/bond_options.c";
export const NETWORKMANAGER_SOURCE = "NetworkManager src/libnm-core-impl/nm-setting-bond.c";
