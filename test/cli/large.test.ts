import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonAnalysis } from "../../src/engine/index.ts";
import { labFile, SHUT } from "../lab.ts";
import { buildCli } from "./build.ts";

const MEBIBYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), "bondlint-large-"));
const cli = join(folder, "cli.js");
const captures = join(folder, "captures");
const dump = join(captures, "proc_net_bonding_bond0.txt");
const port = join(captures, "ethtool_eno1.txt");

beforeAll(async () => {
  await buildCli(cli);
  mkdirSync(captures);
  writeFileSync(dump, labFile(`${SHUT}/proc_net_bonding_bond0.txt`));
  writeFileSync(port, labFile(`${SHUT}/ethtool_eno1.txt`));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A file of this size that takes no room on the disk. */
function sparse(name: string, mebibytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, "");
  truncateSync(path, mebibytes * MEBIBYTE);
  return path;
}

function bondlint(
  args: readonly string[],
  { stdin = "ignore", heap = 4000 }: { stdin?: "ignore" | number; heap?: number } = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${heap}`, cli, ...args], {
    stdio: [stdin, "pipe", "pipe"],
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const JOINED = "ethtool finds no link on eno1";

describe("what is larger than can be read", () => {
  test("a file: it is said, and the others are judged together", () => {
    const huge = sparse("huge.log", 600);
    const { status, stdout, stderr } = bondlint([huge, dump, port]);
    expect([status, stderr]).toEqual([1, `bondlint: ${huge}: larger than 256 MiB\n`]);
    expect(stdout).toContain(JOINED);
  });

  test("a file in a folder: it is said, and the others are judged together", () => {
    const huge = sparse("captures/huge.log", 600);
    const { status, stdout, stderr } = bondlint([captures]);
    rmSync(huge);
    expect([status, stderr]).toEqual([1, `bondlint: ${huge}: larger than 256 MiB\n`]);
    expect(stdout).toContain(JOINED);
  });

  test("a file alone: nothing could be analysed, in every format", () => {
    const huge = sparse("huge.log", 600);
    for (const format of ["text", "json", "ndjson", "sarif"]) {
      const { status, stderr } = bondlint(["--format", format, huge]);
      expect([status, stderr]).toEqual([
        2,
        `bondlint: ${huge}: larger than 256 MiB\nbondlint: nothing was found that could be analysed.\n`,
      ]);
    }
    expect(bondlint(["--fix", huge])).toEqual({
      status: 2,
      stdout: "",
      stderr: `bondlint: ${huge}: larger than 256 MiB\n`,
    });
  });

  test("a log, of which only the lines about bonding are kept: it is read, at its own lines", () => {
    const log = join(captures, "messages.log");
    const noise = "Nov 28 09:13:12 web1 systemd[1]: Started Session 4711 of user root.\n".repeat(100_000);
    const file = openSync(log, "w");
    for (let written = 0; written < 260 * MEBIBYTE; written += noise.length) writeSync(file, noise);
    writeSync(file, "Nov 28 09:13:13 web1 kernel: bond0: (slave eno1): link status definitely down, disabling slave\n");
    closeSync(file);
    const said = `bondlint: ${log}: larger than 256 MiB: lines of its log that say nothing of bonding were left out, offsets count without them\n`;
    for (const args of [[log, dump], [captures]]) {
      const { status, stdout, stderr } = bondlint(["--format", "json", ...args], { heap: 400 });
      expect([status, stderr]).toEqual([1, said]);
      const { captures: read, unread } = JSON.parse(stdout) as JsonAnalysis;
      expect(read.map(({ path }) => path)).toContain(log);
      expect(unread.map(({ path }) => path)).toEqual([log]);
    }
    expect(bondlint(["--fix", log]).stderr).toBe(`bondlint: ${log}: larger than 256 MiB\n`);
    rmSync(log);
  }, 60_000);

  test("several files that are too large together: each is judged by itself, and that is said", () => {
    const [one, other] = [sparse("one.log", 140), sparse("other.log", 140)];
    const { status, stdout, stderr } = bondlint([dump, one, other, port]);
    expect([status, stderr]).toEqual([
      1,
      "bondlint: the files are judged one by one: together they are larger than 256 MiB\n",
    ]);
    expect(stdout).toContain("bond0 does not monitor its links");
    expect(stdout).not.toContain(JOINED);
  });

  test.skipIf(process.platform === "win32")("standard input and a device without an end", () => {
    const zeros = openSync("/dev/zero", "r");
    try {
      const nothing = "bondlint: nothing was found that could be analysed.\n";
      expect(bondlint(["-"], { stdin: zeros })).toEqual({
        status: 2,
        stdout: "",
        stderr: `bondlint: -: larger than 256 MiB\n${nothing}`,
      });
      const { status, stdout, stderr } = bondlint(["/dev/zero", dump]);
      expect([status, stderr]).toEqual([1, "bondlint: /dev/zero: larger than 256 MiB\n"]);
      expect(stdout).toContain("bond0 does not monitor its links");
    } finally {
      closeSync(zeros);
    }
  });
});

describe("a fleet", () => {
  test("is read one host after the other, and no format holds the captures", () => {
    const noise = "Nov 28 09:13:12 web1 systemd[1]: Started Session 4711 of user root.\n".repeat(60_000);
    const fleet = join(folder, "fleet");
    for (let host = 0; host < 80; host += 1) {
      const own = join(fleet, `sosreport-h${String(host).padStart(2, "0")}`, "proc/net/bonding");
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, "bond0"), `${labFile(`${SHUT}/proc_net_bonding_bond0.txt`)}${noise}`);
    }
    // What held the captures would end for want of memory.
    for (const format of ["text", "json", "ndjson", "sarif"]) {
      const { status, stdout, stderr } = bondlint(["--format", format, fleet], { heap: 200 });
      expect([format, status, stderr]).toEqual([format, 1, ""]);
      expect(stdout.match(/sosreport-h\d\d\/proc/g)?.length).toBeGreaterThanOrEqual(80);
    }
  }, 60_000);
});
