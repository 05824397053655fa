import { INT_MAX } from "../knowledge.ts";
import type { Mode } from "../modes.ts";
import { type AnyOptionName, knowledgeOf } from "../options.ts";
import { digits, isIpv4 } from "../values.ts";

/** The errors of the kernel's option code. */
export type Errno = "EINVAL" | "EACCES" | "EPERM" | "EBUSY" | "ENOTEMPTY" | "ENOENT";

export type KernelOption = AnyOptionName;

/** What there is on the host besides the bond. */
export interface Surroundings {
  /** Ports of the bond; all of them have link. */
  readonly ports?: readonly string[];
  /** True while the bond is set up. */
  readonly up?: boolean;
}

const DELAYS = ["updelay", "downdelay", "peer_notif_delay"] as const;
type Delay = (typeof DELAYS)[number];

const isDelay = (name: string): name is Delay => DELAYS.some((delay) => delay === name);

/** The driver forces its own choice of miimon, in ms, on modes without an ARP monitor (bond_main.c, BOND_DEFAULT_MIIMON). */
export const KERNEL_MIIMON = 100;
export const MOST_TARGETS = 16;

/**
 * A bond as the driver keeps it: a small model of drivers/net/bonding/bond_options.c (kernel 6.1), checked against what a
 * real kernel answered. It knows what a write does, not what a monitor then sees.
 */
export class KernelBond {
  readonly #values = new Map<KernelOption, string>();
  /** Delays are kept as how many times miimon they are. */
  readonly #ticks = new Map<Delay, number>();
  readonly #ports: string[];
  readonly #up: boolean;

  constructor({ ports = [], up = false }: Surroundings = {}) {
    this.#ports = [...ports];
    this.#up = up;
  }

  get mode(): Mode {
    return this.value("mode") as Mode;
  }

  /** Takes a port in; the bond is up by then. */
  addPort(name: string): void {
    this.#ports.push(name);
  }

  hasPort(name: string): boolean {
    return this.#ports.includes(name);
  }

  number(name: KernelOption): number {
    return Number(this.value(name));
  }

  targets(): string[] {
    return this.value("arp_ip_target").split(" ").filter(Boolean);
  }

  /** The value as the kernel prints it, a name where it has one. */
  value(name: KernelOption): string {
    const alias = knowledgeOf(name).sameAs === "num_grat_arp" ? "num_grat_arp" : name;
    if (isDelay(alias)) return String((this.#ticks.get(alias) ?? 0) * this.number("miimon"));
    return this.#values.get(alias) ?? knowledgeOf(alias).kernelDefault;
  }

  /** What sysfs would refuse before it looks at the value. */
  refusal(name: KernelOption): Errno | undefined {
    const { kernel } = knowledgeOf(name);
    if (!kernel) return "ENOENT";
    if (kernel.modes && !kernel.modes.includes(this.mode)) return "EACCES";
    if (kernel.needsNoPorts && this.#ports.length > 0) return "ENOTEMPTY";
    if (kernel.needsDown && this.#up) return "EBUSY";
    return undefined;
  }

  /** Sets an option to a number, or to a text where it takes none. */
  set(name: KernelOption, value: string | number): Errno | undefined {
    const refusal = this.refusal(name);
    if (refusal) return refusal;
    const { type, values, range } = knowledgeOf(name);
    if (typeof value === "number") {
      if (type === "enum" ? values?.[value] === undefined : range && (value < range[0] || value > range[1]))
        return "EINVAL";
    }
    return this.#store(name, type === "enum" && typeof value === "number" ? (values?.[value] ?? "") : String(value));
  }

  #store(name: KernelOption, value: string): Errno | undefined {
    if (isDelay(name)) return this.#setDelay(name, Number(value));
    switch (name) {
      case "mode":
        return this.#setMode(value as Mode);
      case "miimon":
        if (Number(value) > 0 && this.number("arp_interval") > 0) {
          this.#values.set("arp_interval", "0").set("arp_validate", "none");
        }
        break;
      case "arp_interval":
        if (Number(value) > 0) this.#values.set("miimon", "0");
        break;
      case "active_slave":
        if (value !== "" && !this.#ports.includes(value)) return "EINVAL";
        break;
      case "ad_actor_system":
        if (isMulticast(value)) return "EINVAL";
        break;
      case "num_unsol_na":
        this.#values.set("num_grat_arp", value);
        return undefined;
    }
    this.#values.set(name, value);
    return undefined;
  }

  #setMode(mode: Mode): undefined {
    if (mode === "802.3ad" || mode === "balance-tlb" || mode === "balance-alb") {
      this.#values.set("arp_interval", "0");
      if (this.number("miimon") === 0) this.#values.set("miimon", String(KERNEL_MIIMON));
    }
    if (mode === "balance-alb") this.#values.set("tlb_dynamic_lb", "1");
    this.#values.set("arp_validate", "none").set("mode", mode);
  }

  #setDelay(name: Delay, value: number): Errno | undefined {
    const miimon = this.number("miimon");
    if (miimon === 0) return "EPERM";
    this.#ticks.set(name, Math.floor(value / miimon));
    return undefined;
  }

  addTarget(address: string): Errno | undefined {
    const targets = this.targets();
    if (!isUsableTarget(address) || targets.includes(address) || targets.length >= MOST_TARGETS) return "EINVAL";
    this.#values.set("arp_ip_target", [...targets, address].join(" "));
    return undefined;
  }

  clearTargets(): void {
    this.#values.set("arp_ip_target", "");
  }

  /** Puts a value in without any check, as the module does with what it has already looked at. */
  force(name: KernelOption, value: string): void {
    if (isDelay(name)) this.#ticks.set(name, Number(value));
    else this.#values.set(knowledgeOf(name).sameAs === "num_grat_arp" ? "num_grat_arp" : name, value);
  }
}

/** Targets that the driver takes: not 0.x.x.x and not the broadcast address (bonding.h, bond_is_ip_target_ok). */
export function isUsableTarget(address: string): boolean {
  return isIpv4(address) && !address.startsWith("0.") && address !== "255.255.255.255";
}

function isMulticast(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}

/**
 * A value as sysfs and the module read it (bond_opt_parse): all digits and blanks are a number, else the first word is
 * a name. `undefined` where the option does not take it.
 */
export function parseKernelValue(name: KernelOption, text: string): number | undefined {
  const { type, values, range = [0, INT_MAX], kernelDefault } = knowledgeOf(name);
  const number = /^[\s0-9]*$/.test(text)
    ? digits(/[0-9]+/.exec(text)?.[0] ?? "", [0, Number.MAX_SAFE_INTEGER])
    : undefined;
  const [word = ""] = text.trim().split(/\s+/);
  if (number === undefined && /^[\s0-9]*$/.test(text)) return undefined;
  if (type === "enum" || values) {
    if (number !== undefined) return values?.[number] === undefined ? undefined : number;
    const named = values?.indexOf(word === "default" ? valueName(values, kernelDefault) : word) ?? -1;
    return named === -1 ? undefined : named;
  }
  if (number !== undefined) return number >= range[0] && number <= range[1] ? number : undefined;
  if (word === "off" && range[0] === 0) return 0;
  if (word === "maxval") return range[1];
  if (word === "minval") return range[0];
  return word === "default" ? Number(kernelDefault) : undefined;
}

function valueName(values: readonly string[], value: string): string {
  return values[Number(value)] ?? value;
}
