import { describe, expect, test } from "vitest";
import { explain, optionCompletions } from "../../../src/engine/index.ts";

/** Splits a text at the cursor `|`. */
function at(marked: string): [text: string, offset: number] {
  return [marked.replace("|", ""), marked.indexOf("|")];
}
const labels = (marked: string) => optionCompletions(...at(marked)).map(({ text }) => text);

describe("completion", () => {
  test("offers the options that the mode has and that are not there yet", () => {
    const names = labels("bond.options:                           mode=active-backup,miimon=100,|");
    expect(names).toEqual(expect.arrayContaining(["primary=", "updelay=", "fail_over_mac="]));
    for (const absent of ["mode=", "miimon=", "lacp_rate=", "xmit_hash_policy="]) expect(names).not.toContain(absent);
  });

  test("offers the values of an option, in each form", () => {
    expect(labels('nmcli con modify bond0 bond.options "mode=|"')).toContain("802.3ad");
    expect(labels("[connection]\nid=bond0\n\n[bond]\nmode=active-backup\nprimary_reselect=|\n\n[ipv4]\n")).toEqual([
      "always",
      "better",
      "failure",
    ]);
    expect(labels('BONDING_OPTS="mode=1 miimon=|"')).toContain("100");
  });

  test("replaces what is there, and only that", () => {
    const [text, offset] = at("bond.options:    mode=active-backup,mii|=0,primary=eno1");
    const [item] = optionCompletions(text, offset).filter((one) => one.text === "updelay=");
    expect(text.slice(item?.start, item?.end)).toBe("mii=0");
    const [value] = optionCompletions(...at("bond.options:    mode=act|ive,miimon=100"));
    expect("bond.options:    mode=active,miimon=100".slice(value?.start, value?.end)).toBe("active");
  });

  test("stays within its line and its quotes", () => {
    const [text, offset] = at("[bond]\r\nmode=active-backup\r\nmii|mon=0\r\nupdelay=200\r\n");
    const [item] = optionCompletions(text, offset).filter((one) => one.text === "downdelay=");
    expect(text.slice(item?.start, item?.end)).toBe("miimon=0");
    const [typed, cursor] = at("nmcli con modify bond0 bond.options mode=active-backup,mii| ipv4.method auto");
    const [name] = optionCompletions(typed, cursor).filter((one) => one.text === "miimon=");
    expect(typed.slice(name?.start, name?.end)).toBe("mii");
  });

  test("offers nothing in prose, behind a value, or below a group", () => {
    for (const marked of [
      "We set bond.options mode=| last week",
      "nmcli con modify bond0 bond.options mode=active-backup ipv4.method |",
      "bond.options:  mode=active-backup   <-- mii|",
      "[bond]\nmode=active-backup\n\nThen the switch was reloaded, and mii|\n",
      "[bond]\nmode=active-backup\nSome words of prose.\nmode=|\n",
    ])
      expect(labels(marked), marked).toEqual([]);
  });

  test("offers nothing elsewhere", () => {
    for (const marked of ["MII Status: |", "[ipv4]\nmethod=|\n", "the bond.optionsx mode=|", "|"])
      expect(labels(marked)).toEqual([]);
  });
});

/** The hover in a text that is no capture. */
function hoverAt(marked: string) {
  const [text, offset] = at(marked);
  return explain({ text, sections: [], options: [] }, offset);
}

describe("hover", () => {
  test("tells what an option does, its values, default and source", () => {
    const hover = hoverAt("bond.options:    mode=active-backup,mii|mon=0");
    expect(hover?.markdown).toMatch(/miimon[\s\S]*Default: 100 by NetworkManager, 0 in the kernel[\s\S]*Source: /);
    expect("bond.options:    mode=active-backup,miimon=0".slice(hover?.start, hover?.end)).toBe("miimon=0");
  });

  test("is silent on what is no option", () => {
    expect(hoverAt("bond.options:    mimo|n=0")).toBeUndefined();
    expect(hoverAt("Link det|ected: no")).toBeUndefined();
  });
});
