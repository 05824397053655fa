import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LINE, session } from "./lab.ts";

// What users install. `npm test` builds before; by hand: npm run build.
const run = (args: readonly string[], input: string) =>
  execFileSync(process.execPath, args, { input, encoding: "utf8" });
const PROGRAM = `const { findings } = analyze([{ text: require("node:fs").readFileSync(0, "utf8") }]); console.log(findings[0].correction.options);`;

describe("the package", () => {
  test("can be imported and required by its name", () => {
    const imported = PROGRAM.replace('require("node:fs")', '(await import("node:fs"))');
    expect(run(["--input-type=module", "-e", `import { analyze } from "bondlint"; ${imported}`], session())).toBe(
      `${LINE}\n`,
    );
    expect(run(["-e", `const { analyze } = require("bondlint"); ${PROGRAM}`], session())).toBe(`${LINE}\n`);
  });

  test("brings its types", () => {
    mkdirSync("out/consumer", { recursive: true });
    const source = `import { type Analysis, analyze, createAnalyzer, type Finding } from "bondlint";
const analysis: Analysis = analyze([{ path: "bond0", text: "" }], { rules: { "no-link-monitoring": "warning" } });
export const first: Finding | undefined = analysis.findings[0];
// @ts-expect-error: a severity that there is not
createAnalyzer({ rules: { "no-link-monitoring": "loud" } });
`;
    writeFileSync("out/consumer/consumer.mts", source);
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--types",
      "",
      "--ignoreConfig",
    ];
    expect(run(["node_modules/typescript/bin/tsc", ...options, "out/consumer/consumer.mts"], "")).toBe("");
  });

  test("the command line is one file that runs by itself", () => {
    expect(run(["dist/cli.js", "--version"], "")).toBe(`${JSON.parse(readFileSync("package.json", "utf8")).version}\n`);
  });
});

describe("the bundles", () => {
  const BUNDLES = ["dist/extension.js", "dist/web/extension.js", "dist/cli.js", "dist/index.mjs", "dist/index.cjs"];

  test.each(["dist/extension.js", "dist/web/extension.js"])("%s is below 450 kB", (bundle) => {
    // The design asks for 300 kB, which is missed: much of it is prose, what rules and options say. This keeps it from growing.
    expect(statSync(bundle).size).toBeLessThan(450_000);
  });

  test.each(["dist/extension.js", "dist/web/extension.js"])(
    "%s shows docs/rules instead of the rules' examples",
    (bundle) => {
      const source = readFileSync(bundle, "utf8");
      expect(source).not.toContain("Ethernet Channel Bonding Driver: v6.1");
      const { files } = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };
      expect(files).toContain("docs/rules");
    },
  );

  test.each(BUNDLES)("%s makes no network call and evaluates no code", (bundle) => {
    const source = readFileSync(bundle, "utf8");
    expect(source).not.toMatch(
      /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|["'](?:node:)?(?:http|https|net|dgram|tls)["']/,
    );
    expect(source).not.toMatch(/\beval\(/);
  });

  test("the browser's extension needs nothing but the editor", () => {
    const required = [...readFileSync("dist/web/extension.js", "utf8").matchAll(/require\(["']([^"']+)["']\)/g)].map(
      ([, name]) => name,
    );
    expect(new Set(required)).toEqual(new Set(["vscode"]));
  });
});
