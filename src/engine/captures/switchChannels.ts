import { spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { interfaceId } from "./switchNames.ts";

/** What a switch uses to build a channel; `none` is a static one. */
export type ChannelProtocol = "lacp" | "pagp" | "none";

/** A port of a channel with its flags, as `Gi1/0/1(P)` shows them: P bundled, I individual, s suspended, D down. */
export interface ChannelMember {
  readonly id: string;
  readonly name: string;
  readonly flags: Fact<string>;
}

/** One row: a channel, its own flags (`SU`, `SD`, `RU`) and its ports. */
export interface SwitchChannel {
  readonly group: number;
  readonly flags: Fact<string>;
  readonly protocol: Fact<ChannelProtocol>;
  readonly members: readonly ChannelMember[];
}

/** `show etherchannel summary` (IOS), `show port-channel summary` (NX-OS, EOS). */
export interface SwitchChannels {
  readonly kind: "switch-channels";
  readonly section: Section;
  readonly channels: readonly SwitchChannel[];
}

const ROW =
  /^(?:\d{1,5}\s+)?Po(\d{1,5})\(([A-Za-z]{1,4})\)\s+(?:Eth\s+)?(LACP|PAgP|NONE|Static|-)(?:\([a-z]\))?(?=\s|$)/;
const MEMBER = /([A-Z][A-Za-z]{1,3}\d[\d/]{0,12})\(([A-Za-z+*^-]{1,8})\)/g;
const PROTOCOLS: Readonly<Record<string, ChannelProtocol>> = { LACP: "lacp", PAgP: "pagp" };

/** Reads it; `undefined` where no row is there. Never throws. */
export function readSwitchChannels({ section, lines }: Part): SwitchChannels | undefined {
  const channels: (SwitchChannel & { members: ChannelMember[] })[] = [];
  for (const line of lines) {
    const { text } = line;
    const row = ROW.exec(text.slice(0, 200));
    const said = <T>(value: T, from: number, to: number): Fact<T> => ({ value, ...spanOf(line, from, to), section });
    if (row) {
      const [whole, group, flags = "", protocol = ""] = row;
      channels.push({
        group: Number(group),
        flags: said(flags, 0, whole.length),
        protocol: said(PROTOCOLS[protocol] ?? "none", 0, whole.length),
        members: [],
      });
    }
    const channel = channels.at(-1);
    // A row goes on in the next line where its ports do not fit; a prompt or prose does not.
    if (channel === undefined || !(row || /^[A-Z][A-Za-z]{1,3}\d[\d/]{0,12}\(/.test(text))) continue;
    for (const match of text.matchAll(MEMBER)) {
      const [whole, name = "", flags = ""] = match;
      const id = interfaceId(name);
      if (id === undefined || id.startsWith("po")) continue;
      channel.members.push({ id, name, flags: said(flags, match.index, match.index + whole.length) });
    }
  }
  return channels.length > 0 ? { kind: "switch-channels", section, channels } : undefined;
}
