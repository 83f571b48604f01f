// The measured runs, as a user sees and uses them: with real processes on real files.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { until } from './wait.ts';
import { Workbench } from './workbench.ts';

const measureMs = 90_000;

/** The page as a user goes about it. */
class MeasuredRuns {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get page(): FrameLocator {
    return this.#workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }

  action(name: string): Locator {
    return this.page.locator(`[data-action="${name}"]`);
  }

  row(strategy: string, actors: number): Locator {
    return this.page.locator(`.results-table tr[data-run="${strategy}/${actors}"]`);
  }

  /** Chooses these strategies alone. */
  async choose(...strategies: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'None', exact: true }).click();
    for (const strategy of strategies) await this.page.locator(`input[data-strategy="${strategy}"]`).check();
  }

  async fill(field: string, text: string): Promise<void> {
    await this.page.locator(`input[data-field="${field}"]`).fill(text);
  }

  async rows(count: number): Promise<void> {
    await until(`${count} results`, () => this.page.locator('.results-table tbody tr').count(), (seen) => seen === count, measureMs);
  }

  /** What went wrong in the page, its own policy included. */
  async failures(): Promise<string | null> {
    return this.page.locator('main').getAttribute('data-failed');
  }
}

suite('The measured runs in the workbench', () => {
  after(releaseAll);

  test('are started by keyboard, watched, read as table and charts, replayed in the model, exported, cancelled, and outlive a hidden tab and a reload', async () => {
    const folder = await temporaryFolder('runs');
    await Workbench.use('race-runs', { folder }, async (workbench) => {
      const runs = new MeasuredRuns(workbench);
      await workbench.palette.run('View: Toggle Primary Side Bar Visibility');
      await workbench.palette.run('Lockscope: Measure Race Strategies...');
      await runs.action('measure-first').waitFor();
      await workbench.screenshot('race-runs-empty');

      await runs.choose('none', 'file-lock', 'flock');
      await runs.fill('seconds', '1');
      await runs.fill('actors', '1, 3');
      assert.match(await runs.page.locator('.planned').innerText(), /^6 runs, about \d+ s$/);
      await workbench.page.keyboard.press('Enter');
      await runs.page.locator('.run.is-running .so-far', { hasText: 'operations' }).first().waitFor();
      await until('how long it takes altogether', () => runs.page.locator('.whole').innerText(), (words) => /of 6 runs, \d+ s left/.test(words));
      await workbench.screenshot('race-runs-running');
      await runs.rows(6);
      await runs.action('cancel').waitFor({ state: 'hidden' });

      assert.match(await runs.row('none', 3).innerText(), /broken/);
      for (const strategy of ['file-lock', 'flock']) assert.match(await runs.row(strategy, 3).innerText(), /kept/);
      for (const chart of ['throughput', 'latency', 'fairness', 'cpu']) assert.equal(await runs.page.locator(`figure[data-chart="${chart}"] .series`).count(), 3, chart);
      await runs.page.getByRole('button', { name: 'Ops/s' }).click();
      assert.equal(await runs.page.locator('th.column-throughput').getAttribute('aria-sort'), 'descending');
      const speeds = await runs.page.locator('.results-table td.column-throughput').allInnerTexts();
      const numbers = speeds.map((text) => Number(text.replaceAll(',', '')));
      assert.deepEqual(numbers, numbers.toSorted((one, other) => other - one));
      assert.match(await runs.page.locator('.explanation').first().innerText(), /^Lost update/);
      await workbench.screenshots('race-runs-done');

      await runs.action('export').click();
      const file = join(folder, 'measured.csv');
      // What is typed before it has proposed a name, it takes for part of that.
      await until('a proposed name', () => workbench.page.locator('.quick-input-widget input.input').inputValue(), (proposed) => proposed.endsWith('lockscope-runs.md'));
      await workbench.palette.type(file);
      await workbench.palette.accept();
      const csv = await until('the exported file', () => readFile(file, 'utf8').catch(() => ''), (text) => text !== '');
      assert.equal(csv.trimEnd().split('\n').length, 7);

      await runs.fill('seconds', '60');
      await runs.action('start').click();
      await runs.page.locator('.run.is-running .so-far', { hasText: 'operations' }).first().waitFor();
      // It goes on while another tab is in front.
      await workbench.palette.run('File: New Untitled Text File');
      await workbench.page.locator('.editor-group-container.active .view-lines').waitFor();
      await workbench.palette.run('View: Close Editor');
      await runs.page.locator('.run.is-running .so-far', { hasText: 'operations' }).first().waitFor();
      await runs.action('cancel').click();
      await runs.action('cancel').waitFor({ state: 'hidden' });
      await until('all runs cancelled', () => runs.page.locator('.run.is-cancelled').count(), (count) => count === 6);

      assert.equal(await runs.failures(), null);
      await workbench.page.evaluate('globalThis.isOld = true');
      await workbench.palette.run('Developer: Reload Window');
      await workbench.page.waitForFunction('globalThis.isOld === undefined');
      await runs.page.locator('[data-earlier]').first().click({ timeout: measureMs });
      await runs.rows(6);
      await runs.action('replay').first().scrollIntoViewIfNeeded();
      await runs.action('replay').first().click();
      // In the order in which it was lost, which has four steps.
      await runs.page.getByText('an increment is lost').first().waitFor();
      assert.match(await runs.page.locator('body').innerText(), /of 4 steps/);

      // And from there back.
      await runs.action('measure').click();
      await runs.action('start').waitFor();
      assert.equal(await runs.page.locator('#scenario').inputValue(), 'counter');
      await until('the place where its reader was', () => runs.page.locator('.outcome').evaluate((outcome: { readonly scrollTop: number }) => outcome.scrollTop), (top) => top > 100);
    });
  });
});
