import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs that Bondlint names in commands. */
const STUBS = ["nmcli", "cat", "ip", "ethtool", "ping", "journalctl", "grep", "ifdown", "ifup"];

const STUB = `#!/bin/sh
printf '%s\\0' "\${0##*/}" "$@" >> "$CALLS"
printf '\\n' >> "$CALLS"
`;

/** Runs lines in a real shell in which every program is a stub that records its own name and each of its arguments. */
export function runInShell(lines: readonly string[]): { calls: string[][]; pwned: boolean } {
  const folder = mkdtempSync(join(tmpdir(), "bondlint-shell-"));
  const log = join(folder, "calls");
  for (const name of STUBS) writeFileSync(join(folder, name), STUB, { mode: 0o755 });
  writeFileSync(log, "");
  execFileSync("/bin/sh", ["-s"], {
    cwd: folder,
    input: `${lines.join("\n")}\n`,
    env: { PATH: `${folder}:/usr/bin:/bin`, CALLS: log },
  });
  const calls = readFileSync(log, "utf8")
    .split("\0\n")
    .filter((call) => call !== "");
  const pwned = readdirSync(folder).includes("pwned");
  rmSync(folder, { recursive: true });
  return { calls: calls.map((call) => call.split("\0")), pwned };
}
