import { type Disposable, LanguageStatusSeverity, l10n, languages, window } from "vscode";
import { type Analysis, type AnalyzedCapture, isAround, type Unread } from "../engine/index.ts";
import type { CaseFiles } from "./caseFiles.ts";
import { SELECTOR } from "./documents.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf } from "./paths.ts";

/** The language status of a capture: what its case holds, in numbers, and what was not read of it. */
export function showStatus(captures: OpenCaptures, caseFiles: CaseFiles): Disposable[] {
  const status = languages.createLanguageStatusItem("bondlint.status", [...SELECTOR]);
  status.name = "Bondlint";
  const show = () => {
    const document = window.activeTextEditor?.document;
    const path = document && pathOf(document.uri);
    const analysis = captures.analysis();
    const capture = analysis.captures.find((one) => one.path === path);
    if (capture === undefined) {
      status.text = l10n.t("No bond capture");
      status.detail = "";
      status.accessibilityInformation = { label: `${status.name}: ${status.text}` };
      status.severity = LanguageStatusSeverity.Information;
      status.command = { command: "bondlint.readAsCapture", title: l10n.t("Read as Bond Capture") };
      return;
    }
    const { text, roots } = summaryOf(analysis, capture);
    status.text = text;
    const details = [...roots, ...unreadIn(caseFiles.unread(capture.path))];
    status.detail = details.join(", ");
    status.accessibilityInformation = { label: `${status.name}: ${[text, ...details].join(", ")}` };
    status.severity = roots.length > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    status.command = undefined;
  };
  show();
  return [status, captures.onDidChange(show), caseFiles.onDidChange(show), window.onDidChangeActiveTextEditor(show)];
}

/** `2 bonds, 1 root cause, 1 capture cut off`. */
function summaryOf({ bonds, captures }: Analysis, shown: AnalyzedCapture): { text: string; roots: string[] } {
  const own = bonds.filter((bond) => isAround(bond, shown));
  const roots = own.flatMap(({ rootCause }) => rootCause ?? []);
  const cut = captures.filter((capture) => capture.case === shown.case && capture.cutOff).length;
  const parts = [
    own.length === 1 ? l10n.t("1 bond") : l10n.t("{0} bonds", own.length),
    ...(roots.length === 0
      ? []
      : [roots.length === 1 ? l10n.t("1 root cause") : l10n.t("{0} root causes", roots.length)]),
    ...(cut === 0 ? [] : [cut === 1 ? l10n.t("1 capture cut off") : l10n.t("{0} captures cut off", cut)]),
  ];
  return { text: parts.join(", "), roots };
}

/** `2 files of the case were not read: larger than 16 MiB`; nothing where everything was read. */
function unreadIn(unread: readonly Unread[]): string[] {
  const folders = unread.filter(({ folder }) => folder);
  const files = unread.filter(({ folder }) => !folder);
  const reasons = [...new Set(files.map(({ reason }) => l10n.t(reason)))].join(", ");
  return [
    ...folders.map(({ path, reason }) =>
      l10n.t("The files in the folder {0} were not read: {1}", path.slice(path.lastIndexOf("/") + 1), l10n.t(reason)),
    ),
    ...(files.length === 0
      ? []
      : files.length === 1
        ? [l10n.t("1 file of the case was not read: {0}", reasons)]
        : [l10n.t("{0} files of the case were not read: {1}", files.length, reasons)]),
  ];
}
