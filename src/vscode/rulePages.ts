import { commands, type Disposable, type ExtensionContext, Uri, workspace } from "vscode";
import { isRuleId } from "../engine/index.ts";
import { contained } from "./log.ts";

const SCHEME = "bondlint-rule";
const SHOW = "bondlint.showRule";

/** The link behind a diagnostic's code: a command, because a page of the extension itself is there offline too. */
export function ruleLink(id: string): string {
  return `command:${SHOW}?${encodeURIComponent(JSON.stringify([id]))}`;
}

/** The pages of the rules (docs/rules, which come with the extension), as documents that the Markdown preview shows. */
export function provideRulePages({ extensionUri }: ExtensionContext): Disposable[] {
  return [
    workspace.registerTextDocumentContentProvider(
      SCHEME,
      contained("rule page", {
        async provideTextDocumentContent(uri) {
          const id = uri.path.replace(/^\/|\.md$/g, "");
          if (!isRuleId(id)) return undefined;
          const page = await workspace.fs.readFile(Uri.joinPath(extensionUri, "docs", "rules", `${id}.md`));
          return new TextDecoder().decode(page);
        },
      }),
    ),
    commands.registerCommand(SHOW, async (id: unknown) => {
      if (typeof id !== "string" || !isRuleId(id)) return;
      await commands.executeCommand("markdown.showPreview", Uri.from({ scheme: SCHEME, path: `/${id}.md` }));
    }),
  ];
}
