// The VS Code window: what a user does in it and sees of it. The only place that knows its DOM.
import { basename, dirname, join } from "node:path";

const START_TIMEOUT_MS = 60_000;
const TIMEOUT_MS = 15_000;

const LIGHT = { name: "light", colorScheme: "light", forcedColors: "none", workbench: "vs" };

/** What the browser says of the system, and the theme that the window takes then. */
const THEMES = [
  { name: "dark", colorScheme: "dark", forcedColors: "none", workbench: "vs-dark" },
  LIGHT,
  { name: "contrast-dark", colorScheme: "dark", forcedColors: "active", workbench: "hc-black" },
  { name: "contrast-light", colorScheme: "light", forcedColors: "active", workbench: "hc-light" },
];

/** One window of VS Code in a browser page. */
export class Workbench {
  #page;
  #screenshots;

  /**
   * @param {import("playwright-core").Page} page
   * @param {string} screenshots the folder for screenshots
   */
  constructor(page, screenshots) {
    this.#page = page;
    this.#screenshots = screenshots;
    page.setDefaultTimeout(TIMEOUT_MS);
  }

  async open(address) {
    await this.#page.goto(address);
    await this.#page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: START_TIMEOUT_MS });
    await this.#page.locator(".tab.active").waitFor();
    await this.#hideSideBar();
  }

  /** Hovers over a word of the first line that holds a text, and waits for the picture in the hover. */
  async hoverOverWord(line, word, width) {
    // A hover that is still there would be taken for the new one.
    await this.#page.keyboard.press("Escape");
    const shown = this.#page.locator(".view-line", { hasText: line }).first().locator("> span");
    const box = await shown.boundingBox();
    const text = await shown.innerText();
    const column = text.replaceAll("\u00a0", " ").indexOf(word) + word.length / 2;
    await this.#page.mouse.move(0, 0);
    await this.#page.mouse.move(box.x + (box.width / text.length) * column, box.y + box.height / 2);
    const picture = this.#page.locator(".monaco-hover .hover-row img").first();
    await picture.waitFor();
    const natural = await picture.evaluate((image) => image.decode().then(() => image.naturalWidth));
    if (natural !== width) throw new Error(`the picture in the hover is ${natural} pixels wide`);
  }

  /** Opens a file beside the one that is shown. */
  async openFileBeside(path) {
    await this.#page.keyboard.press("Control+P");
    await this.#page.locator(".quick-input-widget input").first().fill(basename(path));
    await this.#page
      .locator(".quick-input-list .monaco-list-row", { hasText: basename(path) })
      .first()
      .waitFor();
    await this.#page.keyboard.press("Control+Enter");
    await this.#page.locator(".tab.active", { hasText: basename(path) }).waitFor();
  }

  /** @param {"error" | "warning"} severity */
  async waitForSquiggle(severity) {
    await this.#squiggle(severity).waitFor({ timeout: START_TIMEOUT_MS });
  }

  /** @param {"error" | "warning"} severity */
  async waitForNoSquiggle(severity) {
    await this.#squiggle(severity).waitFor({ state: "detached" });
  }

  async openProblems() {
    await this.#page.keyboard.press("Control+Shift+M");
    await this.#problems().first().waitFor();
  }

  /** Waits for a row of the Problems panel that holds the text. */
  async waitForProblem(text) {
    await this.#problems(text).first().waitFor();
  }

  async clickLine(text) {
    await this.#line(text).click();
    await this.#page.keyboard.press("End");
  }

  async openLightbulb() {
    await this.#page.locator(".monaco-editor [class*=gutter-lightbulb]").click();
    await this.#actions().first().waitFor();
  }

