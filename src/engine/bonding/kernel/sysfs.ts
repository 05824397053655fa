import { isAnyOptionName, knowledgeOf } from "../options.ts";
import { isInterfaceName, isIpv4, macOctets } from "../values.ts";
import { type Errno, KernelBond, type KernelOption, parseKernelValue, type Surroundings } from "./bond.ts";

/** One write to a file below `/sys/class/net/<bond>/bonding`; `slave` adds a port. */
export interface Write {
  readonly option: string;
  readonly value: string;
}

export interface Run {
  /** The error of each step; `undefined` where the kernel took it. */
  readonly errors: readonly (Errno | undefined)[];
  readonly bond: KernelBond;
}

/** Writes to sysfs one after the other; the last writer wins, nothing is undone by a later error. */
export function runSysfs(writes: readonly Write[], surroundings: Surroundings = {}): Run {
  const bond = new KernelBond(surroundings);
  return { errors: writes.map((write) => writeSysfs(bond, write)), bond };
}

/** One write to a running bond. */
export function writeSysfs(bond: KernelBond, { option, value }: Write): Errno | undefined {
  if (option === "slave") {
    bond.addPort(value);
    return undefined;
  }
  if (!isAnyOptionName(option) || !knowledgeOf(option).kernel?.sysfs) return "ENOENT";
  const refusal = bond.refusal(option);
  return refusal ?? writeValue(bond, option, value);
}

function writeValue(bond: KernelBond, option: KernelOption, value: string): Errno | undefined {
  const [text = ""] = value.split("\n", 1);
  switch (option) {
    case "arp_ip_target":
      return writeTarget(bond, text);
    case "primary":
      return bond.set(option, text.trim());
    case "active_slave":
      return bond.set(option, text.trim());
    case "ad_actor_system":
      return macOctets(text.trim()) ? bond.set(option, text.trim().toLowerCase()) : "EINVAL";
    default: {
      const parsed = parseKernelValue(option, text);
      return parsed === undefined ? "EINVAL" : bond.set(option, parsed);
    }
  }
}

/** `+address` adds a target, `-address` removes one. */
function writeTarget(bond: KernelBond, text: string): Errno | undefined {
  const [, sign, address = ""] = /^([+-])(\S*)/.exec(text) ?? [];
  // The driver reads the address up to the first character that cannot belong to it.
  const [read = ""] = /^[0-9.]*/.exec(address) ?? [];
  if (sign === undefined || !isIpv4(read)) return "EPERM";
  if (sign === "+") return bond.addTarget(read);
  const left = bond.targets().filter((target) => target !== read);
  if (left.length === bond.targets().length) return "EINVAL";
  bond.force("arp_ip_target", left.join(" "));
  return undefined;
}

/** The running primary: the driver remembers any name, but shows one only while it is a port. */
export function runningPrimary(bond: KernelBond): string {
  const primary = bond.value("primary");
  return isInterfaceName(primary) && bond.hasPort(primary) ? primary : "";
}
