import { commands, type Disposable, l10n, Uri, window, workspace } from "vscode";
import { LANGUAGE } from "./documents.ts";

/** Incidents from a lab, each a terminal session, in media/samples. */
const SAMPLES = [
  { id: "no-link-monitoring", title: l10n.t("The cable is dead and the failover did not happen") },
  { id: "lacp-partner-zero", title: l10n.t("LACP without a partner") },
  { id: "arp-target-unreachable", title: l10n.t("The ARP target does not answer") },
  { id: "profile-not-applied", title: l10n.t("The profile was changed and not applied") },
] as const;

/** Opens a sample incident in a new document, where it can be read and its quick fixes tried. */
export function provideSamples(extension: Uri): Disposable {
  return commands.registerCommand("bondlint.openSample", async (id: unknown) => {
    const given = SAMPLES.find((sample) => sample.id === id);
    const items = SAMPLES.map((sample) => ({ label: sample.title, sample }));
    const options = { placeHolder: l10n.t("An incident from the lab: captured on a real kernel") };
    const sample = given ?? (await window.showQuickPick(items, options))?.sample;
    if (sample === undefined) return;
    const file = Uri.joinPath(extension, "media", "samples", `${sample.id}.txt`);
    const content = await workspace.decode(await workspace.fs.readFile(file), { encoding: "utf8" });
    await window.showTextDocument(await workspace.openTextDocument({ language: LANGUAGE, content }), {
      preview: false,
    });
  });
}
