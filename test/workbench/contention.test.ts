// The timeline of locks that real processes hold and wait for, as a user sees and uses it.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { cannotLock, Locker } from '../real/contention/locker.ts';
import { until } from './wait.ts';
import { Workbench } from './workbench.ts';

/** The page in the tab in front. */
function pageIn({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

async function names(page: FrameLocator): Promise<string> {
  return (await page.locator('tbody th').allInnerTexts()).join();
}

suite('The contention in the workbench', { skip: cannotLock }, () => {
  after(releaseAll);

  test('says what it is for while nothing is held, in every kind of colour theme', async () => {
    await Workbench.use('contention-idle', { folder: await temporaryFolder('idle') }, async (workbench) => {
      await workbench.palette.run('Lockscope: Show Contention');
      await pageIn(workbench).getByText('No lock was held or waited for').waitFor();
      await workbench.screenshots('contention-idle');
    });
  });

  test('shows holders, waiters and a deadlock, and is used by keyboard', async () => {
    const folder = await temporaryFolder('contention');
    await mkdir(path.join(folder, 'data'));
    const [orders = '', stock = ''] = ['orders.db', 'stock.db'].map((name) => path.join(folder, 'data', name));
    for (const file of [orders, stock]) await writeFile(file, '');
    const [a, b, c] = [new Locker(), new Locker(), new Locker()];
    try {
      await Workbench.use('contention', { folder }, async (workbench) => {
        await workbench.palette.run('Lockscope: Show Contention');
        const page = pageIn(workbench);
        await page.getByText('No lock was held or waited for').waitFor();
        const pace = { holdMs: 40, gapMs: 25, count: 20 };
        await Promise.all([a.cycle(orders, 'flock', pace), b.cycle(orders, 'flock', pace), c.cycle(stock, 'flock', pace)]);
        await a.lock(orders, 'flock');
        await b.lock(stock, 'flock');
        const waiting = c.lock(orders, 'flock').catch(() => undefined);
        await until('a row for each lock', () => names(page), (shown) => shown.includes('data/orders.db') && shown.includes('data/stock.db'));

        await page.locator('canvas').focus();
        const facts = page.locator('.details');
        const press = (key: string, shown: string): Promise<string> => until(`${shown} after ${key}`, async () => {
          await workbench.page.keyboard.press(key);
          return facts.innerText();
        }, (text) => text.includes(shown));
        // Which of the two rows is the upper one depends on which was seen first.
        const first = await press('ArrowDown', 'data/');
        if (!first.includes('data/orders.db')) await press('ArrowDown', 'data/orders.db');
        await press('End', 'waits for data/orders.db');
        assert.match(await facts.innerText(), new RegExp(`Blocked by\\s+.*\\(${a.pid}\\)`));
        await workbench.page.keyboard.press('0');
        const ordersRow = page.locator('tbody tr', { hasText: 'orders.db' });
        await until('its 41 holds, or all but two', () => ordersRow.innerText(), (row) => /orders\.db\s+(39|40|41)\s/.test(row));
        await workbench.screenshots('contention-busy');
        await page.locator('canvas').focus();
        await workbench.page.keyboard.press('Enter');
        await until('the blocker', () => facts.innerText(), (shown) => shown.includes(`(${a.pid}) holds data/orders.db`));
        assert.equal(await page.locator('.spoken[role=status]').innerText() === '', false);

        const stuck = [a.lock(stock, 'flock'), b.lock(orders, 'flock')].map((lock) => lock.catch(() => undefined));
        const banner = page.locator('.banner.deadlock');
        await banner.waitFor();
        for (const { pid } of [a, b]) assert.match(await banner.innerText(), new RegExp(`\\(${pid}\\)`));
        await workbench.notifications.clear();
        await workbench.screenshots('contention-deadlock');
        await page.getByRole('button', { name: 'Wait-for Graph' }).click();
        await page.locator('.graph .ring').waitFor();
        await workbench.screenshots('contention-graph');
        void waiting;
        void stuck;
      });
    } finally {
      for (const locker of [a, b, c]) await locker[Symbol.asyncDispose]();
    }
  });
});
