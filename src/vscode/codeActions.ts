import {
  CodeAction,
  CodeActionKind,
  ConfigurationTarget,
  commands,
  type Diagnostic,
  type Disposable,
  env,
  l10n,
  languages,
  type TextDocument,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { type Finding, type FindingCorrection, isRuleId } from "../engine/index.ts";
import { SOURCE } from "./diagnostics.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { pathOf } from "./paths.ts";
import { Places } from "./places.ts";
import { OPEN_PLAN } from "./repairPlan.ts";
import { SECTION } from "./settings.ts";

const COPY_OPTIONS = "bondlint.copyOptions";
const COPY_COMMANDS = "bondlint.copyCommands";
const TURN_OFF = "bondlint.turnOffRule";
const SHOWN = 3000;

/** The quick fixes of a finding. There is no fix-all: saving a file must not edit evidence. */
export function provideCodeActions(captures: OpenCaptures): Disposable[] {
  return [
    languages.registerCodeActionsProvider(
      [...SELECTOR],
      contained("quick fixes", {
        provideCodeActions(document, _range, { diagnostics }) {
          const own = diagnostics.filter(({ source }) => source === SOURCE);
          return own.flatMap((diagnostic) => actionsFor(captures, document, diagnostic));
        },
      }),
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
    commands.registerCommand(COPY_OPTIONS, (text: unknown) => copy(text, l10n.t("Copied the corrected options"))),
    commands.registerCommand(COPY_COMMANDS, (text: unknown) => copy(text, l10n.t("Copied the commands"))),
    commands.registerCommand(TURN_OFF, turnOff),
  ];
}

function actionsFor(captures: OpenCaptures, document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const analysis = captures.analysis();
  const path = pathOf(document.uri);
  const places = new Places(analysis);
  const finding = analysis.findings.find(
    (one) =>
      one.message === diagnostic.message &&
      one.places.some((place) => place.path === path && places.range(place).isEqual(diagnostic.range)),
  );
  if (finding === undefined) return [];
  const { correction, alternatives } = finding;
  const actions = [
    ...(correction ? [...edits(correction, document, places), ...copies(correction)] : []),
    ...alternatives.flatMap((other) => edits(other, document, places, l10n.t(other.title))),
    ...planAction(finding),
    turnOffAction(finding),
  ];
  for (const action of actions) action.diagnostics = [diagnostic];
  return actions;
}

/** The actions that edit the document: a marked line below the fault, or a configuration corrected in place. */
function edits(
  correction: FindingCorrection,
  document: TextDocument,
  places: Places,
  alternative?: string,
): CodeAction[] {
  const own = pathOf(document.uri);
  const edit = new WorkspaceEdit();
  for (const { path, start, end, text } of correction.replacements) {
    if (path === own) edit.replace(document.uri, places.range({ path, start, end }), text);
  }
  const inPlace = edit.size > 0;
  const insertion = correction.insertions.find(({ path }) => path === own);
  if (insertion) edit.insert(document.uri, places.position(own, insertion.offset), insertion.text);
  if (edit.size === 0) return [];
  const action = new CodeAction(titleOf(correction.options, inPlace, alternative), CodeActionKind.QuickFix);
  action.edit = edit;
  action.isPreferred = alternative === undefined;
  return [action];
}

function titleOf(options: string, inPlace: boolean, alternative: string | undefined): string {
  if (alternative !== undefined) {
    return inPlace
      ? l10n.t("Change the options here to {0} ({1})", alternative, options)
      : l10n.t("Insert bond.options to {0} ({1})", alternative, options);
  }
  return inPlace
    ? l10n.t("Correct the options here ({0})", options)
    : l10n.t("Insert corrected bond.options below ({0})", options);
}

function copies({ line, options, commands: lines }: FindingCorrection): CodeAction[] {
  return [
    ...(line === null
      ? []
      : [
          copyAction(l10n.t("Copy corrected options"), COPY_OPTIONS, line.startsWith("bond.options:") ? options : line),
        ]),
    ...(lines.length === 0
      ? []
      : [copyAction(l10n.t("Copy commands to apply"), COPY_COMMANDS, `${lines.join("\n")}\n`)]),
  ];
}

/** A plan is worth its length for what is urgent. */
function planAction({ case: id, bond: name, severity }: Finding): CodeAction[] {
  if (severity !== "error" && severity !== "warning") return [];
  const title = l10n.t("Open repair plan");
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command: OPEN_PLAN, arguments: [{ case: id, name }] };
  return [action];
}

function turnOffAction({ rule }: Finding): CodeAction {
  const title = l10n.t("Turn off the rule {0}", rule);
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command: TURN_OFF, arguments: [rule] };
  return action;
}

/** Writes the user's own settings: a file beside the evidence would be part of the next ticket. */
async function turnOff(rule: unknown): Promise<void> {
  if (typeof rule !== "string" || !isRuleId(rule)) return;
  const settings = workspace.getConfiguration(SECTION);
  const own = settings.inspect<Record<string, string>>("rules")?.globalValue;
  await settings.update("rules", { ...own, [rule]: "off" }, ConfigurationTarget.Global);
}

function copyAction(title: string, command: string, text: string): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [text] };
  return action;
}

async function copy(text: unknown, done: string): Promise<void> {
  if (typeof text !== "string") return;
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(done, SHOWN);
}
