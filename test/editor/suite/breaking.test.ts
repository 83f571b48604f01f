// What is told of a break, many locks broken at once, the journal, and acts that were cut short.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import type { BreakResult } from '../../../src/breaking/break-all.ts';
import type { BreakOutcome, UndoOutcome } from '../../../src/breaking/outcome.ts';
import type { Shown } from './answers.ts';
import { cutBreakShort } from './cut-short.ts';
import { lockIn, lockscope, noLockAt, until } from './extension.ts';
import { suiteFolder } from './folder.ts';
import { holdLock } from './holder.ts';
import { cancelAfter } from './progress.ts';

/** More than any system gives to a process, so that it is surely dead. */
const deadPid = '4194303\n';

const journal = vscode.Uri.from({ scheme: 'lockscope-journal', path: '/Journal.md' });
const details = vscode.Uri.from({ scheme: 'lockscope-journal', path: '/Results.md' });

suite('Breaking', () => {
  const { path: folder, at, answering } = suiteFolder('breaking', () => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  const within = (...names: readonly string[]): string => path.join('breaking', ...names);
  const breakIt = (place: string): Thenable<BreakOutcome | undefined> => vscode.commands.executeCommand<BreakOutcome | undefined>('lockscope.breakLock', place);

  /** Makes these locks, and waits until no other is known to be stale. */
  async function onlyStale(...names: readonly string[]): Promise<void> {
    for (const name of names) writeFileSync(at(name), deadPid);
    const api = await lockscope();
    const stale = (): string[] => api.locks().filter(({ verdict }) => verdict.state === 'stale').map((lock) => lock.path);
    await until('these stale locks alone', () => stale().toSorted().join() === names.map(at).toSorted().join());
  }

  suite('what is told', () => {
    function makeRepository(name: string): string {
      const repository = at(name);
      mkdirSync(repository);
      const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      writeFileSync(path.join(repository, 'a.txt'), 'a');
      git('init', '-q');
      git('add', '.');
      writeFileSync(path.join(repository, '.git', 'index.lock'), '');
      return repository;
    }
    const breakAnyway = ({ buttons }: Shown): string | undefined => buttons.find((title) => title === 'Break Anyway');

    test('git says after a break whether all is well', async () => {
      const lockPath = path.join(makeRepository('sound'), '.git', 'index.lock');
      await until('the lock', async () => (await lockscope()).locks().some((lock) => lock.path === lockPath));
      const { shown } = answering(breakAnyway);
      assert.equal((await breakIt(lockPath))?.is, 'broken');
      const told = shown.at(-1);
      assert.equal(told?.message, `Broke the lock on ${within('sound', '.git', 'index')}. It is kept in quarantine. git reads the index without complaint.`);
      assert.deepEqual([told.level, told.buttons], ['info', ['Undo']]);
    });

    test('or warns of what git complains about', async () => {
      const repository = makeRepository('damaged');
      const lockPath = path.join(repository, '.git', 'index.lock');
      writeFileSync(path.join(repository, '.git', 'index'), 'not an index');
      await until('the lock', async () => (await lockscope()).locks().some((lock) => lock.path === lockPath));
      const { shown } = answering(breakAnyway);
      assert.equal((await breakIt(lockPath))?.is, 'broken');
      const told = shown.at(-1);
      assert.match(told?.message ?? '', /It is kept in quarantine\. git complains about what it protects: .*index/);
      assert.equal(told?.level, 'warning');
    });

    test('a terminal was quicker while the user was asked: nothing is broken twice, and its break can be undone', async () => {
      const file = at('quicker.lock');
      writeFileSync(file, '');
      await lockIn('unknown', file);
      const cli = path.join(vscode.extensions.getExtension('lockscope.lockscope')?.extensionPath ?? '', 'dist', 'cli.mjs');
      const { shown } = answering(({ modal, buttons }) => {
        if (modal) execFileSync(process.execPath, [cli, 'break', '--force', file], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: 'pipe' });
        return buttons.find((title) => title === 'Break Anyway' || title === 'Undo');
      });
      assert.equal((await breakIt(file))?.is, 'broken-elsewhere');
      const told = shown.find(({ modal }) => !modal);
      assert.match(told?.message ?? '', /quicker\.lock was broken at \d\d:\d\d:\d\d by another window or terminal \(process \d+\)\. Nothing more was done\.$/);
      assert.deepEqual([told?.level, told?.buttons], ['info', ['Undo']]);
      await until('the lock to be back', () => existsSync(file));
    });

    test('a path without a lock is said to have none, and a manifest to be none', async () => {
      writeFileSync(at('yarn.lock'), '# yarn lockfile v1\n');
      const { shown } = answering(() => undefined);
      assert.equal(await breakIt(at('nothing.lock')), undefined);
      assert.equal(await breakIt(at('yarn.lock')), undefined);
      assert.deepEqual(shown.map(({ message }) => message), [`${within('nothing.lock')} is not locked.`, `${within('yarn.lock')} pins versions and is no lock, so it is never broken.`]);
      assert.ok(existsSync(at('yarn.lock')));
    });

    test('a lock that was broken a moment ago is said to be broken, and by whom', async () => {
      await onlyStale('a.lock');
      const { shown } = answering(() => undefined);
      assert.equal((await breakIt(at('a.lock')))?.is, 'broken');
      await noLockAt(at('a.lock'));
      assert.equal(await breakIt(at('a.lock')), undefined);
      assert.match(shown[1]?.message ?? '', /a\.lock was broken at \d\d:\d\d:\d\d by this window\./);
      assert.deepEqual(shown[1]?.buttons, ['Undo']);
    });

    test('what lies outside of the open folders and is only called like a lock is not touched', async () => {
      const elsewhere = realpathSync(mkdtempSync(path.join(tmpdir(), 'lockscope-outside-')));
      try {
        const file = path.join(elsewhere, 'a.lock');
        writeFileSync(file, deadPid);
        const { shown } = answering(() => undefined);
        assert.equal((await breakIt(file))?.is, 'outside');
        assert.deepEqual(shown.map(({ level, buttons }) => [level, buttons]), [['warning', ['Explain Lock']]]);
        assert.match(shown[0]?.message ?? '', /lies outside of the open folders/);
        assert.ok(existsSync(file));
      } finally {
        rmSync(elsewhere, { recursive: true });
      }
    });
  });

  suite('all stale locks', () => {
    const breakAll = (): Thenable<readonly BreakResult[] | undefined> => vscode.commands.executeCommand<readonly BreakResult[] | undefined>('lockscope.breakAllStale');
    const endings = (results: readonly BreakResult[] | undefined): string[] => (results ?? []).map((result) => `${path.basename(result.lock.path)} ${result.is === 'ended' ? result.outcome.is : result.error.code}`).toSorted();

    test('are broken one by one; a held lock stands, one was released meanwhile; all come back at once', async () => {
      await holdLock(at('held.lock'));
      await lockIn('held', at('held.lock'));
      await onlyStale('a.lock', 'b.lock', 'c.lock', 'gone.lock');
      const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Undo All'));
      rmSync(at('gone.lock'));
      const results = await breakAll();
      assert.deepEqual(endings(results), ['a.lock broken', 'b.lock broken', 'c.lock broken', 'gone.lock released']);
      assert.ok(existsSync(at('held.lock')));
      const [told] = shown;
      assert.equal(told?.message, 'Broke 3 of 4 stale locks. 1 was released meanwhile.');
      assert.deepEqual([told.level, told.modal, told.buttons], ['info', false, ['Undo All', 'Show Details']]);
      const back = await until('word of the undo', () => shown[1]);
      assert.deepEqual([back.level, back.message], ['info', '3 locks are back.']);
      for (const name of ['a.lock', 'b.lock', 'c.lock']) assert.equal(readFileSync(at(name), 'utf8'), deadPid);
      assert.equal(existsSync(at('gone.lock')), false);
    });

    test('are left alone from the moment on in which the user cancels', async () => {
      await onlyStale('a.lock', 'b.lock', 'c.lock', 'd.lock');
      const { shown } = answering(() => undefined);
      const progress = cancelAfter(2);
      try {
        const results = await breakAll();
        assert.equal(endings(results).filter((ending) => ending.endsWith(' broken')).length, 2);
        assert.equal(results?.length, 2);
      } finally {
        progress.dispose();
      }
      assert.equal(progress.reported.length, 2);
      assert.match(progress.reported[1] ?? '', /^2 of 4: .*breaking/);
      assert.equal(shown[0]?.message, 'Broke 2 of 4 stale locks. You stopped before the last 2.');
      const left = ['a.lock', 'b.lock', 'c.lock', 'd.lock'].filter((name) => existsSync(at(name)));
      assert.equal(left.length, 2);
    });

    test('a new lock that stands there by now is told when all are undone', async () => {
      await onlyStale('a.lock', 'b.lock');
      const { shown } = answering(({ buttons }) => {
        if (!buttons.includes('Undo All')) return undefined;
        writeFileSync(at('b.lock'), 'new');
        return 'Undo All';
      });
      await breakAll();
      const told = await until('word of the undo', () => shown[1]);
      assert.equal(told.level, 'warning');
      assert.match(told.message, /^1 of 2 locks are back/);
      assert.deepEqual([readFileSync(at('a.lock'), 'utf8'), readFileSync(at('b.lock'), 'utf8')], [deadPid, 'new']);
    });

    test('have their results on a page', async () => {
      await onlyStale('a.lock');
      const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Show Details'));
      const [result] = (await breakAll()) ?? [];
      assert.equal(shown[0]?.message, 'Broke 1 stale lock. It is kept in quarantine.');
      await until('tab for the page', () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('Results'))));
      const page = await vscode.workspace.openTextDocument(details);
      assert.ok(result?.is === 'ended' && result.outcome.is === 'broken');
      for (const part of [within('a.lock'), result.outcome.undoId]) assert.ok(page.getText().includes(part), page.getText());
    });

    test('are none: that is said, and nothing is asked', async () => {
      await onlyStale();
      const { shown } = answering(() => undefined);
      assert.equal(await breakAll(), undefined);
      assert.deepEqual(shown.map(({ message, modal }) => [message, modal]), [['No lock in this workspace is proven stale and can be broken.', false]]);
    });
  });

  suite('the journal', () => {
    test('tells the newest first, and anew each time it is shown', async () => {
      await onlyStale('first.lock', 'second.lock');
      answering(() => undefined);
      await breakIt(at('first.lock'));
      await vscode.commands.executeCommand('lockscope.showJournal');
      await until('tab for the page', () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('Journal'))));
      const page = await vscode.workspace.openTextDocument(journal);
      assert.equal(page.languageId, 'markdown');
      assert.match(page.getText(), /Broken[^]*first\.lock[^]*It was stale\.[^]*process \d+[^]*Undo with/);
      await breakIt(at('second.lock'));
      await vscode.commands.executeCommand('lockscope.showJournal');
      await until('the second break', () => page.getText().includes('second.lock'));
      assert.ok(page.getText().indexOf('second.lock') < page.getText().indexOf('first.lock'));
      await vscode.commands.executeCommand('lockscope.undoLastBreak');
      await vscode.commands.executeCommand('lockscope.showJournal');
      await until('the undo', () => /^### \S+ Undone\n\n.*second\.lock/m.test(page.getText()));
    });
  });

  suite('acts that were cut short', () => {
    test('are completed and told once, and can be undone', async () => {
      await onlyStale('killed.lock');
      const lock = await lockIn('stale', at('killed.lock'));
      cutBreakShort(lock);
      assert.ok(existsSync(lock.path), 'what stands in for it is still there');
      const { shown } = answering(() => undefined);
      const api = await lockscope();
      await api.recover();
      assert.equal(existsSync(lock.path), false);
      assert.deepEqual(shown.map(({ level, message, buttons }) => [level, message, buttons]), [['info', `A break of ${within('killed.lock')} that was cut short has been completed.`, ['Show Journal']]]);
      await api.recover();
      assert.equal(shown.length, 1);
      const undone = await vscode.commands.executeCommand<UndoOutcome>('lockscope.undoLastBreak');
      assert.equal(undone.is, 'undone');
      assert.equal(readFileSync(lock.path, 'utf8'), deadPid);
      await lockIn('stale', lock.path);
    });
  });

  test('nothing of it is left in the folder', async () => {
    await onlyStale('a.lock');
    await breakIt(at('a.lock'));
    await noLockAt(at('a.lock'));
    assert.equal(existsSync(path.join(folder, '.lockscope-quarantine')), false);
  });
});
