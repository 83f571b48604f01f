// Locks of real processes: seen without a refresh, judged, broken, and put back.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { BreakOutcome, UndoOutcome } from '../../../src/breaking/outcome.ts';
import { lockIn, lockscope, noLockAt, until, workspaceFolder } from './extension.ts';
import { holdLock, killHolders } from './holder.ts';

suite('Locks in the workspace', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'locks');
  const at = (name: string): string => path.join(folder, name);

  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(() => {
    killHolders();
    rmSync(folder, { recursive: true, force: true });
  });
  suiteTeardown(killHolders);

  test('a lock whose holder lives shows as held, with its holder', async () => {
    const holder = await holdLock(at('live.lock'));
    const lock = await lockIn('held', at('live.lock'));
    assert.equal(lock.holder?.pid, holder.pid);
    assert.equal(lock.resource, at('live'));
    await vscode.workspace.fs.delete(vscode.Uri.file(at('live.lock')));
    await noLockAt(at('live.lock'));
  });

  test('kill -9 of its holder makes it stale', async () => {
    const holder = await holdLock(at('killed.lock'));
    await lockIn('held', at('killed.lock'));
    await holder.kill();
    const lock = await lockIn('stale', at('killed.lock'));
    assert.ok(lock.verdict.evidence.some(({ supports }) => supports === 'stale'));
  });

  test('a stale lock is broken without a question, and undo puts it back', async () => {
    const file = at('broken.lock');
    await (await holdLock(file)).kill();
    await lockIn('stale', file);
    const content = readFileSync(file, 'utf8');

    const broken = await vscode.commands.executeCommand<BreakOutcome>('lockscope.breakLock', file);
    assert.equal(broken.is, 'broken');
    assert.equal(existsSync(file), false);
    await noLockAt(file);

    const undone = await vscode.commands.executeCommand<UndoOutcome>('lockscope.undoLastBreak');
    assert.equal(undone.is, 'undone');
    assert.equal(readFileSync(file, 'utf8'), content);
    await lockIn('stale', file);
  });

  test('undo never overwrites a lock that was taken since', async () => {
    const file = at('retaken.lock');
    await (await holdLock(file)).kill();
    await lockIn('stale', file);
    await vscode.commands.executeCommand('lockscope.breakLock', vscode.Uri.file(file));
    await noLockAt(file);
    const holder = await holdLock(file);
    const undone = await vscode.commands.executeCommand<UndoOutcome>('lockscope.undoLastBreak');
    assert.equal(undone.is, 'occupied');
    assert.equal(readFileSync(file, 'utf8'), String(holder.pid));
  });

  test('dependency manifests are not listed', async () => {
    writeFileSync(at('yarn.lock'), '# yarn lockfile v1\n\n\nleft-pad@1.3.0:\n  version "1.3.0"\n');
    writeFileSync(at('Cargo.lock'), 'version = 4\n\n[[package]]\nname = "a"\nversion = "0.1.0"\n');
    await holdLock(at('real.lock'));
    await lockIn('held', at('real.lock'));
    const known = (await lockscope()).locks().filter((lock) => path.dirname(lock.path) === folder);
    assert.deepEqual(known.map((lock) => path.basename(lock.path)), ['real.lock']);
  });

  test('a lock in a folder that is made later shows without a refresh', async () => {
    const late = path.join(folder, 'made', 'later');
    mkdirSync(late, { recursive: true });
    await holdLock(path.join(late, 'deep.lock'));
    await lockIn('held', path.join(late, 'deep.lock'));
  });

  test('badge and status bar count the stale locks and are quiet without any', async () => {
    const { shown } = await lockscope();
    const badge = (): vscode.ViewBadge | undefined => shown.view.badge;
    await until('quiet status bar', () => shown.statusBar() === null);
    const holders = await Promise.all(['one.lock', 'two.lock'].map((name) => holdLock(at(name))));
    await lockIn('held', at('two.lock'));
    assert.equal(badge(), undefined);
    await Promise.all(holders.map((holder) => holder.kill()));
    await until('badge of 2', () => badge()?.value === 2);
    assert.equal(badge()?.tooltip, '2 stale locks');
    assert.equal(shown.statusBar(), '2 stale');
    rmSync(at('one.lock'));
    rmSync(at('two.lock'));
    await until('quiet again', () => badge() === undefined && shown.statusBar() === null);
  });
});
