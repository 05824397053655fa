import { commands, type Disposable, EventEmitter, l10n, Uri, window, workspace } from "vscode";
import { type Analysis, type BondSummary, plain, repairPlan } from "../engine/index.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf } from "./paths.ts";

const SCHEME = "bondlint-plan";
/** Opens the repair plan of a bond; without an argument that of the active capture. */
export const OPEN_PLAN = "bondlint.openRepairPlan";
/** True while the open captures show a bond. */
const HAS_BOND = "bondlint.hasBond";

/** Which bond a plan is for. */
export type PlannedBond = Pick<BondSummary, "case" | "name">;

/** The repair plans, as documents that the Markdown preview shows and that follow their captures. */
export function provideRepairPlans(captures: OpenCaptures): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const opened = new Map<string, Uri>();
  const open = async (bond: PlannedBond) => {
    const uri = uriOf(bond);
    opened.set(uri.toString(), uri);
    await commands.executeCommand("markdown.showPreview", uri);
  };
  return [
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => textOf(captures.analysis(), uri),
    }),
    captures.onDidChange(({ bonds }) => {
      void commands.executeCommand("setContext", HAS_BOND, bonds.length > 0);
      for (const uri of opened.values()) {
        changed.fire(uri);
        // The editor forgets documents that no editor shows; to the preview an opened one is a new one.
        void workspace.openTextDocument(uri);
      }
    }),
    commands.registerCommand(OPEN_PLAN, async (given: unknown) => {
      const bond = isBond(given) ? given : await chosen(bondsInView(captures.analysis()));
      if (bond) await open(bond);
    }),
  ];
}

function isBond(given: unknown): given is PlannedBond {
  if (typeof given !== "object" || given === null || !("case" in given) || typeof given.case !== "string") return false;
  return !("name" in given) || given.name === undefined || typeof given.name === "string";
}

/** The name of the document is what the preview's tab shows. */
function uriOf({ case: id, name }: PlannedBond): Uri {
  const title = l10n.t("Repair plan {0}", name ?? "").trim();
  return Uri.from({
    scheme: SCHEME,
    path: `/${title.replaceAll("/", "_")}.md`,
    query: JSON.stringify({ case: id, name }),
  });
}

function textOf(analysis: Analysis, { query }: Uri): string {
  const wanted: unknown = JSON.parse(query);
  const bond = isBond(wanted)
    ? analysis.bonds.find((one) => one.case === wanted.case && one.name === wanted.name)
    : undefined;
  return bond ? repairPlan(analysis, bond) : `${l10n.t("The open captures do not show this bond any more.")}\n`;
}

/** The bonds that the active capture tells of; of its host where it tells of none, and all where no capture is active. */
function bondsInView(analysis: Analysis): readonly BondSummary[] {
  const { bonds, captures } = analysis;
  const uri = window.activeTextEditor?.document.uri;
  const capture = uri && captures.find(({ path }) => path === pathOf(uri));
  if (capture === undefined) return bonds;
  const told = bonds.filter((bond) => tellsOf(analysis, capture.path, bond));
  const ofHost = bonds.filter((bond) => bond.case === capture.case);
  return [told, ofHost, bonds].find(({ length }) => length > 0) ?? [];
}

function tellsOf({ findings }: Analysis, path: string, bond: BondSummary): boolean {
  const own = findings.filter((finding) => finding.case === bond.case && finding.bond === bond.name);
  const places = [...bond.checks, ...own].flatMap((one) => one.places);
  return places.some((place) => place.path === path);
}

async function chosen(bonds: readonly BondSummary[]): Promise<BondSummary | undefined> {
  const [first, ...others] = bonds;
  if (first === undefined) {
    window.showInformationMessage(l10n.t("The open captures show no bond."));
    return undefined;
  }
  if (others.length === 0) return first;
  const items = bonds.map((bond) => ({
    label: bond.name ?? l10n.t("a bond without a name"),
    description: [bond.host, bond.verdict].filter((part) => part !== undefined).join(", "),
    detail: plain(bond.case),
    bond,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t("Open the repair plan of") });
  return picked?.bond;
}
