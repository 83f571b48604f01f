// What Lockscope tells by itself: of locks that go stale, and of commands in a terminal that a lock stops.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import type { Shown } from './answers.ts';
import { lockIn, lockscope, noLockAt, until } from './extension.ts';
import { suiteFolder } from './folder.ts';
import { holdLock } from './holder.ts';

suite('Notices', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('lockscope');
  const { path: folder, at, answering } = suiteFolder('notices', () => settings().update('notifications', undefined, vscode.ConfigurationTarget.Global));

  test('locks that go stale together are told in one sentence, each once', async () => {
    const { shown } = answering(() => undefined);
    const ofStale = (): readonly Shown[] => shown.filter(({ message }) => message.includes('went stale'));
    const goStale = async (...names: readonly string[]): Promise<void> => {
      const holders = await Promise.all(names.map((name) => holdLock(at(name))));
      for (const name of names) await lockIn('held', at(name));
      for (const holder of holders) await holder.kill();
      for (const name of names) await lockIn('stale', at(name));
    };
    const names = ['a.lock', 'b.lock', 'c.lock', 'd.lock', 'e.lock'];
    await goStale(...names);
    const told = await until('notice', () => ofStale()[0]);
    assert.match(told.message, /^5 locks went stale: those on .* and 2 more\.$/);
    assert.deepEqual(told.buttons, ['Show Locks', "Don't Tell Me Again"]);

    const awaited = await holdLock(at('awaited.lock'));
    await lockIn('held', at('awaited.lock'));
    await vscode.commands.executeCommand('lockscope.notifyWhenReleased', at('awaited.lock'));
    await awaited.kill();
    await until('end of waiting', () => shown.find(({ message }) => /The holder of .*awaited seems to be gone/.test(message)));

    await goStale('alone.lock');
    const alone = await until('second notice', () => ofStale()[1]);
    assert.match(alone.message, /^The lock on .*alone went stale: its holder is gone\.$/);
    assert.deepEqual(alone.buttons, ['Break Lock', 'Explain Lock', "Don't Tell Me Again"]);
    assert.equal(ofStale().length, 2);
  });

  test('a git command that a lock stops gets an offer, once, which can be ended for good', async () => {
    const repository = at('repository');
    mkdirSync(repository);
    const git = (...args: readonly string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.invalid', ...args], { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    git('init', '-q');
    const lockPath = path.join(repository, '.git', 'index.lock');
    const lockAgain = async (): Promise<void> => {
      rmSync(lockPath, { force: true });
      await noLockAt(lockPath);
      writeFileSync(lockPath, '');
      await until('new lock', async () => (await lockscope()).locks().some((lock) => lock.path === lockPath));
    };
    await lockAgain();
    const terminal = vscode.window.createTerminal({ cwd: repository });
    terminal.show();
    const shell = await until('shell integration', () => terminal.shellIntegration);
    const reply: { button?: string } = {};
    const { shown } = answering(() => reply.button);
    const run = async (): Promise<void> => {
      const ended = new Promise<void>((resolve) => {
        const subscription = vscode.window.onDidEndTerminalShellExecution(({ terminal: of }) => {
          if (of !== terminal) return;
          subscription.dispose();
          resolve();
        });
      });
      shell.executeCommand('git -c user.name=a -c user.email=a@b.invalid commit --allow-empty -m one');
      await ended;
    };
    await run();
    // The editor loses the output of some commands that are as quick as this one.
    const offered = await until('offer', () => shown.find(({ message }) => /^git (?:was stopped by|failed, perhaps for) a lock on /.test(message)));
    assert.ok(offered.message.includes(path.join('notices', 'repository', '.git', 'index')), offered.message);
    assert.deepEqual(offered.buttons, ['Explain Lock', 'Break Lock...', "Don't Tell Me Again"]);
    await run();
    assert.equal(shown.length, 1);

    reply.button = "Don't Tell Me Again";
    await lockAgain();
    await run();
    await until('setting', () => settings().get<{ blocked?: boolean }>('notifications')?.blocked === false);

    await lockAgain();
    await run();
    await run();
    assert.equal(shown.length, 2);
  });

  test('a command that waits for a lock gets an offer to be told of its release', async () => {
    const file = at('waited.lock');
    await holdLock(file);
    await lockIn('held', file);
    const terminal = vscode.window.createTerminal({ cwd: folder });
    terminal.show();
    const shell = await until('shell integration', () => terminal.shellIntegration);
    const { shown } = answering(() => undefined);
    // Not apt: its words, of a lock that is ours.
    shell.executeCommand(`echo 'Waiting for cache lock: Could not get lock ${file}. It is held by process 1 (x)...'; sleep 60`);
    const offered = await until('offer', () => shown[0]);
    assert.match(offered.message, /^apt waits for a lock on .*waited, held .* by /);
    assert.deepEqual(offered.buttons, ['Explain Lock', 'Notify When Released', "Don't Tell Me Again"]);
  });
});
