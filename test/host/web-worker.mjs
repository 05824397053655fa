// Runs the suite in the web worker extension host: the browser bundle, without Node.js.
//   node test/host/web-worker.mjs [--grep TEXT]
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { windowAddress } from "../../scripts/lib/code-server.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { bundleSuite, LINE_MARK, suiteFile } from "./bundle.mjs";
import { grepArgument, requireBrowserHost, runSuiteInBrowser, temporaryFolder } from "./launcher.mjs";

/** The repository's address in the page. The page may load from its own origin only, so requests for it are answered here. */
const MOUNT = "/bondlint-under-test";
const TYPES = { ".js": "text/javascript", ".json": "application/json" };

await requireBrowserHost();
await bundleSuite({ mark: LINE_MARK, grep: grepArgument() });
const code = await runSuiteInBrowser(async (server, context) => {
  const uri = (path) => ({ scheme: "http", authority: server.authority, path });
  await context.route((url) => url.pathname.startsWith(`${MOUNT}/`), serveRepository);
  await context.addInitScript(addDevelopmentOptions, {
    extensions: [uri(MOUNT)],
    extensionTestsPath: uri(`${MOUNT}/${relative(root, suiteFile).replaceAll(sep, "/")}`),
  });
  return windowAddress(server, temporaryFolder());
});
process.exit(code);

async function serveRepository(route) {
  const path = decodeURIComponent(new URL(route.request().url()).pathname.slice(MOUNT.length));
  try {
    const body = await readFile(join(root, path));
    await route.fulfill({ body, contentType: TYPES[extname(path)] ?? "text/plain" });
  } catch {
    await route.fulfill({ status: 404, body: "" });
  }
}

/**
 * Runs in the page, before the workbench. The workbench takes web extensions under development from its configuration only,
 * which it reads from an attribute: that one answer is completed.
 */
function addDevelopmentOptions(options) {
  const getAttribute = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = getAttribute.call(this, name);
    if (this.id !== "vscode-workbench-web-configuration" || name !== "data-settings") return value;
    const configuration = JSON.parse(value);
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    return JSON.stringify(configuration);
  };
}
