import fc from "fast-check";
import type { Capture } from "../../src/engine/text/section.ts";
import { type Captures, corpus } from "./corpus.ts";

/** Names that are no names, or that an object has already. */
const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "-rf",
  "a b",
  "",
  "0",
  "\ud800",
  "é\u0301",
  "*",
];
const NUMBERS = [
  "9007199254740993",
  "-1",
  "1e999",
  "0x7fffffff",
  "99999999999999999999999999",
  "00",
  "1.5",
  "NaN",
  "٣",
];
const ODD = [
  "\0",
  "\ud83d",
  "\udc00",
  "\ufeff",
  "\r",
  "\u2028",
  "\u001b[31m",
  "\u001b]0;x",
  "\u001b[",
  "\u00a0",
  "\t",
  "|",
  ">",
];
const PATHS = [
  "x.txt",
  "bond0",
  "x",
  "nmcli_g_bond.options_con_show_bond0",
  "sos_commands/networking/ip_-d_address",
  "dmesg",
];

/** A change of one line, by where it stands; `pick` chooses among the like. Gives the lines that stand there instead. */
type LineChange = (line: string, pick: number, others: readonly string[]) => string[];

const LINE_CHANGES: readonly LineChange[] = [
  () => [],
  (line) => [line, line],
  (line) => [`> ${line}`],
  (line) => [`| ${line} |`],
  (line) => [`${line}\r`],
  (line) => [`\t  ${line}`],
  (line) => [line.trimStart()],
  (line, pick) => [line.slice(0, pick % (line.length + 1))],
  (line, pick) => [line.slice(pick % (line.length + 1))],
  (line, pick) => [line.slice(0, pick % (line.length + 1)), line.slice(pick % (line.length + 1))],
  (line, pick) => [insert(line, pick, any(ODD, pick))],
  (line, pick) => [insert(line, pick, any([..."\"'`,;:=[](){}<>\\#$%&@!~^*?/-+"], pick))],
  (line, pick) => [line.replace(/\d+/g, any(NUMBERS, pick))],
  (line, pick) => [line.replace(/\d+(?=\D*$)/, any(NUMBERS, pick))],
  (line, pick) => [line.replace(/[A-Za-z]\w*/, any(NAMES, pick))],
  (line, pick) => [line.replace(/\w+\s*$/, any(NAMES, pick))],
  (line, pick) => [line, any(OUTPUT_LINES, pick)],
  (line, pick, others) => [any(others, pick), line],
  (line, pick, others) => [line + any(others, pick)],
  (line, pick) => new Array<string>(2 + (pick % 40)).fill(line),
  (line, pick) => [line + (line.slice(-1) || " ").repeat(pick % 3000)],
  (line) => [line.split("").reverse().join("")],
  (line) => [line.toUpperCase()],
  (line) => [line.replace(/\s+/g, " ")],
];

/** A change of a whole text, with another text at hand. */
type TextChange = (text: string, pick: number, other: string) => string;

const TEXT_CHANGES: readonly TextChange[] = [
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", "\r"),
  (text) => text.replaceAll(/^/gm, "> "),
  (text) => text.replaceAll(/^(.*)$/gm, "| $1 |"),
  (text) => [...text].join("\0"),
  (text) => text.replaceAll(/\n+/g, "\n"),
  (text) => text.replaceAll("\n", " "),
  (text) => text.replaceAll(/ +/g, "\t"),
  (text) => text.replaceAll(/^/gm, "\u001b[1m").replaceAll(/$/gm, "\u001b[0m"),
  (text, pick) => text.slice(0, pick % (text.length + 1)),
  (text, pick) => text.slice(pick % (text.length + 1)),
  (text, pick) => text.replaceAll(/\bbond0\b/g, any(NAMES, pick)),
  (text, pick) => text.replaceAll(/\beno1\b/g, any(NAMES, pick)),
  (text, pick) => text.replaceAll(/\beno2\b/g, any(["eno1", "bond0", "lo", ""], pick)),
  (text) => asLatin1(text, "LE"),
  (text) => asLatin1(text, "BE"),
  (text, pick) => swapped(text, pick),
  (text) => text.split("\n").reverse().join("\n"),
  (text, pick) => `${text.slice(0, pick % (text.length + 1))}\ud800${text.slice((pick % (text.length + 1)) + 1)}\udc00`,
  (text, _, other) => text + other,
  (text, _, other) => other + text,
  (text, pick, other) => interleave(text, other, 1 + (pick % 4)),
  (text) => text + text,
  (text, pick) => `[root@web1 ~]# ${any(COMMANDS, pick)}\n${text}[root@web2 ~]# `,
  (text, pick) => `${any(COMMANDS, pick)}\n\n${text}`,
  (text) => `\`\`\`\n${text}\`\`\`\n`,
];

