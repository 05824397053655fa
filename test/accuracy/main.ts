import { RULE_IDS } from "../../src/engine/index.ts";
import { readLabels } from "./labels.ts";
import { type Check, score } from "./score.ts";

/** Measures Bondlint against labelled captures and prints what it missed: `npm run accuracy -- DIR [--shipped]`. */
function main(args: readonly string[]): void {
  const [folder] = args.filter((arg) => !arg.startsWith("--"));
  if (folder === undefined) throw new Error("npm run accuracy -- DIR [--shipped]");
  const known = args.includes("--shipped") ? new Set<string>(RULE_IDS) : undefined;
  const scores = readLabels(folder.replace(/\/+$/, "")).map((labelled) => score(labelled, known));
  const checks = scores.flatMap((one) => one.checks);
  const alarms = scores.flatMap((one) => one.falseAlarms);

  section("Missed");
  for (const { what, case: id, subject, said, doubt } of checks.filter(({ passed }) => !passed)) {
    console.log(
      `${what.padEnd(8)}${id.padEnd(48)} expected ${subject}; said ${said || "nothing"}${doubt ? `  [doubt: ${doubt}]` : ""}`,
    );
  }
  section("False alarms");
  for (const { case: id, rule, message } of alarms) console.log(`${id.padEnd(48)} ${rule}: ${message}`);
  section("Per rule (must)");
  for (const [rule, ofRule] of grouped(
    checks.filter(({ what }) => what === "must"),
    ({ subject }) => subject,
  )) {
    const false_ = alarms.filter((alarm) => alarm.rule === rule).length;
    console.log(`${rule.padEnd(36)} ${share(ofRule)}, ${false_} false`);
  }
  section("Totals");
  for (const [what, ofKind] of grouped(checks, (check) => check.what))
    console.log(`${what.padEnd(8)} ${share(ofKind)}`);
  const healthy = scores.filter((one) => one.healthy);
  const total = scores.reduce((sum, one) => sum + one.alarms, 0);
  console.log(
    `clean    ${healthy.filter((one) => one.falseAlarms.length === 0).length}/${healthy.length} healthy cases`,
  );
  console.log(`alarms   ${total}, of which ${alarms.length} false (${percent(alarms.length, total)})`);
  console.log(
    `median   ${median(scores.filter((one) => !one.healthy).map((one) => one.alarms))} findings per broken case`,
  );
}

function section(title: string): void {
  console.log(`\n${title}\n${"-".repeat(title.length)}`);
}

function grouped(checks: readonly Check[], keyOf: (check: Check) => string): Map<string, Check[]> {
  const groups = new Map<string, Check[]>();
  for (const check of checks) groups.set(keyOf(check), [...(groups.get(keyOf(check)) ?? []), check]);
  return groups;
}

function share(checks: readonly Check[]): string {
  const passed = checks.filter((check) => check.passed).length;
  return `${passed}/${checks.length} (${percent(passed, checks.length)})`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "none" : `${((100 * part) / whole).toFixed(1)} %`;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

main(process.argv.slice(2));
