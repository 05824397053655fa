import { commands, type ExtensionContext, env, languages, version, window } from "vscode";
import { showBondsTree } from "./bondsTree.ts";
import { CaseFiles } from "./caseFiles.ts";
import { provideCodeActions } from "./codeActions.ts";
import { showDiagnostics } from "./diagnostics.ts";
import { LANGUAGE } from "./documents.ts";
import { provideExplanations, provideHovers, provideNameHovers } from "./hover.ts";
import { log, since } from "./log.ts";
import { provideNames } from "./names.ts";
import { OpenCaptures } from "./openCaptures.ts";
import { provideOptionHelp } from "./optionHelp.ts";
import { provideOutline } from "./outline.ts";
import { provideRepairPlans } from "./repairPlan.ts";
import { provideRulePages } from "./rulePages.ts";
import { provideSamples } from "./samples.ts";
import { provideSiblingLinks } from "./siblings.ts";
import { showStatus } from "./status.ts";
import { WorkspaceAnalysis } from "./workspaceAnalysis.ts";

/** Starts Bondlint in the desktop's or the browser's extension host. */
export function activate(context: ExtensionContext): void {
  const start = performance.now();
  const captures = new OpenCaptures();
  const caseFiles = new CaseFiles(captures);
  const workspaceAnalysis = new WorkspaceAnalysis(captures);
  context.subscriptions.push(
    log,
    captures,
    caseFiles,
    workspaceAnalysis,
    ...showBondsTree(captures, workspaceAnalysis),
    ...showStatus(captures, caseFiles),
    ...showDiagnostics(captures),
    ...provideCodeActions(captures),
    provideHovers(captures),
    provideExplanations(captures),
    provideNameHovers(captures),
    provideOptionHelp(),
    ...provideOutline(captures),
    ...provideNames(captures),
    provideSiblingLinks(captures),
    ...provideRulePages(context),
    ...provideRepairPlans(captures),
    provideSamples(context.extensionUri),
    commands.registerCommand("bondlint.readAsCapture", async () => {
      const document = window.activeTextEditor?.document;
      if (document) await languages.setTextDocumentLanguage(document, LANGUAGE);
    }),
    commands.registerCommand("bondlint.showLog", () => log.show(true)),
  );
  log.info(`Bondlint ${versionOf(context)} in ${env.appName} ${version} (${hostOf()}): started in ${since(start)}`);
}

function versionOf({ extension }: ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "";
}

/** Where it runs. The name of a remote may be that of a machine. */
function hostOf(): string {
  return env.remoteName === undefined ? env.appHost : `${env.appHost}, remote`;
}
