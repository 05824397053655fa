import { Block } from "./block.ts";
import type { Part } from "./part.ts";
import { optionsIn, type Setup } from "./setup.ts";
import { readWords } from "./words.ts";

/** A command that makes a bond or changes it, for as long as it runs. */
export interface IpCommand extends Setup<"ip-command"> {
  readonly verb: "add" | "set";
  /** True where a prompt with a host or other captured output shows that it was typed, not planned. */
  readonly typed: boolean;
}

/** True for `ip link add … type bond …` and `ip link set … type bond …`; a quick look before the words are read. */
export function isIpCommand(command: string): boolean {
  return /\btype\s{1,4}bond(?=\s|$)/.test(command) && /^(?:\S{1,40}\s+){0,2}?(?:\S{0,40}\/)?ip\s+l/.test(command);
}

/** Code units of a line above which it is no command that somebody typed. */
const LONGEST = 10_000;

/** Reads the command of the section's one line; `undefined` where it is no such command. Never throws. */
export function readIpCommand({ section, lines }: Part): IpCommand | undefined {
  const [line] = lines;
  if (line === undefined || line.text.length > LONGEST) return undefined;
  const words = readWords(line.text);
  const type = words.findIndex(({ text }, index) => text === "bond" && words[index - 1]?.text === "type");
  const head = words.slice(0, type);
  const verb = head.find(({ text }) => /^(?:add|a|set|s)$/.test(text));
  if (type === -1 || verb === undefined) return undefined;
  const behind = head.slice(head.indexOf(verb) + 1).filter(({ text }) => text !== "dev" && text !== "name");
  const [device] = behind;
  const last = words.at(-1);
  if (device === undefined || device.text === "type" || last === undefined || /[$<]/.test(line.text)) return undefined;
  const block = Block.of(lines, section);
  const margin = block.text.length - block.text.trimStart().length;
  const from = margin + (words[type]?.from ?? 0) + "bond".length;
  const to = margin + last.from + last.text.length;
  const written = block.slice(Math.min(from, to), to);
  const text = block.fact(line.text, margin, to);
  return {
    kind: "ip-command",
    section,
    verb: verb.text.startsWith("a") ? "add" : "set",
    typed: section.host !== undefined,
    members: [],
    bonds: [
      {
        name: device.text,
        owner: "ip",
        form: "ip",
        written,
        options: optionsIn(written, "ip"),
        text,
        // Other files of a runbook may write to sysfs what this command leaves out.
        complete: verb.text.startsWith("a") && !section.capture.text.includes("/bonding/"),
        ports: [],
        room: { at: block.offsetOf(to - 1) + 1, before: " " },
      },
    ],
  };
}
