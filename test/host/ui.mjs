// The packaged extension as a user sees it: installs the .vsix into a fresh code-server, opens the model incident, reads the
// Problems panel, applies the quick fix from the lightbulb, looks at the file on disk, opens the rule's page.
// Leaves screenshots in out/screenshots, each in the light and the dark theme, some in those of high contrast.
//   node test/host/ui.mjs [--update-readme]
// --update-readme: takes the pictures of the README from them (npm run screenshots).
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { launchChromium } from "../../scripts/lib/chromium.mjs";
import { startServer, windowAddress } from "../../scripts/lib/code-server.mjs";
import { packageExtension } from "../../scripts/lib/package.mjs";
import { out, root } from "../../scripts/lib/paths.mjs";
import { loadIncident } from "./bundle.mjs";
import { runChecks } from "./checks.mjs";
import { requireBrowserHost, temporaryFolder } from "./launcher.mjs";
import { Workbench } from "./workbench.mjs";

/** A window that shows the file and its problems, and little else. */
const SETTINGS = {
  "breadcrumbs.enabled": false,
  "editor.fontSize": 13,
  "editor.occurrencesHighlight": "off",
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "files.autoSave": "off",
  "problems.defaultViewMode": "tree",
  "window.autoDetectColorScheme": true,
  "window.commandCenter": false,
  "window.menuBarVisibility": "hidden",
  "workbench.editorLargeFileConfirmation": 1024,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
};

/** In which colour the picture of a bond shows the active path, in each theme. */
const PATH_COLOURS = { dark: "#58a6ff", light: "#0969da", "contrast-dark": "#6fc3df", "contrast-light": "#0f4a85" };

/** The pictures of the README, and the screenshots that they are. */
const PICTURES = {
  "screenshot-problem.png": "1-problem-light.png",
  "screenshot-quick-fix.png": "2-lightbulb-light.png",
  "screenshot-hover.png": "4b-hover-bond-light.png",
  "screenshot-bonds.png": "7-bonds-light.png",
  "screenshot-bond.png": "8b-show-bond-light.png",
};

/** A window that trusts no folder, and does not ask. */
const UNTRUSTED = {
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
};

await requireBrowserHost();
const incident = await loadIncident();
const vsix = await packageExtension(join(out, "bondlint.vsix"));
const screenshots = join(out, "screenshots");
rmSync(screenshots, { recursive: true, force: true });
mkdirSync(screenshots, { recursive: true });

const server = await startServer({ vsix, settings: SETTINGS });
const browser = await launchChromium();
const careful = await startServer({ vsix, settings: { ...SETTINGS, ...UNTRUSTED }, trust: true });
const checks = [
  ...(await oneFile()),
  ...(await separateFiles()),
  ...(await besideTheDocument()),
  ...(await colours()),
  ...(await inGerman()),
  ...(await manyHosts()),
  ...(await largeFile()),
  ...(await restrictedMode()),
];
const failed = await runChecks(checks, showWindows).finally(async () => {
  await browser.close();
  await server.stop();
  await careful.stop();
});
if (!failed && process.argv.includes("--update-readme")) {
  for (const [picture, taken] of Object.entries(PICTURES))
    copyFileSync(join(screenshots, taken), join(root, "media", picture));
}
process.exit(failed ? 1 : 0);

/** Leaves a picture of every window after a failure. */
async function showWindows() {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries())
    await page.screenshot({ path: join(screenshots, `failed-${index + 1}.png`) });
}

/** Opens a window on a new folder with these files; the first one is shown. */
async function openWindow(files, { host = server, language } = {}) {
  // The name is in the pictures.
  const folder = join(temporaryFolder(), "ticket-4711");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const paths = Object.keys(files).map((name) => join(folder, name));
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme: "light" });
  if (language) await context.addInitScript(speak, language);
  const workbench = new Workbench(await context.newPage(), screenshots);
  return { workbench, paths, open: () => workbench.open(windowAddress(host, folder, { file: paths[0] })) };
}

/**
 * Runs in the page, before the workbench: its language, as a language pack would set it. The workbench's own texts stay
 * English without one, those of extensions follow.
 */
function speak(language) {
  Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", { get: () => language, set: () => {} });
}

