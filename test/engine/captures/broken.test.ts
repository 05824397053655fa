import { expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import { labFile, SHUT } from "../../lab.ts";
import { reportOf, shown } from "./read.ts";

const PROFILE = labFile(`${SHUT}/nmcli_con_show_bond0.txt`);
const OPTIONS = "mode=active-backup,miimon=0,primary=eno1";

/** What `fold -w WIDTH` makes of a text. */
const folded = (text: string, width: number) =>
  text.replace(new RegExp(`[^\\n]{${width}}(?=[^\\n])`, "g"), (line) => `${line}\n`);

const options = (text: string) => reportOf("nmcli-connection", text).options?.value;

test.each([45, 55, 58, 60, 62, 66, 70, 75, 80, 100])("options broken at %i characters are read whole", (width) => {
  const text = folded(PROFILE, width);
  expect(options(text)).toBe(OPTIONS);
  const { findings } = analyze([{ path: "nmcli.txt", text }]);
  expect(findings.map(({ rule, correction }) => [rule, correction?.options])).toEqual([
    ["no-link-monitoring", OPTIONS.replace("miimon=0", "miimon=100")],
  ]);
});

test("options that a mail program put into the next line", () => {
  expect(options(`bond.options:\n${OPTIONS}\nproxy.method: none\n`)).toBe(OPTIONS);
});

test("a broken option spans its characters in both lines, and nothing is inserted between them", () => {
  const text = folded(PROFILE, 70);
  const primary = reportOf("nmcli-connection", text).bondOptions.get("primary");
  expect(shown(text, primary)).toBe("pr\nimary=eno1");
  expect(analyze([{ path: "nmcli.txt", text }]).findings[0]?.correction?.insertions).toEqual([]);
});

test("what is wrong with broken options is shown at all of them", () => {
  const text = "bond.options:        mode=active-backup,miimon=100,upde\nlay=250\n";
  const { findings } = analyze([{ path: "nmcli.txt", text }]);
  const [place] = findings.find(({ rule }) => rule === "updelay-not-multiple")?.places ?? [];
  expect(shown(text, place)).toBe("mode=active-backup,miimon=100,upde\nlay=250");
});

test.each([
  [OPTIONS, "web1"],
  ["mode=802.3ad,lacp_rate=fast,miimon=0", "web2"],
  ["mode=802.3ad,miimon=0,lacp_rate=fast", "web2"],
  ["mode=802.3ad,lacp_rate=fast,miimon=100", "200"],
  ["mode=active-backup,primary=ens33", "web2"],
])("options that end where terminals break lines are whole: %s", (whole, below) => {
  const line = `${"bond.options:".padEnd(40)}${whole}`;
  expect([72, 76, 78, 80]).toContain(line.length);
  expect(options(`${line}\n${below}\n`)).toBe(whole);
});

test.each([
  ["another property", "connection.permissions:user"],
  ["a remark", "exit"],
  ["a blank line", "\nmode=802.3ad"],
  ["prose", "the bond of web1"],
  ["what the shell says of the command", "rc=0"],
  ["the options of another profile", "mode=802.3ad,miimon=100"],
  ["a word below a line that is not as wide as a terminal", "bond1"],
])("%s is no part of the options", (_, below) => {
  expect(options(`bond.options:                     ${OPTIONS}\n${below}\n`)).toBe(OPTIONS);
});
