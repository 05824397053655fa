import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MARK } from "../../src/engine/index.ts";
import { LAB, LINE, labFile, SHUT, session } from "../lab.ts";
import { buildCli } from "./build.ts";

const folder = mkdtempSync(join(tmpdir(), "bondlint-cli-"));
const cli = join(folder, "cli.js");
const STAGE = `${LAB}/${SHUT}`;

function bondlint(args: readonly string[], input: string | Buffer = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    input,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, bytes: stdout, stdout: stdout.toString(), stderr: stderr.toString() };
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

beforeAll(() => buildCli(cli));

afterAll(() => rmSync(folder, { recursive: true }));

describe("text", () => {
  test("tells the line, a caret, the cause, the evidence and the fix of a folder", () => {
    const { status, stdout } = bondlint([STAGE]);
    expect(status).toBe(1);
    expect(stdout).toContain(`${STAGE}/proc_net_bonding_bond0.txt:7:1  error  no-link-monitoring`);
    expect(stdout).toContain("  7 | MII Polling Interval (ms): 0\n    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n");
    expect(stdout).toMatch(/ethtool_eno1\.txt:26:2 {2}ethtool finds no link on eno1/);
    expect(stdout).toContain(`    bond.options:                           ${LINE}\n`);
    expect(stdout).toContain("bond0 (active-backup): broken, root cause no-link-monitoring\n");
  });

  test("says of a healthy bond that it is healthy", () => {
    const { status, stdout } = bondlint([`${LAB}/seed-miimon0-primary/5-fix-reactivated`]);
    const [verdict, ...checked] = stdout.trimEnd().split("\n");
    expect([status, verdict]).toEqual([0, "bond0 (active-backup): healthy"]);
    expect(checked.every((line) => line.startsWith("  in order "))).toBe(true);
    expect(checked.join()).toContain("the links are checked every 100 ms");
  });

  test("keeps the stages of a folder of stages apart", () => {
    const { stdout } = bondlint([`${LAB}/seed-miimon0-primary`]);
    expect(stdout.match(/^bond0 .*$/gm)).toEqual([
      "bond0 (active-backup): at-risk, root cause no-link-monitoring",
      "bond0 (active-backup): broken, root cause no-link-monitoring",
      "bond0 (active-backup): broken, root cause no-link-monitoring",
      "bond0 (active-backup): at-risk, root cause no-link-monitoring",
      "bond0 (active-backup): healthy",
      "bond0 (active-backup): degraded, root cause slave-mii-down",
      "bond0 (active-backup): healthy",
    ]);
  });

  test("reads standard input", () => {
    const { status, stdout } = bondlint(["-"], session());
    expect(status).toBe(1);
    expect(stdout).toMatch(/^-:8:1 {2}error/);
  });
});

