import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

// What the bundles are made of. `npm test` builds before; by hand: npm run build.
const FOLDERS = ["out/build-one", "out/build-two"] as const;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly homepage?: string;
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

/** The licence that a package brings; a package without one must not be bundled. */
function licenceOf(folder: string): string {
  const name = readdirSync(folder).find((file) => /^licen[cs]e(?:\.\w+)?$/i.test(file));
  if (name === undefined) throw new Error(`${folder} brings no licence`);
  return readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim();
}

/** The notices of the packages in these folders, as THIRD-PARTY-NOTICES.md has them. */
function notices(folders: readonly string[]): string {
  const parts = folders.map((folder) => {
    const { name, version, license } = json<Manifest>(join(folder, "package.json"));
    return `## ${name} ${version} (${license})\n\n\`\`\`\`text\n${licenceOf(folder)}\n\`\`\`\`\n`;
  });
  const head =
    "# Third-party notices\n\nThe bundles in `dist` contain parts of these packages. Each is named with its own licence.\n";
  return [head, ...parts].join("\n");
}

// As docs/rules: `npx vitest run test/supply.test.ts -u` writes it anew.
test("THIRD-PARTY-NOTICES.md names every bundled package with its licence, and is shipped", async () => {
  const folders = json<string[]>("out/bundled.json");
  expect(folders.length).toBeGreaterThan(0);
  await expect(notices(folders)).toMatchFileSnapshot("../THIRD-PARTY-NOTICES.md");
  expect(json<{ files: string[] }>("package.json").files).toContain("THIRD-PARTY-NOTICES.md");
});

test("bundles only licences that ask for nothing but their notice", () => {
  const licences = json<string[]>("out/bundled.json").map(
    (folder) => json<Manifest>(join(folder, "package.json")).license,
  );
  expect(
    licences.filter((licence) => !["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"].includes(licence)),
  ).toEqual([]);
});

describe("two builds", () => {
  test("give the same bytes, and those of dist", () => {
    const [one, two] = FOLDERS.map((folder) => {
      execFileSync(process.execPath, ["esbuild.mjs", `--outdir=${folder}`], { stdio: "pipe" });
      const files = hashes(folder);
      rmSync(folder, { recursive: true });
      return files;
    });
    expect(one?.size).toBe(5);
    expect(two).toEqual(one);
    const dist = hashes("dist");
    for (const [file, hash] of one ?? []) expect([file, dist.get(file)]).toEqual([file, hash]);
  }, 120_000);
});

/** The hash of each file below a folder. */
function hashes(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:js|mjs|cjs)$/.test(name),
  );
  return new Map(
    files.sort().map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

interface Audit {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly summary?: string };
  readonly message?: string;
}

test("no package that is shipped has a known vulnerability", async ({ skip }) => {
  // Everything that is bundled stands in devDependencies, so that is what is asked for as well.
  const shipped = json<string[]>("out/bundled.json").map((folder) => folder.replace(/^.*node_modules\//, ""));
  for (const scope of [["--omit=dev"], []]) {
    const { report, why } = await audit(scope);
    if (report === undefined) {
      console.warn(`npm audit got no answer: ${why}`);
      skip(`npm audit got no answer: ${why}`);
      return;
    }
    const found = Object.keys(report);
    expect(scope.length > 0 ? found : found.filter((name) => shipped.includes(name))).toEqual([]);
  }
}, 120_000);

/** What `npm audit` reports, by the name of the package, or why it could not. */
async function audit(
  scope: readonly string[],
): Promise<{ report?: NonNullable<Audit["vulnerabilities"]>; why: string }> {
  expect(existsSync("package-lock.json")).toBe(true);
  const args = ["audit", ...scope, "--json", "--fetch-retries=0", "--fetch-timeout=20000"];
  // It exits with 1 both where something was found and where nobody answered.
  const { stdout } = await promisify(execFile)("npm", args).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? "",
  }));
  let answer: Audit;
  try {
    answer = JSON.parse(stdout) as Audit;
  } catch {
    return { why: stdout.slice(0, 200) || "no output" };
  }
  if (answer.metadata === undefined || answer.vulnerabilities === undefined)
    return { why: answer.error?.summary || answer.message || "no report" };
  return { report: answer.vulnerabilities, why: "" };
}
