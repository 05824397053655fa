import { commands, type Disposable, EventEmitter, l10n, Uri, window, workspace } from "vscode";
import { type Analysis, type BondSummary, bondPage, plain, repairPlan } from "../engine/index.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf } from "./paths.ts";
import { windowTheme } from "./theme.ts";

const SCHEME = "bondlint-plan";
/** Shows a bond as a picture; without an argument that of the active capture. */
const SHOW_BOND = "bondlint.showBond";
/** Opens the repair plan of a bond; without an argument that of the active capture. */
export const OPEN_PLAN = "bondlint.openRepairPlan";
/** True while the open captures show a bond. */
const HAS_BOND = "bondlint.hasBond";

/** What a page is about: the repair of a bond, or the bond itself. */
type Page = "plan" | "bond";

/** Which bond a plan is for. */
export type PlannedBond = Pick<BondSummary, "case" | "name">;

/** The repair plans and the pages of bonds, as documents that the Markdown preview shows and that follow their captures and the window's theme. */
export function provideRepairPlans(captures: OpenCaptures): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const opened = new Map<string, Uri>();
  const open = async (page: Page, given: unknown) => {
    const bond = isBond(given) ? given : await chosen(bondsInView(captures.analysis()));
    if (bond === undefined) return;
    const uri = uriOf(page, bond);
    opened.set(uri.toString(), uri);
    await commands.executeCommand("markdown.showPreview", uri);
  };
  const refresh = () => {
    for (const uri of opened.values()) {
      changed.fire(uri);
      // The editor forgets documents that no editor shows; to the preview an opened one is a new one.
      void workspace.openTextDocument(uri);
    }
  };
  return [
    changed,
    workspace.registerTextDocumentContentProvider(
      SCHEME,
      contained("repair plan", {
        onDidChange: changed.event,
        provideTextDocumentContent: (uri) => textOf(captures.analysis(), uri),
      }),
    ),
    captures.onDidChange(({ bonds }) => {
      void commands.executeCommand("setContext", HAS_BOND, bonds.length > 0);
      refresh();
    }),
    window.onDidChangeActiveColorTheme(refresh),
    commands.registerCommand(OPEN_PLAN, (given: unknown) => open("plan", given)),
    commands.registerCommand(SHOW_BOND, (given: unknown) => open("bond", given)),
  ];
}

function isBond(given: unknown): given is PlannedBond {
  if (typeof given !== "object" || given === null || !("case" in given) || typeof given.case !== "string") return false;
  return !("name" in given) || given.name === undefined || typeof given.name === "string";
}

/** The name of the document is what the preview's tab shows. */
function uriOf(page: Page, { case: id, name }: PlannedBond): Uri {
  const title = (page === "plan" ? l10n.t("Repair plan {0}", name ?? "") : l10n.t("Bond {0}", name ?? "")).trim();
  return Uri.from({
    scheme: SCHEME,
    path: `/${title.replaceAll("/", "_")}.md`,
    authority: page,
    query: JSON.stringify({ case: id, name }),
  });
}

function textOf(analysis: Analysis, { authority, query }: Uri): string {
  const wanted: unknown = JSON.parse(query);
  const bond = isBond(wanted)
    ? analysis.bonds.find((one) => one.case === wanted.case && one.name === wanted.name)
    : undefined;
  if (bond === undefined) return `${l10n.t("The open captures do not show this bond any more.")}\n`;
  const theme = windowTheme();
  return authority === "plan" ? repairPlan(analysis, bond, { picture: theme }) : bondPage(bond, theme);
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
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t("Which bond?") });
  return picked?.bond;
}
