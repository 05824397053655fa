import { Block, rowsOf } from "./block.ts";
import type { Part } from "./part.ts";
import { optionsIn, type Setup } from "./setup.ts";

/** Reads a unit of systemd-networkd: a `.netdev` of a bond, or a `.network` that puts an interface into one. Never throws. */
export function readNetworkd({ section, lines }: Part): Setup<"networkd"> | undefined {
  const block = Block.of(lines, section);
  const entries = readUnit(block.text);
  const value = (group: string, key: string) => entries.findLast((one) => one.group === group && one.key === key);
  const controller = value("Network", "Bond");
  if (controller) {
    const port = value("Match", "Name")?.value ?? "";
    const bond = block.fact(controller.value, controller.start, controller.end);
    return { kind: "networkd", section, bonds: [], members: port === "" ? [] : [{ port, bond }] };
  }
  const kind = value("NetDev", "Kind");
  const name = value("NetDev", "Name");
  if (kind?.value !== "bond" || name === undefined) return undefined;
  const own = entries.filter(({ group }) => group === "Bond");
  const [first, last] = [own[0], own.at(-1)];
  const written = first && last && block.slice(first.start, last.end);
  const options = written ? optionsIn(written, "networkd") : new Map();
  const named = block.fact(name.value, name.start, name.end);
  const text = options.get("mode") ?? [...options.values()][0] ?? named;
  return {
    kind: "networkd",
    section,
    members: [],
    bonds: [
      {
        name: name.value,
        owner: "systemd-networkd",
        form: "networkd",
        ...(written && { written }),
        options,
        text,
        complete: true,
        ports: [],
        ...(last && { room: { at: block.offsetOf(last.end - 1) + 1, before: "\n" } }),
      },
    ],
  };
}

interface UnitEntry {
  readonly group: string;
  readonly key: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function readUnit(text: string): UnitEntry[] {
  const entries: UnitEntry[] = [];
  let group = "";
  for (const { text: line, start } of rowsOf(text)) {
    const bare = line.trim();
    const opened = /^\[([^\]]{1,60})\]$/.exec(bare)?.[1];
    if (opened !== undefined) group = opened;
    const equals = bare.indexOf("=");
    if (opened !== undefined || equals <= 0 || /^[#;]/.test(bare)) continue;
    const from = start + line.length - line.trimStart().length;
    const [key, value] = [bare.slice(0, equals).trimEnd(), bare.slice(equals + 1).trim()];
    entries.push({ group, key, value, start: from, end: from + bare.length });
  }
  return entries;
}
