import { hasActivePort, type Mode } from "../modes.ts";
import { knowledgeOf, type OptionName } from "../options.ts";
import { macOctets, printedValue } from "../values.ts";
import { isNetworkManagers, nameOf, numberOf, type Remark, type Written } from "./written.ts";

/** Options with remarks of their own about the mode. */
const SPECIAL: readonly OptionName[] = [
  "mode",
  "primary",
  "primary_reselect",
  "fail_over_mac",
  "arp_interval",
  "arp_ip_target",
  "ns_ip6_target",
  "arp_validate",
  "arp_all_targets",
  "arp_missed_max",
  "balance-slb",
];
const LACP_ONLY: readonly OptionName[] = [
  "lacp_rate",
  "lacp_active",
  "ad_actor_sys_prio",
  "ad_actor_system",
  "ad_user_port_key",
];

/** What is to be said about options in this mode, and about pairs of options. */
export function* modeAdvice(written: Written): Generator<Remark> {
  const { entries, mode, form } = written;
  if (mode === undefined || !entries.has("mode")) yield noMode(written);
  if (mode === undefined) return;
  if (entries.has("primary") && !hasActivePort(mode))
    yield {
      code: "primary-wrong-mode",
      option: "primary",
      fact: `primary is for modes that use one port at a time, and ${mode} does not`,
      outcome: form === "modprobe" ? "the module ignores it" : "it cannot be used here",
      severity: "error",
    };
  for (const name of entries.keys()) if (!SPECIAL.includes(name)) yield* wrongMode(written, name, mode);
  yield* failOverMac(written, mode);
  yield* pairs(written, mode);
}

function noMode({ form }: Written): Remark {
  const refused = form === "nmcli";
  return {
    code: refused ? "mode-missing" : "mode-defaults",
    option: "mode",
    fact: refused ? "No valid mode is given" : "No mode is given",
    outcome: refused ? "NetworkManager refuses it" : "the bond becomes balance-rr",
    severity: refused ? "error" : "warning",
  };
}

function* wrongMode(written: Written, option: OptionName, mode: Mode): Generator<Remark> {
  const { modes, kernel, kernelDefault } = knowledgeOf(option);
  const taken = kernel?.modes ?? modes;
  const acts = kernel?.effect ?? taken;
  if (acts === undefined || acts.includes(mode)) return;
  const isDefault = printedValue(option, written.entries.get(option)?.value ?? "") === kernelDefault;
  const accepted = taken === undefined || taken.includes(mode);
  if (accepted && isDefault) return;
  const dropped = isNetworkManagers(written) ? "NetworkManager drops it without a word" : "the kernel does not take it";
  yield {
    code: LACP_ONLY.includes(option) ? "lacp-option-wrong-mode" : "option-wrong-mode",
    option,
    fact: `${option} belongs to ${acts.join(", ")}, not to ${mode}`,
    outcome: accepted ? "it has no effect" : written.form === "modprobe" ? "the module ignores it" : dropped,
    severity: "warning",
  };
}

function* failOverMac(written: Written, mode: Mode): Generator<Remark> {
  const policy = nameOf(written, "fail_over_mac");
  if (policy !== "none" && mode !== "active-backup")
    yield {
      code: "fom-ignored",
      option: "fail_over_mac",
      fact: `fail_over_mac=${policy} is for active-backup, not for ${mode}`,
      outcome: "it has no effect",
      severity: "warning",
    };
  if (policy === "follow" && mode === "active-backup" && nameOf(written, "arp_validate") !== "none")
    yield {
      code: "fom-follow-with-arp-validate",
      option: "fail_over_mac",
      fact: "fail_over_mac=follow moves the MAC address between ports while arp_validate checks answers by it",
      outcome: "ports are known to be taken for dead",
      severity: "warning",
    };
}

function* pairs(written: Written, mode: Mode): Generator<Remark> {
  const { entries } = written;
  const [arp, na] = [entries.get("num_grat_arp"), entries.get("num_unsol_na")];
  if (arp && na && Number(arp.value) !== Number(na.value))
    yield {
      code: "grat-arp-differs",
      option: "num_unsol_na",
      fact: `num_grat_arp=${arp.value} and num_unsol_na=${na.value} are one value of the kernel`,
      outcome: "the last one written counts",
      severity: "warning",
      suggestion: arp.value,
    };
  const mac = macOctets(entries.get("ad_actor_system")?.value ?? "");
  if (mac && ((mac[0] ?? 0) & 1) === 1)
    yield {
      code: "kernel-refuses",
      option: "ad_actor_system",
      fact: "ad_actor_system is a multicast address",
      outcome: "the kernel refuses it",
      severity: "error",
    };
  if (numberOf(written, "balance-slb") === 0) return;
  if (mode !== "balance-xor")
    yield {
      code: "slb-requirements",
      option: "balance-slb",
      fact: `balance-slb is built on balance-xor, not on ${mode}`,
      outcome: "it has no effect",
      severity: "error",
    };
  if (entries.has("xmit_hash_policy") && nameOf(written, "xmit_hash_policy") !== "vlan+srcmac")
    yield {
      code: "slb-requirements",
      option: "xmit_hash_policy",
      fact: "balance-slb needs the hash policy vlan+srcmac",
      outcome: "another one does not work with it",
      severity: "error",
      suggestion: "vlan+srcmac",
    };
}

/** Numbers that NetworkManager stores and the kernel does not take. */
export function* rangeAdvice(written: Written): Generator<Remark> {
  for (const option of written.entries.keys()) {
    const { range, networkManagerRange, unit = "" } = knowledgeOf(option);
    if (!range || !networkManagerRange || numberOf(written, option) <= range[1]) continue;
    yield {
      code: "kernel-refuses",
      option,
      fact: `${option}=${numberOf(written, option)} is more than the kernel takes, at most ${range[1]} ${unit}`.trimEnd(),
      outcome: "the bond cannot be set up like this",
      severity: "error",
    };
  }
}
