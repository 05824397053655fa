// Files above 50 MB, which the editor keeps from extensions, and captures with more findings than it shows.
import { commands, type Diagnostic, DiagnosticSeverity, languages, TabInputText, window, workspace } from "vscode";
import {
  analyzeFile,
  cleanUp,
  currentDiagnostics,
  diagnosticsOf,
  isError,
  newFolder,
  none,
  openFile,
  openNew,
  openUntitled,
  rewrittenUntil,
  ruleOf,
  until,
  write,
} from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { dump, INTERVAL_LINE, repairedDump } from "./incident.ts";
import { observedStatus } from "./observed.ts";

/** In ms: a browser sends such a file through its socket. */
const LONG = 60_000;
const MEGABYTE = 1024 * 1024;
const NOISE = "Nov 28 09:13:12 web1 systemd[1]: Started Session 4711 of user root.\n";
const BEFORE = [
  "Nov 28 09:13:14 web1 kernel: bond0: (slave eno1): Enslaving as a backup interface with an up link\n",
  "Nov 28 09:13:14 web1 kernel: bond0: (slave eno2): Enslaving as a backup interface with an up link\n",
].join("");

/** A log of this many megabytes with a few lines of the bonding driver, and a dump that somebody appended. */
function logOf(megabytes: number): string {
  const half = NOISE.repeat(Math.ceil((megabytes * MEGABYTE) / 2 / NOISE.length));
  return `${half}${BEFORE}${half}[root@web1 ~]# cat /proc/net/bonding/bond0\n${dump}`;
}

suite("A file of 51 MB", () => {
  teardown(cleanUp);

  test("is analysed when asked to, until it changes", async function () {
    this.timeout(LONG);
    const text = logOf(51);
    const folder = newFolder();
    const uri = await write(folder, "messages.log", text);
    assertEqual(await analyzeFile(uri), 1, "bonds");
    const [error, ...more] = (await diagnosticsOf(uri, (all) => all.some(isError))).filter(isError);
    assert(error && more.length === 0, "one error");
    assertEqual(ruleOf(error), "no-link-monitoring");
    const line = text.slice(0, text.indexOf(INTERVAL_LINE)).split("\n").length - 1;
    assertEqual(error.range.start.line, line, "the line at fault");
    assert(!workspace.textDocuments.some((open) => open.uri.toString() === uri.toString()), "it is no document");

    await rewrittenUntil(uri, repairedDump, none);
  });

  test("is the one in the active tab", async function () {
    this.timeout(LONG);
    const uri = await write(newFolder(), "messages.log", logOf(51));
    await commands.executeCommand("vscode.open", uri, { preview: false });
    const shown = () => {
      const input: unknown = window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof TabInputText ? input.uri.toString() : undefined;
    };
    await until(window.tabGroups.onDidChangeTabs, shown, (now) => now === uri.toString());
    assertEqual(await commands.executeCommand<number>("bondlint.analyzeFile"), 1, "bonds");
    await diagnosticsOf(uri, (all) => all.some(isError));
  });
});

suite("More findings than are shown", () => {
  teardown(cleanUp);

  /** Bonds with names, ports and addresses of their own, each of them like the incident's. */
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const address = at
        .toString(16)
        .padStart(4, "0")
        .replace(/(..)(..)/, "$1:$2");
      const own = dump
        .replaceAll("eno1", `p${at}a`)
        .replaceAll("eno2", `p${at}b`)
        .replaceAll("3c:fd:fe:9e:10:01", `3c:fd:fe:9e:${address}`)
        .replaceAll("3c:fd:fe:9e:10:02", `3c:fd:ff:9e:${address}`);
      return `[root@web1 ~]# cat /proc/net/bonding/bond${at}\n${own}`;
    }).join("");

  const expectCapped = (all: readonly Diagnostic[]) => {
    assertEqual(all.length, 1000, "diagnostics");
    const severities = all.map(({ severity }) => severity);
    assertEqual(
      severities,
      severities.toSorted((a, b) => a - b),
      "the most severe first",
    );
    assertEqual(severities[0], DiagnosticSeverity.Error);
    assertIncludes(all.at(-1)?.message ?? "", /^\d+ more findings in this file are not shown\.$/);
    assert(
      all.slice(0, -1).every(({ code }) => code !== undefined),
      "all others are findings",
    );
  };

  test("of a file that is analysed, and of one that is open", async () => {
    const folder = newFolder();
    const uri = await write(folder, "session.txt", many(1100));
    assertEqual(await analyzeFile(uri), 1100, "bonds");
    expectCapped(await diagnosticsOf(uri));
    await openFile(uri);
    await until(
      languages.onDidChangeDiagnostics,
      () => currentDiagnostics(uri).length,
      (count) => count === 1000,
    );
    expectCapped(currentDiagnostics(uri));
  });
});

suite("The language status", () => {
  teardown(cleanUp);

  test("says what of the case was not read", async () => {
    const folder = newFolder();
    const large = logOf(16.5);
    await write(folder, "messages.log", large);
    await write(folder, "syslog.log", large);
    const status = observedStatus();
    await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    const said = "2 files of the case were not read: larger than 16 MiB";
    await until(status.onDidSet, status.detail, (now) => now.includes(said)).finally(status.dispose);
  });

  test("says that nothing beside a capture was read where there is too much", async function () {
    this.timeout(LONG);
    const folder = newFolder();
    const notes = Array.from({ length: 501 }, (_, at) => `note-${at}.txt`);
    await Promise.all(notes.map((name) => write(folder, name, "Seen.\n")));
    const status = observedStatus();
    await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    const said = "were not read: more than 500 files or 64 MiB";
    await until(status.onDidSet, status.detail, (now) => now.includes(said), LONG).finally(status.dispose);
  });

  test("counts the bonds of every host of a text", async () => {
    const status = observedStatus();
    await openUntitled(
      ["web1", "web2"].map((host) => `[root@${host} ~]# cat /proc/net/bonding/bond0\n${dump}`).join(""),
    );
    await until(status.onDidSet, status.text, (now) => now.includes("2 bonds")).finally(status.dispose);
  });
});
