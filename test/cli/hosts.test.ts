import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyze, type JsonAnalysis } from "../../src/engine/index.ts";
import { labFile, labTexts, PLACES, SHUT } from "../lab.ts";
import { buildCli } from "./build.ts";

const folder = mkdtempSync(join(tmpdir(), "bondlint-hosts-"));
const cli = join(folder, "cli.js");

function bondlint(args: readonly string[], node: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, cli, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    cwd: folder,
  });
  return { status, stdout, stderr };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

beforeAll(() => buildCli(cli));
afterAll(() => rmSync(folder, { recursive: true }));

function sosreport(root: string, stage = SHUT): void {
  for (const [file, place] of PLACES) put(`${root}/${place}`, labFile(`${stage}/${file}`));
}

const said = (findings: readonly { rule: string; message: string }[]) =>
  findings.map(({ rule, message }) => `${rule}: ${message}`);

const objects = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as JsonAnalysis);

test("a sosreport among 20,000 other files says what the flat files say, in under 2 s", () => {
  sosreport("sosreport-web1");
  for (let at = 0; at < 200; at += 1) mkdirSync(join(folder, `sosreport-web1/sos_commands/d${at}`));
  for (let at = 0; at < 20_000; at += 1)
    writeFileSync(join(folder, `sosreport-web1/sos_commands/d${at % 200}/f${at}`), "");
  symlinkSync("sos_commands/networking/ip_-s_-d_link", join(folder, "sosreport-web1/ip_link"));
  const begun = performance.now();
  const { stdout, status } = bondlint(["--format", "json", "sosreport-web1"]);
  expect(performance.now() - begun).toBeLessThan(2000);
  expect(status).toBe(1);
  const output = JSON.parse(stdout) as JsonAnalysis;
  const flat = analyze(PLACES.map(([path]) => ({ path, text: labFile(`${SHUT}/${path}`) })));
  expect(said(output.findings)).toEqual(said(flat.findings));
  expect(output.captures.map(({ path }) => path).sort()).toEqual(
    PLACES.map(([, place]) => `sosreport-web1/${place}`).sort(),
  );
  expect(output.bonds).toMatchObject([{ case: "sosreport-web1", verdict: "broken", rootCause: "no-link-monitoring" }]);
});

describe("many hosts", () => {
  const HOSTS = 300;
  const padding = `${"nothing of interest\n".repeat(10_000)}`;
  const name = (at: number) => `fleet/sosreport-h${String(at).padStart(3, "0")}`;

  beforeAll(() => {
    for (let at = 0; at < HOSTS; at += 1) {
      put(
        `${name(at)}/proc/net/bonding/bond0`,
        labFile(`${at % 3 === 0 ? SHUT : "seed-miimon0-primary/5-fix-reactivated"}/proc_net_bonding_bond0.txt`),
      );
      put(`${name(at)}/sos_commands/kernel/dmesg`, padding);
    }
  });

  test("are streamed in the order of their names, in a memory that does not grow with them", () => {
    // All of it at once is 60 MB of text, more than this heap.
    const { stdout, status, stderr } = bondlint(["--format", "ndjson", "fleet"], ["--max-old-space-size=32"]);
    expect([status, stderr]).toEqual([1, ""]);
    const cases = objects(stdout);
    expect(cases.map(({ bonds }) => bonds[0]?.case)).toEqual(Array.from({ length: HOSTS }, (_, at) => name(at)));
    expect(cases.filter(({ bonds }) => bonds[0]?.verdict === "broken").length).toBe(HOSTS / 3);
    expect(cases.every(({ version, captures }) => version === 1 && captures.length === 2)).toBe(true);
  });

  test("give the same findings in every format", () => {
    const ndjson = objects(bondlint(["--format", "ndjson", "fleet"]).stdout).flatMap(({ findings }) => findings);
    const json = (JSON.parse(bondlint(["--format", "json", "fleet"]).stdout) as JsonAnalysis).findings;
    expect(json).toEqual(ndjson);
    const sarif = JSON.parse(bondlint(["--format", "sarif", "fleet"]).stdout);
    const results: { ruleId: string; message: { text: string } }[] = sarif.runs[0].results;
    expect(results.map(({ ruleId, message }) => `${ruleId}: ${message.text}`)).toEqual(said(json));
  });

  test("are told one by one as text, without reciting what is in order on the healthy ones", () => {
    const { stdout } = bondlint(["fleet"]);
    expect(stdout.match(/^bond0 .*$/gm)?.length).toBe(HOSTS);
    expect(stdout).not.toMatch(/healthy\n {2}in order/);
  });
});

const parallel = spawnSync("parallel", ["--version"]).status === 0;
if (!parallel) console.log("GNU parallel is not installed: the recipe for a fleet is not run");

test.skipIf(!parallel)("the recipe for GNU parallel gives what one process gives", () => {
  const one = bondlint(["--format", "ndjson", "fleet"]);
  const many = spawnSync(
    "sh",
    ["-c", `printf '%s\\n' fleet/* | parallel --will-cite -k -n 25 -j 2 node ${cli} --format ndjson`],
    { encoding: "utf8", cwd: folder, maxBuffer: 2 ** 28 },
  );
  expect(objects(many.stdout).length).toBe(300);
  expect(many.stdout).toBe(one.stdout);
});

test("two hosts in one text give one object each", () => {
  const dump = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
  put("two.txt", ["a1", "a2"].map((host) => `[root@${host} ~]# cat /proc/net/bonding/bond0\n${dump}`).join(""));
  const cases = objects(bondlint(["--format", "ndjson", "two.txt"]).stdout);
  expect(cases.map(({ bonds }) => bonds.map(({ host }) => host))).toEqual([["a1"], ["a2"]]);
});

test("SARIF names the place from 1 and a path with odd characters as a URI", () => {
  put(
    "odd dir/bond0#1.txt",
    labTexts(SHUT).find(({ path }) => path.endsWith("proc_net_bonding_bond0.txt"))?.text ?? "",
  );
  const { runs } = JSON.parse(bondlint(["--format", "sarif", "odd dir"]).stdout);
  const [result] = runs[0].results;
  expect(result.level).toBe("error");
  expect(result.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "odd%20dir/bond0%231.txt" },
    region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 29 },
  });
  expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toContain(result.ruleId);
});
