import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import {
  analyze,
  bondPage,
  bondPicture,
  findingHover,
  outline,
  repairPlan,
  sarifResults,
  toJson,
  toText,
} from "../../../src/engine/index.ts";
import { dump } from "../../../src/engine/rules/samples.ts";
import type { Capture } from "../../../src/engine/text/section.ts";

const NAMES = [
  "[x](command:y)",
  "![x](http://y.de)",
  "<img/src=x/onerror=y>",
  "</text><script>x</script>",
  '"/onload="x',
  "https://y.de",
  "\u001b[31mred",
  "\u001b]8;;http://y\u0007z\u001b]8;;\u0007",
  "\u202egpj.x",
  "\u2066x\u2069",
  "a\u0007b",
  "a\rb",
  "`x`",
  "a|b",
  "&#60;b&#62;",
  "]]>",
  "--><b>",
];

const DUMP = dump({ miimon: 0, eno1: { mii: "up" } }).text;

/** Every place in which a capture has a name. */
const PLACES: Readonly<Record<string, (name: string) => Capture[]>> = {
  "the path of a dump": (name) => [{ path: `proc/net/bonding/${name}`, text: DUMP }],
  "the folder of a dump": (name) => [{ path: `sosreport-${name}/proc/net/bonding/bond0`, text: DUMP }],
  "a prompt's host": (name) => [{ path: "x.txt", text: `[root@${name} ~]# cat /proc/net/bonding/bond0\n${DUMP}` }],
  "a command": (name) => [{ path: "x.txt", text: `[root@h ~]# cat /proc/net/bonding/${name}\n${DUMP}` }],
  "a port": (name) => [{ path: "bond0", text: DUMP.replaceAll("eno1", () => name) }],
  "a profile": (name) => [
    {
      path: "x.txt",
      text: `connection.id:     ${name}\nconnection.type:   bond\nconnection.interface-name: ${name}\nbond.options:      mode=active-backup,miimon=0,primary=${name}\n`,
    },
  ],
  "a list of devices": (name) => [
    {
      path: "nmcli_dev.txt",
      text: `DEVICE  TYPE  STATE  CONNECTION\nbond0  bond  connected  ${name}\n${name}  ethernet  connected  ${name}\n`,
    },
    { path: "bond0", text: DUMP },
  ],
  "a keyfile": (name) => [
    {
      path: `${name}.nmconnection`,
      text: `[connection]\nid=${name}\ntype=bond\ninterface-name=${name}\n\n[bond]\nmode=active-backup\nmiimon=0\nprimary=${name}\n`,
    },
  ],
  "netplan's file": (name) => [
    {
      path: "01.yaml",
      text: `network:\n  version: 2\n  bonds:\n    '${name}':\n      interfaces: ['${name}', eno2]\n      parameters: {mode: active-backup, primary: '${name}'}\n`,
    },
  ],
  "an ifcfg file": (name) => [
    {
      path: `ifcfg-${name}`,
      text: `DEVICE=${name}\nTYPE=Bond\nBONDING_MASTER=yes\nBONDING_OPTS="mode=active-backup miimon=0 primary=${name}"\n`,
    },
  ],
  "a log": (name) => [
    { path: "dmesg", text: `[    1.000001] ${name}: (slave ${name}): link status definitely down, disabling slave\n` },
    { path: "bond0", text: DUMP },
  ],
};

/** As the preview of VS Code sets it up: HTML passes, addresses become links. */
const renderer = new MarkdownIt({ html: true, linkify: true });
// As that preview does: pictures that a page brings itself are shown.
const validateLink = renderer.validateLink.bind(renderer);
renderer.validateLink = (url) => url.startsWith("data:image/") || validateLink(url);
const QUIET = /<(?!\/?(?:h1|h2|p|ul|ol|li|strong|code|pre|table|thead|tbody|tr|th|td|hr)\b)[^>]*>/g;
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const SVG =
  /^(?:<\/?(?:svg|g|rect|line|path|circle|polyline|text|tspan|title|desc|style)(?: [\w:-]+="[^"<>]*")*\s*\/?>|[^<>])*$/;

/** What Markdown shows is text, but for pictures that it draws itself. */
function expectQuiet(page: string): void {
  expect(page).not.toMatch(CONTROLS);
  const tags = renderer.render(page).match(QUIET) ?? [];
  const active = tags.filter(
    (tag) => !/^<img src="data:image\/svg\+xml;charset=utf-8,[^"]*" alt="[^"<>]*">$/.test(tag),
  );
  expect(active).toEqual([]);
}

describe.each(Object.entries(PLACES))("%s", (_, captures) => {
  test.each(NAMES)("with the name %j shows nothing that acts", (name) => {
    const analysis = analyze(captures(name), { roots: [""] });
    const { bonds, findings } = analysis;
    for (const bond of bonds) {
      expectQuiet(repairPlan(analysis, bond));
      expectQuiet(bondPage(bond, "dark"));
      const picture = bondPicture(bond, "light");
      expect(picture).toMatch(SVG);
      expect(picture).not.toMatch(/ on\w+=|href|<script|<foreignObject|url\(|@import/);
      expect(picture).not.toMatch(CONTROLS);
    }
    for (const finding of findings) {
      const hover = findingHover(finding, bonds[0]?.checks ?? [], () => "x");
      expect(hover).not.toMatch(CONTROLS);
      const links = [...renderer.render(hover).matchAll(/<(?:a|img)\b[^>]*(?:href|src)="([^"]*)"/g)].map(
        ([, to = ""]) => to,
      );
      expect(links.filter((to) => /^(?:command|javascript|data):|y\.de|^http:\/\/y/.test(to))).toEqual([]);
    }
    for (const { message } of sarifResults(analysis)) expect(message.text ?? "").not.toMatch(CONTROLS);
    expect(toText(analysis, { colour: false, recite: true })).not.toMatch(CONTROLS);
    const said = toJson(analysis).findings.flatMap(({ message, related }) => [
      message,
      ...related.map((one) => one.message),
    ]);
    for (const message of said) expect(message).not.toMatch(CONTROLS);
    const labels = analysis.captures.flatMap((capture) => outline(capture)).map((entry) => entry.name);
    for (const label of labels) expect(label).not.toMatch(CONTROLS);
  });
});

test("captures with such names are judged all the same", () => {
  const judged = Object.values(PLACES).flatMap((captures) =>
    NAMES.filter((name) => analyze(captures(name), { roots: [""] }).findings.length > 0),
  );
  expect(judged.length).toBeGreaterThan(100);
});
