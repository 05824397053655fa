import { expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import { keyfile, profile, runbook } from "../../../src/engine/rules/samples.ts";

const alarms = (...captures: { path: string; text: string }[]) =>
  analyze(captures).findings.filter(({ severity }) => severity === "error" || severity === "warning");

test("both monitors in the keyfile and in nmcli of one profile are one finding, whatever their order", () => {
  const file = keyfile("mode=active-backup", "miimon=100", "arp_interval=1000", "arp_ip_target=10.20.0.1");
  const printed = profile("mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1,miimon=100");
  const both = alarms(file, {
    ...printed,
    text: `connection.id: bond0\nconnection.interface-name: bond0\n${printed.text}`,
  });
  expect(both.filter(({ rule }) => rule === "miimon-and-arp").map(({ places }) => places.length)).toEqual([2]);
});

test("targets between semicolons are no targets: commas are offered, and the monitor is not switched", () => {
  const file = keyfile("mode=active-backup", "arp_interval=1000", "arp_ip_target=10.20.0.1;10.20.0.2");
  const [finding, ...others] = alarms(file);
  expect([finding?.rule, others]).toEqual(["option-typo", []]);
  expect(finding?.correction?.options).toBe("mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1 10.20.0.2");
  const [edit] = finding?.correction?.replacements ?? [];
  expect(file.text.slice(0, edit?.start) + edit?.text + file.text.slice(edit?.end)).toBe(file.text.replace(";", ","));
});

test("a target that is no address is named, and ARP monitoring is kept", () => {
  const line = 'nmcli con modify bond0 bond.options "mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.300"';
  const findings = alarms(runbook(line));
  expect(findings.map(({ rule }) => rule)).toEqual(["option-typo"]);
  expect(findings[0]?.message).toContain("10.20.0.300");
  expect(findings[0]?.correction).toBeUndefined();
});

test.each([
  ["mode=active-bakup", "mode-falls-back-to-rr"],
  ["miimon=100", "default-mode-rr"],
])("what only suits the mode that was meant is explained by the mode: %s", (first, root) => {
  const [finding, ...others] = alarms(keyfile(first, "primary=eno1", "fail_over_mac=active"));
  expect([finding?.rule, others]).toEqual([root, []]);
  expect(finding?.explains).toEqual(["fom-mode-ignored", "option-wrong-mode"]);
});

test.each([
  'nmcli con add type bond con-name bond0 ifname bond0 bond.options "mode=active-backup,miimon=0"',
  "nmcli connection add type bond ifname bond0 con-name bond0 ipv4.method auto +bond.options mode=active-backup,miimon=0",
  "ssh root@web1 \"nmcli con modify bond0 bond.options 'mode=active-backup,miimon=0'\"",
  "ssh web1 'sudo nmcli con mod bond0 bond.options \"mode=active-backup,miimon=0\"'",
])("a runbook's command is read, and put right: %s", (line) => {
  const text = `# Set up the bond\n\n    ${line}\n`;
  const [finding] = alarms({ path: "runbook.md", text });
  expect(finding?.rule).toBe("no-link-monitoring");
  const [edit] = finding?.correction?.replacements ?? [];
  expect(text.slice(0, edit?.start) + edit?.text + text.slice(edit?.end)).toBe(text.replace("miimon=0", "miimon=100"));
});
