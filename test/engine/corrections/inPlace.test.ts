import { describe, expect, test } from "vitest";
import { analyze, type Replacement } from "../../../src/engine/index.ts";
import { LINE, labFile, SHUT } from "../../lab.ts";

const KEYFILE = labFile(`${SHUT}/keyfiles/bond0.nmconnection`);

function apply(text: string, replacements: readonly Replacement[]): string {
  const ordered = [...replacements].sort((a, b) => b.start - a.start);
  return ordered.reduce(
    (done, { start, end, text: inserted }) => done.slice(0, start) + inserted + done.slice(end),
    text,
  );
}

function correct(path: string, text: string) {
  const [finding] = analyze([{ path, text }]).findings;
  return { finding, text: apply(text, finding?.correction?.replacements ?? []) };
}

describe("a keyfile", () => {
  test("is corrected in place, every other byte as it was, and is then clean", () => {
    const { finding, text } = correct("bond0.nmconnection", KEYFILE);
    expect([finding?.rule, finding?.correction?.options]).toEqual(["no-link-monitoring", LINE]);
    expect(finding?.correction?.insertions).toEqual([]);
    expect(text).toBe(KEYFILE.replace("miimon=0", "miimon=100"));
    expect(analyze([{ path: "bond0.nmconnection", text }]).findings).toEqual([]);
  });

  test("with CRLF, with other options to drop and to add, still is a keyfile", () => {
    const odd = KEYFILE.replace("miimon=0\n", "arp_validate=all\nmiimon=0\n").replaceAll("\n", "\r\n");
    const { text } = correct("bond0.nmconnection", odd);
    expect(text).toBe(odd.replace("arp_validate=all\r\n", "").replace("miimon=0", "miimon=100"));
  });

  test.each(["mod=active-backup", "mode=active-bakup"])(
    "keeps its primary where the mode is misspelt: %s",
    (written) => {
      const misspelt = KEYFILE.replace("mode=active-backup", written).replace("miimon=0", "miimon=100");
      const { text } = correct("bond0.nmconnection", misspelt);
      expect(text).toBe(KEYFILE.replace("miimon=0", "miimon=100"));
      expect(text).toContain("primary=eno1");
    },
  );

  test("is never edited in an archive, or beside captured output", () => {
    for (const path of [
      "sosreport-web1/etc/NetworkManager/system-connections/bond0.nmconnection",
      "x/etc/NetworkManager/system-connections/bond0.nmconnection",
    ]) {
      expect(correct(path, KEYFILE).text).toBe(KEYFILE);
    }
    const beside = [
      { path: "bond0.nmconnection", text: KEYFILE },
      { path: "proc_net_bonding_bond0.txt", text: labFile(`${SHUT}/proc_net_bonding_bond0.txt`) },
    ];
    expect(analyze(beside).findings.flatMap(({ correction }) => correction?.replacements ?? [])).toEqual([]);
  });

  test("of the host itself may be edited", () => {
    expect(correct("/etc/NetworkManager/system-connections/bond0.nmconnection", KEYFILE).text).toContain("miimon=100");
    expect(correct("file:///etc/NetworkManager/system-connections/bond0.nmconnection", KEYFILE).text).toContain(
      "miimon=100",
    );
  });
});

describe("a runbook", () => {
  const runbook = (command: string) =>
    `# Set up the bond\n\nRun this on the new host:\n\n    ${command}\n    nmcli con up bond0\n`;

  test.each([
    [
      'nmcli con modify bond0 bond.options "mode=active-backup,miimon=0,primary=eno1"',
      `nmcli con modify bond0 bond.options "${LINE}"`,
    ],
    [
      "nmcli con mod bond0 bond.options mode=active-backup,miimon=0,primary=eno1",
      `nmcli con mod bond0 bond.options ${LINE}`,
    ],
  ])("%s", (before, after) => {
    const { finding, text } = correct("runbook.md", runbook(before));
    expect(finding?.rule).toBe("no-link-monitoring");
    expect(text).toBe(runbook(after));
    expect(analyze([{ path: "runbook.md", text }]).findings).toEqual([]);
  });

  test("a command that was typed on a host is history, and stays", () => {
    const session =
      '[root@web1 ~]# nmcli con modify bond0 bond.options "mode=active-backup,miimon=0"\n[root@web1 ~]# \n';
    expect(analyze([{ path: "session.txt", text: session }]).findings).toEqual([]);
  });
});
