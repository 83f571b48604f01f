// The timeline of locks that real processes hold and wait for, as a user sees and uses it.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { clientCode, openPage } from '../bench/timeline-page.ts';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { cannotLock, Locker } from '../real/contention/locker.ts';
import { until } from './wait.ts';
import { Workbench } from './workbench.ts';

/** The page in the tab in front. */
function pageIn({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

/** As the editor's own command does it, upon which it writes down what it keeps. */
async function reload({ page, palette }: Workbench): Promise<void> {
  await page.evaluate('globalThis.isOld = true');
  await palette.run('Developer: Reload Window');
  await page.waitForFunction('globalThis.isOld === undefined');
}

/** The page as a user goes about it. */
class Contention {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get page(): FrameLocator {
    return pageIn(this.#workbench);
  }

  /** What is said about the bar that is chosen. */
  details(): Promise<string> {
    return this.page.locator('.details').innerText();
  }

  /** Presses a key on the timeline until a bar is chosen of which that is said. */
  async press(key: string, shown: string): Promise<string> {
    return until(`${shown} after ${key}`, async () => {
      await this.page.locator('canvas').focus();
      await this.#workbench.page.keyboard.press(key);
      return this.details();
    }, (text) => text.includes(shown));
  }

  async pressed(name: string): Promise<boolean> {
    return (await this.page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed')) === 'true';
  }

  /** What went wrong in the page, its own policy included. */
  async failures(): Promise<string | null> {
    return this.page.locator('main').getAttribute('data-failed');
  }
}

suite('The page of the contention by itself', () => {
  after(releaseAll);

  test('moves once a second where motion is to be reduced', async () => {
    const { page, close } = await openPage();
    try {
      await page.evaluate(await clientCode());
      await page.clock.install();
      await page.evaluate('globalThis.frames = 0; const ask = requestAnimationFrame; globalThis.requestAnimationFrame = (run) => { globalThis.frames += 1; return ask(run); };');
      const framesIn = async (ms: number): Promise<number> => {
        const before = Number(await page.evaluate('globalThis.frames'));
        await page.clock.runFor(ms);
        return Number(await page.evaluate('globalThis.frames')) - before;
      };
      const loading = page.evaluate('lockscopeBench.load(500)');
      await page.clock.runFor(1000);
      await loading;
      // A timeline of a minute that follows moves by a pixel about fifteen times a second.
      assert.ok((await framesIn(10_000)) > 60);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.clock.runFor(1000);
      const frames = await framesIn(10_000);
      assert.ok(frames >= 5 && frames <= 12, `${frames} frames in 10 s`);
    } finally {
      await close();
    }
  });

  test('has room for its timeline and no sideways scrolling in a narrow panel, also with something to tell', async () => {
    const { page, close } = await openPage();
    try {
      await page.setViewportSize({ width: 300, height: 500 });
      await page.evaluate(await clientCode());
      await page.evaluate('lockscopeBench.load(500)');
      const sentence = `Not all is seen: ${'a-very-long-name/'.repeat(20)}`;
      await page.evaluate(`dispatchEvent(new MessageEvent('message', { data: { is: 'trouble', sentence: ${JSON.stringify(sentence)} } }))`);
      assert.equal(await page.getByRole('status').filter({ hasText: 'Not all is seen' }).innerText(), sentence);
      const canvas = await page.locator('canvas').boundingBox();
      assert.ok(canvas !== null && canvas.height >= 200, JSON.stringify(canvas));
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 300);
    } finally {
      await close();
    }
  });
});

suite('The contention in the workbench', { skip: cannotLock }, () => {
  after(releaseAll);

  test('shows holders, waiters and a deadlock in every kind of colour theme, is used by keyboard, and outlives a reload', async () => {
    const folder = await temporaryFolder('contention');
    await mkdir(path.join(folder, 'data'));
    const [orders = '', stock = ''] = ['orders.db', 'stock.db'].map((name) => path.join(folder, 'data', name));
    for (const file of [orders, stock]) await writeFile(file, '');
    const [a, b, c] = [new Locker(), new Locker(), new Locker()];
    try {
      await Workbench.use('contention', { folder }, async (workbench) => {
        const shown = new Contention(workbench);
        await workbench.palette.run('Lockscope: Show Contention');
        await shown.page.getByText('No lock was held or waited for').waitFor();
        await workbench.screenshots('contention-idle');

        const pace = { holdMs: 40, gapMs: 25, count: 20 };
        await Promise.all([a.cycle(orders, 'flock', pace), b.cycle(orders, 'flock', pace), c.cycle(stock, 'flock', pace)]);
        await a.lock(orders, 'flock');
        await b.lock(stock, 'flock');
        const waiting = c.lock(orders, 'flock').catch(() => undefined);
        await until('a row for each lock', () => shown.page.locator('tbody th').allInnerTexts(), (names) => names.toSorted().join() === 'data/orders.db,data/stock.db');
        const row = shown.page.locator('tbody tr', { hasText: 'orders.db' });
        // How many of them can be seen on a busy machine is for the bench to say.
        const holds = (cells: string): number => Number(/orders\.db\s+(?:≥ )?(\d+)\s/.exec(cells)?.[1]);
        await until('most of its 41 holds', () => row.innerText(), (cells) => holds(cells) >= 30 && holds(cells) <= 41);

        // Which of the two rows is the upper one depends on which was seen first.
        const first = await shown.press('ArrowDown', 'data/');
        if (!first.includes('data/orders.db')) await shown.press('ArrowDown', 'data/orders.db');
        const details = await shown.press('End', 'waits for data/orders.db');
        assert.match(details, new RegExp(`Blocked by\\s+.*\\(${a.pid}\\)`));
        await workbench.page.keyboard.press('0');
        await workbench.screenshots('contention-busy');
        await shown.press('Enter', `(${a.pid}) holds data/orders.db`);
        assert.match(await shown.page.locator('.spoken[role=status]').innerText(), /holds data\/orders\.db, .* so far/);

        const stuck = [a.lock(stock, 'flock'), b.lock(orders, 'flock')].map((lock) => lock.catch(() => undefined));
        const banner = shown.page.locator('.banner.deadlock');
        await banner.waitFor();
        for (const { pid } of [a, b]) assert.match(await banner.innerText(), new RegExp(`\\(${pid}\\)`));
        await workbench.notifications.waitFor('Deadlock');
        await workbench.notifications.clear();
        await shown.page.getByRole('button', { name: 'Show All' }).click();
        await workbench.screenshots('contention-deadlock');
        await shown.page.getByRole('button', { name: 'Wait-for Graph' }).click();
        await shown.page.locator('.graph .ring').waitFor();
        await workbench.screenshots('contention-graph');

        await shown.page.getByRole('button', { name: 'Timeline' }).click();
        await shown.page.getByRole('button', { name: 'By Process' }).click();
        await shown.page.getByPlaceholder('Filter').fill('stock');
        await until('one row', () => shown.page.locator('tbody th').allInnerTexts(), (names) => names.join() === 'data/stock.db');
        assert.equal(await shown.failures(), null);
        await reload(workbench);
        await until('the tab as it was', () => shown.pressed('By Process').catch(() => false), Boolean, 90_000);
        assert.equal(await shown.page.getByPlaceholder('Filter').inputValue(), 'stock');
        const before = shown.page.locator('tbody tr', { hasText: 'stock.db' });
        await until('holds that ended before the reload', () => before.innerText().catch(() => ''), (cells) => Number(/stock\.db\s+(?:≥ )?(\d+)\s/.exec(cells)?.[1]) >= 10);
        assert.equal(await shown.failures(), null);
        await Promise.all([a, b, c].map((locker) => locker[Symbol.asyncDispose]()));
        await Promise.allSettled([waiting, ...stuck]);
      });
    } finally {
      for (const locker of [a, b, c]) await locker[Symbol.asyncDispose]();
    }
  });
});
