// Holders ended, shown and waited for; the ways out that tools have themselves.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import type { Shown } from './answers.ts';
import { lockIn, noLockAt, until } from './extension.ts';
import { suiteFolder } from './folder.ts';
import { holdLock } from './holder.ts';

suite('Holders and ways out', () => {
  const { path: folder, at, answering } = suiteFolder('ending', () => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const endFirst = ({ buttons }: Shown): string | undefined => buttons.find((title) => title === 'End Process');

  test('a holder that tidies up is asked about once, and its lock is released', async () => {
    const file = at('tidy.lock');
    const { pid } = await holdLock(file, 'tidies');
    await lockIn('held', file);
    const { shown } = answering(endFirst);
    assert.equal(await vscode.commands.executeCommand('lockscope.endHolder', file), 'released');
    const [question, told] = shown;
    assert.ok(question?.modal && question.message.includes(`(${pid})`), JSON.stringify(shown));
    for (const fact of [`Process: ${pid}`, 'Command: ', 'Started: ', 'User: ', 'Working folder: ', 'It holds:', path.join('ending', 'tidy')]) {
      assert.ok(question.detail.includes(fact), `${fact} is not in ${question.detail}`);
    }
    assert.deepEqual(question.buttons, ['Wait for Release', 'End Process']);
    assert.match(told?.message ?? '', /tidy is released by/);
    assert.equal(shown.length, 2);
  });

  test('a holder that leaves its lock behind: the lock is offered to be broken', async () => {
    const file = at('left.lock');
    await holdLock(file);
    await lockIn('held', file);
    const { shown } = answering(endFirst);
    assert.equal(await vscode.commands.executeCommand('lockscope.endHolder', file), 'left');
    assert.deepEqual(shown.at(-1)?.buttons, ['Break Lock...']);
    assert.ok(existsSync(file));
    await lockIn('stale', file);
  });

  test('a holder that ignores it is asked about again before it is ended hard', async () => {
    const file = at('stubborn.lock');
    const { pid } = await holdLock(file, 'ignores');
    await lockIn('held', file);
    const alive: boolean[] = [];
    const { shown } = answering((asked) => {
      if (asked.buttons.includes('End at Once')) alive.push(isAlive(pid));
      // Kept waiting once, so that it is asked about a third time.
      if (alive.length === 1) return 'Keep Waiting';
      return asked.buttons.find((title) => title === 'End Process' || title === 'End at Once');
    });
    assert.equal(await vscode.commands.executeCommand('lockscope.endHolder', file), 'left');
    assert.deepEqual(alive, [true, true]);
    assert.deepEqual(shown.filter(({ modal }) => modal).map(({ buttons }) => buttons), [['Wait for Release', 'End Process'], ['Keep Waiting', 'End at Once'], ['Keep Waiting', 'End at Once']]);
    assert.equal(isAlive(pid), false);
  });

  test('no answer ends nothing', async () => {
    const file = at('kept.lock');
    const { pid } = await holdLock(file);
    await lockIn('held', file);
    answering(() => undefined);
    assert.equal(await vscode.commands.executeCommand('lockscope.endHolder', file), undefined);
    assert.ok(isAlive(pid));
  });

  test('this editor is never offered to be ended', async () => {
    const file = vscode.Uri.file(at('own.lock'));
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(String(process.pid)));
    await lockIn('held', file.fsPath);
    const { shown } = answering(endFirst);
    assert.equal(await vscode.commands.executeCommand('lockscope.endHolder', file), undefined);
    assert.deepEqual(shown.map(({ modal }) => modal), [false]);
    assert.match(shown[0]?.message ?? '', /this editor itself/);
  });

  test('Break Lock on a held lock offers to wait, to end the holder, and only then to break', async () => {
    const file = at('asked.lock');
    await holdLock(file);
    await lockIn('held', file);
    const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Break Anyway...'));
    await vscode.commands.executeCommand('lockscope.breakLock', file);
    assert.deepEqual(shown.map(({ buttons }) => buttons), [['Wait for Release', 'End Holder Process...', 'Break Anyway...'], ['Wait for Release', 'Break Lock in Use']]);
    assert.ok(existsSync(file));
  });

  test('Notify When Released tells of the release, once', async () => {
    const file = at('awaited.lock');
    await holdLock(file, 'tidies');
    await lockIn('held', file);
    const { shown } = answering(() => undefined);
    await vscode.commands.executeCommand('lockscope.notifyWhenReleased', file);
    await vscode.commands.executeCommand('lockscope.notifyWhenReleased', file);
    assert.deepEqual(shown.map(({ buttons }) => buttons), [['Stop Waiting']]);
    rmSync(file);
    const told = await until('notice of the release', () => shown.find(({ message }) => message === `${path.join('ending', 'awaited')} is released.`));
    assert.deepEqual(told.buttons, ["Don't Tell Me Again"]);
    await noLockAt(file);
    assert.equal(shown.length, 2);
  });

  test('Show Holder shows the terminal that the holder runs in, and else the explanation', async () => {
    const script = vscode.Uri.file(at('hold.cjs'));
    const program = "require('node:fs').writeFileSync(process.argv[2], String(process.pid), { flag: 'wx' }); setInterval(() => {}, 1000);";
    await vscode.workspace.fs.writeFile(script, new TextEncoder().encode(program));
    const terminal = vscode.window.createTerminal({ name: 'holding', cwd: folder, env: { ELECTRON_RUN_AS_NODE: '1' } });
    terminal.sendText(`'${process.execPath}' hold.cjs terminal.lock`);
    const lock = await lockIn('held', at('terminal.lock'));
    assert.ok(lock.holder?.parents.some(({ pid }) => pid !== null));
    assert.equal(await vscode.commands.executeCommand('lockscope.showHolder', lock.path), terminal);

    await holdLock(at('elsewhere.lock'));
    await lockIn('held', at('elsewhere.lock'));
    assert.equal(await vscode.commands.executeCommand('lockscope.showHolder', at('elsewhere.lock')), undefined);
    await until('the page', () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('elsewhere.lock'))));
  });

  test("a tool's own command runs in a terminal, after it was shown", async () => {
    const repository = at("it's a repository");
    const git = (...args: readonly string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.invalid', ...args], { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    mkdirSync(repository);
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    git('worktree', 'add', '-q', 'tree');
    git('worktree', 'lock', 'tree');
    const lockPath = path.join(repository, '.git', 'worktrees', 'tree', 'locked');
    const lock = await lockIn('held', lockPath);
    assert.equal(lock.ways.length, 1);

    const refused = answering(() => undefined);
    assert.equal(await vscode.commands.executeCommand('lockscope.runToolCommand', lockPath), undefined);
    assert.ok(existsSync(lockPath));
    refused.dispose();

    const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Run in Terminal'));
    const line = await vscode.commands.executeCommand<string>('lockscope.runToolCommand', lockPath);
    assert.match(line, /^git worktree unlock '.*it'\\''s a repository\/tree'$/);
    assert.deepEqual(shown.map(({ modal, buttons }) => [modal, buttons]), [[true, ['Copy Command', 'Run in Terminal']]]);
    assert.ok(shown[0]?.detail.startsWith(`${line}\n`));
    await until('terminal in front', () => vscode.window.activeTerminal?.name === 'Lockscope');
    await noLockAt(lockPath);
    assert.equal(existsSync(lockPath), false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
