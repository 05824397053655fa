// Builds every bundle: the desktop and browser extension, the command line, and the engine for import.
import { readFileSync, rmSync } from "node:fs";
import { build, context } from "esbuild";

const watch = process.argv.includes("--watch");
if (!watch) rmSync("dist", { recursive: true, force: true });

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: !watch,
  keepNames: false,
  sourcemap: watch ? "inline" : false,
  legalComments: "none",
  define: { BONDLINT_VERSION: JSON.stringify(JSON.parse(readFileSync("package.json", "utf8")).version) },
  target: "es2022",
  logLevel: "warning",
};
/**
 * Leaves out what only a rule's page shows: the editor shows the pages that `npm run docs` made. Every rule has it in
 * properties of its own, laid out by the formatter.
 */
const withoutPages = {
  name: "without-pages",
  setup(bundle) {
    bundle.onLoad({ filter: /[/\\]engine[/\\]rules[/\\]\w+\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8")
        .replace(/^( +)(?:examples|guards|references|hit|clean): [[{]\r?\n[\s\S]*?\n\1[\]}],\r?\n/gm, "")
        .replace(/^ +(?:examples|guards|references|hit|clean): [[{].*[\]}],\r?\n/gm, "")
        // What only an example used may go as well.
        .replace(/^(?:export )?const \w+(?:: \w+)? = (?=[[a-z])/gm, "$&/* @__PURE__ */ "),
    }));
  },
};
/** The engine for other programs, in Node.js, a browser or elsewhere. */
const library = { platform: "neutral", mainFields: ["module", "main"] };
/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  {
    entryPoints: ["src/vscode/extension.ts"],
    outfile: "dist/extension.js",
    format: "cjs",
    platform: "node",
    external: ["vscode"],
    plugins: [withoutPages],
  },
  {
    entryPoints: ["src/vscode/extension.ts"],
    outfile: "dist/web/extension.js",
    format: "cjs",
    platform: "browser",
    external: ["vscode"],
    plugins: [withoutPages],
  },
  {
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    format: "cjs",
    platform: "node",
    banner: { js: "#!/usr/bin/env node" },
  },
  { entryPoints: ["src/engine/index.ts"], outfile: "dist/index.mjs", format: "esm", ...library },
  { entryPoints: ["src/engine/index.ts"], outfile: "dist/index.cjs", format: "cjs", ...library },
];

for (const bundle of bundles) {
  const options = { ...shared, ...bundle };
  if (watch) await (await context(options)).watch();
  else await build(options);
}
