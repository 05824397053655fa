import type { Options } from "./options.ts";

/** NetworkManager's own link-monitoring interval in ms, sent when a profile names no monitor (nm-device-bond.c). */
export const NETWORKMANAGER_MIIMON = "100";

/**
 * What the kernel runs once NetworkManager has activated a profile with these options. Without miimon and without the
 * ARP monitor NetworkManager sends 100; with the ARP monitor the kernel's miimon is 0 (lab: section 2 of the oracle).
 */
export function effectiveOptions(options: Options): Options {
  const effective = new Map(options);
  const arp = Number(options.get("arp_interval") ?? "0") > 0;
  if (!options.has("miimon")) effective.set("miimon", arp ? "0" : NETWORKMANAGER_MIIMON);
  if (!options.has("arp_interval")) effective.set("arp_interval", "0");
  return effective;
}
