// Builds every bundle: the desktop and browser extension, the command line, and the engine for import.
// `node esbuild.mjs [--watch] [--outdir=DIR]`; in out/bundled.json it lists the packages that went into them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build, context } from "esbuild";

const watch = process.argv.includes("--watch");
const outdir = process.argv.find((word) => word.startsWith("--outdir="))?.slice("--outdir=".length) ?? "dist";
if (!watch) rmSync(outdir, { recursive: true, force: true });

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: !watch,
  keepNames: false,
  sourcemap: watch ? "inline" : false,
  legalComments: "none",
  metafile: true,
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
    outfile: "extension.js",
    format: "cjs",
    platform: "node",
    external: ["vscode"],
    plugins: [withoutPages],
  },
  {
    entryPoints: ["src/vscode/extension.ts"],
    outfile: "web/extension.js",
    format: "cjs",
    platform: "browser",
    external: ["vscode"],
    plugins: [withoutPages],
  },
  {
    entryPoints: ["src/cli/main.ts"],
    outfile: "cli.js",
    format: "cjs",
    platform: "node",
    banner: { js: "#!/usr/bin/env node" },
  },
  { entryPoints: ["src/engine/index.ts"], outfile: "index.mjs", format: "esm", ...library },
  { entryPoints: ["src/engine/index.ts"], outfile: "index.cjs", format: "cjs", ...library },
];

/** Folders of packages of which a bundle has at least one byte. */
const packages = new Set();
for (const bundle of bundles) {
  const options = { ...shared, ...bundle, outfile: `${outdir}/${bundle.outfile}` };
  if (watch) await (await context(options)).watch();
  else note((await build(options)).metafile);
}
if (!watch) {
  mkdirSync("out", { recursive: true });
  writeFileSync("out/bundled.json", `${JSON.stringify([...packages].sort(), undefined, 1)}\n`);
}

function note({ outputs }) {
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
      if (folder !== undefined && bytesInOutput > 0) packages.add(folder);
    }
  }
}
