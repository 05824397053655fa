import { commands, type ExtensionContext, languages, window } from "vscode";
import { provideCodeActions } from "./codeActions.ts";
import { showDiagnostics } from "./diagnostics.ts";
import { LANGUAGE } from "./documents.ts";
import { provideHovers } from "./hover.ts";
import { OpenCaptures } from "./openCaptures.ts";
import { provideOptionHelp } from "./optionHelp.ts";
import { provideRepairPlans } from "./repairPlan.ts";
import { provideRulePages } from "./rulePages.ts";

/** Starts Bondlint in the desktop's or the browser's extension host. */
export function activate(context: ExtensionContext): void {
  const captures = new OpenCaptures();
  context.subscriptions.push(
    captures,
    ...showDiagnostics(captures),
    ...provideCodeActions(captures),
    provideHovers(captures),
    ...provideOptionHelp(),
    ...provideRulePages(context),
    ...provideRepairPlans(captures),
    commands.registerCommand("bondlint.readAsCapture", async () => {
      const document = window.activeTextEditor?.document;
      if (document) await languages.setTextDocumentLanguage(document, LANGUAGE);
    }),
  );
}
