import { INT_MAX } from "../knowledge.ts";
import { hasActivePort, type Mode } from "../modes.ts";
import { knowledgeOf } from "../options.ts";
import {
  isUsableTarget,
  KERNEL_MIIMON,
  KernelBond,
  type KernelOption,
  MOST_TARGETS,
  parseKernelValue,
} from "./bond.ts";
import { cNumber } from "./ipLink.ts";

export interface ModprobeRun {
  /** Why the module does not load. */
  readonly refusal?: { readonly option: KernelOption; readonly text: string };
  /** What the module says while it corrects the parameters (bond_main.c, bond_check_params). */
  readonly notes: readonly { readonly option: KernelOption; readonly text: string }[];
  readonly bond: KernelBond;
}

/** Parameters that the module reads as whole numbers, those that it reads as text, and the modes where a text is looked at. */
const NUMBERS: readonly KernelOption[] = [
  "max_bonds",
  "tx_queues",
  "num_grat_arp",
  "num_unsol_na",
  "miimon",
  "updelay",
  "downdelay",
  "use_carrier",
  "min_links",
  "arp_interval",
  "all_slaves_active",
  "resend_igmp",
  "packets_per_slave",
  "lp_interval",
];
const HASHING: readonly Mode[] = ["balance-xor", "802.3ad", "balance-tlb", "balance-alb"];

class Refused extends Error {
  readonly option: KernelOption;
  constructor(option: KernelOption, text: string) {
    super(text);
    this.option = option;
  }
}

/** Loads the bonding module with `name=value` parameters; the bond is the one that it creates. */
export function runModprobe(parameters: ReadonlyMap<KernelOption, string>): ModprobeRun {
  const bond = new KernelBond();
  const notes: { option: KernelOption; text: string }[] = [];
  const note = (option: KernelOption, text: string) => void notes.push({ option, text });
  try {
    check(bond, parameters, note);
    return { bond, notes };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { bond, notes, refusal: { option: error.option, text: error.message } };
  }
}

type Note = (option: KernelOption, text: string) => void;

function check(bond: KernelBond, parameters: ReadonlyMap<KernelOption, string>, note: Note): void {
  const numbers = new Map<KernelOption, number>();
  for (const option of NUMBERS) {
    const text = parameters.get(option);
    if (text === undefined) continue;
    const number = cNumber(text);
    if (number === undefined || Math.abs(number) > INT_MAX)
      throw new Refused(option, "the module wants a whole number");
    numbers.set(option, number);
  }
  const mode = named(parameters, "mode") ?? "balance-rr";
  bond.force("mode", mode);
  setTexts(bond, mode as Mode, parameters, note);
  setMonitors(bond, mode as Mode, numbers, parameters, note);
  for (const option of ["num_grat_arp", "num_unsol_na"] as const) setRanged(bond, "num_grat_arp", numbers.get(option));
  for (const option of ["use_carrier", "all_slaves_active", "resend_igmp", "packets_per_slave", "lp_interval"] as const)
    setRanged(bond, option, numbers.get(option));
  setRanged(bond, "min_links", numbers.get("min_links"));
}

/** A number outside its range is replaced by the default. */
function setRanged(bond: KernelBond, option: KernelOption, value: number | undefined): void {
  const { range } = knowledgeOf(option);
  if (value !== undefined && range && value >= range[0] && value <= range[1]) bond.force(option, String(value));
}

function setTexts(bond: KernelBond, mode: Mode, parameters: ReadonlyMap<KernelOption, string>, note: Note): void {
  const set = (option: KernelOption, applies: boolean, why: string) => {
    if (!parameters.has(option)) return;
    if (!applies) return note(option, why);
    const value = named(parameters, option);
    if (value !== undefined) bond.force(option, value);
  };
  set("xmit_hash_policy", HASHING.includes(mode), `xmit_hash_policy is ignored in mode ${mode}`);
  set("lacp_rate", mode === "802.3ad", `lacp_rate is ignored in mode ${mode}`);
  set("ad_select", true, "");
  if (parameters.has("primary")) {
    if (hasActivePort(mode)) bond.force("primary", parameters.get("primary") ?? "");
    else note("primary", `primary is ignored in mode ${mode}`);
  }
  set("primary_reselect", bond.value("primary") !== "", "primary_reselect is only read together with primary");
  set("fail_over_mac", true, "");
}

/** The name of a value; an unknown one keeps the module from loading. */
function named(parameters: ReadonlyMap<KernelOption, string>, option: KernelOption): string | undefined {
  const text = parameters.get(option);
  if (text === undefined) return undefined;
  const index = parseKernelValue(option, text);
  if (index === undefined) throw new Refused(option, `the module does not load with ${option}=${text}`);
  return knowledgeOf(option).values?.[index];
}

function setMonitors(
  bond: KernelBond,
  mode: Mode,
  numbers: ReadonlyMap<KernelOption, number>,
  parameters: ReadonlyMap<KernelOption, string>,
  note: Note,
): void {
  let miimon = Math.max(0, numbers.get("miimon") ?? 0);
  let arpInterval = Math.max(0, numbers.get("arp_interval") ?? 0);
  if (!knowledgeOf("arp_interval").kernel?.modes?.includes(mode) && miimon === 0) {
    miimon = KERNEL_MIIMON;
    note("miimon", `${mode} needs miimon: the module takes ${KERNEL_MIIMON} ms`);
  }
  if (miimon > 0 && arpInterval > 0) {
    arpInterval = 0;
    note("arp_interval", "miimon and arp_interval exclude each other: the module switches the ARP monitor off");
  }
  const { targets, bad } = targetsOf(parameters.get("arp_ip_target"));
  bond.force("arp_ip_target", targets.join(" "));
  if (arpInterval > 0 && (bad || targets.length === 0)) {
    arpInterval = 0;
    note("arp_interval", "the ARP monitor has no usable target: the module switches it off");
  }
  bond.force("miimon", String(miimon));
  bond.force("arp_interval", String(arpInterval));
  setValidation(bond, arpInterval, parameters, note);
  for (const delay of ["updelay", "downdelay"] as const) {
    const value = Math.max(0, numbers.get(delay) ?? 0);
    if (value > 0 && miimon === 0) note(delay, `${delay} has no effect without miimon`);
    if (value > 0 && miimon > 0) bond.force(delay, String(Math.floor(value / miimon)));
  }
}

function setValidation(
  bond: KernelBond,
  arpInterval: number,
  parameters: ReadonlyMap<KernelOption, string>,
  note: Note,
): void {
  if (parameters.has("arp_validate")) {
    if (arpInterval === 0)
      throw new Refused("arp_validate", "the module does not load with arp_validate but without arp_interval");
    bond.force("arp_validate", named(parameters, "arp_validate") ?? "none");
  }
  const all = parameters.get("arp_all_targets");
  if (all === undefined) return;
  const index = parseKernelValue("arp_all_targets", all);
  if (index === undefined) note("arp_all_targets", `${all} is not known: the module takes any`);
  else bond.force("arp_all_targets", knowledgeOf("arp_all_targets").values?.[index] ?? "any");
}

function targetsOf(text: string | undefined): { targets: string[]; bad: boolean } {
  const given = (text ?? "").split(",").filter(Boolean).slice(0, MOST_TARGETS);
  return { targets: [...new Set(given.filter(isUsableTarget))], bad: !given.every(isUsableTarget) };
}
