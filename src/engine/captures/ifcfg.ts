import { Block, rowsOf } from "./block.ts";
import type { Part } from "./part.ts";
import { type BondSetup, type Member, type Owner, optionsIn, type Setup } from "./setup.ts";

interface Assignment {
  readonly value: string;
  /** The value without its quotes, and where it stands. */
  readonly start: number;
  readonly end: number;
}

/** Reads a file of network-scripts or wicked (`ifcfg-*`): a bond, or a port of one. Never throws. */
export function readIfcfg({ section, lines, subject }: Part): Setup<"ifcfg"> | undefined {
  const block = Block.of(lines, section);
  const all = assignmentsIn(block.text);
  const valueIn = (key: string) => all.get(key)?.value;
  const device = valueIn("DEVICE") ?? subject;
  const says = (key: string, answer: RegExp) => answer.test(valueIn(key) ?? "");
  const master = all.get("MASTER") ?? all.get("MASTER_UUID");
  if (master && device !== undefined) {
    const members: Member[] = [{ port: device, bond: block.fact(master.value, master.start, master.end) }];
    return { kind: "ifcfg", section, bonds: [], members };
  }
  const written = all.get("BONDING_OPTS") ?? all.get("BONDING_MODULE_OPTS");
  const isBond = written !== undefined || says("BONDING_MASTER", /^yes$/i) || says("TYPE", /^bond$/i);
  if (!isBond) return undefined;
  const owner = ownerOf(all);
  // What the shell puts together from variables and commands is not taken apart here.
  const plain = written && !/[$`]/.test(written.value) ? block.slice(written.start, written.end) : undefined;
  const options = plain ? optionsIn(plain, "ifcfg") : new Map();
  const named = all.get("DEVICE") ?? written ?? all.get("TYPE") ?? all.get("BONDING_MASTER");
  if (written !== undefined && plain === undefined) return undefined;
  const stands = written ?? named;
  if (stands === undefined) return undefined;
  const bond: BondSetup = {
    ...(device !== undefined && { name: device }),
    ...(owner !== undefined && { owner }),
    ...(owner === "network-scripts" || owner === "wicked" ? { applier: "kernel" as const } : {}),
    form: "ifcfg",
    ...(plain && { written: plain }),
    options,
    text: block.fact(stands.value, stands.start, stands.end),
    complete: plain !== undefined && owner !== "wicked",
    ports: portsIn(all).map(({ value, start, end }) => block.fact(value, start, end)),
    ...(plain && {
      room: {
        at: block.offsetOf(plain.text === "" ? stands.start : stands.end - 1) + (plain.text === "" ? 0 : 1),
        before: plain.text === "" ? "" : " ",
      },
    }),
  };
  return { kind: "ifcfg", section, bonds: [bond], members: [] };
}

/** SUSE's names are wicked's; with NM_CONTROLLED=no it is network-scripts, and without it nobody can say. */
function ownerOf(all: ReadonlyMap<string, Assignment>): Owner | undefined {
  if (all.has("BONDING_MODULE_OPTS") || all.has("STARTMODE")) return "wicked";
  const controlled = all.get("NM_CONTROLLED")?.value;
  if (/^(?:no|n|false|0)$/i.test(controlled ?? "")) return "network-scripts";
  return /^(?:yes|y|true|1)$/i.test(controlled ?? "") ? "NetworkManager" : undefined;
}

/** `BONDING_SLAVE0=…`, `BONDING_SLAVE_0=…`. */
function portsIn(all: ReadonlyMap<string, Assignment>): Assignment[] {
  return [...all].flatMap(([key, assignment]) =>
    /^BONDING_SLAVE_?\d{1,3}$/.test(key) && assignment.value !== "" ? [assignment] : [],
  );
}

/** The assignments of a file that a shell reads; the last of several counts. A quoted value may run over lines. */
function assignmentsIn(text: string): Map<string, Assignment> {
  const all = new Map<string, Assignment>();
  let behind = 0;
  for (const row of rowsOf(text)) {
    const match = row.start < behind ? null : /^\s*(?:export\s+)?([A-Za-z_]\w{0,60})=(["']?)/.exec(row.text);
    if (match === null) continue;
    const [head, key = "", quote = ""] = match;
    const start = row.start + head.length;
    const blank = row.text.slice(head.length).search(/[\s;]/);
    const closing = quote === "" ? -1 : text.indexOf(quote, start);
    if (quote !== "" && (closing === -1 || closing - start > LONGEST)) continue;
    const end = quote === "" ? (blank === -1 ? row.end : start + blank) : closing;
    behind = end;
    all.set(key, { value: text.slice(start, end), start, end });
  }
  return all;
}

/** Code units of a quoted value; a quote that is never closed takes no file with it. */
const LONGEST = 4000;
