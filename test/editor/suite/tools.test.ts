// Locks as language models are told of them, and as other extensions are.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { lockIn, lockscope, workspaceFolder } from './extension.ts';
import { holdLock, killHolders } from './holder.ts';

async function ask(name: string, input: object): Promise<readonly string[]> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : assert.fail('not a text')));
}

suite('Locks for language models and other extensions', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'asked');
  const file = path.join(folder, 'a.lock');

  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(() => {
    killHolders();
    rmSync(folder, { recursive: true, force: true });
  });
  suiteTeardown(killHolders);

  test('the tools are offered, and say that they change nothing', () => {
    const tools = vscode.lm.tools.filter(({ name }) => name.startsWith('lockscope_'));
    assert.deepEqual(tools.map(({ name }) => name).toSorted(), ['lockscope_check_race_scenario', 'lockscope_explain_lock', 'lockscope_list_locks']);
    for (const { description } of tools) assert.match(description, /never removes|changes no file and no lock/);
  });

  test('locks are listed in words and as data', async () => {
    const holder = await holdLock(file);
    await lockIn('held', file);
    const [words = '', data = ''] = await ask('lockscope_list_locks', { folder: 'asked', state: 'held' });
    assert.match(words, /^1 lock \(1 held\)/);
    const reports: unknown = JSON.parse(data);
    assert.ok(Array.isArray(reports));
    assert.deepEqual(reports.map((report: { path: string; holder: { pid: number } }) => [report.path, report.holder.pid]), [[file, holder.pid]]);
  });

  test('a lock is explained by its path or by what it protects, without what is in it', async () => {
    writeFileSync(file, 'token=not-for-any-model');
    for (const place of [file, path.join('asked', 'a.lock')]) {
      const [words = '', data = ''] = await ask('lockscope_explain_lock', { path: place });
      assert.match(words, /a\.lock/);
      assert.match(words, /Do not delete a lock/);
      assert.doesNotMatch(words + data, /not-for-any-model/);
    }
    rmSync(file);
    await (await holdLock(file)).kill();
    await lockIn('stale', file);
    assert.match((await ask('lockscope_explain_lock', { path: path.join(folder, 'a') })).join(), /It is stale/);
    assert.ok(existsSync(file), 'asking removes nothing');
  });

  test('a wrong question is answered with what is wrong', async () => {
    assert.match((await ask('lockscope_list_locks', { folder: path.parse(folder).root + 'nowhere' })).join(), /is not in an open folder/);
    assert.match((await ask('lockscope_explain_lock', { path: ' ' })).join(), /"path" must be a path/);
    assert.match((await ask('lockscope_explain_lock', { path: path.join(folder, 'none.lock') })).join(), /No lock stands at/);
  });

  test('the API hands out frozen locks, tells of changes and explains', async () => {
    const api = await lockscope();
    assert.equal(api.version, 1);
    const heard: string[] = [];
    const subscription = api.onDidChange((changes) => heard.push(...changes.map(({ type, lock }) => `${type} ${path.basename(lock.path)}`)));
    await holdLock(file);
    const lock = await lockIn('held', file);
    subscription.dispose();
    assert.ok(heard.includes('appeared a.lock'));
    assert.ok(Object.isFrozen(lock) && Object.isFrozen(lock.verdict.evidence));
    assert.equal((await api.inspect(file))?.holder?.pid, lock.holder?.pid);
    assert.match((await api.explain(file)) ?? '', /^# .+: held\n/);
    rmSync(file);
    assert.equal(await api.explain(file), null);
  });
});
