// Captures of one folder belong together: the finding in one file has evidence in another.
import { cleanUp, diagnosticsOf, isError, newFolder, openNew, pointsInto, ruleOf } from "./editor.ts";
import { assertEqual, assertIncludes } from "./expect.ts";
import { dump, ethtool, profile } from "./incident.ts";

suite("Several open captures", () => {
  teardown(cleanUp);

  test("evidence in another file of the folder is found and named", async () => {
    const folder = newFolder();
    const bond = await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    const port = await openNew(folder, "ethtool_eno1.txt", ethtool);
    const [error] = await diagnosticsOf(bond.uri, (all) => all.some(pointsInto(port.uri)));
    assertIncludes(error?.message ?? "", "eno1 has no carrier");
  });

  test("each file that states the fact shows the error", async () => {
    const folder = newFolder();
    const { uri: bond } = await openNew(folder, "proc_net_bonding_bond0.txt", dump);
    const { uri: configured } = await openNew(folder, "nmcli_con_show_bond0.txt", profile);
    for (const uri of [bond, configured]) {
      const errors = (await diagnosticsOf(uri, (all) => all.some(isError))).filter(isError);
      assertEqual(errors.map(ruleOf), ["no-link-monitoring"]);
    }
  });
});
