import type { LogPrefix } from "./logLine.ts";

/** What NetworkManager's log tells of a bond. */
export type ManagerEventKind = "attached" | "detached" | "attach-failed" | "option-failed";

/** An event in a line; `from` and `to` are the columns of its message. */
export interface ManagerMessage {
  readonly what: ManagerEventKind;
  readonly bond: string;
  /** The port, or the option that could not be set. */
  readonly subject: string;
  readonly from: number;
  readonly to: number;
}

/** `device (bond0): `, before 1.6 `(bond0): `. */
const DEVICE = /^(?:device )?\(([^\s()]{1,15})\): /;

/** The texts of NetworkManager (src/core/devices/nm-device-bond.c), before 1.40 with "slave", "enslaved" and "released". */
const CORES: readonly (readonly [RegExp, ManagerEventKind])[] = [
  [/^(?:attached bond port|enslaved bond slave) (\S{1,15})$/, "attached"],
  [/^bond port (\S{1,15}) was attached$/, "attached"],
  [/^(?:detached bond port|released bond slave) (\S{1,15})(?: |$)/, "detached"],
  [/^attaching bond port (\S{1,15}): failed/, "attach-failed"],
  [/^failed to (?:attach bond port|enslave bond slave) (\S{1,15})/, "attach-failed"],
  [/^failed to set bonding attribute '(\w{1,40})' to '/, "option-failed"],
];

/** The event that a line of NetworkManager's log tells of, if any. */
export function readManagerMessage(text: string, { message: from }: LogPrefix): ManagerMessage | undefined {
  const said = text.slice(from, from + 400);
  const head = DEVICE.exec(said);
  if (head === null) return undefined;
  const [whole, bond = ""] = head;
  const core = said.slice(whole.length);
  for (const [pattern, what] of CORES) {
    const subject = pattern.exec(core)?.[1];
    if (subject !== undefined) return { what, bond, subject, from: from + whole.length, to: text.length };
  }
  return undefined;
}
