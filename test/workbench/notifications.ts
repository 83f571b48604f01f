// The notifications in the corner of the workbench.
import type { Page } from 'playwright-core';
import type { PageElement } from './page-element.ts';
import { until } from './wait.ts';

/** A notification that is showing. */
export interface Notification {
  readonly message: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly buttons: readonly string[];
}

const TOAST = '.notifications-toasts .notification-list-item';

/** Reads and answers what the workbench notifies of. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The notifications showing at this moment, the newest first. */
  async all(): Promise<readonly Notification[]> {
    return this.#page.locator(TOAST).evaluateAll((elements: PageElement[]) => elements.map((toast) => {
      const icons = toast.querySelector('.notification-list-item-icon')?.className ?? '';
      const severity = icons.includes('error') ? 'error' : icons.includes('warning') ? 'warning' : 'info';
      return {
        message: toast.querySelector('.notification-list-item-message')?.textContent?.trim() ?? '',
        severity,
        buttons: [...toast.querySelectorAll('.notification-list-item-buttons-container .monaco-text-button')].map(
          (button) => button.textContent?.trim() ?? '',
        ),
      } as const;
    }));
  }

  /**
   * Waits for a notification whose message contains the text.
   * @throws an error with those that were showing, after half a minute.
   */
  async waitFor(text: string): Promise<Notification> {
    const has = (one: Notification): boolean => one.message.includes(text);
    const seen = await until(`a notification with "${text}"`, () => this.all(), (all) => all.some(has));
    const found = seen.find(has);
    if (found === undefined) throw new Error(`no notification with "${text}"`);
    return found;
  }

  /** Waits for the notification and clicks the button with that text on it. */
  async click(text: string, button: string): Promise<void> {
    await this.waitFor(text);
    const toast = this.#page.locator(TOAST).filter({ hasText: text }).first();
    await toast.locator('.monaco-text-button').filter({ hasText: button }).first().click();
  }

  /** Closes all notifications, those with unanswered questions too. */
  async clear(): Promise<void> {
    const toasts = this.#page.locator(TOAST);
    while ((await toasts.count()) > 0) {
      const toast = toasts.first();
      const before = await toasts.count();
      await toast.hover();
      await toast.locator('.action-label.codicon-notifications-clear').click();
      await until('a notification to go', () => toasts.count(), (count) => count < before);
    }
  }
}
