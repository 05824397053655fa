import { changedNames } from "./change.ts";
import { KernelBond, type KernelOption } from "./kernel/bond.ts";
import { type Write, writeSysfs } from "./kernel/sysfs.ts";
import { knowledgeOf, OPTION_NAMES, type OptionName, type Options } from "./options.ts";
import { printedValue } from "./values.ts";

/** What makes a changed profile run. */
export interface Application {
  /** Nothing, `nmcli device reapply` (no port is touched), or `nmcli connection up` (the bond is set up anew). */
  readonly how: "nothing" | "reapply" | "up";
  /** The options that `reapply` cannot change. */
  readonly because: readonly OptionName[];
}

/** What it takes to apply a change of stored options (nm-device-bond.c, can_reapply_change). */
export function howToApply(before: Options, after: Options): Application {
  const changed = changedNames(inNames(before), inNames(after));
  const because = changed.filter((name) => !knowledgeOf(name).reapply);
  return { how: changed.length === 0 ? "nothing" : because.length === 0 ? "reapply" : "up", because };
}

function inNames(options: Options): Options {
  return new Map([...options].map(([name, value]) => [name, printedValue(name, value)]));
}

/** How to bring the running bond to other values by writing to `/sys/class/net/<bond>/bonding`; gone after a reboot. */
export interface SysfsPlan {
  /** All ports have to be released first, and taken back at the end. */
  readonly releasePorts: boolean;
  /** The bond has to be set down meanwhile. */
  readonly setDown: boolean;
  /** The writes in an order that the kernel takes. */
  readonly writes: readonly Write[];
  /** Options that have no file there. */
  readonly without: readonly OptionName[];
}

/** The mode first, then what hangs on it; a monitor before its delays, targets before the ARP interval that asks them. */
const ORDER: readonly OptionName[] = [
  "mode",
  "fail_over_mac",
  "lacp_active",
  "lacp_rate",
  "ad_select",
  "ad_user_port_key",
  "ad_actor_sys_prio",
  "ad_actor_system",
  "tlb_dynamic_lb",
  "arp_ip_target",
  "arp_interval",
  "arp_validate",
  "miimon",
  "updelay",
  "downdelay",
  "peer_notif_delay",
];
const LAST: readonly OptionName[] = ["primary_reselect", "primary"];
const NOT_WRITTEN: readonly OptionName[] = ["active_slave", "num_unsol_na", "balance-slb"];

/** Plans the writes between two sets of running values; what `after` does not name goes back to the kernel's default. */
export function sysfsPlan(before: Options, after: Options): SysfsPlan {
  const bond = runningBond(before);
  const rest = OPTION_NAMES.filter((name) => ![...ORDER, ...LAST, ...NOT_WRITTEN].includes(name));
  const writes: Write[] = [];
  const without: OptionName[] = [];
  for (const option of [...ORDER, ...rest, ...LAST]) {
    const wanted = printedValue(option, after.get(option) ?? defaultIn(option, after));
    if (bond.value(option) === wanted || bond.refusal(option) !== undefined) continue;
    if (!knowledgeOf(option).kernel?.sysfs) {
      without.push(option);
      continue;
    }
    for (const write of writesFor(bond, option, wanted)) {
      writeSysfs(bond, write);
      writes.push(write);
    }
  }
  const needs = (flag: "needsDown" | "needsNoPorts") =>
    writes.some(({ option }) =>
      OPTION_NAMES.some((name) => name === option && knowledgeOf(name).kernel?.[flag] === true),
    );
  return { releasePorts: needs("needsNoPorts"), setDown: needs("needsDown"), writes, without };
}

function defaultIn(option: OptionName, after: Options): string {
  return option === "num_grat_arp" ? (after.get("num_unsol_na") ?? "1") : knowledgeOf(option).kernelDefault;
}

function writesFor(bond: KernelBond, option: OptionName, wanted: string): Write[] {
  if (option !== "arp_ip_target") return [{ option, value: wanted }];
  const [now, then] = [bond.targets(), wanted.split(" ").filter(Boolean)];
  const removed = now.filter((target) => !then.includes(target)).map((target) => `-${target}`);
  const added = then.filter((target) => !now.includes(target)).map((target) => `+${target}`);
  return [...removed, ...added].map((value) => ({ option, value }));
}

/** A bond that runs the given values. */
function runningBond(values: Options): KernelBond {
  const bond = new KernelBond();
  const delays: readonly KernelOption[] = ["updelay", "downdelay", "peer_notif_delay"];
  for (const [name, value] of values) if (!delays.includes(name)) bond.force(name, printedValue(name, value));
  const miimon = bond.number("miimon");
  for (const name of ["updelay", "downdelay", "peer_notif_delay"] as const)
    if (miimon > 0) bond.force(name, String(Math.floor(Number(values.get(name) ?? 0) / miimon)));
  return bond;
}
