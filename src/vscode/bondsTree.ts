import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  Range,
  Selection,
  TextEditorRevealType,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from "vscode";
import { type BondSummary, LineIndex, type Place, type PortSummary, plain, type Verdict } from "../engine/index.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { uriOf } from "./paths.ts";
import type { WorkspaceAnalysis } from "./workspaceAnalysis.ts";
import { workspaceFiles } from "./workspaceFiles.ts";

/** Goes to the characters of a place; the argument of a row's click. */
const REVEAL = "bondlint.reveal";

type Row =
  | { readonly kind: "host"; readonly label: string; readonly bonds: readonly BondSummary[] }
  | { readonly kind: "bond"; readonly bond: BondSummary }
  | { readonly kind: "port"; readonly port: PortSummary; readonly bond: BondSummary };

const ICONS: Readonly<Record<Verdict, readonly [icon: string, colour?: string]>> = {
  broken: ["error", "list.errorForeground"],
  degraded: ["warning", "list.warningForeground"],
  "at-risk": ["info", "list.warningForeground"],
  healthy: ["pass", "testing.iconPassed"],
  unknown: ["question"],
};

/** The view "Bonds": each host with its bonds, their verdict and their ports; a click goes to the evidence. */
export function showBondsTree(captures: OpenCaptures, workspaceAnalysis: WorkspaceAnalysis): Disposable[] {
  const changed = new EventEmitter<void>();
  const bonds = () => [...captures.analysis().bonds, ...workspaceAnalysis.bonds()];
  const provider: TreeDataProvider<Row> = contained("view Bonds", {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row === undefined ? topRows(bonds()) : childrenOf(row)),
    getTreeItem: itemOf,
  });
  const refresh = () => {
    commands.executeCommand("setContext", "bondlint.hasBonds", bonds().length > 0);
    changed.fire();
  };
  return [
    changed,
    window.createTreeView("bondlint.bonds", { treeDataProvider: provider, showCollapseAll: true }),
    captures.onDidChange(refresh),
    workspaceAnalysis.onDidChange(refresh),
    commands.registerCommand(REVEAL, reveal),
  ];
}

/** One row for each host; where there is just one host without a name, its bonds stand at the top. */
function topRows(bonds: readonly BondSummary[]): Row[] {
  const hosts = new Map<string, BondSummary[]>();
  for (const bond of bonds) {
    const key = `${bond.case}\n${bond.host ?? ""}`;
    hosts.set(key, [...(hosts.get(key) ?? []), bond]);
  }
  const [only] = hosts.values();
  if (hosts.size === 1 && only?.[0] && only[0].host === undefined) return only.map(bondRow);
  return [...hosts.values()].map((own) => ({ kind: "host", label: hostLabel(own[0]), bonds: own }));
}

/** The host's name, or the last part of the folder or file that stands for it. */
function hostLabel(bond: BondSummary | undefined): string {
  return bond?.host ?? plain(bond?.case.split("/").at(-1) ?? "");
}

function bondRow(bond: BondSummary): Row {
  return { kind: "bond", bond };
}

function childrenOf(row: Row): Row[] {
  switch (row.kind) {
    case "host":
      return row.bonds.map(bondRow);
    case "bond":
      return row.bond.ports.map((port) => ({ kind: "port", port, bond: row.bond }));
    case "port":
      return [];
  }
}

function itemOf(row: Row): TreeItem {
  switch (row.kind) {
    case "host": {
      const item = new TreeItem(row.label, TreeItemCollapsibleState.Expanded);
      item.iconPath = new ThemeIcon("server");
      const count = row.bonds.length === 1 ? l10n.t("1 bond") : l10n.t("{0} bonds", row.bonds.length);
      item.accessibilityInformation = { label: `${row.label}, ${count}` };
      return item;
    }
    case "bond": {
      const { bond } = row;
      const name = bond.name ?? l10n.t("a bond without a name");
      const state = bond.ports.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
      const item = new TreeItem(name, state);
      const [icon, colour] = ICONS[bond.verdict];
      item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
      const said = [bond.verdict, bond.mode, bond.rootCause].filter((part) => part !== undefined);
      return described(item, said, bond.at);
    }
    case "port": {
      const { name, mii, carrier, role, at } = row.port;
      const item = new TreeItem(name, TreeItemCollapsibleState.None);
      item.iconPath = new ThemeIcon(carrier === false ? "debug-disconnect" : "plug");
      const link = carrier === undefined ? undefined : carrier ? l10n.t("link") : l10n.t("no link");
      return described(
        item,
        [role, mii, link].filter((part) => part !== undefined),
        at ?? row.bond.at,
      );
    }
  }
}

function described(item: TreeItem, said: readonly string[], at: Place | undefined): TreeItem {
  const whole = [item.label, ...said].join(", ");
  item.description = said.join(", ");
  // A narrow view cuts the description off.
  item.tooltip = whole;
  item.accessibilityInformation = { label: whole };
  if (at) item.command = { command: REVEAL, title: l10n.t("Go to the Evidence"), arguments: [at] };
  return item;
}

async function reveal(place: Place): Promise<void> {
  const uri = uriOf(place.path);
  const editor = await window.showTextDocument(uri, { preview: true }).then(undefined, () => undefined);
  if (editor === undefined) return revealInLargeFile(place);
  const range = new Range(editor.document.positionAt(place.start), editor.document.positionAt(place.end));
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A file above 50 MB is shown by the editor, but is no document to us: its lines are counted here. */
async function revealInLargeFile({ path, start, end }: Place): Promise<void> {
  const lines = new LineIndex(await workspaceFiles.read(path));
  const [from, to] = [lines.positionAt(start), lines.positionAt(end)];
  const selection = new Range(from.line, from.column, to.line, to.column);
  await commands.executeCommand("vscode.open", uriOf(path), { preview: true, selection });
}
