import { commands, type Disposable, Uri, workspace } from "vscode";
import { isRuleId, ruleOf, rulePage } from "../engine/index.ts";

const SCHEME = "bondlint-rule";
const SHOW = "bondlint.showRule";

/** The link behind a diagnostic's code: a command, because a page of the extension itself is there offline too. */
export function ruleLink(id: string): string {
  return `command:${SHOW}?${encodeURIComponent(JSON.stringify([id]))}`;
}

/** The pages of the rules, as documents that the Markdown preview shows. */
export function provideRulePages(): Disposable[] {
  return [
    workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent(uri) {
        const rule = ruleOf(uri.path.replace(/^\/|\.md$/g, ""));
        return rule && rulePage(rule);
      },
    }),
    commands.registerCommand(SHOW, async (id: unknown) => {
      if (typeof id !== "string" || !isRuleId(id)) return;
      await commands.executeCommand("markdown.showPreview", Uri.from({ scheme: SCHEME, path: `/${id}.md` }));
    }),
  ];
}
