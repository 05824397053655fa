import { buildSync } from "esbuild";

/** Builds the command line as a file of its own, without the rest of the bundles. */
export function buildCli(outfile: string): void {
  buildSync({
    entryPoints: ["src/cli/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    define: { BONDLINT_VERSION: '"0"' },
  });
}