const COMMANDS = [
  "cat /proc/net/bonding/bond0",
  "cat /proc/net/bonding/__proto__",
  "ip -d link",
  "ip -j -d link",
  "ip -o -br a",
  "nmcli con show bond0",
  "nmcli -t con show bond0",
  "nmcli -t dev",
  "nmcli dev status",
  "ethtool eno1",
  "ethtool -S eno1",
  "grep . /sys/class/net/bond0/bonding/*",
  "dmesg -T",
  "journalctl -o json",
  "ip route",
  "ping 10.0.0.1",
  "show run",
  "show etherchannel summary",
  "netplan get",
  "cat /etc/systemd/network/10-bond0.netdev",
  "cat <<EOF > /etc/network/interfaces",
];

const CORPUS = corpus();
const TEXTS = CORPUS.flat();
const OUTPUT_LINES = [...new Set(TEXTS.flatMap(({ text }) => text.split("\n")))];

/** A case is cut here: the time that long texts take is measured by tests of their own. */
const LONGEST = 20_000;

function any<T>(from: readonly T[], pick: number): T {
  return from[pick % from.length] as T;
}

function insert(text: string, at: number, what: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + what + text.slice(place);
}

/** UTF-16 with its byte order mark, read byte by byte. */
function asLatin1(text: string, order: "LE" | "BE"): string {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return (order === "LE" ? bytes : bytes.swap16()).toString("latin1");
}

/** Two lines stand in each other's place, and another two. */
function swapped(text: string, pick: number): string {
  const lines = text.split("\n");
  for (const [one, other] of [
    [pick % lines.length, (pick >> 8) % lines.length],
    [(pick >> 4) % lines.length, ((pick >> 4) + 1) % lines.length],
  ] as const) {
    [lines[one], lines[other]] = [lines[other] ?? "", lines[one] ?? ""];
  }
  return lines.join("\n");
}

/** Two sessions of which each writes some lines in turn. */
function interleave(one: string, other: string, lines: number): string {
  const texts = [one.split("\n"), other.split("\n")] as const;
  const mixed: string[] = [];
  for (let at = 0; at < Math.max(texts[0].length, texts[1].length); at += lines) {
    mixed.push(...texts[0].slice(at, at + lines), ...texts[1].slice(at, at + lines));
  }
  return mixed.join("\n");
}

/** How one text is changed: lines here and there, then the whole. */
const edits = fc.record({
  lines: fc.array(fc.tuple(fc.nat(), fc.nat(LINE_CHANGES.length - 1), fc.nat()), { maxLength: 8 }),
  whole: fc.array(fc.tuple(fc.nat(TEXT_CHANGES.length - 1), fc.nat()), { maxLength: 2 }),
  path: fc.option(fc.constantFrom(...PATHS), { freq: 4 }),
});

type Edits = typeof edits extends fc.Arbitrary<infer T> ? T : never;

function changed(capture: Capture, { lines: inLines, whole, path }: Edits): Capture {
  const lines = capture.text.split("\n");
  for (const [where, what, pick] of inLines) {
    const at = where % lines.length;
    lines.splice(at, 1, ...any(LINE_CHANGES, what)(lines[at] ?? "", pick, lines));
  }
  let text = lines.join("\n");
  for (const [what, pick] of whole) text = any(TEXT_CHANGES, what)(text, pick, any(TEXTS, pick).text).slice(0, LONGEST);
  return { path: path ?? capture.path, text };
}

/** What one host said, from one to three captures, each changed in a few places or not at all. */
export const mutatedCaptures: fc.Arbitrary<Captures> = fc
  .tuple(fc.nat(), fc.array(fc.tuple(fc.nat(), edits), { minLength: 1, maxLength: 3 }))
  .map(([which, picks]) => {
    const base = any(CORPUS, which);
    const named = new Map<string, Capture>();
    for (const [index, how] of picks) {
      const capture = changed(any(base, index), how);
      named.set(capture.path, capture);
    }
    return [...named.values()];
  });
