import { l10n, TabInputCustom, TabInputText, Uri, window, workspace } from "vscode";

/**
 * The files that a command is meant for: those that were chosen in the Explorer, else the one in the active tab, else those
 * that the person picks. The tab is asked, because files above 50 MB have an editor and no document.
 */
export async function chosenFiles(given: unknown, selection: unknown): Promise<readonly Uri[]> {
  const selected = Array.isArray(selection) ? selection.filter((one) => one instanceof Uri) : [];
  if (selected.length > 0) return selected;
  if (given instanceof Uri) return [given];
  const shown = shownFile();
  if (shown) return [shown];
  const picked = await window.showOpenDialog({ canSelectMany: true, openLabel: l10n.t("Analyze") });
  return picked ?? [];
}

function shownFile(): Uri | undefined {
  const input: unknown = window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof TabInputText || input instanceof TabInputCustom)) return undefined;
  // What is in no file, an untitled document above all, has a scheme that no file system knows.
  return workspace.fs.isWritableFileSystem(input.uri.scheme) === undefined ? undefined : input.uri;
}
