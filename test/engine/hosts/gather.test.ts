import { describe, expect, test } from "vitest";
import { type Files, type Gathered, gather, gatherAround, gatherNamed } from "../../../src/engine/index.ts";
import { labTexts, SHUT } from "../../lab.ts";

const LIMITS = { files: 1000, bytes: 2 ** 26, fileBytes: 2 ** 25 };

/** Files in memory that remember what was opened. `links`: symbolic links, which are listed and are no files. */
function memory(content: ReadonlyMap<string, string>, links: readonly string[] = []) {
  const opened: string[] = [];
  const folders = new Map<string, Map<string, "file" | "folder" | "other">>();
  const put = (path: string, kind: "file" | "other") => {
    const parts = path.split("/");
    parts.forEach((name, depth) => {
      const folder = parts.slice(0, depth).join("/");
      const entries = folders.get(folder) ?? new Map();
      entries.set(name, depth === parts.length - 1 ? kind : "folder");
      folders.set(folder, entries);
    });
  };
  for (const path of content.keys()) put(path, "file");
  for (const path of links) put(path, "other");
  const files: Files = {
    list: async (folder) => {
      const entries = folders.get(folder);
      if (!entries) throw new Error("no such folder");
      return [...entries].map(([name, kind]) => ({ name, kind }));
    },
    size: async (path) => (content.get(path) ?? "").length,
    read: async (path) => {
      opened.push(path);
      const text = content.get(path);
      if (text === undefined) throw new Error("no such file");
      return text;
    },
    reasonOf: (error) => (error instanceof Error ? error.message : String(error)),
  };
  return { files, opened };
}

async function all(found: AsyncGenerator<Gathered>): Promise<Gathered[]> {
  const list: Gathered[] = [];
  for await (const one of found) list.push(one);
  return list;
}

const roots = (found: readonly Gathered[]) =>
  found.map(({ root, captures }) => [root, ...captures.map(({ path }) => path)]);

/** The stage of the incident in which the port is shut, as flat files below a folder. */
function stage(folder: string, from = SHUT): [string, string][] {
  return labTexts(from).map(({ path, text }) => [`${folder}/${path.slice(from.length + 1)}`, text]);
}

/** The same as a sosreport lays it out, among files that have nothing to do with it. */
function sosreport(root: string, others: number): Map<string, string> {
  const sos: [RegExp, string][] = [
    [/^proc_net_bonding_(\w+)\.txt$/, "proc/net/bonding/$1"],
    [/^nmcli_con_show_(bond0)\.txt$/, "sos_commands/networkmanager/nmcli_con_show_id_$1"],
    [/^ethtool_(\w+)\.txt$/, "sos_commands/networking/ethtool_$1"],
    [/^ip_d_s_link_show\.txt$/, "sos_commands/networking/ip_-s_-d_link"],
  ];
  const content = new Map<string, string>();
  for (const [path, text] of stage("x")) {
    const name = path.slice("x/".length);
    const rule = sos.find(([pattern]) => pattern.test(name));
    if (rule) content.set(`${root}/${name.replace(rule[0], rule[1])}`, text);
  }
  for (let at = 0; at < others; at += 1) content.set(`${root}/sos_commands/other/d${at % 50}/file_${at}`, "nothing");
  return content;
}

describe("an archive", () => {
  test.each(["sosreport-web1-2026", "evidence"])(
    "%s is one host, and only what has a known name is opened",
    async (root) => {
      const content = sosreport(root, 20_000);
      const { files, opened } = memory(content, [`${root}/ip_addr`, `${root}/proc/net/bonding/link`]);
      const begun = performance.now();
      const [host, ...more] = await all(gather(root, files, LIMITS));
      expect(performance.now() - begun).toBeLessThan(2000);
      expect(more).toEqual([]);
      expect(host?.root).toBe(root);
      const recognised = [...content.keys()].filter((path) => !path.includes("/other/"));
      expect(recognised.length).toBeGreaterThan(4);
      expect(opened.sort()).toEqual(recognised.sort());
      expect(host?.captures.map(({ path }) => path).sort()).toEqual(recognised.sort());
    },
  );

  test("inside a folder of archives each is a host of its own, in the order of their names", async () => {
    const content = new Map([...sosreport("all/b", 3), ...sosreport("all/a", 3), ["all/read.me", "x"] as const]);
    const { files } = memory(content);
    expect((await all(gather("all", files, LIMITS))).map(({ root }) => root)).toEqual(["all/a", "all/b"]);
  });
});

