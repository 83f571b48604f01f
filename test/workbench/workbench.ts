// A real workbench with the extension in it, for tests to use as a user does.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { launchChromium } from '../editor/chromium.ts';
import { extensionFolder, ROOT } from '../editor/repository.ts';
import { startServer, type RunningServer } from '../editor/server.ts';
import { NEWEST, type Edition } from '../editor/versions.ts';
import { provisionServer } from '../editor/vscode-server.ts';
import { workbenchUrl } from '../editor/workbench-url.ts';
import { Dialog } from './dialog.ts';
import { Notifications } from './notifications.ts';
import type { PageElement } from './page-element.ts';
import { Palette } from './palette.ts';
import { Tree } from './tree.ts';
import { SHOW_TIMEOUT_MS, until } from './wait.ts';

/** Of the page: see page-element.ts. */
declare function getComputedStyle(element: PageElement, pseudo: string): { readonly content: string };

/** The colour themes that pictures are taken in, with the class that tells the kind of theme in use. */
const THEMES = {
  light: { setting: 'Default Light Modern', mark: 'vs' },
  dark: { setting: 'Default Dark Modern', mark: 'vs-dark' },
  'high-contrast': { setting: 'Default High Contrast', mark: 'hc-black' },
} as const;

/** How long a window may take until all of it is there, in milliseconds: a busy machine needs far more than the usual 6 s. */
const LOAD_TIMEOUT_MS = 90_000;

/** After which time a change of the settings was not heard of, in milliseconds. */
const UNHEARD_MS = 8_000;

/** A command that only a trusted folder has. */
const TRUSTED_COMMAND = 'Lockscope: Break Lock...';

export type Theme = keyof typeof THEMES;

const allThemes: readonly Theme[] = ['light', 'dark', 'high-contrast'];

export interface WorkbenchOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  readonly theme?: Theme;
  /** Which VS Code; the newest without. */
  readonly edition?: Edition;
  /** User settings of this run. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const themeOf = ({ theme = 'light' }: WorkbenchOptions): Theme => theme;
const settingsOf = (options: WorkbenchOptions): Readonly<Record<string, unknown>> => ({ 'workbench.colorTheme': THEMES[themeOf(options)].setting, ...options.settings });

/** A workbench in a browser. Close it in the end, also after a failure. */
export class Workbench {
  /** The page, for what this class has no words for. Webviews: `page.frameLocator(...)`, twice. */
  readonly page: Page;
  readonly palette: Palette;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  /** The view "Locks" of the container Lockscope. */
  readonly locks: Tree;
  /** Closes the browser and ends the server with all that runs in it; of another window that alone. */
  readonly close: () => Promise<void>;
  readonly #server: RunningServer;
  #options: WorkbenchOptions;

