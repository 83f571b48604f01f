// Breaking without being asked: only what is proven stale, only on the user's own word, and never again what was put back.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import type { BreakOutcome, UndoOutcome } from '../../../src/breaking/outcome.ts';
import type { Shown } from './answers.ts';
import { lockIn, until, workspaceFolder } from './extension.ts';
import { suiteFolder } from './folder.ts';
import { holdLock } from './holder.ts';

/** More than any system gives to a process, so that it is surely dead. */
const deadPid = '4194303\n';

/** Longer than it takes to break something automatically, ms. */
const longEnoughMs = 4000;

suite('Automatic breaking', () => {
  const workspaceSettings = path.join(workspaceFolder().uri.fsPath, '.vscode');
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('lockscope');
  const turn = (on: boolean | undefined): Thenable<void> => settings().update('breakStaleAutomatically', on, vscode.ConfigurationTarget.Global);
  const { at, answering } = suiteFolder('automatic', async () => {
    rmSync(workspaceSettings, { recursive: true, force: true });
    await turn(undefined);
  });
  const longEnough = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, longEnoughMs));
  const told = (shown: readonly Shown[]): readonly Shown[] => shown.filter(({ message }) => message.includes('automatically'));

  test('is off, and a workspace cannot switch it on', async () => {
    answering(() => undefined);
    mkdirSync(workspaceSettings);
    writeFileSync(path.join(workspaceSettings, 'settings.json'), JSON.stringify({ 'lockscope.breakStaleAutomatically': true, 'lockscope.statusBar': 'always' }));
    await until('the settings of the workspace', () => settings().get('statusBar') === 'always');
    writeFileSync(at('a.lock'), deadPid);
    await lockIn('stale', at('a.lock'));
    await longEnough();
    assert.ok(existsSync(at('a.lock')));
    await assert.rejects(async () => settings().update('breakStaleAutomatically', true, vscode.ConfigurationTarget.Workspace));
  });

  test('breaks what is stale and what becomes stale, never asks, and leaves alone what was put back', async () => {
    const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Undo'));
    writeFileSync(at('a.lock'), deadPid);
    await lockIn('stale', at('a.lock'));
    await turn(true);
    const first = await until('word of it', () => told(shown)[0]);
    assert.equal(first.message, `Broke a stale lock on ${path.join('automatic', 'a')} automatically. It is kept in quarantine.`);
    assert.deepEqual([first.level, first.modal, first.buttons], ['info', false, ['Undo', 'Show Journal', 'Turn Off']]);
    await until('the lock to be back', () => existsSync(at('a.lock')));
    await lockIn('stale', at('a.lock'));
    await longEnough();
    // Not even when everything is considered anew.
    await turn(false);
    await turn(true);
    await longEnough();
    assert.ok(existsSync(at('a.lock')));
    assert.equal(told(shown).length, 1);
  });

  test('leaves alone what was broken and put back before it was on', async () => {
    const { shown } = answering(() => undefined);
    for (const name of ['mine.lock', 'other.lock']) {
      writeFileSync(at(name), deadPid);
      await lockIn('stale', at(name));
    }
    assert.equal((await vscode.commands.executeCommand<BreakOutcome>('lockscope.breakLock', at('mine.lock'))).is, 'broken');
    assert.equal((await vscode.commands.executeCommand<UndoOutcome>('lockscope.undoLastBreak')).is, 'undone');
    await lockIn('stale', at('mine.lock'));
    await turn(true);
    await until('word of the other', () => told(shown)[0]);
    await longEnough();
    assert.deepEqual([existsSync(at('mine.lock')), existsSync(at('other.lock'))], [true, false]);
  });

  test('leaves a held lock alone until its holder is gone, and tells of several at once', async () => {
    const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Turn Off'));
    await turn(true);
    writeFileSync(at('unknown.lock'), '');
    const holders = await Promise.all(['a.lock', 'b.lock'].map((name) => holdLock(at(name))));
    await lockIn('held', at('b.lock'));
    await longEnough();
    assert.ok(existsSync(at('a.lock')) && existsSync(at('unknown.lock')));
    for (const holder of holders) await holder.kill();
    await until('both to be broken', () => !existsSync(at('a.lock')) && !existsSync(at('b.lock')));
    const [message] = await until('word of it', () => (told(shown).length > 0 ? told(shown).map((one) => one.message) : null));
    assert.match(message ?? '', /automatically/);
    await until('the setting to be off', () => settings().inspect('breakStaleAutomatically')?.globalValue === false);
    assert.ok(existsSync(at('unknown.lock')));
    // What went stale was broken, and is not told again as something to be broken.
    assert.deepEqual(shown.filter(({ message: one }) => one.includes('went stale')), []);
  });
});
