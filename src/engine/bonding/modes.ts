/** The seven modes in the order of their numbers (kernel: include/uapi/linux/if_bonding.h). */
export const MODES = [
  "balance-rr",
  "active-backup",
  "balance-xor",
  "broadcast",
  "802.3ad",
  "balance-tlb",
  "balance-alb",
] as const;

export type Mode = (typeof MODES)[number];

/** What `/proc/net/bonding` prints for each mode (kernel: drivers/net/bonding/bond_main.c, bond_mode_name). */
const PROC_NAMES: readonly (readonly [string, Mode])[] = [
  ["load balancing (round-robin)", "balance-rr"],
  ["fault-tolerance (active-backup)", "active-backup"],
  ["load balancing (xor)", "balance-xor"],
  ["fault-tolerance (broadcast)", "broadcast"],
  ["IEEE 802.3ad Dynamic link aggregation", "802.3ad"],
  ["transmit load balancing", "balance-tlb"],
  ["adaptive load balancing", "balance-alb"],
];

/** The mode that a `Bonding Mode:` line names; what follows the name (fail_over_mac, a note) is not looked at. */
export function modeOfProc(text: string): Mode | undefined {
  return PROC_NAMES.find(([name]) => text.startsWith(name))?.[1];
}

/** The mode that an option value names, as a name or as its number. */
export function modeOfOption(value: string): Mode | undefined {
  const byName = MODES.find((mode) => mode === value.toLowerCase());
  return byName ?? (/^0*[0-6]$/.test(value) ? MODES[Number(value)] : undefined);
}

/** Modes that send through one port at a time, or whose senders the driver picks from the ports it believes to be up. */
export function trustsItsMonitor(mode: Mode): boolean {
  return mode === "active-backup" || mode === "802.3ad" || mode === "balance-tlb" || mode === "balance-alb";
}

/** Modes that have a currently active port (kernel: bond_uses_primary). */
export function hasActivePort(mode: Mode): boolean {
  return mode === "active-backup" || mode === "balance-tlb" || mode === "balance-alb";
}

/** Modes in which the ARP monitor cannot run (kernel: bond_options.c, unsuppmodes of arp_interval). */
export function refusesArpMonitor(mode: Mode): boolean {
  return mode === "802.3ad" || mode === "balance-tlb" || mode === "balance-alb";
}
