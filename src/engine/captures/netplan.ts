import type { Fact } from "../text/section.ts";
import { Block } from "./block.ts";
import type { Part } from "./part.ts";
import { type BondSetup, optionsIn, type Room, type Setup } from "./setup.ts";
import { at, entryIn, readYaml, textOf, type Yaml, type YamlEntry } from "./yaml.ts";

/** Reads the bonds of netplan's YAML (`/etc/netplan/*.yaml`); `undefined` where it has none. Never throws. */
export function readNetplan({ section, lines }: Part): Setup<"netplan"> | undefined {
  const block = Block.of(lines, section);
  if (!block.text.includes("bonds")) return undefined;
  const bonds = readYaml(block.text).flatMap((document) => {
    const network = at(document, "network") ?? document;
    const all = at(network, "bonds");
    if (all?.kind !== "map") return [];
    return all.entries.flatMap((entry) => bondOf(entry, textOf(at(network, "renderer")), block) ?? []);
  });
  return bonds.length === 0 ? undefined : { kind: "netplan", section, bonds, members: [] };
}

function bondOf(entry: YamlEntry, common: string | undefined, block: Block): BondSetup | undefined {
  const { key: name, value, start, keyEnd } = entry;
  if (value?.kind !== "map") return undefined;
  const renderer = textOf(at(value, "renderer")) ?? common;
  const parameters = entryIn(value, "parameters");
  const body = parameters?.value?.kind === "map" ? parameters.value : undefined;
  const written =
    body && (body.flow ? block.slice(body.start, body.end) : block.slice(lineStart(block, body.start), body.end));
  const options = written ? optionsIn(written, "netplan") : new Map();
  const named = block.fact(name, start, keyEnd);
  const ports = portsIn(at(value, "interfaces"), block);
  return {
    name,
    owner: "netplan",
    ...(renderer !== undefined && { applier: renderer === "NetworkManager" ? "NetworkManager" : "kernel" }),
    form: "netplan",
    ...(written && { written }),
    options,
    text: options.get("mode") ?? [...options.values()][0] ?? named,
    // Several files can hold parts of one bond; one that lists its ports is taken for the whole.
    complete: ports.length > 0,
    ports,
    ...(body && body.entries.length > 0 && { room: roomIn(block, body) }),
  };
}

/** Behind the last entry, with the indentation of the entries, or before the closing brace. */
function roomIn(block: Block, { flow, entries, end }: Extract<Yaml, { kind: "map" }>): Room {
  if (flow) return { at: block.offsetOf(end - 1), before: ", " };
  const [first] = entries;
  const last = entries.at(-1);
  const from = first?.start ?? end;
  const feed = block.text.indexOf("\n", (last?.end ?? end) - 1);
  const lineEnd = feed === -1 ? block.text.length : feed;
  return { at: block.offsetOf(lineEnd - 1) + 1, before: `\n${block.text.slice(lineStart(block, from), from)}` };
}

export function lineStart({ text }: Block, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

export function portsIn(list: Yaml | undefined, block: Block): Fact<string>[] {
  if (list?.kind !== "list") return [];
  return list.items.flatMap((item) => {
    const name = textOf(item) ?? textOf(at(item, "name"));
    return name === undefined ? [] : [block.fact(name, item.start, item.end)];
  });
}
