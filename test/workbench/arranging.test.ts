// The view as a user arranges it, and the marks in the explorer.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { SharedWorkbench } from './shared-workbench.ts';
import type { TreeRow } from './tree.ts';
import { until } from './wait.ts';

/** More than any system gives to a process, so that it is surely dead. */
const deadPid = '4194303\n';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder('arranged');
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }
  return folder;
}

const labels = (rows: readonly TreeRow[]): string => rows.map(({ label }) => label).join();

suite('The view arranged in the workbench', () => {
  const shared = new SharedWorkbench();
  after(releaseAll);

  test('groups by folder from its menu, and the menu ticks it', async () => {
    const folder = await folderWith({ 'app/a.lock': deadPid, 'lib/b.lock': deadPid });
    await shared.use('groups', { folder }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('a group of two', (rows) => labels(rows) === `Stale,${path.join('app', 'a')},${path.join('lib', 'b')}`);
      assert.deepEqual(await workbench.locks.openTitleMenu('Group By'), ['✓ Group by State', 'Group by Folder', 'Group by Holder']);
      await workbench.screenshot('group-menu');
      await workbench.locks.chooseFromSubmenu('Group by Folder');
      const rows = await workbench.locks.waitFor('a group for each folder', (shown) => labels(shown) === 'app,a,lib,b');
      assert.equal(rows[0]?.description, '1 stale lock');
      await workbench.locks.waitFor('the age to go on', (shown) => shown[1]?.description.startsWith('stale, ') === true && shown[1].description !== rows[1]?.description);
      assert.deepEqual(await workbench.locks.openTitleMenu('Group By'), ['Group by State', '✓ Group by Folder', 'Group by Holder']);
      await workbench.screenshot('group-folder');
    });
  });

  test('filters by words, says what it leaves, and shows all again', async () => {
    const folder = await folderWith({ 'app/a.lock': deadPid, 'app/b.lock': deadPid, 'lib/a.lock': deadPid });
    await shared.use('filter', { folder }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('all locks', (rows) => rows.length === 4);
      await workbench.locks.clickTitleAction('Filter Locks');
      const box = workbench.page.locator('.quick-input-widget input');
      await box.fill('A app');
      await box.press('Enter');
      await workbench.locks.waitFor('what passes', (rows) => labels(rows) === `Stale,${path.join('app', 'a')},${path.join('app', 'b')}`);
      await until('the message', () => workbench.locks.message(), (message) => message === 'Showing 2 of 3 (filter: A app)');
      await workbench.screenshot('filtered');
      await workbench.locks.clickTitleAction('Clear Filter');
      await workbench.locks.waitFor('all locks again', (rows) => rows.length === 4);
      await until('no message', () => workbench.locks.message(), (message) => message === '');
    });
  });

  test('of very many locks the last row says how many more there are', async () => {
    const folder = await folderWith(Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`jobs/job-${i}.lock`, deadPid])));
    await shared.use('many', { folder, theme: 'dark' }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('the group', (rows) => rows[0]?.description === '1,200');
      await workbench.locks.goToEnd();
      await workbench.locks.waitFor('the last row', (rows) => rows.at(-1)?.label === '… and 700 more. Filter to narrow.');
      await workbench.screenshot('many');
      await workbench.locks.click('… and 700 more. Filter to narrow.');
      await workbench.page.locator('.quick-input-widget input').waitFor();
    });
  });

  test('locked files and their folders are marked in the explorer', async () => {
    const folder = await folderWith({ 'data/orders.json': '{}', 'config.json': '{}', 'config.json.lock': deadPid, 'data/orders.json.lock': deadPid, 'README.md': '' });
    await shared.use('marks', { folder, theme: 'dark' }, async (workbench) => {
      await workbench.openExplorer('README.md');
      const badges = (): Promise<string[]> => Promise.all(['config.json', 'config.json.lock', 'data', 'README.md'].map((name) => workbench.explorerBadge(name)));
      await until('the marks', badges, (shown) => shown.join() === 'L!,L!,●,');
      await workbench.screenshot('marks');
    });
  });
});