  /** Waits for the menu of the lightbulb to hold these entries, in this order. */
  async waitForActions(titles) {
    for (const title of titles) await this.#actions(title).first().waitFor();
    const shown = (await this.#actions().allInnerTexts())
      .map((text) => text.trim())
      .filter((text) => titles.includes(text));
    if (shown.join() !== titles.join()) throw new Error(`the lightbulb offers ${shown.join(" | ")}`);
  }

  async chooseAction(title) {
    await this.#actions(title).first().click();
  }

  async save() {
    await this.#page.locator(".tab.active.dirty").waitFor();
    await this.#page.keyboard.press("Control+S");
    await this.#page.locator(".tab.active.dirty").waitFor({ state: "detached" });
  }

  async undo() {
    await this.#page.keyboard.press("Control+Z");
  }

  async hoverOver(text) {
    await this.#line(text).hover();
  }

  async waitForHover(text) {
    // The message and its evidence come first and may fill the hover.
    await this.#page.locator(".monaco-hover .hover-row").getByText(text).first().scrollIntoViewIfNeeded();
  }

  /** Clicks the rule's id in the Problems panel and waits for its page. */
  async openRule(id, heading) {
    await this.#problems().locator("a", { hasText: id }).first().click();
    // Away from the link, which would show a tooltip.
    await this.#page.locator(".part.editor").hover({ force: true });
    await this.waitForPage(heading);
  }

  /** Waits until the Markdown preview shows a page with this heading. */
  async waitForPage(heading) {
    const preview = this.#page.frameLocator("iframe.webview").frameLocator("#active-frame");
    await preview.locator("h1, h2", { hasText: heading }).first().waitFor();
  }

  /** Runs a command as a person does: by its title in the Command Palette. `asks`: it shows a list to pick from. */
  async run(title, { asks = false } = {}) {
    // A window that is still starting takes the focus away, and the palette closes.
    for (const start = Date.now(); ; ) {
      try {
        await this.#page.keyboard.press("F1");
        await this.#page.locator(".quick-input-widget input").first().fill(`>${title}`, { timeout: 3000 });
        await this.#page
          .locator(".quick-input-list .monaco-list-row", { hasText: title })
          .first()
          .waitFor({ timeout: 3000 });
        break;
      } catch (error) {
        if (Date.now() - start > TIMEOUT_MS * 2) throw error;
      }
    }
    await this.#page.keyboard.press("Enter");
    if (!asks) await this.#page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** Shows the view "Bonds" and waits for a row that holds each of the texts. */
  async showBonds(...texts) {
    await this.run("Explorer: Focus on Bonds View");
    for (const text of texts) await this.#bonds(text).first().waitFor();
  }

  /** Waits for a row of the view "Bonds" that a screen reader reads so. */
  async waitForBondReadAs(label) {
    await this.#page.locator(`.pane [role=treeitem][aria-label="${label}"]`).first().waitFor();
  }

  async clickBond(text) {
    await this.#bonds(text).first().click();
  }

  /** Opens the ports of the first bond. */
  async expandBond(text) {
    await this.#bonds(text).first().locator(".monaco-tl-twistie").click();
  }

  /** Waits for the place in the status bar: `Ln 7, Col 29 (28 selected)`. */
  async waitForPosition(text) {
    await this.#page.locator(".statusbar-item", { hasText: text }).first().waitFor();
  }

  /** Waits for a Markdown preview with this text. */
  async waitForPreview(text) {
    const preview = this.#page.frameLocator("iframe.webview").frameLocator("#active-frame");
    await preview.getByText(text).first().waitFor();
  }

  /** Waits until a Markdown preview shows a picture with this text alternative, in its own width. */
  async waitForPicture(text, width) {
    const preview = this.#page.frameLocator("iframe.webview").frameLocator("#active-frame");
    const picture = preview.locator(`img[alt*="${text}"]`).first();
    const widthOf = async () => {
      await picture.waitFor();
      return picture.evaluate((image) => image.decode().then(() => image.naturalWidth));
    };
    // A preview that shows another page replaces its frame; one that was found just before is gone.
    const shown = await widthOf().catch((error) => {
      if (!/detached/.test(error.message)) throw error;
      return widthOf();
    });
    if (shown !== width) throw new Error(`the picture is ${shown} pixels wide`);
  }

  /** Chooses an entry of the list that a command shows. */
  async pick(text) {
    await this.#page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click();
  }

  /** Answers the dialog that asks for a file with a path, once it shows the folder of the window. */
  async answerDialog(path) {
    const input = this.#page.locator(".quick-input-widget input").first();
    await this.#page.waitForFunction((folder) => {
      const shown = document.querySelector(".quick-input-widget input");
      return shown instanceof HTMLInputElement && shown.value.startsWith(folder);
    }, dirname(path));
    await input.fill(path);
    await this.#page
      .locator(".quick-input-list .monaco-list-row", { hasText: basename(path) })
      .first()
      .click();
    await this.#page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  async waitForText(text) {
    await this.#page.getByText(text).first().waitFor();
  }

