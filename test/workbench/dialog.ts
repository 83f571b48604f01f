// The modal dialog in the middle of the workbench.
import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element.ts';
import { until } from './wait.ts';

/** What a modal dialog says. */
export interface DialogText {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** The button that Enter presses; empty when none has the focus. */
  readonly focused: string;
}

/** Reads and answers modal dialogs. */
export class Dialog {
  /** The dialog itself, there or not. */
  readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a dialog and reads it. */
  async read(): Promise<DialogText> {
    await this.box.waitFor();
    return this.box.evaluate((dialog: PageElement) => {
      const text = (selector: string): string => dialog.querySelector(selector)?.textContent?.trim() ?? '';
      return {
        message: text('.dialog-message-text') || text('.dialog-message'),
        detail: text('.dialog-message-detail'),
        buttons: [...dialog.querySelectorAll('.dialog-buttons .monaco-text-button')].map((button) => button.textContent?.trim() ?? ''),
        focused: text('.monaco-text-button:focus'),
      };
    });
  }

  /** Waits for a dialog, clicks the button with that text and waits until that dialog is gone; another may take its place at once. */
  async click(button: string): Promise<void> {
    const message = this.box.locator('.dialog-message-text');
    const [asked = ''] = await message.allInnerTexts();
    await this.box.locator('.monaco-text-button').filter({ hasText: button }).first().click();
    await until(`the dialog "${asked}" to go`, () => message.allInnerTexts(), (shown) => !shown.includes(asked));
  }
}
