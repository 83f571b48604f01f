// The view arranged: grouped, filtered, with idle locks and without.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { lockIn, lockscope, until, workspaceFolder } from './extension.ts';
import { holdLock, killHolders } from './holder.ts';

/** What the view shows: labels of its groups, with those of the locks in each. */
async function tree(): Promise<Record<string, readonly string[]>> {
  const { view } = (await lockscope()).shown;
  const groups = await view.drawn();
  return Object.fromEntries(await Promise.all(groups.map(async ({ node, item }) => [labelOf(item), (await view.drawn(node)).map((child) => labelOf(child.item))])));
}

function labelOf({ label }: vscode.TreeItem): string {
  return typeof label === 'string' ? label : (label?.label ?? '');
}

suite('The view arranged', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'arranged');
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const within = (...names: readonly string[]): string => path.join('arranged', ...names);
  const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(`lockscope.${command}`);

  setup(async () => {
    mkdirSync(at('one'), { recursive: true });
    mkdirSync(at('two'), { recursive: true });
    await holdLock(at('one', 'a.lock'));
    writeFileSync(at('two', 'b.lock'), '4194303\n');
    await lockIn('held', at('one', 'a.lock'));
    await lockIn('stale', at('two', 'b.lock'));
  });
  teardown(async () => {
    (await lockscope()).shown.view.filter = '';
    await run('groupByState');
    await run('hideIdleLocks');
    killHolders();
    rmSync(folder, { recursive: true, force: true });
  });
  suiteTeardown(killHolders);

  test('by state, by folder, by holder', async () => {
    assert.deepEqual(await tree(), { Stale: [within('two', 'b')], Held: [within('one', 'a')] });
    await run('groupByFolder');
    assert.deepEqual(await tree(), { [within('one')]: ['a'], [within('two')]: ['b'] });
    await run('groupByHolder');
    const groups = Object.entries(await tree());
    assert.deepEqual(new Set(groups.map(([, locks]) => locks.join())), new Set([within('one', 'a'), within('two', 'b')]));
    assert.equal(groups.length, 2);
    assert.equal((await lockscope()).shown.view.grouping, 'holder');
  });

  test('a filter shows what it leaves, and says so', async () => {
    const { view } = (await lockscope()).shown;
    view.filter = 'two B';
    assert.deepEqual(await tree(), { Stale: [within('two', 'b')] });
    await until('message', () => view.message === 'Showing 1 of 2 (filter: two B)');
    writeFileSync(at('two', 'bb.lock'), '4194303\n');
    await until('message about the new lock', () => view.message === 'Showing 2 of 3 (filter: two B)');
    await run('clearFilter');
    await until('no message', () => view.message === '');
    assert.equal(Object.keys(await tree()).length, 2);
  });

  test('a filter that leaves nothing says so, and no more', async () => {
    const { view } = (await lockscope()).shown;
    view.filter = '[x](command:y)';
    assert.deepEqual(await tree(), {});
    await until('message', () => view.message?.startsWith('Showing 0 of 2'));
    assert.ok(!view.message?.includes(']('), 'what is typed does not become a link');
  });

  test('idle locks show and hide', async () => {
    const settings = (): unknown => vscode.workspace.getConfiguration('lockscope').get('showIdle');
    await run('showIdleLocks');
    assert.equal(settings(), true);
    await run('hideIdleLocks');
    assert.equal(settings(), false);
  });
});
