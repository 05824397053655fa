import { parseKernelValue } from "../kernel/bond.ts";
import { cNumber, IP_WORDS, ipOption, ipValue } from "../kernel/ipLink.ts";
import { nearest } from "../nearest.ts";
import { readItem } from "../networkManager/nmcli.ts";
import { isKnown, knownNames, type Minor } from "../networkManager/version.ts";
import { ALL_OPTIONS, type AnyOptionName, isAnyOptionName, isOptionName, knowledgeOf } from "../options.ts";
import type { Problem } from "../problems.ts";
import { isIpv4, isValidValue, whatItTakes } from "../values.ts";
import { entryOf, type OptionForm, type ParsedEntry, problemAt, type RawEntry } from "./entry.ts";
import { NETPLAN_NAMES, netplanTime } from "./netplan.ts";
import { isBareNumber, NETWORKD_NAMES, timeSpan, truth } from "./networkd.ts";

/** What a text's owner does with what it does not understand. */
const OUTCOME: Readonly<Record<OptionForm, string>> = {
  nmcli: "nmcli refuses the line",
  keyfile: "NetworkManager leaves it out",
  ifcfg: "it is left out",
  modprobe: "the module ignores it",
  ip: "ip refuses the command",
  netplan: "netplan refuses the file",
  networkd: "systemd-networkd leaves it out",
  ifupdown: "ifup leaves it out",
  nmstate: "nmstate refuses it",
};

/** Forms in which a mode that cannot be read is left out, and not the whole text. */
const FALLS_BACK: readonly OptionForm[] = ["keyfile", "ifcfg", "networkd", "ifupdown"];

export type Reading = { readonly entry: ParsedEntry; readonly problem?: Problem } | { readonly problem: Problem };

function unknown(raw: RawEntry, form: OptionForm, names: readonly string[], elsewhere = ""): { problem: Problem } {
  const suggestion = nearest(raw.key, names);
  const hint = suggestion === undefined ? "" : `; ${suggestion} is the nearest name`;
  const message = `${raw.key === "" ? "An empty name" : raw.key} is no option${elsewhere}: ${OUTCOME[form]}${hint}.`;
  return { problem: problemAt(raw, "unknown-option", message, { option: raw.key, suggestion, at: "name" }) };
}

function missing(raw: RawEntry, form: OptionForm, name: string): Reading {
  return { problem: problemAt(raw, "missing-value", `${name} has no value: ${OUTCOME[form]}.`, { option: name }) };
}

function invalid(raw: RawEntry, form: OptionForm, name: AnyOptionName, outcome: string = OUTCOME[form]): Reading {
  const value = raw.value ?? "";
  const { values = [] } = knowledgeOf(name);
  const suggestion = nearest(value, values) ?? bareNumber(name, value) ?? listed(name, value);
  const said = value === "" ? `An empty ${name}` : `${name}=${value}`;
  const falls = name === "mode" && FALLS_BACK.includes(form);
  const message = falls
    ? `${said} is no mode: ${OUTCOME[form]}, and the bond silently becomes balance-rr.`
    : `${said} is not valid, ${name} takes ${whatItTakes(name)}: ${outcome}.`;
  const code = falls ? "mode-falls-back" : "invalid-value";
  return { problem: problemAt(raw, code, message, { option: name, suggestion, at: "value" }) };
}