  async waitForNoProblems() {
    await this.#page.locator(".markers-panel .monaco-list-row").first().waitFor({ state: "detached" });
  }

  /** Waits for a progress that says so, and presses its Cancel. */
  async cancelProgress(title) {
    const progress = this.#page.locator(".notification-list-item", { hasText: title });
    await progress.first().waitFor();
    await progress.first().hover();
    await progress.getByRole("button", { name: "Cancel" }).click();
    await progress.first().waitFor({ state: "detached" });
  }

  /** How many rows the Problems panel counts in its tab. */
  async problemCount() {
    const badge = this.#page.locator(".panel .action-item.checked .badge-content, .panel .action-item .badge-content");
    return Number((await badge.first().innerText()).replace(/\D/g, ""));
  }

  async expectNoNotification() {
    const texts = await this.#page.locator(".notification-list-item").allInnerTexts();
    if (texts.length > 0) throw new Error(`notifications: ${texts.join(" | ")}`);
  }

  /**
   * Saves the window in the light and in the dark theme; it follows the browser's colour scheme. `contrast`: and in those of
   * high contrast, which it takes where the system forces its colours. `picture`: for each theme a colour in which the
   * picture of the Markdown preview is drawn then, which is waited for. `first`: what is done anew in each theme.
   */
  async screenshot(name, { contrast = false, picture = {}, first = async () => {} } = {}) {
    for (const theme of THEMES) {
      if (theme.forcedColors === "active" && !contrast) continue;
      await this.#showTheme(theme);
      await first();
      if (picture[theme.name]) await this.#pictureIn(picture[theme.name]).waitFor();
      const path = join(this.#screenshots, `${name}-${theme.name}.png`);
      await this.#page.screenshot({ path, animations: "disabled" });
    }
    await this.#showTheme(LIGHT);
  }

  /** Shows the window in a theme. */
  async #showTheme({ colorScheme, forcedColors, workbench }) {
    await this.#page.emulateMedia({ colorScheme, forcedColors });
    await this.#page.locator(`.monaco-workbench.${workbench}`).waitFor();
  }

  /** The picture of the Markdown preview, where it is drawn in a colour. */
  #pictureIn(colour) {
    const preview = this.#page.frameLocator("iframe.webview").frameLocator("#active-frame");
    return preview.locator(`img[src*="${colour.replace("#", "%23")}"]`).first();
  }

  async #hideSideBar() {
    const sideBar = this.#page.locator(".part.sidebar");
    if (!(await sideBar.isVisible())) return;
    await this.#page.keyboard.press("Control+B");
    await sideBar.waitFor({ state: "hidden" });
  }

  #squiggle(severity) {
    return this.#page.locator(`.monaco-editor .squiggly-${severity}`).first();
  }

  #problems(text = "") {
    return this.#page.locator(".markers-panel .monaco-list-row", { hasText: text });
  }

  #bonds(text) {
    return this.#page.locator(".pane", { hasText: "Bonds" }).locator(".monaco-list-row", { hasText: text });
  }

  #actions(title = "") {
    return this.#page.locator(".action-widget .monaco-list-row.action", { hasText: title });
  }

  /** Editors show blanks as no-break spaces. */
  #line(text) {
    const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s");
    return this.#page.locator(".monaco-editor .view-line > span > span", { hasText: new RegExp(pattern) }).first();
  }
}
