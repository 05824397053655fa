import type { Fact } from "../text/section.ts";

/** An address as the kernel prints it; what was blanked with letters is none. */
export function asMac(fact: Fact<string> | undefined): Fact<string> | undefined {
  const mac = fact?.value.toLowerCase();
  return fact && mac !== undefined && /^[\da-f]{2}(?::[\da-f]{2}){5}$/.test(mac) ? { ...fact, value: mac } : undefined;
}
