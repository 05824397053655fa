import { describe, expect, test } from "vitest";
import { labFile, SHUT } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

describe("nmcli con modify", () => {
  test.each([
    ['nmcli con mod bond0 bond.options "mode=active-backup,miimon=100"', "bond0", "replace", "mode,miimon"],
    ["nmcli connection modify bond0 +bond.options miimon=100", "bond0", "add", "miimon"],
    ["sudo nmcli c modify 'my bond' -bond.options 'miimon,updelay'", "my bond", "remove", "miimon,updelay"],
    ["1. `nmcli con mod id bond0 +bond.options 'miimon=100'`", "bond0", "add", "miimon"],
    [
      "- nmcli con mod bond0 ipv4.method auto bond.options mode=4,lacp_rate=1; nmcli con up bond0",
      "bond0",
      "replace",
      "mode,lacp_rate",
    ],
    ["# nmcli con mod bond0 bond.options 'mode=1,primary=eno1'", "bond0", "replace", "mode,primary"],
  ])("%s", (line, connection, operation, names) => {
    const text = `Steps:\n\n${line}\nthen check\n`;
    const report = reportOf("nmcli-modify", text);
    expect([report.connection, report.operation, [...report.bondOptions.keys()].join()]).toEqual([
      connection,
      operation,
      names,
    ]);
    expect(shown(text, report.value)).toBe(report.value.value);
    expect(report.typed).toBe(false);
    expect(text.slice(report.section.start, report.section.end)).toBe(`${line}\n`);
    expect(kindsOf(text)).toEqual(["other", "nmcli-modify", "other"]);
  });

  test("spans of single options, behind a prompt and a quote", () => {
    const text = '> [root@web1 ~]# nmcli con mod bond0 bond.options "mode=active-backup, miimon=0"\n';
    const report = reportOf("nmcli-modify", text);
    expect(shown(text, report.bondOptions.get("miimon"))).toBe("miimon=0");
    expect(report.typed).toBe(true);
    expect(report.section.host).toBe("web1");
  });

  test("beside captured output it was typed", () => {
    const line = "nmcli con mod bond0 +bond.options miimon=100\n";
    expect(reportOf("nmcli-modify", `${labFile(`${SHUT}/proc_net_bonding_bond0.txt`)}\n${line}`).typed).toBe(true);
  });

  test.each([
    "nmcli con mod bond0 ipv4.method auto",
    "use nmcli con mod bond0 bond.options to set it",
    "nmcli con show bond0 # shows bond.options",
    "nmcli con mod bond0 bond.options",
    'nmcli con add type bond bond.options "mode=1"',
  ])("is not: %s", (line) => {
    expect(reportsOf("nmcli-modify", `${line}\n`)).toEqual([]);
  });
});
