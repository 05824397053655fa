import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { analyze, findingHover, toText } from "../../../src/engine/index.ts";
import { code, codeBlock, markdown, plain, shellLine } from "../../../src/engine/presentation/escape.ts";
import { runInShell } from "../../shell.ts";

const HOSTILE = [
  'bond0"; touch pwned #',
  "$(touch pwned)",
  "`touch pwned`",
  "-rf",
  "--help",
  "id",
  "a'b",
  "a b",
  "it's && touch pwned",
  "bond0\u001b[31m",
  "bo\u202end0",
  "*",
  "~root",
  "a\\b",
  "!!",
];

describe("a shell", () => {
  test.each(HOSTILE)("receives the name %j as one argument, and nothing else runs", (name) => {
    const { calls, pwned } = runInShell([
      shellLine({
        run: [
          "nmcli",
          "con",
          "modify",
          { connection: name },
          "bond.options",
          { options: "mode=active-backup,primary=a b" },
        ],
      }),
      shellLine({ run: ["nmcli", "device", "reapply", name] }),
      shellLine({ remark: `or ${name}`, instead: [["nmcli", "con", "down", { connection: name }]] }),
    ]);
    const connection = name.startsWith("-") || name === "id" ? ["id", name] : [name];
    expect(calls).toEqual([
      ["nmcli", "con", "modify", ...connection, "bond.options", "mode=active-backup,primary=a b"],
      ["nmcli", "device", "reapply", name],
    ]);
    expect(pwned).toBe(false);
  });

  test.each(HOSTILE)("receives the option value %j as one argument", (value) => {
    const { calls, pwned } = runInShell([shellLine({ run: ["nmcli", { options: `primary=${value}` }] })]);
    expect(calls).toEqual([["nmcli", `primary=${value}`]]);
    expect(pwned).toBe(false);
  });

  test("an engineer's own names look as an engineer types them", () => {
    expect(
      shellLine({
        run: [
          "nmcli",
          "con",
          "modify",
          { connection: "bond0" },
          "bond.options",
          { options: "mode=802.3ad,miimon=100" },
        ],
      }),
    ).toBe('nmcli con modify bond0 bond.options "mode=802.3ad,miimon=100"');
  });
});

describe("the editor's Markdown renderer", () => {
  // As the preview of VS Code sets it up: HTML passes, addresses become links.
  const renderer = new MarkdownIt({ html: true, linkify: true });
  const shown = (html: string) =>
    new Map([
      ["&lt;", "<"],
      ["&gt;", ">"],
      ["&quot;", '"'],
      ["&amp;", "&"],
    ]).get(html) ?? html;
  const textOf = (html: string) => html.replaceAll(/&(?:lt|gt|quot|amp);/g, shown);
  const HOSTILE_PARTS = [
    "[a](command:b)",
    "![x](http://y)",
    "<img src=x>",
    "www.a.com",
    "a.de",
    "http://b",
    "//localhost",
    "//a.de",
    "10.20.0.1",
    ".1a.de",
    "a@b.de",
    "**",
    "__",
    "_",
    "~~",
    "`",
    "\\",
    "&lt;",
    "&#60;",
    "- ",
    "+ ",
    "# ",
    "1. ",
    "1) ",
    "> ",
    "=",
    "===",
    "---",
    "***",
    "|",
    " ",
    "a",
    "1",
    "!",
    "]",
    "(",
    ")",
    "[x]: http://a",
    "$",
    "\t",
  ];

  test("shows a text as the characters that it has, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...HOSTILE_PARTS), fc.string({ maxLength: 3 })), { maxLength: 12 }),
        (parts) => {
          const text = parts.join("");
          if (plain(text).trim() === "") return;
          const html = renderer.render(`Said: ${markdown(text)}`) + renderer.render(`- ${markdown(text)}`);
          const expected = plain(text).trim();
          const [paragraph = "", item = ""] = html.split("\n<ul>\n");
          expect(textOf(paragraph.replace(/^<p>|<\/p>$/g, ""))).toBe(`Said: ${expected}`);
          expect(textOf(item.replace(/^<li>|<\/li>\n<\/ul>\n$/g, ""))).toBe(expected);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("a hostile capture", () => {
  const name = 'bond0";rm$IFS-rf~#';
  const text = `[root@h ~]# nmcli con show x\nconnection.id:     ${name}\nconnection.type:   bond\nbond.options:      mode=active-backup,miimon=0,primary=[a](command:x)\`<img>\n`;
  const { bonds, findings } = analyze([{ path: "x.txt", text }]);
  const [finding] = findings;

  test("is found all the same, and runs nothing", () => {
    expect(finding?.rule).toBe("no-link-monitoring");
    const { calls, pwned } = runInShell(finding?.correction?.commands ?? []);
    expect(calls.map((call) => call[3] ?? "")).toContain(name);
    expect(pwned).toBe(false);
  });

  test.each(["\u0015", "\u0007", "\u202e"])("is offered no line and no command where a name holds %j", (control) => {
    const odd = text.replace(name, `bond0${control}x`);
    expect(analyze([{ path: "x.txt", text: odd }]).findings[0]?.correction?.commands ?? []).toEqual([]);
    const oddOption = text.replace("primary=", `primary=${control}`);
    expect(analyze([{ path: "x.txt", text: oddOption }]).findings.map(({ correction }) => correction)).toEqual([
      undefined,
    ]);
  });

  test("brings nothing active into a hover or onto a terminal", () => {
    if (finding === undefined) throw new Error("nothing was found");
    const hover = findingHover(finding, bonds[0]?.checks ?? [], () => "x");
    const outsideCode = hover.replaceAll(/(`{3,})[\s\S]*?\1|(`+)[\s\S]*?\2/g, "");
    expect(outsideCode).not.toMatch(/(?<!\\)\[a(?<!\\)\]\(|<img/);
    const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
    expect(hover).not.toMatch(controls);
    expect(toText(analyze([{ path: "x.txt", text }]), { colour: false })).not.toMatch(controls);
  });
});

test("plain, markdown, code", () => {
  expect(plain("a\u001b[31mb\nc\u202e")).toBe("a\ufffd[31mb\ufffdc\ufffd");
  expect(markdown("[x](command:y) <b> `z` *w*")).toBe("\\[x\\](command:y) \\<b\\> \\`z\\` \\*w\\*");
  const sentence = "bond0 (802.3ad, miimon is 0, arp_interval 0): eno1, 00:1b:21:aa:bb:cc, has no carrier.";
  expect(markdown(sentence)).toBe(sentence);
  expect(code("a`b")).toBe("`` a`b ``");
  expect(codeBlock("```\nx")).toBe("````\n```\nx\n````");
});
