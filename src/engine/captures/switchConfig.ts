import { type Line, spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { type InterfaceName, interfacesNamed, isInterfaceLine } from "./switchNames.ts";

/** How a port belongs to a channel: `on` is static, active and passive are LACP, auto and desirable PAgP. */
export type ChannelMode = "on" | "active" | "passive" | "auto" | "desirable";

/** `channel-group N mode …`; NX-OS leaves `mode on` out. */
export interface ChannelGroup {
  readonly group: number;
  readonly mode: ChannelMode;
}

/** What a switch's configuration says of one interface. VLANs as they are written, the MTU in bytes. */
export interface SwitchInterface {
  readonly id: string;
  /** The line `interface …`. */
  readonly name: Fact<string>;
  /** True where its commands were captured to their end, so that what is missing is not configured. */
  readonly whole: boolean;
  readonly description?: Fact<string>;
  readonly vlanMode?: Fact<string>;
  readonly accessVlan?: Fact<string>;
  readonly allowedVlans?: Fact<string>;
  readonly nativeVlan?: Fact<string>;
  /** `null` for `no channel-group`. */
  readonly channelGroup?: Fact<ChannelGroup | null>;
  readonly shutdown?: Fact<boolean>;
  /** True for `spanning-tree portfast` and `port type edge`. */
  readonly edge?: Fact<boolean>;
  readonly mtu?: Fact<number>;
  readonly lacpRate?: Fact<string>;
  /** Of a channel: a port that hears no LACP runs by itself (`no lacp suspend-individual`, `port-channel lacp fallback`). */
  readonly fallback?: Fact<boolean>;
  /** Of a channel: its number across two switches (`vpc N`, `mlag N`). */
  readonly acrossSwitches?: Fact<number>;
}

/** The interfaces in a switch's configuration, or in commands typed in its configuration mode (Cisco, Arista EOS). */
export interface SwitchConfig {
  readonly kind: "switch-config";
  readonly section: Section;
  readonly switch?: string;
  readonly interfaces: readonly SwitchInterface[];
}

type Draft = { -readonly [K in keyof SwitchInterface]: SwitchInterface[K] };
type Said = <T>(value: T) => Fact<T>;

/** Reads it; `undefined` where no interface has a line of a switch's port. Never throws. */
export function readSwitchConfig({ section, lines, filtered }: Part): SwitchConfig | undefined {
  const interfaces = new Map<string, Draft>();
  let name = section.switch;
  let open: Draft[] = [];
  let margin = 0;
  let indented = false;
  const close = () => {
    if (!filtered) for (const one of open) one.whole = true;
    open = [];
  };
  for (const line of lines) {
    const { text } = line;
    const column = line.at - line.start;
    const names = interfaceNames(text, section.switch !== undefined);
    if (names !== undefined) {
      close();
      open = names.map((one) => opened(interfaces, one, factOf(line, section)(one.name)));
      margin = column;
      indented = false;
      continue;
    }
    if (open.length === 0) {
      name ??= /^(?:hostname|switchname)\s+(\S+)$/.exec(text)?.[1];
      continue;
    }
    if (column > margin) indented = true;
    const ended = column <= margin && (indented || ENDS.test(text));
    if (ended || LEAVES.test(text)) close();
    else if (!isCutOff(line, section)) {
      const said = readCommand(text, factOf(line, section));
      for (const one of open) Object.assign(one, said);
    }
  }
  // What follows in the text, a prompt or another output, shows that the last one was not cut off.
  if (section.end < section.capture.text.length) close();
  const all = [...interfaces.values()];
  const typed = section.switch !== undefined && section.command === undefined;
  if (!(typed ? all.length > 0 : all.some(isPort))) return undefined;
  return { kind: "switch-config", section, ...(name !== undefined && { switch: name }), interfaces: all };
}

/** True for a channel without a mode in the last line of a text that does not end: the mode may be cut off. */
function isCutOff({ text, next }: Line, { capture }: Section): boolean {
  return next === capture.text.length && !capture.text.endsWith("\n") && /^channel-group\s+\d+$/.test(text);
}

/** Lines without indentation that end an interface: the prompt, a remark, another part of the configuration. */
const ENDS = /^(?:!|[\w.-]{1,63}[#>]|vlan \d|router |line |class-map |policy-map |hostname |vrf |control-plane)/;
const LEAVES = /^(?:end|exit|exit-interface)$/;

/** The interfaces that a line opens, none where they are no ports; `undefined` for every other line. */
function interfaceNames(text: string, atPrompt: boolean): InterfaceName[] | undefined {
  const words = /^int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)?\s+(\S.*)$/.exec(text)?.[1];
  if (words === undefined) return undefined;
  return atPrompt || isInterfaceLine(text) ? interfacesNamed(words) : [];
}

function opened(known: Map<string, Draft>, { id }: InterfaceName, name: Fact<string>): Draft {
  const draft: Draft = known.get(id) ?? { id, name, whole: false };
  known.set(id, draft);
  return draft;
}

function factOf(line: Line, section: Section): Said {
  return (value) => ({ value, ...spanOf(line, 0, line.text.length), section });
}

function isPort(one: SwitchInterface): boolean {
  return [one.vlanMode, one.accessVlan, one.allowedVlans, one.nativeVlan, one.channelGroup].some((fact) => fact);
}

/** What one command of an interface says; nothing for others. What is said later replaces what was said before. */
function readCommand(text: string, said: Said): Partial<SwitchInterface> {
  const off = text.startsWith("no ");
  const [first = "", second = "", third = "", fourth = ""] = (off ? text.slice(3) : text).split(/\s+/, 4);
  switch (first) {
    case "description":
      return off ? {} : { description: said(text.slice("description".length).trim()) };
    case "switchport":
      return off ? {} : readSwitchport(text, second, third, said);
    case "channel-group":
      return off ? { channelGroup: said(null) } : readChannelGroup(text, said);
    case "shutdown":
    case "shut":
      return { shutdown: said(!off) };
    case "mtu":
      return !off && /^\d{2,5}$/.test(second) ? { mtu: said(Number(second)) } : {};
    case "spanning-tree":
      if (second === "portfast") return { edge: said(!off && third !== "disable") };
      return second === "port" && third === "type" ? { edge: said(!off && fourth === "edge") } : {};
    case "lacp":
      if (second === "suspend-individual") return { fallback: said(off) };
      return !off && (second === "rate" || second === "timer") ? { lacpRate: said(third) } : {};
    case "port-channel":
      if (second === "lacp" && third === "fallback") return { fallback: said(!off) };
      return second === "standalone-disable" ? { fallback: said(off) } : {};
    case "vpc":
    case "mlag":
      return !off && /^\d{1,5}$/.test(second) ? { acrossSwitches: said(Number(second)) } : {};
    default:
      return {};
  }
}

function readSwitchport(text: string, second: string, third: string, said: Said): Partial<SwitchInterface> {
  const value = text.slice(text.lastIndexOf(" ") + 1);
  switch (`${second} ${third}`) {
    case "access vlan":
      return { accessVlan: said(value) };
    case "trunk native":
      return { nativeVlan: said(value) };
    case "trunk allowed":
      return / (?:add|remove) /.test(text) ? {} : { allowedVlans: said(value) };
    default:
      return second === "mode" ? { vlanMode: said(third) } : {};
  }
}

function readChannelGroup(text: string, said: Said): Partial<SwitchInterface> {
  const match = /^channel-group\s+(\d{1,5})(?:\s+force)?(?:\s+mode\s+(on|active|passive|auto|desirable)\b.*)?$/.exec(
    text,
  );
  if (match === null) return {};
  return { channelGroup: said({ group: Number(match[1]), mode: (match[2] ?? "on") as ChannelMode }) };
}
