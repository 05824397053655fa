import { isUsableTarget } from "../kernel/bond.ts";
import { refusesArpMonitor, trustsItsMonitor } from "../modes.ts";
import { knowledgeOf, type OptionName } from "../options.ts";
import { listEntries } from "../values.ts";
import { isNetworkManagers, miimonOf, nameOf, numberOf, ownerOf, type Remark, type Written } from "./written.ts";

const ARP_OPTIONS: readonly OptionName[] = ["arp_interval", "arp_ip_target", "arp_validate", "arp_missed_max"];

/** What is to be said about link monitoring as a whole. */
export function* monitorAdvice(written: Written): Generator<Remark> {
  const { entries, mode } = written;
  const arp = numberOf(written, "arp_interval") > 0;
  const noArpMode = mode !== undefined && refusesArpMonitor(mode);
  if (arp && numberOf(written, "miimon") > 0) yield bothMonitors(written);
  if (noArpMode) {
    for (const option of ARP_OPTIONS) if (entries.has(option) && isOn(written, option)) yield noArpIn(written, option);
  } else {
    yield* targetAdvice(written, arp);
    yield* validateAdvice(written, arp);
  }
  const trapped = isNetworkManagers(written) && nameOf(written, "arp_validate") !== "none";
  const monitored = miimonOf(written) > 0 || (arp && !noArpMode);
  if (!monitored && !(trapped && !noArpMode) && mode !== undefined) {
    yield {
      code: "no-link-monitoring",
      option: "miimon",
      fact: entries.has("miimon")
        ? "miimon=0 switches link monitoring off"
        : "Nothing sets miimon, and the kernel's own is 0",
      outcome: "a port that loses its link stays in use",
      severity: trustsItsMonitor(mode) ? "error" : "warning",
      suggestion: knowledgeOf("miimon").networkManagerDefault ?? "100",
    };
  }
}

function isOn(written: Written, option: OptionName): boolean {
  if (option === "arp_validate") return nameOf(written, option) !== "none";
  return option === "arp_ip_target" || numberOf(written, option) > 0;
}

/** Which of the two monitors is left, by the form (lab: sections 2 and 4 of what a real host did). */
function bothMonitors({ form, applier, entries }: Written): Remark {
  const later =
    (entries.get("miimon")?.start ?? 0) > (entries.get("arp_interval")?.start ?? 0) ? "miimon" : "arp_interval";
  const earlier = later === "miimon" ? "arp_interval" : "miimon";
  const outcomes = {
    nmcli: `nmcli keeps ${later}, which is written last, and drops ${earlier} without a word`,
    keyfile: "NetworkManager runs miimon and leaves the ARP monitor off",
    ifcfg:
      applier === "NetworkManager"
        ? "NetworkManager runs miimon and leaves the ARP monitor off"
        : "the one that is written to the kernel last switches the other off",
    modprobe: "the module runs miimon and switches the ARP monitor off",
    ip: "the kernel refuses the command",
    netplan: "only one of them can run",
    networkd: "only one of them can run",
    ifupdown: "the one that is written to the kernel last switches the other off",
    nmstate: "NetworkManager runs miimon and leaves the ARP monitor off",
  } as const;
  return {
    code: "miimon-and-arp",
    option: later,
    fact: "miimon and arp_interval exclude each other",
    outcome: outcomes[form],
    severity: "error",
  };
}

function noArpIn(written: Written, option: OptionName): Remark {
  const dropped = isNetworkManagers(written) ? "NetworkManager drops it without a word" : "the kernel does not take it";
  return {
    code: "arp-mode-unsupported",
    option,
    fact: `${option} cannot be used in ${written.mode}, which needs miimon`,
    outcome: option === "arp_ip_target" && !isNetworkManagers(written) ? "it has no effect" : dropped,
    severity: option === "arp_ip_target" ? "warning" : "error",
  };
}