describe("json", () => {
  test("is what the schema says", () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync("docs/output.schema.json", "utf8")),
    );
    for (const path of [STAGE, `${LAB}/seed-miimon0-primary`, `${STAGE}/nmcli_con_show_bond0.txt`]) {
      const output = JSON.parse(bondlint(["--format", "json", path]).stdout);
      expect(validate(output), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  test("counts lines and columns from 1, and names standard input -", () => {
    const output = JSON.parse(bondlint(["--format", "json", "-"], session()).stdout);
    expect(output.findings[0]).toMatchObject({
      rule: "no-link-monitoring",
      path: "-",
      range: { start: { line: 8, column: 1 }, end: { line: 8, column: 29 } },
      correction: { set: { miimon: "100" }, unset: [], options: LINE },
    });
    expect(output.bonds).toMatchObject([
      { case: "-", host: "web1", name: "bond0", verdict: "broken", correctedOptions: LINE },
    ]);
  });
});

describe("--fix", () => {
  test("prints the text with the corrected line, every other byte as it was", () => {
    const bytes = Buffer.concat([Buffer.from([0xfc, 0xdf, 0x0a]), Buffer.from(session().replaceAll("\n", "\r\n"))]);
    const { status, bytes: fixed } = bondlint(["--fix", file("latin.txt", bytes)]);
    expect(status).toBe(1);
    const inserted = Buffer.from(`bond.options:                           ${LINE}  ${MARK}\r\n`);
    const at = fixed.indexOf(inserted);
    expect(at).toBeGreaterThan(0);
    expect(Buffer.concat([fixed.subarray(0, at), fixed.subarray(at + inserted.length)]).equals(bytes)).toBe(true);
  });

  test.each([
    ["UTF-16 LE, as PowerShell writes it", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 BE", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ])("reads and writes %s", (_, encode) => {
    const crlf = session().replaceAll("\n", "\r\n");
    const { status, bytes: fixed } = bondlint(["--fix", file("wide.txt", encode(crlf))]);
    expect(status).toBe(1);
    const plain = bondlint(["--fix", file("plain.txt", Buffer.from(crlf))]).bytes.toString();
    expect(plain).toContain(MARK);
    expect(fixed.equals(encode(plain))).toBe(true);
    const cut = Buffer.concat([encode(crlf), Buffer.from([0x0a])]);
    expect(bondlint(["--fix", file("cut.txt", cut)]).bytes.equals(Buffer.concat([fixed, cut.subarray(-1)]))).toBe(true);
  });

  test("corrects the bond of each host that a text shows", () => {
    const dump = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
    const text = ["web1", "web2"].map((host) => `[root@${host} ~]# cat /proc/net/bonding/bond0\n${dump}`).join("");
    const { bytes } = bondlint(["--fix", "-"], text);
    expect(bytes.toString().split(MARK)).toHaveLength(3);
  });

  test("twice changes nothing more", () => {
    const once = bondlint(["--fix", "-"], session());
    const twice = bondlint(["--fix", "-"], once.bytes);
    expect(twice.bytes.equals(once.bytes)).toBe(true);
    expect(twice.status).toBe(1);
  });

  test.each([
    ["two findings in one printed line", "rule-delays-rounded/1-rounded/nmcli_con_show_bond0.txt", 1],
    ["two findings in one keyfile", "rule-delays-rounded/1-rounded/keyfiles/bond0.nmconnection", 0],
  ])("repairs %s at once, and again changes nothing", (_, path, inserted) => {
    const once = bondlint(["--fix", "-"], labFile(path));
    expect(once.stdout.split("\n").length).toBe(labFile(path).split("\n").length + inserted);
    expect(once.stdout).toMatch(inserted ? /downdelay=100,.*updelay=200/ : /downdelay=100[\s\S]*updelay=200/);
    const twice = bondlint(["--fix", "-"], once.bytes);
    expect(twice.stdout).toBe(once.stdout);
  });

  test.each([
    ["a folder", [STAGE]],
    ["two files", [`${STAGE}/ethtool_eno1.txt`, `${STAGE}/ip_link.txt`]],
  ])("refuses %s", (_, paths) => {
    const { status, stderr, stdout } = bondlint(["--fix", ...paths]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--fix takes exactly one file");
  });
});

describe("--plan", () => {
  test("prints the plan of a bond that needs one, and exits as without it", () => {
    const { status, stdout } = bondlint(["--plan", STAGE]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^# Repair plan for `bond0`\n/);
    expect(stdout).toContain("- `proc_net_bonding_bond0.txt:7` `MII Polling Interval (ms): 0`\n");
  });

  test("prints the short page of the only bond there is, and of several that are healthy one line", () => {
    const healthy = `${LAB}/seed-miimon0-primary/5-fix-reactivated`;
    expect(bondlint(["--plan", healthy])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^# Nothing to repair/),
    });
    const others = `${LAB}/seed-miimon0-primary/7-fixed-eno1-restored`;
    expect(bondlint(["--plan", healthy, others]).stdout).toBe("None of 2 bonds needs a repair.\n");
  });

  test("prints the plans of several bonds one after the other", () => {
    const { stdout } = bondlint(["--plan", `${LAB}/seed-miimon0-primary`]);
    expect(stdout.match(/^# .*$/gm)?.filter((line) => line.startsWith("# Repair")).length).toBe(5);
    expect(stdout).toContain("\n\n---\n\n# Repair plan");
  });

  test.each([["--fix"], ["--format=json"]])("refuses %s beside it", (other) => {
    expect(bondlint(["--plan", other, STAGE]).status).toBe(2);
  });
});

describe("exit code 2", () => {
  test.each([
    ["nothing named", []],
    ["an unknown option", ["--nonsense"]],
    ["an unknown format", ["--format", "xml", STAGE]],
    ["an unknown rule", ["--rule", "nonsense=off", STAGE]],
    ["an unknown severity", ["--rule", "no-link-monitoring=loud", STAGE]],
    ["a missing configuration", ["--config", "/nonexistent.json", STAGE]],
    ["a file that is not there", ["/nonexistent"]],
    ["a file that is no capture", ["package.json"]],
  ])("%s", (_, args) => {
    const { status, stderr } = bondlint(args);
    expect(status).toBe(2);
    expect(stderr).not.toBe("");
  });

  test("is not given for one unreadable file among others: it is reported", () => {
    const { status, stderr, stdout } = bondlint([
      "--format",
      "json",
      `${STAGE}/proc_net_bonding_bond0.txt`,
      "/nonexistent",
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain("/nonexistent: no such file or folder");
    expect(JSON.parse(stdout).unread).toEqual([
      { path: "/nonexistent", range: null, reason: "no such file or folder" },
    ]);
  });
});

test("--rule and --config set severities; the command line wins", () => {
  const config = file("config.json", JSON.stringify({ rules: { "no-link-monitoring": "off" } }));
  expect(bondlint(["--config", config, STAGE]).status).toBe(0);
  const { stdout, status } = bondlint(["--config", config, "--rule", "no-link-monitoring=warning", STAGE]);
  expect(status).toBe(1);
  expect(stdout).toContain("warning  no-link-monitoring");
});

test("links in a folder are not followed", () => {
  mkdirSync(join(folder, "linked"));
  symlinkSync(join(process.cwd(), STAGE), join(folder, "linked/stage"));
  symlinkSync(join(process.cwd(), STAGE, "proc_net_bonding_bond0.txt"), join(folder, "linked/bond0"));
  writeFileSync(join(folder, "linked/ethtool_eno1"), labFile(`${SHUT}/ethtool_eno1.txt`));
  const output = JSON.parse(bondlint(["--format", "json", join(folder, "linked")]).stdout);
  expect(output.captures.map(({ path }: { path: string }) => path)).toEqual([join(folder, "linked/ethtool_eno1")]);
});

describe("options", () => {
  test("tells what a line becomes", () => {
    const { status, stdout } = bondlint(["options", "mode=1,miimon=100,updelay=250", "--format", "json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      accepted: true,
      errors: [],
      warnings: [{ option: "updelay", start: 18, end: 29, message: expect.stringContaining("rounds it down to 200") }],
      normalized: "mode=active-backup,miimon=100,updelay=250",
      effective: { mode: "active-backup", miimon: "100", updelay: "200" },
    });
  });

  test("refuses what NetworkManager refuses, and names the nearest option", () => {
    const { status, stdout } = bondlint(["options", "mode=active-backup,mimon=100"]);
    expect(status).toBe(1);
    expect(stdout).toContain("NetworkManager 1.42 refuses this.");
    expect(stdout).toContain("\n                     ^^^^^^^^^\n  error: mimon is no option");
  });

  test("asks the version that is named", () => {
    expect(bondlint(["options", "mode=802.3ad,lacp_active=off"]).status).toBe(1);
    expect(bondlint(["options", "mode=802.3ad,lacp_active=off", "--nm-version", "1.52"]).status).toBe(0);
    for (const version of ["", "1", "42", "1.x", "2.0", "1.42; rm", "latest"]) {
      const { status, stderr, stdout } = bondlint(["options", "mode=1", "--nm-version", version]);
      expect([version, status, stdout]).toEqual([version, 2, ""]);
      expect(stderr).toContain("--nm-version");
    }
  });
});

test("rules lists the rules, rules ID prints a page", () => {
  expect(bondlint(["rules"]).stdout).toMatch(/^no-link-monitoring +\S/m);
  expect(bondlint(["rules", "no-link-monitoring"]).stdout).toMatch(/^# The bond does not monitor its links/);
  expect(bondlint(["rules", "nonsense"]).status).toBe(2);
});