/** The whole incident pasted into one file. */
async function oneFile() {
  const { workbench, paths, open } = await openWindow({ "incident.txt": incident.session });
  const [file] = paths;
  const corrected = incident.session.replace(
    `${incident.INTERVAL_LINE}\n`,
    `${incident.INTERVAL_LINE}\n${incident.INSERTED_LINE}\n`,
  );
  return [
    [
      "the line at fault is underlined",
      async () => {
        await open();
        await workbench.waitForSquiggle("error");
      },
    ],
    [
      "the Problems panel names the root cause",
      async () => {
        await workbench.openProblems();
        await workbench.waitForProblem(incident.MESSAGE);
        await workbench.clickLine(incident.INTERVAL_LINE);
        await workbench.screenshot("1-problem", { contrast: true });
      },
    ],
    ["nothing popped up", () => workbench.expectNoNotification()],
    [
      "the lightbulb offers the three corrections",
      async () => {
        await workbench.openLightbulb();
        await workbench.waitForActions([incident.INSERT_TITLE, "Copy corrected options", "Copy commands to apply"]);
        await workbench.screenshot("2-lightbulb");
      },
    ],
    [
      "the correction is inserted, marked, and now a warning",
      async () => {
        await workbench.chooseAction(incident.INSERT_TITLE);
        await workbench.waitForSquiggle("warning");
        await workbench.waitForNoSquiggle("error");
        await workbench.waitForProblem("correction-not-applied");
        await workbench.screenshot("3-fixed");
      },
    ],
    [
      "the saved file holds the correction and every other byte as it was",
      async () => {
        await workbench.save();
        const saved = readFileSync(file, "utf8");
        if (saved !== corrected) throw new Error(`the file on disk is:\n${saved}`);
      },
    ],
    [
      "undo brings the finding back",
      async () => {
        await workbench.undo();
        await workbench.waitForProblem(incident.MESSAGE);
      },
    ],
    [
      "the hover explains the finding",
      async () => {
        await workbench.hoverOver(incident.INTERVAL_LINE);
        await workbench.waitForHover(incident.OPTIONS);
        await workbench.screenshot("4-hover");
      },
    ],
    [
      "the hover of the bond's name draws the bond",
      async () => {
        const hover = () => workbench.hoverOverWord("cat /proc/net/bonding/bond0", "bond0", 640);
        await hover();
        await workbench.waitForHover("bond0 does not monitor its links");
        await workbench.screenshot("4b-hover-bond", { contrast: true, first: hover });
      },
    ],
    [
      "the lightbulb opens the repair plan",
      async () => {
        await workbench.clickLine(incident.INTERVAL_LINE);
        await workbench.openLightbulb();
        await workbench.chooseAction("Open repair plan");
        await workbench.waitForPage("Repair plan for bond0");
        await workbench.screenshot("5-repair-plan");
      },
    ],
    [
      "the rule's code opens its page",
      async () => {
        await workbench.openRule("no-link-monitoring", "The bond does not monitor its links");
        await workbench.screenshot("6-rule-page");
      },
    ],
  ];
}

/** The same incident as a folder of small files, two of them open. */
async function separateFiles() {
  const { workbench, paths, open } = await openWindow({
    "proc_net_bonding_bond0.txt": incident.dump,
    "ethtool_eno1.txt": incident.ethtool,
  });
  return [
    [
      "in a folder of small files the evidence names the other file",
      async () => {
        await open();
        await workbench.waitForSquiggle("error");
        await workbench.openFileBeside(paths[1]);
        await workbench.openProblems();
        await workbench.waitForProblem("ethtool_eno1.txt");
        await workbench.screenshot("7-folder");
      },
    ],
  ];
}

/** What there is beside the document: the tree, the plan, the walkthrough. */
async function besideTheDocument() {
  const { workbench, open } = await openWindow({ "incident.txt": incident.session });
  return [
    [
      "the view Bonds shows the verdict, and a click goes to the evidence",
      async () => {
        await open();
        await workbench.waitForSquiggle("error");
        await workbench.showBonds("web1", "broken");
        await workbench.expandBond("broken");
        await workbench.showBonds("eno1", "eno2");
        await workbench.waitForBondReadAs("web1, 1 bond");
        await workbench.waitForBondReadAs("bond0, broken, active-backup, no-link-monitoring");
        await workbench.waitForBondReadAs("eno1, active, up, no link");
        await workbench.clickBond("broken");
        await workbench.waitForPosition("(28 selected)");
        await workbench.screenshot("7-bonds", { contrast: true });
      },
    ],
    [
      "the repair plan opens as a page",
      async () => {
        await workbench.run("Bondlint: Open Repair Plan");
        await workbench.waitForPreview("Repair plan for");
        await workbench.screenshot("8-repair-plan");
      },
    ],
    [
      "Show Bond draws the bond in the window's theme",
      async () => {
        await workbench.run("Bondlint: Show Bond");
        await workbench.waitForPicture("Bond bond0", 640);
        await workbench.screenshot("8b-show-bond", { contrast: true, picture: PATH_COLOURS });
      },
    ],
    [
      "the walkthrough is there",
      async () => {
        await workbench.run("Welcome: Open Walkthrough", { asks: true });
        await workbench.pick("Get Started with Bondlint");
        await workbench.waitForText("Read a capture");
        await workbench.screenshot("9-walkthrough");
      },
    ],
  ];
}

/** The incident in the language that Bondlint adds, whose grammar colours it. */
async function colours() {
  const { workbench, open } = await openWindow({ "incident.bondcapture": incident.session });
  return [
    [
      "a bond capture is coloured in every theme",
      async () => {
        await open();
        await workbench.waitForSquiggle("error");
        await workbench.screenshot("10-colours", { contrast: true });
      },
    ],
  ];
}