  private constructor(page: Page, server: RunningServer, options: WorkbenchOptions, close: () => Promise<void>) {
    this.page = page;
    this.close = close;
    this.#server = server;
    this.#options = options;
    this.palette = new Palette(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.locks = new Tree(page, 'Locks');
  }

  /** Opens the folder and waits until the extension is there and the folder trusted: some 6 s. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const installation = await provisionServer(options.edition ?? NEWEST);
    const server = await startServer(installation, { settings: settingsOf(options), installed: extensionFolder() });
    const browser = await launchChromium();
    const close = async (): Promise<void> => {
      await browser.close();
      await server.stop();
    };
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const workbench = new Workbench(await context.newPage(), server, options, close);
      await workbench.load();
      await workbench.#themed(themeOf(options)).waitFor();
      return workbench;
    } catch (error) {
      await close();
      throw new Error(`the workbench did not open; the server's last lines:\n${server.output()}`, { cause: error });
    }
  }

  /**
   * Opens a workbench for `body` and closes it, whatever happens. When `body` fails, the picture
   * `failed-NAME.png` shows what there was to see.
   */
  static async use(name: string, options: WorkbenchOptions, body: (workbench: Workbench) => Promise<void>): Promise<void> {
    const workbench = await Workbench.open(options);
    try {
      await workbench.pictured(name, body);
    } finally {
      await workbench.close();
    }
  }

  /** Does `body`, and takes the picture `failed-NAME.png` when it fails. */
  async pictured(name: string, body: (workbench: Workbench) => Promise<void>): Promise<void> {
    try {
      await body(this);
    } catch (error) {
      console.log(`The workbench when it failed: ${await this.screenshot(`failed-${name}`)}`);
      throw error;
    }
  }

  /** Loads the window, or loads it anew, and waits until the extension is there and the folder trusted. */
  async load(): Promise<void> {
    this.page.setDefaultTimeout(SHOW_TIMEOUT_MS);
    await this.page.goto(workbenchUrl(this.#server, this.#options.folder));
    await this.#activityIcon.waitFor();
    // Offered once the editor trusts the folder; until then nothing that changes anything works.
    await this.palette.waitForCommand(TRUSTED_COMMAND, LOAD_TIMEOUT_MS);
  }

  /** Opens another window of the same user on the same folder; it has an extension host of its own. */
  async openAnother(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    const another = new Workbench(page, this.#server, this.#options, () => page.close());
    await another.load();
    return another;
  }

  /**
   * Makes this window one of that folder, those settings and that theme, of the VS Code that it has. It is
   * loaded anew for another folder or other settings: in some half of the time that `open` takes.
   */
  async turnTo(options: WorkbenchOptions): Promise<void> {
    const isSame = isDeepStrictEqual([options.folder, options.settings], [this.#options.folder, this.#options.settings]);
    this.#options = options;
    if (isSame) return this.#setTheme(themeOf(options));
    await this.#server.configure(settingsOf(options));
    await this.load();
    return this.#themed(themeOf(options)).waitFor();
  }

  /** Closes what a user has opened: a list or menu, notifications, and editors, of which none may be unsaved. */
  async tidy(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.notifications.clear();
    await this.palette.run('View: Close All Editors');
    await this.page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
  }

  /** Takes `NAME-THEME.png` in every kind of colour theme, and goes back to the light one. */
  async screenshots(name: string): Promise<readonly string[]> {
    const pictures: string[] = [];
    for (const theme of allThemes) {
      await this.#setTheme(theme);
      pictures.push(await this.screenshot(`${name}-${theme}`));
    }
    await this.#setTheme('light');
    return pictures;
  }

  async #setTheme(theme: Theme): Promise<void> {
    const isShown = (): Promise<boolean> => this.#themed(theme).waitFor({ timeout: UNHEARD_MS }).then(() => true, () => false);
    // On a busy machine the editor does not always hear of a change of its settings file.
    for (let tries = 0; tries < 3; tries++) {
      await this.#server.configure(settingsOf({ ...this.#options, theme }));
      if (await isShown()) return;
    }
    await this.#themed(theme).waitFor();
  }

  #themed(theme: Theme): Locator {
    return this.page.locator(`.monaco-workbench.${THEMES[theme].mark}`);
  }

  /** Runs a line in a terminal of the window. Returns at once. */
  async runInTerminal(line: string): Promise<void> {
    await this.palette.run('Terminal: Create New Terminal');
    await this.page.locator('.terminal-wrapper.active .xterm-helper-textarea').first().waitFor({ state: 'attached' });
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }

  get #activityIcon(): Locator {
    return this.page.locator('.activitybar .action-item').filter({ has: this.page.locator('[aria-label^="Lockscope"]') }).first();
  }

  /** Shows the container Lockscope in the side bar. */
  async openLockscope(): Promise<void> {
    const open = this.page.locator('.sidebar .composite.title', { hasText: /lockscope/i });
    if (!(await open.isVisible())) await this.#activityIcon.click();
    await open.waitFor();
    // Left on the icon, the pointer would open its hover over the view.
    await this.page.mouse.move(640, 400);
  }

  /** Shows the explorer and waits until it has that file or folder in a row. */
  async openExplorer(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Shift+E');
    await this.#explorerLabel(name).waitFor();
  }

  /** The letters behind a file or folder in the open explorer, which are drawn by the style sheet; empty for none. */
  async explorerBadge(name: string): Promise<string> {
    const content = await this.#explorerLabel(name).evaluate((label: PageElement) => getComputedStyle(label, '::after').content);
    return content === 'none' ? '' : content.replaceAll('"', '');
  }

  #explorerLabel(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row .monaco-icon-label').filter({ has: this.page.getByText(name, { exact: true }) }).first();
  }

  /** The number on the container's icon in the activity bar; empty when there is none. */
  async badge(): Promise<string> {
    return (await this.#activityIcon.locator('.badge-content').allInnerTexts()).join('').trim();
  }

  /** Waits until the number on the container's icon is that, which may come a moment after the rows. */
  async waitForBadge(text: string): Promise<void> {
    await until(`the badge ${text}`, () => this.badge(), (badge) => badge === text);
  }

  /** The texts of the extension's own entries in the status bar, icons left out. */
  async statusBar(): Promise<readonly string[]> {
    const texts = await this.page.locator('.statusbar-item[id^="lockscope."]:visible').allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** Waits for an entry of the extension in the status bar that contains the text, and clicks it. */
  async clickStatusBar(text: string): Promise<void> {
    await this.page.locator('.statusbar-item[id^="lockscope."]').filter({ hasText: text }).locator('a').click();
  }

  /** The title of the editor in front; empty when none is open. */
  async activeEditor(): Promise<string> {
    return (await this.page.locator('.editor-group-container.active .tab.active .label-name').allInnerTexts()).join('');
  }

  /** The visible text of the text editor in front, with plain spaces. The editor draws no lines beyond the screen. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator('.editor-group-container.active .view-lines').first().innerText();
    return lines.replaceAll('\u00A0', ' ');
  }

  /** Waits until the extension's status bar entries are as wanted. */
  async waitForStatusBar(what: string, accept: (texts: readonly string[]) => boolean): Promise<readonly string[]> {
    return until(what, () => this.statusBar(), accept);
  }

  /**
   * Takes a picture of the whole workbench.
   * @param name without extension; `test/workbench/screenshots/NAME.png` is overwritten.
   * @returns the picture's path.
   */
  async screenshot(name: string): Promise<string> {
    const folder = join(ROOT, 'test', 'workbench', 'screenshots');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }
}
