// The files of a case: read in the background, kept apart from other hosts, and all at once when asked for.
import { commands, type Diagnostic, languages, Uri, window, workspace } from "vscode";
import {
  analyzeWorkspace,
  cleanUp,
  currentDiagnostics,
  diagnosticsOf,
  errorOf,
  isError,
  newFolder,
  none,
  openFile,
  openNew,
  pointsInto,
  ruleOf,
  until,
  write,
} from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { dump, ethtool, INTERVAL_LINE, repairedDump } from "./incident.ts";

const isHost = ({ relatedInformation = [] }: Diagnostic, folder: Uri) =>
  relatedInformation.every(({ location }) => location.uri.path.startsWith(`${folder.path}/`));

suite("The case of an open capture", () => {
  teardown(cleanUp);

  test("is read in the background: the evidence lies in a file that is not open, and shows nothing itself", async () => {
    const folder = newFolder();
    const port = await write(folder, "ethtool_eno1.txt", ethtool);
    const { uri } = await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    const [error] = (await diagnosticsOf(uri, (all) => all.some(pointsInto(port)))).filter(isError);
    assertIncludes(error?.message ?? "", "eno1 has no carrier");
    const place = error?.relatedInformation?.find(({ location }) => location.uri.toString() === port.toString());
    const lines = ethtool.split("\n");
    assertIncludes(lines[place?.location.range.start.line ?? 0] ?? "", "Link detected: no");
    assertEqual(currentDiagnostics(port), []);
  });

  test("follows files that are written, renamed and deleted beside it", async () => {
    const folder = newFolder();
    const { uri } = await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    await errorOf(uri);
    const port = await write(folder, "ethtool_eno1.txt", ethtool);
    await diagnosticsOf(uri, (all) => all.some(pointsInto(port)));
    const renamed = Uri.joinPath(folder, "ethtool-of-eno1.txt");
    await workspace.fs.rename(port, renamed);
    await diagnosticsOf(uri, (all) => all.some(pointsInto(renamed)));
    await write(folder, "ethtool-of-eno1.txt", ethtool.replace("Link detected: no", "Link detected: yes"));
    await diagnosticsOf(uri, (all) => all.some(isError) && !all.some(pointsInto(renamed)));
    await workspace.fs.delete(renamed);
    await errorOf(uri);
  });

  test("two hosts with the same names stay apart, in either order", async () => {
    for (const names of [
      ["a", "b"],
      ["d", "c"],
    ]) {
      const top = newFolder();
      const folders = names.map((name) => Uri.joinPath(top, name));
      const other = dump.replaceAll("3c:fd:fe", "3c:fd:aa");
      const [first, second] = folders;
      assert(first && second, "two folders");
      await write(first, "ethtool_eno1.txt", ethtool);
      await write(second, "ethtool_eno1.txt", ethtool);
      const one = await openNew(first, "proc_net_bonding_bond0.txt", dump);
      const two = await openNew(second, "proc_net_bonding_bond0.txt", other);
      const inOne = await diagnosticsOf(one.uri, (all) =>
        all.some(pointsInto(Uri.joinPath(first, "ethtool_eno1.txt"))),
      );
      const inTwo = await diagnosticsOf(two.uri, (all) =>
        all.some(pointsInto(Uri.joinPath(second, "ethtool_eno1.txt"))),
      );
      assert(
        inOne.every((one) => isHost(one, first)) && inTwo.every((one) => isHost(one, second)),
        "no evidence of the other host",
      );
    }
  });
});

suite("All captures of the workspace", () => {
  teardown(cleanUp);

  test("every host's findings are listed, until its files change or they are cleared", async () => {
    const folder = newFolder();
    const broken = await write(Uri.joinPath(folder, "sosreport-web1/proc/net/bonding"), "bond0", dump);
    const second = await write(Uri.joinPath(folder, "sosreport-web2/proc/net/bonding"), "bond0", dump);
    const healthy = await write(Uri.joinPath(folder, "sosreport-web3/proc/net/bonding"), "bond0", repairedDump);
    await write(Uri.joinPath(folder, "sosreport-web1/sos_commands/other"), "bond0.txt", "nothing");
    const hosts = await analyzeWorkspace();
    assert(hosts >= 3, `three hosts expected, not ${hosts}`);
    for (const uri of [broken, second])
      assertEqual((await diagnosticsOf(uri)).filter(isError).map(ruleOf), ["no-link-monitoring"]);
    assertEqual(currentDiagnostics(healthy), []);

    // Of a folder that is new the system may never tell of changes: turning to another document is enough.
    await write(Uri.joinPath(folder, "sosreport-web2/proc/net/bonding"), "bond0", `${repairedDump}\n`);
    await openNew(folder, "notes.txt", "Nothing of bonds.");
    await diagnosticsOf(second, none);
    assertEqual((await diagnosticsOf(broken)).filter(isError).length, 1);

    await commands.executeCommand("bondlint.clear");
    await diagnosticsOf(broken, none);
  });

  test("a file that is opened shows its finding once, and what it says now", async () => {
    const folder = newFolder();
    const uri = await write(Uri.joinPath(folder, "sosreport-web1/proc/net/bonding"), "bond0", dump);
    await analyzeWorkspace();
    await diagnosticsOf(uri);
    const document = await openFile(uri);
    await errorOf(uri);
    const editor = window.activeTextEditor;
    assert(editor, "an editor is active");
    const at = document.getText().indexOf(INTERVAL_LINE) + INTERVAL_LINE.length - 1;
    await editor.edit((edit) => edit.insert(document.positionAt(at), "10"));
    await diagnosticsOf(uri, (all) => !all.some(isError));
    await commands.executeCommand("undo");
    await errorOf(uri);
  });
});

suite("The first minutes", () => {
  teardown(cleanUp);

  for (const id of ["no-link-monitoring", "lacp-partner-zero", "arp-target-unreachable", "profile-not-applied"]) {
    test(`the sample ${id} opens with its finding`, async () => {
      await commands.executeCommand("bondlint.openSample", id);
      const document = await until(
        window.onDidChangeActiveTextEditor,
        () => window.activeTextEditor?.document,
        (one) => one?.isUntitled === true,
      );
      assert(document, "a document is shown");
      assertEqual(document.languageId, "bond-capture");
      await diagnosticsOf(document.uri, (all) => all.some(isError));
      assert(languages.match({ language: "bond-capture" }, document) > 0, "it is a capture");
    });
  }
});
