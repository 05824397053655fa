import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyze, type OutlineEntry, outline, siblingLinks } from "../../../src/engine/index.ts";

const FOLDER = "test/captures/lab/seed-miimon0-primary/2-eno1-shut";
const file = (name: string) => readFileSync(`${FOLDER}/${name}`, "utf8");
const dump = file("proc_net_bonding_bond0.txt");
const SESSION = `[root@web1 ~]# cat /proc/net/bonding/bond0\n${dump}[root@web1 ~]# ethtool eno1\n${file("ethtool_eno1.txt")}`;

const drawn = (entries: readonly OutlineEntry[], depth = 0): string[] =>
  entries.flatMap(({ name, kind, children }) => [
    `${"  ".repeat(depth)}${kind} ${name}`,
    ...drawn(children, depth + 1),
  ]);

function capturesOf(...texts: [path: string, text: string][]) {
  return analyze(texts.map(([path, text]) => ({ path, text }))).captures;
}

describe("the outline", () => {
  test("of a session: section, bond, port", () => {
    const [capture] = capturesOf(["ticket.txt", SESSION]);
    expect(capture && drawn(outline(capture))).toEqual([
      "section cat /proc/net/bonding/bond0",
      "  bond bond0",
      "    port eno1",
      "    port eno2",
      "section ethtool eno1",
      "  interface eno1",
    ]);
  });

  test("every entry holds its name and its children, with LF and CRLF", () => {
    for (const text of [SESSION, SESSION.replaceAll("\n", "\r\n")]) {
      const [capture] = capturesOf(["ticket.txt", text]);
      const check = ({ start, end, at, children }: OutlineEntry) => {
        expect(at.start >= start && at.end <= end && start <= end).toBe(true);
        for (const child of children) {
          expect(child.start >= start && child.end <= end).toBe(true);
          check(child);
        }
      };
      if (capture) outline(capture).forEach(check);
    }
  });

  test("a megabyte of ports is outlined in a moment", () => {
    const port = dump.slice(dump.indexOf("Slave Interface"));
    const text = `${dump}${Array.from({ length: 4000 }, (_, index) => `\n${port.replaceAll(/eno\d/g, `p${index}`)}`).join("")}`;
    const [capture] = capturesOf(["proc/net/bonding/bond0", text]);
    const start = performance.now();
    expect(capture && outline(capture)[0]?.children[0]?.children.length).toBeGreaterThan(4000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("names", () => {
  const namesOf = (path: string, text: string) =>
    capturesOf([path, text]).flatMap(({ names }) =>
      names.map(({ name, start, end }) => [name, text.slice(start, end)]),
    );

  test("stand where they are said to stand", () => {
    for (const name of [
      "proc_net_bonding_bond0.txt",
      "ip_d_link_show_bond0.txt",
      "ethtool_eno1.txt",
      "nmcli_con_show_bond0.txt",
    ]) {
      const found = namesOf(name, file(name));
      expect(found.length, name).toBeGreaterThan(0);
      for (const [wanted, written] of found) expect(["", wanted]).toContain(written);
    }
  });

  test("primary in option text and in the dump, the active port, the controller", () => {
    const profile = file("nmcli_con_show_bond0.txt");
    expect(namesOf("nmcli_con_show_bond0.txt", profile).map(([name]) => name)).toContain("eno1");
    const at = dump.indexOf("Currently Active Slave: ") + "Currently Active Slave: ".length;
    expect(capturesOf(["bond0.txt", dump])[0]?.names.map(({ start }) => start)).toContain(at);
    const link = file("ip_link_show_eno1.txt");
    expect(capturesOf(["ip_link_show_eno1.txt", link])[0]?.names.map(({ name }) => name)).toEqual(["eno1", "bond0"]);
  });
});

test("a path leads to the capture of the case that holds it", () => {
  const captures = capturesOf(
    ["case/ticket.txt", `${SESSION.slice(SESSION.indexOf("[root@web1 ~]# ethtool"))}# see /proc/net/bonding/bond0\n`],
    ["case/proc_net_bonding_bond0.txt", dump],
  );
  const own = captures.find(({ path }) => path === "case/ticket.txt");
  const links = own && siblingLinks(own, captures);
  expect(links?.map(({ start, end, target }) => [own?.text.slice(start, end), target.path])).toEqual([
    ["/proc/net/bonding/bond0", "case/proc_net_bonding_bond0.txt"],
  ]);
});
