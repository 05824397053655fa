import { readFileSync } from "node:fs";

/** One try on a real kernel: option text, what it answered, what it ran afterwards. */
export interface KernelCase {
  readonly via: "sysfs" | "sysfs-slave" | "ip" | "modprobe";
  readonly options: string;
  readonly command?: string;
  readonly accepted: boolean;
  readonly stderr: string;
  readonly steps?: readonly { option: string; value: string | null; ok: boolean; errno: string | null }[];
  readonly values: Readonly<Record<string, string>>;
}

/** One string given to a real NetworkManager and activated. */
export interface ProfileCase {
  readonly options: string;
  readonly accepted: boolean;
  readonly stderr: string;
  readonly bond_options?: string;
  readonly keyfile_bond?: Readonly<Record<string, string>>;
  readonly up?: { readonly rc: number };
  readonly kernel_values?: Readonly<Record<string, string>>;
}

interface Stored {
  readonly ok: boolean;
  readonly error?: string;
  readonly keyfileBond?: Readonly<Record<string, string>>;
}

export interface NetworkManagerCases {
  readonly verify: readonly {
    readonly id: string;
    readonly options: readonly (readonly [string, string])[];
    readonly expected: "valid" | "invalid";
    readonly error?: string;
    readonly normalizedTo?: Readonly<Record<string, string>>;
    readonly observed: Readonly<Record<"libnm 1.42.4" | "libnm 1.52.1", "valid" | "invalid">>;
  }[];
  readonly nmcliSetter: readonly { readonly id: string; readonly value: string; readonly result: Stored }[];
  readonly nmcliModify: readonly {
    readonly id: string;
    readonly before: readonly string[];
    readonly modify: readonly string[];
    readonly result: Stored;
  }[];
  readonly keyfile: readonly {
    readonly id: string;
    readonly keyfileBond: readonly string[];
    readonly result: Stored;
  }[];
  readonly effectiveDefaults: readonly { readonly options: string; readonly miimon?: string }[];
}

function lines<Case>(file: string): Case[] {
  return readFileSync(`test/oracle/${file}`, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case);
}

export const kernelCases = (): KernelCase[] => lines("kernel-cases.jsonl");
export const profileCases = (): ProfileCase[] => lines("nm-kernel-cases.jsonl");
export const networkManagerCases = (): NetworkManagerCases =>
  JSON.parse(readFileSync("test/oracle/nm-cases.json", "utf8")) as NetworkManagerCases;

/** Files of sysfs that are state, not options: they follow the link, the switch and the ports. */
const STATE = [
  "ad_actor_key",
  "ad_aggregator",
  "ad_num_ports",
  "ad_partner_key",
  "ad_partner_mac",
  "mii_status",
  "queue_id",
  "slaves",
];

/** The option files of a sysfs listing, values as the driver names them. */
export function optionValues(values: Readonly<Record<string, string>>, withoutActive: boolean): Record<string, string> {
  const kept = Object.entries(values).filter(
    ([name]) => !STATE.includes(name) && !(withoutActive && name === "active_slave"),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replace(/^(\S*[a-z]\S*) \d+$/, "$1")]));
}