function* targetAdvice(written: Written, arp: boolean): Generator<Remark> {
  const lists = (["arp_ip_target", "ns_ip6_target"] as const).filter((name) => written.entries.has(name));
  if (arp && lists.length === 0)
    yield {
      code: "arp-without-target",
      option: "arp_interval",
      fact: "arp_interval has no arp_ip_target to ask",
      outcome:
        written.form === "modprobe" ? "the module switches the ARP monitor off" : "no port could ever be seen up",
      severity: "error",
    };
  for (const option of lists) {
    if (!arp)
      yield {
        code: "target-without-interval",
        option,
        fact: `${option} does nothing without arp_interval`,
        outcome: "the targets are never asked",
        severity: "warning",
      };
    yield* listAdvice(written, option);
  }
}

function* listAdvice({ entries, form }: Written, option: OptionName): Generator<Remark> {
  const targets = listEntries((entries.get(option)?.value ?? "").replaceAll(" ", ","));
  const most = knowledgeOf(option).most ?? 16;
  if (targets.length > most)
    yield {
      code: "too-many-targets",
      option,
      fact: `${option} names ${targets.length} addresses, and the kernel holds ${most}`,
      outcome: "the others are left out",
      severity: "warning",
    };
  const double = targets.find((target, index) => targets.indexOf(target) !== index);
  if (double !== undefined)
    yield {
      code: "duplicate-target",
      option,
      fact: `${option} names ${double} twice`,
      outcome: "the kernel refuses the second",
      severity: form === "modprobe" ? "warning" : "error",
    };
  const unusable = option === "arp_ip_target" ? targets.find((target) => !isUsableTarget(target)) : undefined;
  if (unusable !== undefined)
    yield {
      code: "kernel-refuses",
      option,
      fact: `The kernel does not take ${unusable} as an ARP target`,
      outcome: form === "modprobe" ? "the ARP monitor stays off" : "the bond cannot be set up like this",
      severity: "error",
    };
}

function* validateAdvice(written: Written, arp: boolean): Generator<Remark> {
  const value = nameOf(written, "arp_validate");
  if (value === "none" || arp) return;
  const byManager = isNetworkManagers(written);
  yield {
    code: byManager ? "arp-validate-disables-miimon" : "arp-validate-without-arp",
    option: "arp_validate",
    fact: byManager
      ? `arp_validate=${value} without arp_interval keeps NetworkManager from sending miimon`
      : `arp_validate=${value} does nothing without arp_interval`,
    outcome: byManager ? "the bond does not monitor its links at all" : `${ownerOf(written)} has no answers to check`,
    severity: byManager ? "error" : "warning",
    ...(byManager && { suggestion: "none" }),
  };
}

/** What is to be said about delays; all in ms. */
export function* delayAdvice(written: Written): Generator<Remark> {
  const arp = numberOf(written, "arp_interval") > 0 && !(numberOf(written, "miimon") > 0);
  const arpRuns = arp && !(written.mode !== undefined && refusesArpMonitor(written.mode));
  const miimon = arpRuns ? 0 : miimonOf(written);
  for (const option of ["updelay", "downdelay", "peer_notif_delay"] as const) {
    const value = numberOf(written, option);
    if (value === 0) continue;
    if (miimon === 0)
      yield {
        code: "delay-without-miimon",
        option,
        fact: `${option}=${value} needs miimon, which is ${arpRuns ? "off while the ARP monitor runs" : "0"}`,
        outcome:
          isNetworkManagers(written) || written.form === "modprobe" ? "the delay is not used" : "the kernel refuses it",
        severity: "error",
      };
    else if (value % miimon !== 0) yield notMultiple(option, value, miimon);
  }
}

function notMultiple(option: OptionName, value: number, miimon: number): Remark {
  const rounded = value - (value % miimon);
  return {
    code: option === "peer_notif_delay" ? "peer-notif-not-multiple" : "delay-not-multiple",
    option,
    fact: `${option}=${value} is ${value < miimon ? "shorter than" : "no multiple of"} miimon=${miimon}`,
    outcome: `the kernel rounds it down to ${rounded} ms`,
    severity: "warning",
    suggestion: String(rounded === 0 ? miimon : rounded),
  };
}
