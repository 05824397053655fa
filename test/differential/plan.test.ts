// The plan's commands in a real shell, with the real nmcli on a profile in a file: what they store, and that the rollback
// brings back what was there.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { effectiveOptions } from "../../src/engine/bonding/effective.ts";
import { isOptionName, type OptionName } from "../../src/engine/bonding/options.ts";
import { analyze, type BondSummary, repairPlan } from "../../src/engine/index.ts";
import { readLabels } from "../accuracy/labels.ts";
import { LAB } from "../lab.ts";
import { bondGroup, inParallel, installedVersion } from "./nmcli.ts";

const version = installedVersion();

/** Lab captures: the project's own, and more where BONDLINT_LAB names a folder. */
const FOLDERS = [LAB, process.env.BONDLINT_LAB].filter((folder) => folder !== undefined && existsSync(folder));
const STAGES = FOLDERS.flatMap((folder) => (folder && readdirSync(folder).length > 0 ? readLabels(folder) : []));

interface Run {
  readonly id: string;
  readonly bond: BondSummary;
  readonly plan: string;
  /** The group `[bond]` of the captured profile. */
  readonly captured: string;
  /** What the dump shows of the monitor; a profile that was changed and not applied says otherwise. */
  readonly ran: { readonly miimon?: string };
}

/** Each bond that options repair, with its profile and, without it, by the dump alone. */
function runs(): Run[] {
  return STAGES.flatMap(({ id, captures }) => {
    const captured = storedIn(captures);
    if (captured === undefined) return [];
    const ran = /^MII Polling Interval \(ms\): (\d+)$/m;
    const dump = captures.filter(({ path }) => path === "proc_net_bonding_bond0.txt");
    return [captures, dump].flatMap((set, at) => {
      const analysis = analyze(set);
      return analysis.bonds
        .filter(({ correctedOptions, name }) => correctedOptions !== undefined && name === "bond0")
        .map((bond) => ({
          id: `${id}${at === 0 ? "" : " by the dump"}`,
          bond,
          plan: repairPlan(analysis, bond),
          captured,
          ran: bond.repair.changed.includes("miimon") ? { miimon: ran.exec(dump[0]?.text ?? "")?.[1] ?? "" } : {},
        }));
    });
  });
}

/** What NetworkManager holds, as a group `[bond]`: by nmcli where it was asked, because a keyfile may have been edited since. */
function storedIn(captures: readonly { readonly text: string }[]): string | undefined {
  const all = captures.map(({ text }) => text).join("\n");
  const printed = /^bond\.options: +(\S.*)$/m.exec(all)?.[1];
  if (printed !== undefined) return `${printed.split(",").join("\n").replaceAll(" ", ",")}\n`;
  return all.split(/^\[bond\]\n/m)[1]?.split(/^\[/m)[0];
}

/** The commands of a section of a plan. */
function commandsIn(plan: string, heading: string): string {
  const section = plan.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/```shell\n([\s\S]*?)\n```/g)].map(([, block]) => block).join("\n");
}

/** A shell whose nmcli changes a profile in a file by the real one, offline. */
function shell(captured: string) {
  const folder = mkdtempSync(join(tmpdir(), "bondlint-plan-"));
  const profile = join(folder, "profile");
  const head =
    "[connection]\nid=bond0\nuuid=5a1b6a0e-3f0c-4a53-9d4b-0c1d0b0a0908\ntype=bond\ninterface-name=bond0\n\n[bond]\n";
  const nmcli = execFileSync("/bin/sh", ["-c", "command -v nmcli"], { encoding: "utf8" }).trim();
  writeFileSync(profile, `${head}${captured}`);
  writeFileSync(
    join(folder, "nmcli"),
    `#!/bin/sh
[ "$1 $2" = "con modify" ] || exit 0
[ "$3" = id ] && shift
shift 3
'${nmcli}' --offline connection modify "$@" <"$PROFILE" >"$PROFILE.new" 2>>"$PROFILE.errors" && mv "$PROFILE.new" "$PROFILE"
`,
    { mode: 0o755 },
  );
  const run = (commands: string) => {
    execFileSync("/bin/sh", ["-s"], {
      cwd: folder,
      input: `${commands}\n`,
      env: { PATH: `${folder}:/usr/bin:/bin`, PROFILE: profile, LC_ALL: "C.UTF-8" },
    });
    const errors = existsSync(`${profile}.errors`) ? readFileSync(`${profile}.errors`, "utf8") : "";
    return { stored: bondGroup(readFileSync(profile, "utf8")), errors };
  };
  // What NetworkManager itself makes of the captured file, before anything is changed.
  const before = run("nmcli con modify bond0 connection.zone plan").stored;
  return { before, run, end: () => rmSync(folder, { recursive: true }) };
}

function effective(stored: Readonly<Record<string, string>>) {
  const known = Object.entries(stored).filter((entry): entry is [OptionName, string] => isOptionName(entry[0]));
  return Object.fromEntries(effectiveOptions(new Map(known)));
}

test.skipIf(version === undefined)(`every plan is carried out and taken back by nmcli ${version}`, async () => {
  const all = runs();
  expect(all.length).toBeGreaterThan(15);
  const done = await inParallel(all, 4, async ({ captured, ...one }) => {
    const { before, run, end } = shell(captured);
    const repaired = run(commandsIn(one.plan, "Repair"));
    const back = run(commandsIn(one.plan, "Rollback"));
    end();
    return { ...one, before, repaired, back };
  });
  for (const { id, bond, plan, ran, before, repaired, back } of done) {
    const byFile = plan.includes("put the saved copy of the profile's file back");
    expect([id, repaired.errors, back.errors], id).toEqual([id, "", ""]);
    if (bond.repair.storedCaptured) {
      if (!byFile) expect(back.stored, id).toEqual(before);
    } else expect(effective(back.stored), id).toEqual({ ...effective(before), ...ran });
    if (bond.repair.stores && bond.repair.storedCaptured)
      expect(effective(repaired.stored), id).toMatchObject(Object.fromEntries(bond.repair.runs));
  }
});
