// A tree view in the side bar, as a user and as a screen reader see it.
import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element.ts';
import { until } from './wait.ts';

/** After which time a menu that does not show is opened once more, in milliseconds. */
const MENU_TIMEOUT_MS = 5000;

/** A row that is visible. The editor draws no others: what is scrolled out or collapsed is not there. */
export interface TreeRow {
  readonly label: string;
  /** The grey text behind the label; empty when there is none. */
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** 1 for the top level. */
  readonly level: number;
  /** Undefined for a row that cannot have children. */
  readonly expanded: boolean | undefined;
}

/** The rows of one view in the open view container. */
export class Tree {
  readonly #page: Page;
  readonly #pane: Locator;

  /** @param title the view's name, as its header shows it. */
  constructor(page: Page, title: string) {
    this.#page = page;
    this.#pane = page.locator('.sidebar .pane').filter({ has: page.locator('.pane-header', { hasText: title }) });
  }

  /** The rows as they are drawn at this moment, from top to bottom. */
  async rows(): Promise<readonly TreeRow[]> {
    const drawn = await this.#pane.locator('.monaco-list-row').evaluateAll(readRows);
    // The editor reuses elements, so their order in the page is not the order on the screen.
    return drawn.sort((a, b) => a.top - b.top).map(({ row }) => row);
  }

  /**
   * Waits until the rows are as wanted and returns them.
   * @param what says what is waited for, such as "the killed git's lock to be stale".
   * @throws an error with the rows seen last, after half a minute or `timeoutMs`.
   */
  async waitFor(what: string, accept: (rows: readonly TreeRow[]) => boolean, timeoutMs?: number): Promise<readonly TreeRow[]> {
    return until(what, () => this.rows(), accept, timeoutMs);
  }

  /** Clicks the first row with that label: selects it and runs its command. */
  async click(label: string): Promise<void> {
    await this.#row(label).click();
  }

  /** Opens the first row with that label. Its children may come a moment later: wait for them. */
  async expand(label: string): Promise<void> {
    await this.#toggle(label, true);
  }

  /** Closes the first row with that label. */
  async collapse(label: string): Promise<void> {
    await this.#toggle(label, false);
  }

  async #toggle(label: string, expanded: boolean): Promise<void> {
    const state = async (): Promise<boolean> => (await this.rows()).find((row) => row.label === label)?.expanded === expanded;
    if (await state()) return;
    await this.#row(label).locator('.monaco-tl-twistie').click();
    await until(`${label} to ${expanded ? 'open' : 'close'}`, state, Boolean);
  }

  /**
   * Clicks one of the buttons that a row shows while the pointer is over it, once it is enabled.
   * A row that the view redraws in that very moment is none to the editor, and its command asks
   * which lock is meant: then, as a user would, it leaves the question and clicks again.
   * @param action the button's label, such as "Break Lock...".
   * @param shown what the click is to open.
   */
  async clickInlineAction(label: string, action: string, shown: Locator): Promise<void> {
    const question = this.#page.locator('.quick-input-widget:visible');
    await until(`${action} of ${label}`, async () => {
      const row = this.#row(label);
      await row.hover();
      await row.locator(`.actions .action-label:not(.disabled)[aria-label^="${action}"]`).click();
      await shown.or(question).first().waitFor();
      if (await shown.isVisible()) return true;
      await this.#page.keyboard.press('Escape');
      await question.waitFor({ state: 'hidden' });
      return false;
    }, Boolean);
  }

  /** Chooses an entry of a row's context menu. */
  async chooseFromMenu(label: string, entry: string): Promise<void> {
    await this.#row(label).click({ button: 'right' });
    await this.#page.locator('.monaco-menu .action-menu-item').filter({ hasText: entry }).first().click();
  }

  /** Clicks a button in the view's header, which it shows while the pointer is over it. */
  async clickTitleAction(action: string): Promise<void> {
    const header = this.#pane.locator('.pane-header');
    await header.hover();
    await header.locator(`.action-label[aria-label^="${action}"]`).first().click();
  }

  /** Opens the menu in the view's header, and a submenu of it. Returns the entries of the submenu. */
  async openTitleMenu(submenu: string): Promise<readonly string[]> {
    const header = this.#pane.locator('.pane-header');
    const item = this.#page.locator('.monaco-menu .action-menu-item').filter({ hasText: submenu }).first();
    // A header that is drawn anew in this moment takes its menu away with it.
    const open = async (): Promise<boolean> => {
      await header.hover();
      await header.locator('.codicon-toolbar-more').click();
      return item.waitFor({ timeout: MENU_TIMEOUT_MS }).then(() => true, () => false);
    };
    await until('the menu of the view', open, (isOpen) => isOpen);
    await item.hover();
    const entries = this.#page.locator('.monaco-submenu .action-menu-item');
    await entries.first().waitFor();
    return (await entries.allInnerTexts()).map((text) => text.trim());
  }

  /** Chooses an entry of the submenu that is open. */
  async chooseFromSubmenu(entry: string): Promise<void> {
    await this.#page.locator('.monaco-submenu .action-menu-item').filter({ hasText: entry }).first().click();
  }

  /** What the view says above its rows; empty for nothing. */
  async message(): Promise<string> {
    return (await this.#pane.locator('.tree-explorer-viewlet-tree-view .message').allInnerTexts()).join('\n').trim();
  }

  /** Scrolls to the last row, as the key End does. */
  async goToEnd(): Promise<void> {
    await this.#pane.locator('.monaco-list').first().focus();
    await this.#page.keyboard.press('End');
  }

  /** The welcome text that the view shows in place of rows; empty while it shows rows. */
  async welcomeText(): Promise<string> {
    const texts = await this.#pane.locator('.welcome-view-content').allInnerTexts();
    return texts.join('\n').trim();
  }

  #row(label: string): Locator {
    return this.#pane.locator('.monaco-list-row').filter({ has: this.#page.getByText(label, { exact: true }) }).first();
  }
}

/** Runs in the page, all at once, so that no row is read half before and half after a change. */
function readRows(elements: PageElement[]): { top: number; row: TreeRow }[] {
  return elements.map((element) => {
    const text = (selector: string): string => element.querySelector(selector)?.textContent?.trim() ?? '';
    const expanded = element.getAttribute('aria-expanded');
    const row = {
      label: text('.label-name'),
      description: text('.label-description'),
      ariaLabel: element.getAttribute('aria-label') ?? '',
      level: Number(element.getAttribute('aria-level')),
      expanded: expanded === null ? undefined : expanded === 'true',
    };
    return { top: Number(/top:\s*(-?[\d.]+)px/.exec(element.getAttribute('style') ?? '')?.[1] ?? 0), row };
  });
}
