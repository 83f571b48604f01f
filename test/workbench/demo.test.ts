// The whole path through the product, as a user goes it, on locks that real programs hold.
import assert from 'node:assert/strict';
import { existsSync, lstatSync } from 'node:fs';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { openDemo } from '../editor/demo-workspace.ts';
import { releaseAll } from '../editor/own.ts';
import type { Demo, DemoLock } from '../real/demo.ts';
import { SharedWorkbench } from './shared-workbench.ts';
import type { TreeRow } from './tree.ts';

/** The label of a lock's row: what it protects, from the workspace folder on. */
function labelOf(lock: DemoLock, demo: Demo): string {
  return path.relative(demo.folder, lock.path.replace(/\.lock$/, ''));
}

/** The states under whose group the rows stand, by the row's label. */
function statesByLabel(rows: readonly TreeRow[]): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  let group = '';
  for (const row of rows) {
    if (row.level === 1) group = row.label.toLowerCase();
    if (row.level === 2) states.set(row.label, group);
  }
  return states;
}

suite('The demo in the workbench', () => {
  const shared = new SharedWorkbench();
  let demo: Demo;

  before(async () => {
    demo = await (await openDemo()).filled;
  });
  after(releaseAll);

  const truth = (): Map<string, string> => new Map(demo.locks.map((lock) => [labelOf(lock, demo), lock.state]));
  const showsTruth = (rows: readonly TreeRow[]): boolean => {
    const shown = statesByLabel(rows);
    return shown.size === truth().size && [...truth()].every(([label, state]) => shown.get(label) === state);
  };

  test('shows every lock of the demo in its true state, in every kind of colour theme', async () => {
    await shared.use('locks', { folder: demo.folder }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor(`the locks of ${JSON.stringify([...truth()])}`, showsTruth);
      const stale = demo.locks.filter(({ state }) => state === 'stale');
      await workbench.waitForBadge(String(stale.length));
      await workbench.waitForStatusBar('the stale locks', (texts) => texts.some((text) => text.includes(`${stale.length} stale`)));
      const held = demo.locks.find(({ state, kind }) => state === 'held' && kind.startsWith('git')) ?? assert.fail();
      await workbench.locks.expand(labelOf(held, demo));
      await workbench.locks.waitFor('the holder of the live commit', (rows) => rows.some(({ level, label }) => level === 3 && label.includes('git commit')));
      await workbench.screenshots('locks');
      await workbench.locks.collapse(labelOf(held, demo));
    });
  });

  test('breaks a stale lock from the palette, and undo brings the very same back', async () => {
    const lock = demo.locks.find(({ path: at }) => at.endsWith('import.lock')) ?? assert.fail();
    const { ino } = lstatSync(lock.path);
    const label = labelOf(lock, demo);
    await shared.use('break', { folder: demo.folder }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('all locks', showsTruth);
      await workbench.palette.run('Lockscope: Break Lock...');
      await workbench.palette.waitForPicks(label, (picks) => picks.some((pick) => pick.label.includes(label)));
      await workbench.screenshot('break-pick');
      await workbench.palette.choose(label);
      await workbench.notifications.waitFor(label);
      await workbench.locks.waitFor('the broken lock to go', (rows) => !statesByLabel(rows).has(label));
      assert.ok(!existsSync(lock.path));
      await workbench.screenshot('broken');
      await workbench.notifications.click(label, 'Undo');
      await workbench.locks.waitFor('the lock to be back', (rows) => statesByLabel(rows).get(label) === 'stale');
      assert.equal(lstatSync(lock.path).ino, ino);
    });
  });

  test('asks before it breaks a suspect lock, and its default does nothing', async () => {
    const lock = demo.locks.find(({ state }) => state === 'suspect') ?? assert.fail();
    await shared.use('suspect', { folder: demo.folder, theme: 'dark' }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('all locks', showsTruth);
      await workbench.locks.clickInlineAction(labelOf(lock, demo), 'Break Lock', workbench.dialog.box);
      const dialog = await workbench.dialog.read();
      assert.match(dialog.detail, /No git process/);
      assert.doesNotMatch(dialog.focused, /Break/);
      await workbench.screenshot('suspect-dialog');
      await workbench.dialog.click('Cancel');
      assert.ok(existsSync(lock.path));
    });
  });

  test('breaks a held lock only after two warnings', async () => {
    const lock = demo.locks.find(({ path: at }) => at.endsWith('build.lock')) ?? assert.fail();
    await shared.use('held', { folder: demo.folder, theme: 'dark' }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('all locks', showsTruth);
      await workbench.palette.run('Lockscope: Break Lock...');
      await workbench.palette.choose(labelOf(lock, demo));
      const first = await workbench.dialog.read();
      assert.match(first.detail, /Its holder is alive/);
      assert.equal(first.focused, 'Wait for Release');
      await workbench.dialog.click('Break Anyway...');
      const second = await workbench.dialog.read();
      assert.match(second.detail, /Work can be lost/);
      assert.equal(second.focused, 'Wait for Release');
      await workbench.screenshot('held-dialog');
      assert.ok(existsSync(lock.path));
      await workbench.dialog.click('Break Lock in Use');
      await workbench.notifications.click('Broke the lock', 'Undo');
      await workbench.locks.waitFor('the lock to be back', showsTruth);
    });
  });

  test('explains a lock on a page of its own', async () => {
    const lock = demo.locks.find(({ path: at }) => at.includes('blog')) ?? assert.fail();
    await shared.use('explain', { folder: demo.folder }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('all locks', showsTruth);
      await workbench.locks.clickInlineAction(labelOf(lock, demo), 'Explain Lock', workbench.page.locator('iframe.webview.ready'));
      const page = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
      await page.getByText('no git process').first().waitFor();
      await workbench.screenshot('explain');
    });
  });
});