/** A window whose language is German. */
async function inGerman() {
  const { workbench, open } = await openWindow({ "incident.txt": incident.session }, { language: "de" });
  return [
    [
      "in a German window the commands and the quick fixes are German, and the finding is English",
      async () => {
        await open();
        await workbench.waitForSquiggle("error");
        await workbench.openProblems();
        await workbench.waitForProblem(incident.MESSAGE);
        await workbench.clickLine(incident.INTERVAL_LINE);
        await workbench.openLightbulb();
        await workbench.waitForActions([
          "Korrigierte Optionen kopieren",
          "Befehle zum Anwenden kopieren",
          incident.ARP_TITLE.replace(
            "Insert bond.options to monitor by ARP instead, and add a second target",
            "bond.options einfügen: stattdessen mit ARP überwachen und ein zweites Ziel ergänzen",
          ),
        ]);
        await workbench.screenshot("11-german");
        await workbench.chooseAction("Reparaturplan öffnen");
        await workbench.waitForPage("Repair plan for bond0");
        await workbench.run("Bondlint: Bond anzeigen");
        await workbench.waitForPicture("Bond bond0", 640);
      },
    ],
  ];
}

/** A folder of many sosreports: they are analysed on request, and that can be cancelled. */
async function manyHosts() {
  const HOSTS = 3000;
  const files = { "notes.txt": "Tickets of the week.\n" };
  for (let host = 0; host < HOSTS; host += 1)
    files[`sosreport-h${String(host).padStart(4, "0")}/proc/net/bonding/bond0`] = incident.dump;
  const { workbench, open } = await openWindow(files);
  return [
    [
      "the analysis of a workspace shows its progress, can be cancelled, and keeps what it found",
      async () => {
        await open();
        await workbench.run("Bondlint: Analyze All Captures in Workspace");
        await workbench.cancelProgress(/Analyzing captures.*\d+ hosts/);
        await workbench.openProblems();
        await workbench.waitForProblem("bond0");
        const count = await workbench.problemCount();
        if (!(count > 0 && count < HOSTS)) throw new Error(`${count} problems after the cancellation`);
      },
    ],
    [
      "Clear empties the list",
      async () => {
        await workbench.run("Bondlint: Clear Findings of the Workspace");
        await workbench.waitForNoProblems();
      },
    ],
  ];
}

/** Logs above 50 MB, which are no documents: one is picked in the dialog, the reading of a larger one is cancelled. */
async function largeFile() {
  const noise = "Nov 28 09:13:12 web1 systemd[1]: Started Session 4711 of user root.\n";
  const logOf = (megabytes) => `${noise.repeat((megabytes * 1024 * 1024) / noise.length)}${incident.session}`;
  const files = { "notes.txt": "Tickets of the week.\n", "messages.log": logOf(51), "journal.log": logOf(125) };
  const { workbench, paths, open } = await openWindow(files);
  const [, messages, journal] = paths;
  const analyze = async (path) => {
    await workbench.run("Bondlint: Analyze Capture File", { asks: true });
    await workbench.answerDialog(path);
  };
  return [
    [
      "Analyze Capture File asks for a file, and its Cancel gives it up",
      async () => {
        await open();
        await workbench.run("View: Close All Editors");
        await analyze(journal);
        await workbench.cancelProgress("Analyzing journal.log");
      },
    ],
    [
      "Analyze Capture File reads the file that is picked",
      async () => {
        await analyze(messages);
        await workbench.openProblems();
        await workbench.waitForProblem("messages.log");
        await workbench.waitForProblem(incident.MESSAGE);
      },
    ],
    [
      "in the view Bonds a click goes to the evidence in a file above 50 MB",
      async () => {
        await workbench.showBonds("web1", "broken");
        await workbench.clickBond("broken");
        await workbench.waitForPosition("(28 selected)");
      },
    ],
    [
      "nothing is shown of the file that was given up",
      async () => {
        const count = await workbench.problemCount();
        if (count !== 1) throw new Error(`${count} problems`);
      },
    ],
  ];
}

/** A capture that comes with settings of its own, in a folder that nobody trusts. */
async function restrictedMode() {
  const muted = JSON.stringify({ "bondlint.rules": { "no-link-monitoring": "off" } });
  const { workbench, open } = await openWindow(
    { "incident.txt": incident.session, ".vscode/settings.json": muted },
    { host: careful },
  );
  return [
    [
      "in Restricted Mode the finding is shown, and the folder's settings do not mute it",
      async () => {
        await open();
        await workbench.waitForPosition("Restricted Mode");
        await workbench.waitForSquiggle("error");
        await workbench.openProblems();
        await workbench.waitForProblem(incident.MESSAGE);
      },
    ],
  ];
}
