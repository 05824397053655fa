import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** The floors of the engine from the ground up; each knows only those before it. `bonding` may be asked by everyone. */
const FLOORS = ["text", "bonding", "captures", "hosts", "rules", "ranking", "corrections", "presentation"];

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/(?:from|import) "([^"]+)"/g)].map(([, to = ""]) => ({
    from: file,
    to: to.startsWith(".") ? join(dirname(file), to) : to,
  }));
}

const ALL = filesBelow("src").flatMap(importsOf);
const ENGINE = ALL.filter(({ from }) => from.startsWith("src/engine/"));
const floorOf = (path: string) => relative("src/engine", path).split("/")[0] ?? "";

test("the floors of the engine are exactly the ones that are drawn", () => {
  const folders = readdirSync("src/engine", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...FLOORS].sort());
});

describe("arrows", () => {
  test("go down only", () => {
    const up = ENGINE.filter(({ from, to }) => {
      const [above, below] = [FLOORS.indexOf(floorOf(from)), FLOORS.indexOf(floorOf(to))];
      return above !== -1 && (below === -1 ? to.startsWith("src/") : below > above);
    });
    expect(up).toEqual([]);
  });

  test("rules see facts, never captures", () => {
    expect(ENGINE.filter(({ from, to }) => floorOf(from) === "rules" && floorOf(to) === "captures")).toEqual([]);
  });

  test("the engine knows no editor, no Node, and of packages only zod, an edit distance and the types of SARIF", () => {
    const packages = ENGINE.filter(({ to }) => !to.startsWith("src/"));
    expect(packages).toEqual([
      { from: "src/engine/bonding/nearest.ts", to: "fastest-levenshtein" },
      { from: "src/engine/configuration.ts", to: "zod/mini" },
      { from: "src/engine/presentation/sarif.ts", to: "sarif" },
    ]);
  });

  test("editor and command line come in by the door", () => {
    const door = ["src/engine/index.ts", "src/engine/configuration.ts"];
    const outside = ALL.filter(({ from, to }) => !from.startsWith("src/engine/") && to.startsWith("src/engine/"));
    expect(outside.filter(({ to }) => !door.includes(to))).toEqual([]);
  });

  test("the editor part runs in the browser: no Node", () => {
    expect(ALL.filter(({ from, to }) => from.startsWith("src/vscode/") && to.startsWith("node:"))).toEqual([]);
  });

  test("no circle", () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of ALL) if (to.startsWith("src/")) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]): void => {
      expect(way, `circle through ${file}`).not.toContain(file);
      if (done.has(file)) return;
      for (const to of next.get(file) ?? []) visit(to, [...way, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
  });
});
