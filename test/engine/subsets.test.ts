import { expect, test } from "vitest";
import { analyze } from "../../src/engine/index.ts";
import { readLabels } from "../accuracy/labels.ts";
import { LAB, labFile } from "../lab.ts";

/** What an engineer may have of a stage, in the order in which it is pasted. */
const OUTPUTS: readonly (readonly [command: string, file: string])[] = [
  ["cat /proc/net/bonding/bond0", "proc_net_bonding_bond0.txt"],
  ["ip -d link show bond0", "ip_d_link_show_bond0.txt"],
  ["ip link show eno1", "ip_link_show_eno1.txt"],
  ["ethtool eno1", "ethtool_eno1.txt"],
  ["nmcli con show bond0", "nmcli_con_show_bond0.txt"],
  ["nmcli -g bond.options con show bond0", "nmcli_g_bond.options_con_show_bond0.txt"],
  ["ip -d link show eno1", "ip_d_link_show_eno1.txt"],
  ["ip -d link show eno2", "ip_d_link_show_eno2.txt"],
];

/** What may be said of less than everything: the truth, or less than it, never something else. */
const WEAKER: Readonly<Record<string, readonly string[]>> = {
  broken: ["broken", "degraded", "at-risk", "unknown"],
  degraded: ["degraded", "unknown"],
  "at-risk": ["at-risk", "unknown"],
  healthy: ["healthy", "unknown"],
};

const stages = readLabels(LAB).filter(({ id }) => id.startsWith("seed-miimon0-primary/"));

test.each(stages.map((stage) => [stage.id, stage] as const))(
  "no part of %s says anything contrary to the whole",
  (id, stage) => {
    const [label] = stage.bonds;
    const allowed = new Set<string>([...(label?.must ?? []), ...(label?.may ?? [])]);
    for (let bits = 1; bits < 2 ** OUTPUTS.length; bits += 1) {
      const used = OUTPUTS.filter((_, index) => (bits >> index) & 1);
      const part = used.map(([, file]) => file).join(" ");
      const text = used.map(([command, file]) => `[root@lab ~]# ${command}\n${labFile(`${id}/${file}`)}`).join("");
      const { bonds, findings } = analyze([{ path: "session.txt", text }]);
      const alarms = findings.filter(({ severity }) => severity === "error" || severity === "warning");
      expect(
        alarms.filter(({ rule }) => !allowed.has(rule)),
        part,
      ).toEqual([]);
      expect(bonds.length, part).toBeLessThanOrEqual(1);
      for (const bond of bonds) {
        expect(WEAKER[label?.verdict ?? "unknown"], part).toContain(bond.verdict);
        if (bond.rootCause !== undefined) expect(allowed, part).toContain(bond.rootCause);
      }
    }
  },
);

test("a dead active port is seen without the dump", () => {
  const part = (files: readonly string[]) =>
    analyze(files.map((path) => ({ path, text: labFile(`seed-miimon0-primary/2-eno1-shut/${path}`) })));
  for (const sign of ["ip_link_show_eno1.txt", "ethtool_eno1.txt", "ip_d_link_show_eno1.txt"]) {
    const { bonds, findings } = part(["ip_d_link_show_bond0.txt", sign]);
    expect([bonds[0]?.verdict, findings[0]?.message]).toEqual([
      "broken",
      "bond0 does not monitor its links (miimon is 0, no ARP targets): eno1 has no carrier, but bond0 still sends everything through it.",
    ]);
  }
});
