import { Block, rowsOf } from "./block.ts";
import type { Part } from "./part.ts";
import { type BondSetup, optionsIn, type Setup } from "./setup.ts";

/** Reads the options of the bonding module in modprobe's files; `undefined` where there are none. Never throws. */
export function readModprobe({ section, lines }: Part): Setup<"modprobe"> | undefined {
  const block = Block.of(lines, section);
  const rows = [...rowsOf(block.text)];
  const aliases = rows.flatMap(({ text }) => /^\s*alias\s+(\S{1,15})\s+bonding\s*$/.exec(text)?.[1] ?? []);
  const bonds = rows.flatMap(({ text, start, end }): BondSetup[] => {
    const match = /^(\s*options\s+)(\S{1,15})(?=\s|$)/.exec(text);
    const [head = "", before = "", module = ""] = match ?? [];
    if (match === null || !(module === "bonding" || aliases.includes(module))) return [];
    const [only, ...more] = aliases;
    const name = module === "bonding" ? (more.length === 0 ? only : undefined) : module;
    const shown = text.trimEnd().length;
    const behind = /\s#/.exec(text.slice(head.length))?.index;
    const to = start + (behind === undefined ? shown : head.length + behind);
    const written = block.slice(start + head.length, Math.min(to, end));
    return [
      {
        ...(name !== undefined && { name }),
        owner: "the module",
        form: "modprobe",
        written,
        options: optionsIn(written, "modprobe"),
        text: block.fact(text.slice(0, shown), start + before.length - before.trimStart().length, start + shown),
        // What makes the bonds may set what is missing here.
        complete: false,
        ports: [],
        room: { at: block.offsetOf(to - 1) + 1, before: " " },
      },
    ];
  });
  return bonds.length === 0 ? undefined : { kind: "modprobe", section, bonds, members: [] };
}
