// Many locks broken at once, the journal, and a break that was cut short, as a user sees them.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { ROOT } from '../editor/repository.ts';
import { stateFolderOf } from './state-folder.ts';
import { Workbench } from './workbench.ts';

/** More than any system gives to a process, so that it is surely dead. */
const deadPid = '4194303\n';

async function folderWithLocks(): Promise<string> {
  const folder = await temporaryFolder('breaking');
  for (const name of ['cache/index.lock', 'cache/blobs.lock', 'jobs/import.lock', 'jobs/night-9.lock', 'jobs/night-10.lock']) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), deadPid);
  }
  await mkdir(path.join(folder, 'blog'));
  execFileSync('git', ['init', '-q'], { cwd: path.join(folder, 'blog') });
  await writeFile(path.join(folder, 'blog', '.git', 'index.lock'), '');
  return folder;
}

/** What a Markdown page shows. */
function pageIn({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

suite('Breaking in the workbench', () => {
  after(releaseAll);

  test('all stale locks, their results, and the journal', async () => {
    const folder = await folderWithLocks();
    await Workbench.use('break-all', { folder }, async (workbench) => {
      await workbench.openLockscope();
      await workbench.locks.waitFor('five stale locks', (rows) => rows[0]?.label === 'Stale' && rows[0].description === '5');
      await workbench.locks.chooseFromMenu('Stale', 'Break All Stale Locks');
      const told = await workbench.notifications.waitFor('Broke 5 stale locks. They are kept in quarantine.');
      assert.deepEqual([told.severity, told.buttons], ['info', ['Undo All', 'Show Details']]);
      await workbench.locks.waitFor('the stale locks to go', (rows) => rows.every(({ label }) => label !== 'Stale'));
      await workbench.screenshots('broken-all');
      await workbench.notifications.click('Broke 5 stale locks', 'Show Details');
      await pageIn(workbench).getByText('night-10.lock').first().waitFor();
      await workbench.screenshots('results');

      await workbench.locks.clickInlineAction(path.join('blog', '.git', 'index'), 'Break Lock', workbench.dialog.box);
      await workbench.dialog.click('Break Anyway');
      await workbench.notifications.click('Broke the lock', 'Undo');
      await workbench.notifications.waitFor('is back.');
      await workbench.notifications.clear();
      await workbench.palette.run('Lockscope: Show Journal');
      await pageIn(workbench).getByRole('heading', { name: 'Undone' }).first().waitFor();
      await workbench.screenshots('journal');
    });
  });

  test('a break that was cut short is completed at the next start, and told', async () => {
    const folder = await folderWithLocks();
    const lock = path.join(folder, 'cache', 'index.lock');
    await Workbench.use('cut-short', { folder, theme: 'dark' }, async (workbench) => {
      const state = await stateFolderOf(workbench);
      killedWhileBreaking(lock, state);
      await workbench.load();
      const told = await workbench.notifications.waitFor('that was cut short has been completed.');
      assert.deepEqual([told.severity, told.buttons], ['info', ['Show Journal']]);
      assert.ok(told.message.startsWith(`A break of ${path.join('cache', 'index.lock')} `), told.message);
      assert.equal(existsSync(lock), false);
      await workbench.screenshot('cut-short');
      await workbench.notifications.click('cut short', 'Show Journal');
      await pageIn(workbench).getByRole('heading', { name: 'completed after an interruption' }).waitFor();
      await workbench.screenshot('cut-short-journal');
    });
  });
});

/** Breaks a lock in a process that is killed once it has taken it. */
function killedWhileBreaking(lock: string, state: string): void {
  const actor = path.join(ROOT, 'test', 'real', 'breaking', 'actor.ts');
  const orders = JSON.stringify({ exchange: true, companions: [], endsByRename: false, meanwhile: null });
  for (let step = 6; step < 60; step++) {
    const { signal } = spawnSync(process.execPath, [actor, 'break', lock, state, String(step), orders]);
    if (signal !== 'SIGKILL') break;
    // What stands in for it is a folder; where there is no exchange, nothing does.
    if (lstatSync(lock, { throwIfNoEntry: false })?.isFile() !== true) return;
  }
  assert.fail('at no step the lock was taken');
}