/** The number in `100ms`, `100 # fast` or `"100"`, where the option takes one. */
function bareNumber(name: AnyOptionName, value: string): string | undefined {
  const number = /^["']?(\d{1,10})["']?\s*(?:ms\b.*|#.*)?$/.exec(value)?.[1];
  return number !== undefined && isOptionName(name) && isValidValue(name, number) ? number : undefined;
}

type Reader = (raw: RawEntry, minor: Minor) => Reading;

/** Nobody writes more options than this by hand; what is longer is not looked at for better separators. */
const LONGEST_LINE = 1000;

/** Options with blanks or semicolons between them, and a target behind a bare comma: nmcli separates options by commas. */
function wrongSeparator(raw: RawEntry): Problem | undefined {
  if (raw.value === undefined && isIpv4(raw.key)) {
    const message = `${raw.key} stands behind a bare comma, which begins a new option: put a blank or \\, between targets, or nmcli refuses the line.`;
    return problemAt(raw, "syntax", message, { option: "arp_ip_target" });
  }
  if (raw.raw.length > LONGEST_LINE) return undefined;
  const parts = raw.raw.split(/[\s;]+(?=[a-z_]+=)/);
  if (parts.length < 2) return undefined;
  const message = "Options are separated by commas here, not by blanks or semicolons: nmcli refuses the line.";
  return {
    ...problemAt(raw, "syntax", message),
    suggestion: parts.join(","),
    replaces: { start: raw.start, end: raw.end },
  };
}

const readNmcli: Reader = (raw, minor) => {
  const read = readItem({ ...raw, raw: raw.raw }, minor);
  if (!("code" in read)) return { entry: entryOf(raw, read.option, read.value) };
  switch (read.code) {
    case "missing-value":
      return missing(raw, "nmcli", read.option);
    case "ambiguous": {
      const what = read.option === "mode" ? (raw.value ?? "") : raw.key;
      const message = `${what} can be ${(read.candidates ?? []).join(" or ")}: nmcli refuses the line.`;
      return { problem: problemAt(raw, "ambiguous", message, { option: read.option }) };
    }
    case "unknown-option": {
      const problem = wrongSeparator(raw);
      return problem ? { problem } : unknown(raw, "nmcli", knownNames(minor), elsewhere(raw.key, minor));
    }
    default: {
      const problem = wrongSeparator(raw);
      if (problem) return { problem: { ...problem, option: read.option } };
      return invalid(raw, "nmcli", isAnyOptionName(read.option) ? read.option : "mode");
    }
  }
};

/** Where a word that is no option of a profile is one. */
function elsewhere(name: string, minor: Minor): string {
  if (!isAnyOptionName(name)) return "";
  const { since, perPort, kernel } = knowledgeOf(name);
  if (isOptionName(name) && since?.networkManager)
    return ` of NetworkManager 1.${minor}, only since ${since.networkManager}`;
  if (perPort) return " of the bond, but of each port";
  return kernel?.module && !kernel.sysfs ? " of a bond, but a parameter of the module" : " of NetworkManager";
}

const readProfileKey: (form: "keyfile" | "ifcfg") => Reader = (form) => (raw, minor) => {
  const { key, value = "" } = raw;
  if (form === "keyfile" && key === "interface-name") return { entry: entryOf(raw, key, value) };
  if (!isOptionName(key) || !isKnown(key, minor)) return unknown(raw, form, knownNames(minor), elsewhere(key, minor));
  if (form === "ifcfg" && (raw.value === undefined || value === "")) return missing(raw, form, key);
  const stored = form === "ifcfg" && key === "arp_ip_target" ? value.replace(/["'+-]/g, "") : value;
  if (isValidValue(key, stored, minor)) return { entry: entryOf(raw, key, stored) };
  const comment = /\s#/.test(value) || /\s$/.test(value);
  const outcome = comment ? `${OUTCOME[form]}, because what stands behind a value belongs to it` : OUTCOME[form];
  return invalid(raw, form, key, outcome);
};

/** The parameters of the bonding module. */
export const MODULE_NAMES = Object.keys(ALL_OPTIONS).filter(
  (name) => isAnyOptionName(name) && knowledgeOf(name).kernel?.module,
);

const readParameter: Reader = (raw) => {
  const { key, value } = raw;
  const name = MODULE_NAMES.includes(key) && isAnyOptionName(key) ? key : undefined;
  if (name === undefined) return unknown(raw, "modprobe", MODULE_NAMES, " of the module");
  if (value === undefined || value === "") return missing(raw, "modprobe", name);
  const { type, kernelDefault } = knowledgeOf(name);
  const isNumber = type === "number" || type === "switch";
  const ok = isNumber ? cNumber(value) !== undefined : type !== "enum" || parseKernelValue(name, value) !== undefined;
  if (ok) return { entry: entryOf(raw, name, value) };
  if (name !== "arp_all_targets") return invalid(raw, "modprobe", name, "the module does not load");
  return invalid(raw, "modprobe", name, `the module takes ${kernelDefault}`);
};

const readIpPair: Reader = (raw) => {
  const name = ipOption(raw.key);
  if (name === undefined)
    return unknown(
      raw,
      "ip",
      IP_WORDS.map(([word]) => word),
      " of ip link",
    );
  if (raw.value === undefined) return missing(raw, "ip", name);
  const value = ipValue(name, raw.value, undefined);
  if (value === undefined) return invalid(raw, "ip", name);
  const { type, values } = knowledgeOf(name);
  return { entry: entryOf(raw, name, type === "enum" ? (values?.[Number(value)] ?? "") : String(value)) };
};

const TIMES: readonly AnyOptionName[] = ["miimon", "updelay", "downdelay", "peer_notif_delay", "arp_interval"];

const readParameterOfNetplan: Reader = (raw) => {
  const name = Object.hasOwn(NETPLAN_NAMES, raw.key) ? NETPLAN_NAMES[raw.key] : undefined;
  if (name === undefined) return unknown(raw, "netplan", Object.keys(NETPLAN_NAMES), " of netplan's bonds");
  if (!raw.value) return missing(raw, "netplan", raw.key);
  const unit = name === "lp_interval" ? "s" : "ms";
  const isTime = TIMES.includes(name) || unit === "s";
  const value = isTime ? netplanTime(raw.value, unit) : (truthOf(name, raw.value) ?? raw.value);
  if (value === undefined || !isOptionName(name) || !isValidValue(name, value)) return invalid(raw, "netplan", name);
  const entry = entryOf(raw, name, value);
  if (!isTime || isBareNumber(raw.value)) return { entry };
  const message = `${raw.key} with a unit is passed on as it stands: NetworkManager ignores ${raw.value}, only systemd-networkd reads it.`;
  return {
    entry,
    problem: problemAt(raw, "unit", message, { option: name, severity: "warning", suggestion: value, at: "value" }),
  };
};

function truthOf(name: AnyOptionName, text: string): string | undefined {
  return knowledgeOf(name).type === "switch" ? truth(text) : undefined;
}

const readSettingOfNetworkd: Reader = (raw) => {
  const name = Object.hasOwn(NETWORKD_NAMES, raw.key) ? NETWORKD_NAMES[raw.key] : undefined;
  if (name === undefined) return unknown(raw, "networkd", Object.keys(NETWORKD_NAMES), " of [Bond]");
  const text = (raw.value ?? "").trim();
  if (text === "") return missing(raw, "networkd", raw.key);
  const isTime = raw.key.endsWith("Sec");
  const ms = isTime ? timeSpan(text) : undefined;
  const value = isTime
    ? ms && String(name === "lp_interval" ? ms / 1000 : ms)
    : (truthOf(name, text) ?? withCommas(name, text));
  const valid = value !== undefined && isOptionName(name) && isValidValue(name, String(value));
  if (!valid) return ms === 0 ? { entry: entryOf(raw, name, "0") } : invalid(raw, "networkd", name);
  const entry = entryOf(raw, name, String(value));
  if (!TIMES.includes(name) || !isBareNumber(text) || Number(text) < 10) return { entry };
  const message = `${raw.key}=${text} means ${text} seconds, not milliseconds: write ${text}ms.`;
  return { entry, problem: problemAt(raw, "unit", message, { option: name, suggestion: `${text}ms`, at: "value" }) };
};

/** systemd and ifupdown separate addresses by blanks. */
function withCommas(name: AnyOptionName, text: string): string {
  return knowledgeOf(name).type === "ipv4-list" ? text.replace(/[\s,]+/g, ",") : text;
}

/** Addresses with semicolons or blanks between them, where commas belong. */
function listed(name: AnyOptionName, value: string): string | undefined {
  const list = value.replace(/[;\s,]+/g, ",").replace(/,$/, "");
  const isList = isOptionName(name) && knowledgeOf(name).type.startsWith("ipv");
  return isList && list !== value && isValidValue(name, list) ? list : undefined;
}

const readStanzaLine: Reader = (raw, minor) => {
  const { key } = raw;
  const text = (raw.value ?? "").trim();
  if (!isOptionName(key) || !isKnown(key, minor)) {
    const { problem } = unknown(raw, "ifupdown", knownNames(minor));
    const { suggestion } = problem;
    return { problem: { ...problem, ...(suggestion && { suggestion: `bond-${suggestion.replaceAll("_", "-")}` }) } };
  }
  if (text === "") return missing(raw, "ifupdown", key);
  const [word = ""] = text.split(/\s+/);
  const listing = knowledgeOf(key).type.startsWith("ipv");
  const value = listing ? withCommas(key, text.replaceAll("+", "")) : (truthOf(key, word) ?? word);
  return isValidValue(key, value) ? { entry: entryOf(raw, key, value) } : invalid(raw, "ifupdown", key);
};

const readNmstateOption: Reader = (raw, minor) => {
  const { key, value = "" } = raw;
  if (!isOptionName(key) || !isKnown(key, minor)) return unknown(raw, "nmstate", knownNames(minor));
  const plain = truthOf(key, value) ?? value;
  return isValidValue(key, plain) ? { entry: entryOf(raw, key, plain) } : invalid(raw, "nmstate", key);
};

/** How the entries of each form are understood. */
export const READERS: Readonly<Record<OptionForm, Reader>> = {
  nmcli: readNmcli,
  keyfile: readProfileKey("keyfile"),
  ifcfg: readProfileKey("ifcfg"),
  modprobe: readParameter,
  ip: readIpPair,
  netplan: readParameterOfNetplan,
  networkd: readSettingOfNetworkd,
  ifupdown: readStanzaLine,
  nmstate: readNmstateOption,
};
