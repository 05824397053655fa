// Runs the suite in the Node.js extension host: in desktop VS Code where it can be had, else in code-server.
//   node test/host/desktop-or-server.mjs [--grep TEXT]
// VSCODE_TEST_HOST=desktop or code-server decides; VSCODE_TEST_VERSION names the desktop version (default: stable).
import { join } from "node:path";
import { remoteUri, windowAddress } from "../../scripts/lib/code-server.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { bundleSuite, LINE_MARK, suiteFile } from "./bundle.mjs";
import { giveUp, grepArgument, note, requireBrowserHost, runSuiteInBrowser, temporaryFolder } from "./launcher.mjs";

const DOWNLOAD_TIMEOUT_MS = 15_000;

const wanted = process.env.VSCODE_TEST_HOST ?? "either";
const desktop = wanted === "code-server" ? { missing: "VSCODE_TEST_HOST=code-server" } : await findDesktop();
if (desktop.path) process.exit(await runInDesktop(desktop.path));
if (wanted === "desktop") giveUp(desktop.missing);
note(`not in desktop VS Code: ${desktop.missing}`);
process.exit(await runInServer());

/** Downloads desktop VS Code into .vscode-test, unless it is there already. */
async function findDesktop() {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_TEST_VERSION } = process.env;
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) return { missing: "there is no display" };
  const { downloadAndUnzipVSCode, SilentReporter } = await import("@vscode/test-electron");
  try {
    const options = {
      timeout: DOWNLOAD_TIMEOUT_MS,
      reporter: new SilentReporter(),
      cachePath: join(root, ".vscode-test"),
    };
    return { path: await downloadAndUnzipVSCode({ ...options, version: VSCODE_TEST_VERSION ?? "stable" }) };
  } catch (error) {
    return { missing: `it cannot be downloaded (${error.code ?? error.message})` };
  }
}

async function runInDesktop(path) {
  const { runTests } = await import("@vscode/test-electron");
  note(`desktop VS Code: ${path}`);
  // The window's output is ours alone and is passed on as it is.
  await bundleSuite({ mark: "", grep: grepArgument() });
  const launchArgs = [temporaryFolder(), "--disable-extensions"];
  const options = {
    vscodeExecutablePath: path,
    extensionDevelopmentPath: root,
    extensionTestsPath: suiteFile,
    launchArgs,
  };
  return runTests(options).catch((error) => {
    console.error(String(error));
    return 1;
  });
}

async function runInServer() {
  await requireBrowserHost();
  await bundleSuite({ mark: LINE_MARK, grep: grepArgument() });
  return runSuiteInBrowser(async (server) => {
    const payload = [
      ["extensionDevelopmentPath", remoteUri(server, root)],
      ["extensionTestsPath", remoteUri(server, suiteFile)],
    ];
    return windowAddress(server, temporaryFolder(), { payload });
  });
}
