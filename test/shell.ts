import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs that Bondlint names in commands. */
const STUBS = [
  ...["nmcli", "cat", "ip", "ethtool", "ping", "journalctl", "grep"],
  ...["ifdown", "ifup", "netplan", "networkctl", "wicked"],
];

/** Each as a function of the shell: a hundred processes less for each text. */
const PRELUDE = [
  // One write for each call: the ends of a pipe record theirs at the same time.
  `record() { printf '%s\\0' "$@" '\n' >> "$CALLS"; }`,
  ...STUBS.map((name) => `${name}() { record ${name} "$@"; }`),
];

/**
 * Runs lines in a real shell in which every program is a stub that records its own name and each of its arguments; nothing
 * else can be run, but for a `touch` that shows that something was. Writes to files are left out.
 */
export function runInShell(lines: readonly string[]): { calls: string[][]; pwned: boolean } {
  const folder = mkdtempSync(join(tmpdir(), "bondlint-shell-"));
  const log = join(folder, "calls");
  writeFileSync(join(folder, "touch"), '#!/bin/sh\n: > "$1"\n', { mode: 0o755 });
  writeFileSync(log, "");
  const kept = lines.flatMap((line) => line.split("\n")).filter((line) => !/^echo .* > /.test(line));
  execFileSync("/bin/sh", ["-s"], {
    cwd: folder,
    input: `${[...PRELUDE, ...kept].join("\n")}\n`,
    env: { PATH: folder, CALLS: log },
  });
  const calls = readFileSync(log, "utf8")
    .split("\0\n\0")
    .filter((call) => call !== "");
  const pwned = readdirSync(folder).includes("pwned");
  rmSync(folder, { recursive: true });
  return { calls: calls.map((call) => call.split("\0")), pwned };
}
