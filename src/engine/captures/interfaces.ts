import type { Fact } from "../text/section.ts";
import { Block, rowsOf } from "./block.ts";
import type { Part } from "./part.ts";
import { type BondSetup, type Member, optionsIn, type Setup } from "./setup.ts";

/** The lines below one `iface NAME …`. */
interface Stanza {
  readonly name: Fact<string>;
  readonly body: Block;
}

const OPTION = /^\s*bond[-_](\w[\w-]*)(?:\s+(\S.*))?$/;
/** A command of a stanza that does what an option would do. */
const SCRIPT = /^\s*(?:pre-up|up|post-up|post-down)\s.*(?:bonding|ifenslave)/;

/** Reads the bonds of `/etc/network/interfaces`; `undefined` where it has none. Never throws. */
export function readInterfaces({ section, lines }: Part): Setup<"interfaces"> | undefined {
  const block = Block.of(lines, section);
  const members: Member[] = [];
  const stanzas = stanzasIn(block);
  const setElsewhere = new Set<string>();
  for (const { name, body } of stanzas) {
    const [master] = wordsOf(body, "master");
    if (master === undefined) continue;
    members.push({ port: name.value, bond: master });
    // In old files a port's stanza repeats the options of its bond.
    if (keysIn(body).some((key) => key !== "master" && key !== "primary")) setElsewhere.add(master.value);
  }
  const bonds = stanzas.flatMap(({ name, body }) =>
    wordsOf(body, "master").length > 0 ? [] : (bondOf(name, body, !setElsewhere.has(name.value)) ?? []),
  );
  return bonds.length + members.length === 0 ? undefined : { kind: "interfaces", section, bonds, members };
}

function bondOf(name: Fact<string>, body: Block, alone: boolean): BondSetup | undefined {
  if (keysIn(body).length === 0) return undefined;
  const lines = [...rowsOf(body.text)];
  const rows = lines.filter(({ text }) => OPTION.test(text.trimEnd()));
  const [first, last] = [rows[0], rows.at(-1)];
  const options = optionsIn(body, "ifupdown");
  const scripted = lines.some(({ text }) => SCRIPT.test(text));
  return {
    name: name.value,
    owner: "ifupdown",
    form: "ifupdown",
    written: body,
    options,
    text: options.get("mode") ?? [...options.values()][0] ?? name,
    complete: alone && !scripted,
    ports: ["slaves", "ports"].flatMap((key) => wordsOf(body, key)).filter(({ value }) => isInterface(value)),
    ...(first &&
      last && {
        room: {
          at: body.offsetOf(last.start + last.text.trimEnd().length - 1) + 1,
          before: `\n${/^\s*/.exec(first.text)?.[0] ?? ""}`,
        },
      }),
  };
}

/** `none`, `all` and patterns are no interfaces. */
function isInterface(word: string): boolean {
  return /^[\w.@-]{1,15}$/.test(word) && word !== "none" && word !== "all";
}

function keysIn(body: Block): string[] {
  return [...rowsOf(body.text)].flatMap(({ text }) => OPTION.exec(text.trimEnd())?.[1]?.replaceAll("-", "_") ?? []);
}

/** The words behind `bond-KEY`. */
function wordsOf(body: Block, key: string): Fact<string>[] {
  return [...rowsOf(body.text)].flatMap(({ text, start }) => {
    const match = OPTION.exec(text.trimEnd());
    const value = match?.[2];
    if (match?.[1]?.replaceAll("-", "_") !== key || value === undefined) return [];
    const from = start + text.trimEnd().length - value.length;
    return [...value.matchAll(/\S+/g)].map(({ 0: word, index }) =>
      body.fact(word, from + index, from + index + word.length),
    );
  });
}

function stanzasIn(block: Block): Stanza[] {
  const stanzas: Stanza[] = [];
  let open: { name: Fact<string>; from: number } | undefined;
  const close = (to: number) => {
    if (open) stanzas.push({ name: open.name, body: block.slice(open.from, to) });
    open = undefined;
  };
  for (const { text, start, end } of rowsOf(block.text)) {
    const iface = /^(\s*iface\s+)(\S{1,15})/.exec(text);
    if (iface || /^\s*(?:auto|allow-\S+|mapping|source|source-directory|no-auto-down|no-scripts)(?:\s|$)/.test(text))
      close(start);
    const [whole = "", before = "", name = ""] = iface ?? [];
    if (iface)
      open = {
        name: block.fact(name, start + before.length, start + whole.length),
        from: Math.min(end + 1, block.text.length),
      };
  }
  close(block.text.length);
  return stanzas;
}
