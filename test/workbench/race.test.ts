// The race lab, as a user sees and uses it.
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { until } from './wait.ts';
import { Workbench } from './workbench.ts';

/** The page as a user goes about it. */
class RaceLab {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get page(): FrameLocator {
    return this.#workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }

  /** What was found, of the first side or the second. */
  verdict(side = 0): Locator {
    return this.page.locator('.told').nth(side);
  }

  blocks(side = 0): Locator {
    return this.page.locator('.lanes').nth(side).locator('.block');
  }

  async press(key: string): Promise<void> {
    await this.#workbench.page.keyboard.press(key);
  }

  async spoken(text: string): Promise<string> {
    return until(`"${text}" read out`, () => this.page.locator('.spoken').innerText(), (words) => words.includes(text));
  }

  /** Chooses who goes next, and waits until it has. */
  async choose(actor: string): Promise<void> {
    const done = await this.blocks().count();
    await this.page.locator('.choices:not(.is-stale) .choice').filter({ has: this.page.locator('.who', { hasText: actor }) }).click();
    await until(`a step of ${actor}`, () => this.page.locator('.position').first().innerText(), (position) => position !== `Step ${done} of ${done}`);
  }

  /** What went wrong in the page, its own policy included. */
  async failures(): Promise<string | null> {
    return this.page.locator('main').getAttribute('data-failed');
  }
}

/** As the editor's own command does it, upon which it writes down what it keeps. */
async function reload({ page, palette }: Workbench): Promise<void> {
  await page.evaluate('globalThis.isOld = true');
  await palette.run('Developer: Reload Window');
  await page.waitForFunction('globalThis.isOld === undefined');
}

suite('The race lab in the workbench', () => {
  after(releaseAll);

  test('finds the lost update, is stepped and played with by keyboard, proves the repair, and outlives a reload', async () => {
    await Workbench.use('race', { folder: await temporaryFolder('race') }, async (workbench) => {
      const lab = new RaceLab(workbench);
      await workbench.palette.run('View: Toggle Primary Side Bar Visibility');
      await workbench.palette.run('Lockscope: Open Race Lab');
      await lab.page.getByRole('button', { name: 'Two processes count in one file' }).click();
      await lab.verdict().filter({ hasText: 'FAILED' }).waitFor();
      assert.match(await lab.verdict().innerText(), /lost.*shortest failure: 4 steps, 1 preemption\./i);
      await until('four steps', () => lab.blocks().count(), (count) => count === 4);

      await lab.press('ArrowRight');
      await lab.spoken('Step 1 of 4: A: ');
      await lab.press('f');
      await lab.spoken('Step 4 of 4');
      assert.match(await lab.page.locator('.run-end.broken').innerText(), /Here the promise is broken\. .*11, not 12/);
      const done = lab.page.locator('.line.is-done', { hasText: 'yield' });
      await done.waitFor();
      await until('the line in sight', () => Promise.all([done.boundingBox(), lab.page.locator('.listing').boundingBox()]), ([line, listing]) => line !== null && listing !== null && line.y >= listing.y && line.y + line.height <= listing.y + listing.height);
      await workbench.screenshots('race-failed');

      // Whoever read first writes before the other reads.
      await lab.press('Home');
      await lab.press('ArrowRight');
      await lab.spoken('Step 1 of 4: A: ');
      await lab.page.locator('.choices:not(.is-stale) .as-shown').waitFor();
      await lab.press('1');
      await lab.spoken('Step 2 of 2: A: ');
      await lab.choose('B');
      await lab.choose('B');
      await lab.page.getByText('You did not break it: the promise held.').waitFor();
      assert.match(await lab.page.locator('tr.is-changed').innerText(), /11.*→.*12/);
      await lab.page.getByRole('button', { name: 'Back to the Failure' }).click();
      await lab.page.locator('.run-end.broken').waitFor();

      await lab.page.getByRole('button', { name: 'Happens-Before' }).click();
      await lab.page.locator('.arrows path.tip').first().waitFor();
      await lab.page.getByRole('button', { name: 'Compare' }).click();
      await lab.verdict(1).filter({ hasText: 'PROVED' }).waitFor();
      const second = lab.page.locator('.side').nth(1);
      for (const steps of [1, 2, 3]) {
        await second.locator('.choices:not(.is-stale) .choice').first().click();
        await until('a step of the repaired variant', () => lab.blocks(1).count(), (count) => count === steps);
      }
      await second.locator('.bar.is-hold').first().waitFor();
      await workbench.screenshots('race-compare');

      assert.equal(await lab.failures(), null);
      await reload(workbench);
      await until('both sides as they were', () => lab.page.locator('.told').allInnerTexts().catch(() => []), (texts) => texts.length === 2 && texts[0]?.includes('FAILED') === true && texts[1]?.includes('PROVED') === true, 90_000);
      await until('the step as it was', () => lab.page.locator('.position').first().innerText().catch(() => ''), (position) => position === 'Step 4 of 4');

      await lab.page.getByRole('button', { name: 'Open as Text' }).first().click();
      const text = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
      await text.locator('h1', { hasText: 'read-add-write' }).waitFor();
      assert.equal(await text.locator('tbody tr').count(), 4);
    });
  });
});
