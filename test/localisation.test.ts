import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALTERNATIVE_TITLES } from "../src/engine/index.ts";

const SOURCES = "src/vscode";
const BUNDLE = "l10n/bundle.l10n.json";

type Strings = Readonly<Record<string, string>>;

function stringsOf(file: string): Strings {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** What the engine says and the editor part translates: the other corrections, and why something was not read. */
const OF_THE_ENGINE: readonly string[] = [
  ...ALTERNATIVE_TITLES,
  "larger than 128 MiB",
  "larger than 16 MiB",
  "more than 500 files or 64 MiB",
  "there is more here than what is read of one host",
];
/** The calls that are given these. */
const CALLS_FOR_THE_ENGINE = /\bl10n\.t\((?:other\.title|(?:left\.)?reason)\)/g;

/** The texts of all calls of l10n.t. Another call with anything but a literal has none that could be translated. */
function stringsOfCalls(): { calls: number; texts: string[] } {
  const source = readdirSync(SOURCES)
    .map((file) => readFileSync(`${SOURCES}/${file}`, "utf8"))
    .join("\n");
  const literals = [...source.matchAll(/\bl10n\.t\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, literal = '""']) => literal);
  return {
    calls: [...source.replace(CALLS_FOR_THE_ENGINE, "").matchAll(/\bl10n\.t\b/g)].length,
    texts: literals.map((literal): string => JSON.parse(literal)),
  };
}

/** `{0}` and commands that a link runs: what a translation must keep. */
function fixedParts(text: string): string[] {
  return [...text.matchAll(/\{\d+\}|\]\([^)]*\)|`[^`]*`|\bbond\.options\b/g)].map(([part]) => part).sort();
}

describe("what the editor part says", () => {
  // `npm run docs` writes it anew.
  test("stands in the bundle, and nothing else does", async () => {
    const { calls, texts } = stringsOfCalls();
    expect(texts.length).toBe(calls);
    const sorted = [...new Set([...texts, ...OF_THE_ENGINE])].sort();
    const bundle = JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), undefined, 2);
    await expect(`${bundle}\n`).toMatchFileSnapshot(`../${BUNDLE}`);
  });
});

describe("what the manifest says", () => {
  const manifest = readFileSync("package.json", "utf8");

  test("has its text for every key, and no text without one", () => {
    const used = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    expect(Object.keys(stringsOf("package.nls.json")).sort()).toEqual([...new Set(used)].sort());
  });

  test("is said by keys: nothing that a person reads stands in it", () => {
    const { contributes, capabilities, description } = JSON.parse(manifest);
    const { commands, views, walkthroughs, configuration } = contributes;
    const shown: string[] = [
      description,
      capabilities.untrustedWorkspaces.description,
      ...commands.map(({ title }: { title: string }) => title),
      ...views.explorer.map(({ name }: { name: string }) => name),
      ...Object.values<{ markdownDescription: string }>(configuration.properties).map((one) => one.markdownDescription),
      ...walkthroughs.flatMap((one: Walkthrough) =>
        [one, ...one.steps].flatMap((part) => [part.title, part.description]),
      ),
    ];
    expect(shown.filter((text) => !/^%[^%]+%$/.test(text))).toEqual([]);
  });
});

interface Walkthrough {
  readonly title: string;
  readonly description: string;
  readonly steps: readonly Omit<Walkthrough, "steps">[];
}

describe.each(["de"])("the translation %s", (language) => {
  test.each([
    ["package.nls.json", `package.nls.${language}.json`],
    [BUNDLE, `l10n/bundle.l10n.${language}.json`],
  ])("of %s is whole, and keeps what is no text", (english, translated) => {
    const [original, other] = [stringsOf(english), stringsOf(translated)];
    expect(Object.keys(other)).toEqual(Object.keys(original));
    for (const [key, text] of Object.entries(original))
      expect(fixedParts(other[key] ?? ""), key).toEqual(fixedParts(text));
  });

  test("of the walkthrough is whole", () => {
    const pages = readdirSync("media/walkthrough").filter((name) => /^\w+\.md$/.test(name));
    for (const page of pages)
      expect(existsSync(`media/walkthrough/${page.replace(".md", `.nls.${language}.md`)}`)).toBe(true);
  });
});
