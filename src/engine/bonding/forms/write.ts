import { IP_WORDS } from "../kernel/ipLink.ts";
import { knowledgeOf, type OptionName, type Options } from "../options.ts";
import type { OptionForm } from "./entry.ts";
import { NETPLAN_NAMES } from "./netplan.ts";
import { NETWORKD_NAMES } from "./networkd.ts";
import { yamlScalar } from "./yamlScalar.ts";

/** One option as a form writes it; `undefined` where the form has no word for it. */
export function writeOption(form: OptionForm, name: OptionName, value: string): string | undefined {
  const isList = knowledgeOf(name).type.startsWith("ipv");
  const list = isList ? value.split(/[\s,]+/).filter(Boolean) : [value];
  switch (form) {
    case "netplan": {
      const key = wordFor(NETPLAN_NAMES, name);
      return key && `${key}: ${isList ? `[${list.map(yamlScalar).join(", ")}]` : yamlScalar(value)}`;
    }
    case "networkd": {
      const key = wordFor(NETWORKD_NAMES, name);
      const inMs = key?.endsWith("Sec") && knowledgeOf(name).unit === "ms";
      return key && `${key}=${list.join(" ")}${inMs ? "ms" : ""}`;
    }
    case "ifupdown":
      return `bond-${name.replaceAll("_", "-")} ${list.join(" ")}`;
    case "nmstate":
      return `${name}: ${list.join(",")}`;
    case "ip": {
      const word = IP_WORDS.find(([, option]) => option === name)?.[0];
      return word && `${word} ${list.join(",")}`;
    }
    default:
      return `${name}=${list.join(",")}`;
  }
}

function wordFor(names: Readonly<Record<string, string>>, option: OptionName): string | undefined {
  return Object.keys(names).find((key) => names[key] === option);
}

/** All options as a form writes them, one after the other; what it has no word for is left out. */
export function writeOptions(form: OptionForm, options: Options): string[] {
  return [...options].flatMap(([name, value]) => writeOption(form, name, value) ?? []);
}
