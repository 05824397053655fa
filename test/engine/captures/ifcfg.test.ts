import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/engine/index.ts";
import { dump } from "../../../src/engine/rules/samples.ts";

const IFCFG = 'DEVICE=bond0\nBOOTPROTO=none\nBONDING_OPTS="mode=1 miimmon=100 primary=eno1"\nONBOOT=yes\n';
const alarms = (captures: { path: string; text: string }[]) =>
  analyze(captures).findings.filter(({ severity }) => severity === "error" || severity === "warning");

describe("BONDING_OPTS", () => {
  test("a misspelt option is found at its characters, and put right in place", () => {
    const [finding] = alarms([{ path: "ifcfg-bond0", text: IFCFG }]);
    const [place] = finding?.places ?? [];
    expect([finding?.rule, IFCFG.slice(place?.start, place?.end)]).toEqual(["option-typo", "miimmon=100"]);
    const [edit] = finding?.correction?.replacements ?? [];
    expect(IFCFG.slice(0, edit?.start) + edit?.text + IFCFG.slice(edit?.end)).toBe(IFCFG.replace("miimmon", "miimon"));
  });

  test("in a session it is evidence: the file is named, not edited, and nmcli is not asked for it", () => {
    const text = `# cat /etc/sysconfig/network-scripts/ifcfg-bond0\n${IFCFG}# cat /proc/net/bonding/bond0\n${dump({ miimon: 0 }).text}`;
    const [root] = alarms([{ path: "ticket.txt", text }]);
    expect(root?.rule).toBe("no-link-monitoring");
    expect(root?.correction?.replacements).toEqual([]);
    expect(root?.correction?.commands).toEqual([
      '# in ifcfg-bond0: BONDING_OPTS="mode=active-backup miimon=100 primary=eno1"',
      "# at once, without an interruption, until the bond is next set up",
      "echo 100 > /sys/class/net/bond0/bonding/miimon",
      "# then, from a console, because it cuts a login through the bond: ifdown bond0 && ifup bond0",
    ]);
  });

  test("a sound one raises nothing", () => {
    const sound = IFCFG.replace("miimmon", "miimon");
    expect(alarms([{ path: "ifcfg-bond0", text: sound }])).toEqual([]);
    expect(
      alarms([
        { path: "ifcfg-bond0", text: sound },
        { path: "proc_net_bonding_bond0.txt", text: dump({ miimon: 100 }).text },
      ]),
    ).toEqual([]);
  });
});