describe("a folder of loose files", () => {
  test("is one host with its subfolders where nothing contradicts", async () => {
    const content = new Map([
      ...stage("t"),
      ["t/deeper/ethtool_eno9", "Settings for eno9:\n\tLink detected: yes\n"] as const,
    ]);
    const found = await all(gather("t", memory(content).files, LIMITS));
    expect(found.map(({ root }) => root)).toEqual(["t"]);
    expect(found[0]?.captures.map(({ path }) => path)).toContain("t/deeper/ethtool_eno9");
  });

  test("falls apart where two moments stand beside each other", async () => {
    const other = "seed-miimon0-primary/6-fixed-eno1-shut";
    const content = new Map([...stage("t/one"), ...stage("t/two", other), ["t/ip_link.txt", "no output"] as const]);
    const found = await all(gather("t", memory(content).files, LIMITS));
    expect(roots(found).map(([root]) => root)).toEqual([undefined, "t/one", "t/two"]);
  });

  test("two tickets in one folder stand alone", async () => {
    const dump = (stageOf: string) =>
      labTexts(stageOf).find(({ path }) => path.endsWith("proc_net_bonding_bond0.txt"))?.text ?? "";
    const content = new Map([
      ["t/a-bond0.txt", dump(SHUT)],
      ["t/b-bond0.txt", dump("seed-miimon0-primary/7-fixed-eno1-restored")],
      ["t/c-ethtool.txt", "Settings for eno1:\n\tLink detected: no\n"],
    ]);
    const found = await all(gather("t", memory(content).files, LIMITS));
    expect(roots(found)).toEqual([
      [undefined, "t/a-bond0.txt"],
      [undefined, "t/b-bond0.txt"],
      [undefined, "t/c-ethtool.txt"],
    ]);
  });

  test("opens nothing that is no text by its name", async () => {
    const content = new Map([...stage("t"), ["t/photo.png", "x"], ["t/trace.pcap", "x"]] as [string, string][]);
    const { files, opened } = memory(content);
    await all(gather("t", files, LIMITS));
    expect(opened.filter((path) => /png|pcap/.test(path))).toEqual([]);
  });
});

describe("limits", () => {
  test("what was not read is said", async () => {
    const content = sosreport("sosreport-a", 3);
    const { files } = memory(content);
    const [byNumber] = await all(gather("sosreport-a", files, { ...LIMITS, files: 2 }));
    expect(byNumber?.captures.length).toBe(2);
    expect(byNumber?.unread.length).toBe(content.size - 3 - 2);
    const [bySize] = await all(gather("sosreport-a", files, { ...LIMITS, fileBytes: 10 }));
    expect(bySize?.captures).toEqual([]);
    expect(bySize?.unread[0]?.reason).toContain("larger than");
  });

  test("a folder that cannot be listed is said, and the rest is read", async () => {
    const { files } = memory(new Map(stage("t")), []);
    const broken: Files = {
      ...files,
      list: async (path) =>
        path === "t" ? [...(await files.list(path)), { name: "locked", kind: "folder" }] : files.list(path),
    };
    const [host] = await all(gather("t", broken, LIMITS));
    expect(host?.unread).toEqual([{ path: "t/locked", reason: "no such folder", folder: true }]);
    expect(host?.captures.length).toBeGreaterThan(5);
  });
});

describe("around one file", () => {
  test("its archive is read, wherever in it the file lies", async () => {
    const { files } = memory(sosreport("work/sosreport-a", 30));
    const found = await gatherAround("work/sosreport-a/proc/net/bonding/bond0", "work", files, LIMITS);
    expect(found.root).toBe("work/sosreport-a");
    expect(found.captures.length).toBeGreaterThan(4);
  });

  test("it climbs as far as nothing contradicts", async () => {
    const other = "seed-miimon0-primary/6-fixed-eno1-shut";
    const content = new Map([
      ...stage("w/one/sub"),
      ["w/one/ethtool_eno9", "Settings for eno9:\n\tLink detected: yes\n"] as const,
      ...stage("w/two", other),
    ]);
    const { files } = memory(content);
    expect((await gatherAround("w/one/sub/ip_link.txt", "w", files, LIMITS)).root).toBe("w/one");
    expect((await gatherAround("w/two/ip_link.txt", "w", files, LIMITS)).root).toBe("w/two");
  });
});

describe("around one file where there is too much", () => {
  const { files } = memory(
    new Map([...stage("w/one"), ...stage("w/one/more"), ...stage("w/two/sub"), ...stage("w/two")]),
  );
  const most = stage("w/one").length;

  test("of its own folder, that nothing beside it was read is said", async () => {
    expect(await gatherAround("w/one/ip_link.txt", "w", files, { ...LIMITS, files: most })).toEqual({
      captures: [],
      unread: [{ path: "w/one", reason: `more than ${most} files or 64 MiB`, folder: true }],
    });
  });

  test("of a folder further up, its own folder is read and nothing is missing", async () => {
    const found = await gatherAround("w/two/sub/ip_link.txt", "w", files, { ...LIMITS, files: most });
    expect(found.root).toBe("w/two/sub");
    expect(found.unread).toEqual([]);
  });
});

describe("files that somebody named", () => {
  test("are read whatever is in them, and what is too large is said", async () => {
    const content = new Map([
      ["case/notes.bin", "nothing of a bond"],
      ["case/huge.log", "x".repeat(101)],
    ]);
    const { files, opened } = memory(content);
    const found = await gatherNamed([...content.keys(), "case/gone.log"], files, {
      files: 9,
      bytes: 2 ** 20,
      fileBytes: 100,
    });
    expect(found.root).toBeUndefined();
    expect(found.captures).toEqual([{ path: "case/notes.bin", text: "nothing of a bond" }]);
    expect(found.unread).toEqual([
      { path: "case/huge.log", reason: `larger than ${100 / 1024 / 1024} MiB` },
      { path: "case/gone.log", reason: "no such file" },
    ]);
    expect(opened).toEqual(["case/notes.bin", "case/gone.log"]);
  });
});
