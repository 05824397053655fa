import { spanOf } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { interfaceId } from "./switchNames.ts";

/** What a port of the switch has heard by LACP. */
export interface LacpNeighbor {
  readonly id: string;
  readonly name: string;
  /** The partner's system, as the kernel prints addresses. */
  readonly systemMac: Fact<string>;
  /** The eight bits of the partner's port state as one number. */
  readonly state?: Fact<number>;
}

/** `show lacp neighbor` of IOS and NX-OS, short and with details. */
export interface SwitchLacp {
  readonly kind: "switch-lacp";
  readonly section: Section;
  readonly neighbors: readonly LacpNeighbor[];
}

/** IOS: port, flags, priority, device. NX-OS and details: port, `priority,device`. */
const ROW =
  /^([A-Z][A-Za-z]{1,3}\d[\d/]{0,12})\s+(?:[SF][AP]\s+\d{1,5}\s+|\d{1,5},\s{0,4})([\da-f]{4}(?:\.[\da-f]{4}){2}|[\da-f]{1,2}(?:-[\da-f]{1,2}){5})\s/i;
/** IOS: the last column of the row; NX-OS: a row of its own (priority, key, state). */
const STATE_AT_END = /\s(0x[\da-f]{1,2})$/i;
const STATE_ROW = /^\d{1,5}\s+0x[\da-f]{1,4}\s+(0x[\da-f]{1,2})$/i;

/** Reads it; `undefined` where no neighbour is there. Never throws. */
export function readSwitchLacp({ section, lines }: Part): SwitchLacp | undefined {
  const neighbors: { -readonly [K in keyof LacpNeighbor]: LacpNeighbor[K] }[] = [];
  for (const line of lines) {
    const text = line.text.slice(0, 200);
    const said = <T>(value: T): Fact<T> => ({ value, ...spanOf(line, 0, text.length), section });
    const [, name = "", written] = ROW.exec(text) ?? [];
    if (written === undefined) {
      const state = STATE_ROW.exec(text)?.[1];
      const last = neighbors.at(-1);
      if (state !== undefined && last !== undefined) last.state ??= said(Number(state));
      continue;
    }
    const id = interfaceId(name);
    if (id === undefined) continue;
    const state = /^\S+\s+[A-Z]/i.test(text) && !text.includes(",") ? STATE_AT_END.exec(text)?.[1] : undefined;
    neighbors.push({
      id,
      name,
      systemMac: said(asMac(written)),
      ...(state !== undefined && { state: said(Number(state)) }),
    });
  }
  return neighbors.length > 0 ? { kind: "switch-lacp", section, neighbors } : undefined;
}

/** `3cfd.fe9e.1001` and `3c-fd-fe-9e-10-1` as the kernel prints them. */
function asMac(written: string): string {
  const digits = written.includes(".")
    ? written.replaceAll(".", "")
    : written
        .split("-")
        .map((byte) => byte.padStart(2, "0"))
        .join("");
  return (digits.toLowerCase().match(/../g) ?? []).join(":");
}
