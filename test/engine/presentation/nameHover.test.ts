import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { analyze, explainName, type Theme } from "../../../src/engine/index.ts";
import { labFile, session } from "../../lab.ts";
import { DUMP } from "./explained.ts";

/** The hover of the name at the n-th occurrence of a text, and what it stands on. */
function at(text: string, needle: string, { path = "bond0", nth = 1, theme = "dark" as Theme } = {}) {
  const analysis = analyze([{ path, text }]);
  const [capture] = analysis.captures;
  let offset = -1;
  for (let count = 0; count < nth; count += 1) offset = text.indexOf(needle, offset + 1);
  expect(offset, needle).not.toBe(-1);
  const found = capture && explainName(analysis, capture, offset + 1, theme);
  return found && { on: text.slice(found.start, found.end), markdown: found.markdown };
}

const words = (markdown = "") => markdown.replace(/!\[.*/, "").trim();

describe("a bond's name", () => {
  const text = session();

  test("shows the bond in words, and then as a picture", () => {
    const { on, markdown = "" } = at(text, "bond0: <") ?? {};
    expect(on).toBe("bond0");
    expect(words(markdown)).toBe(
      [
        "**bond0** on web1: active-backup, broken.",
        "bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, but bond0 still sends everything through it\\.",
        "- eno1: active, no link, still used.\n- eno2: backup, 1 Gbit/s, link not known, MII up.",
      ]
        .join("\n\n")
        .replace("it\\.", "it."),
    );
    const [, address = ""] =
      /!\[bond0 drawn\]\(data:image\/svg\+xml;charset=utf-8,([^)]+)\|width=540\)$/.exec(markdown) ?? [];
    expect(decodeURIComponent(address)).toMatch(/^<svg [\s\S]*still used[\s\S]*<\/svg>$/);
  });

  test.each([
    ["in the command of a prompt", "bond0\nEthernet"],
    ["as the master of a port", "bond0 state"],
    ["in a profile", "bond0\nconnection.autoconnect:"],
  ])("%s", (_, needle) => {
    expect(at(text, needle)?.markdown).toContain("**bond0** on web1");
  });

  test("in a log", () => {
    const log = labFile("rule-failover-session/1-failover-test/session.txt");
    expect(log).toContain("bond0: (slave");
    expect(at(log, "bond0: (slave")?.markdown).toContain("**bond0**");
  });

  test("is drawn for the theme", () => {
    expect(at(text, "bond0: <", { theme: "light" })?.markdown).toContain(encodeURIComponent("#0969da"));
    expect(at(text, "bond0: <", { theme: "high-contrast-light" })?.markdown).toContain(encodeURIComponent("#0f4a85"));
  });

  test("of two hosts in one text each has its own", () => {
    const healthy = labFile("seed-miimon0-primary/5-fix-reactivated/proc_net_bonding_bond0.txt");
    const both = `[root@web1 ~]# cat /proc/net/bonding/bond0\n${DUMP}[root@web2 ~]# cat /proc/net/bonding/bond0\n${healthy}[root@web2 ~]# uptime\n`;
    expect(at(both, "bond0", { nth: 1 })?.markdown).toContain("**bond0** on web1");
    expect(at(both, "bond0", { nth: 2 })?.markdown).toContain("**bond0** on web2: active-backup, healthy.");
  });

  test("of hundreds of ports four are told and drawn, those first that something is to be said of", () => {
    const [head = "", first = "", second = ""] = DUMP.split(/\n\n(?=Slave Interface)/);
    const ports = Array.from({ length: 400 }, (_, at) => second.trim().replaceAll("eno2", `eth${at}`));
    const many = [head, ...ports, first.trim()].join("\n\n");
    const { markdown = "" } = at(`[root@web1 ~]# cat /proc/net/bonding/bond0\n${many}\n`, "bond0") ?? {};
    expect(words(markdown)).toContain("- eno1: active, no link, still used.\n- and 397 more ports");
    expect(markdown.length).toBeLessThan(20_000);
  });
});

describe("a port's name", () => {
  test("says whose it is, and what is known of its link", () => {
    const { on, markdown } = at(session(), "eno1\nMII") ?? {};
    expect(on).toBe("eno1");
    expect(markdown).toBe("eno1: active, no link, still used.\n\nA port of **bond0** on web1: active-backup, broken.");
  });

  test("an interface that is in no bond has none, nor has a text without names", () => {
    const other = "3: wlan0: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP\n    link/ether 02:00:00:00:00:03\n";
    expect(at(`${DUMP}\n${other}`, "wlan0")).toBeUndefined();
    expect(at("bond0 was down.\n", "bond0")).toBeUndefined();
  });
});

test("what a hostile capture says stays text", () => {
  const EVILS = [
    "[x](command:evil)",
    "`<b>`",
    "![i](https://a.b/c)",
    "<img/src=x/onerror=y>",
    "a|b",
    "\u202egpj.x",
    "a\rb",
  ];
  const html = new MarkdownIt({ html: true, linkify: true });
  const validateLink = html.validateLink.bind(html);
  html.validateLink = (url) => url.startsWith("data:image/svg+xml") || validateLink(url);
  for (const evil of EVILS) {
    const log = `[    1.000001] bond0: (slave ${evil}): link status definitely down, disabling slave\n`;
    const text = `[root@web1 ~]# cat /proc/net/bonding/bond0\n${DUMP.replace("Interface: eno2", `Interface: ${evil}`)}${log}`;
    const bond = at(text, "bond0")?.markdown ?? "";
    expect(bond, evil).toContain("**bond0**");
    for (const shown of [bond, at(text, "eno1")?.markdown ?? ""]) {
      const tags = html.render(shown).match(/<(?:a|img|b)\b[^>]*>/g) ?? [];
      expect(
        tags.filter((tag) => !/^<img src="data:image\/svg\+xml;charset=utf-8,[^"]*" alt="bond0 drawn">$/.test(tag)),
      ).toEqual([]);
      expect(shown).not.toMatch(/[\r\u202e]/);
    }
  }
});
