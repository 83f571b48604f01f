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
   * Runs a command as a user does: F1, its title, Enter.
   * @param title with the category, such as "Lockscope: Break Lock...".
   */
  async run(title: string): Promise<void> {
    await this.#page.keyboard.press('F1');
    await this.#widget.locator('input.input').fill(`>${title}`);
    await this.choose(title);
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
