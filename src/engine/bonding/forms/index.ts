import { IP_WORDS } from "../kernel/ipLink.ts";
import { MODES } from "../modes.ts";
import { splitItems } from "../networkManager/nmcli.ts";
import { knownNames, minorOf } from "../networkManager/version.ts";
import { type AnyOptionName, knowledgeOf } from "../options.ts";
import type { Problem } from "../problems.ts";
import { type OptionForm, type ParsedEntry, type ParsedOptions, problemAt, type RawEntry } from "./entry.ts";
import { readIfupdown } from "./ifupdown.ts";
import { readKeyfile } from "./keyfile.ts";
import { NETPLAN_NAMES, readNetplan } from "./netplan.ts";
import { NETWORKD_NAMES } from "./networkd.ts";
import { readNmstate } from "./nmstate.ts";
import { MODULE_NAMES, READERS } from "./readers.ts";
import { readIfcfg, readIpWords, readModprobe } from "./shell.ts";

/** Settings of a parse. */
export interface FormSettings {
  /** The NetworkManager that will read the text. */
  readonly networkManager?: string;
}

/** Reads an option text in one of its forms. Never throws; what cannot be read becomes a problem. */
export function parseOptions(text: string, form: OptionForm, { networkManager }: FormSettings = {}): ParsedOptions {
  const minor = minorOf(networkManager);
  const { raw, unreadable } = rawEntries(text, form);
  const readings = raw.map((entry) => READERS[form](entry, minor));
  const all = readings.flatMap((reading) => ("entry" in reading ? [reading.entry] : []));
  const counts = form === "keyfile" ? new Map(raw.map((entry) => [entry.key, entry.start])) : undefined;
  const entries = counts ? all.filter(({ name, start }) => counts.get(name) === start) : all;
  const problems = readings.flatMap(({ problem }) => (problem ? [problem] : []));
  return { entries, problems: [...unreadable, ...problems, ...duplicates(all)].sort((a, b) => a.start - b.start) };
}

function rawEntries(text: string, form: OptionForm): { raw: readonly RawEntry[]; unreadable: readonly Problem[] } {
  switch (form) {
    case "nmcli":
      return { raw: splitItems(text), unreadable: [] };
    case "ifcfg":
      return { raw: readIfcfg(text), unreadable: [] };
    case "modprobe":
      return { raw: readModprobe(text), unreadable: [] };
    case "ip":
      return { raw: readIpWords(text), unreadable: [] };
    case "netplan":
      return { raw: readNetplan(text), unreadable: [] };
    case "ifupdown":
      return { raw: readIfupdown(text), unreadable: [] };
    case "nmstate":
      return { raw: readNmstate(text), unreadable: [] };
    default: {
      const { lines, unreadable } = readKeyfile(text, form === "keyfile" ? "bond" : "Bond");
      const message = "This line is no entry, no group and no comment, so that the whole file is not read.";
      const place = ({ start, end }: { start: number; end: number }) => ({ start, end, keyEnd: end, valueStart: end });
      return { raw: lines, unreadable: unreadable.map((line) => problemAt(place(line), "syntax", message)) };
    }
  }
}

/** An option that stands twice: the last one counts. An empty value that takes the first away is meant. */
function duplicates(entries: readonly ParsedEntry[]): Problem[] {
  const last = new Map<string, ParsedEntry>();
  return entries.toReversed().flatMap((entry) => {
    const later = last.get(entry.name);
    if (!later) last.set(entry.name, entry);
    if (!later || later.value === "" || later.value === entry.value) return [];
    const message = `${entry.name} stands twice: only the last one, ${later.value}, counts.`;
    return [problemAt(asRaw(entry), "duplicate-option", message, { option: entry.name, severity: "warning" })];
  });
}

function asRaw(entry: ParsedEntry): RawEntry {
  return { ...entry, key: entry.name, keyEnd: entry.nameEnd };
}

/** The names that an option has in a form. */
export function namesIn(form: OptionForm, networkManager?: string): readonly string[] {
  switch (form) {
    case "modprobe":
      return MODULE_NAMES;
    case "ip":
      return IP_WORDS.map(([word]) => word);
    case "netplan":
      return Object.keys(NETPLAN_NAMES);
    case "networkd":
      return Object.keys(NETWORKD_NAMES);
    default:
      return knownNames(minorOf(networkManager));
  }
}

/** The values that complete an option. */
export function valuesOf(name: AnyOptionName): readonly string[] {
  const { type, values } = knowledgeOf(name);
  if (name === "mode") return MODES;
  return type === "enum" ? (values ?? []) : type === "switch" ? ["0", "1"] : [];
}
