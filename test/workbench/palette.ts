// The command palette and every other pick list and input box at the top of the workbench.
import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element.ts';
import { until } from './wait.ts';

/** An entry of a pick list. */
export interface Pick {
  readonly label: string;
  readonly description: string;
  /** The second line; empty when there is none. */
  readonly detail: string;
}

/** Opens the palette and chooses from lists. */
export class Palette {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
  }

  /**
   * Runs a command as a user does: F1, its title, Enter. A command that is not offered yet, as while
   * the editor still finds out whether the folder is trusted, is looked for again.
   * @param title with the category, such as "Lockscope: Break Lock...".
   */
  async run(title: string): Promise<void> {
    await this.#find(title);
    await this.choose(title);
  }

  /** Waits until the palette offers a command, half a minute or `timeoutMs`, and closes the palette again. */
  async waitForCommand(title: string, timeoutMs?: number): Promise<void> {
    await this.#find(title, timeoutMs);
    await this.dismiss();
  }

  async #find(title: string, timeoutMs?: number): Promise<void> {
    await until(`the command "${title}"`, () => this.#search(title), (found) => found.includes(title), timeoutMs);
  }

  /** Opens the palette anew, since an open one learns of no new commands. Returns what it offers. */
  async #search(title: string): Promise<readonly string[]> {
    if (await this.#widget.isVisible()) await this.dismiss();
    await this.#page.keyboard.press('F1');
    await this.type(`>${title}`);
    // Something close is always offered, at the latest when nothing fits better.
    const picks = await this.waitForPicks(`commands like "${title}"`, ({ length }) => length > 0);
    return picks.map(({ label }) => label);
  }

  /** The entries showing at this moment; none while no list is open. */
  async picks(): Promise<readonly Pick[]> {
    if (!(await this.#widget.isVisible())) return [];
    return this.#widget.locator('.monaco-list-row').evaluateAll((elements: PageElement[]) => elements.map((row) => {
      const text = (selector: string): string => row.querySelector(selector)?.textContent?.trim() ?? '';
      return {
        label: text('.label-name'),
        description: text('.label-description'),
        detail: text('.quick-input-list-label-meta'),
      };
    }));
  }

  /** Waits until a list is open whose entries are as wanted, and returns them. */
  async waitForPicks(what: string, accept: (picks: readonly Pick[]) => boolean): Promise<readonly Pick[]> {
    return until(what, () => this.picks(), accept);
  }

  /** Waits for the entry with exactly that label in the open list, and chooses it. */
  async choose(label: string): Promise<void> {
    await this.waitForPicks(`an entry "${label}"`, (picks) => picks.some((pick) => pick.label === label));
    const entry = this.#widget.locator('.monaco-list-row').filter({ has: this.#page.getByText(label, { exact: true }) });
    await entry.first().click();
  }

  /** Narrows the open list, or fills the open input box, without accepting. */
  async type(text: string): Promise<void> {
    await this.#widget.locator('input.input').fill(text);
  }

  /** Accepts what is selected or typed. */
  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** Closes the list without choosing. */
  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }
}
