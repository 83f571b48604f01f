// What was held and waited for: shown, told as text, exported, and opened again.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { readTrace } from '../../../src/contention/export/read-trace.ts';
import { lockIn, noLockAt, until, workspaceFolder } from './extension.ts';
import { holdLock, killHolders } from './holder.ts';

suite('Contention', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'contended');
  const at = (name: string): string => path.join(folder, name);
  const tabOf = (viewType: string): vscode.Tab | undefined => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType));

  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(async () => {
    killHolders();
    rmSync(folder, { recursive: true, force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function heldAndReleased(name: string): Promise<string> {
    const file = at(name);
    const holder = await holdLock(file);
    await lockIn('held', file);
    await holder.kill();
    rmSync(file);
    await noLockAt(file);
    return file;
  }

  async function exported(file: string): Promise<string> {
    await until(file, async () => vscode.commands.executeCommand('lockscope.exportTrace', file));
    return readFileSync(file, 'utf8');
  }

  test('Show Contention opens one tab, however often', async () => {
    await vscode.commands.executeCommand('lockscope.showContention');
    await until('the tab', () => tabOf('lockscope.contention'));
    await vscode.commands.executeCommand('lockscope.showContention', at('any.lock'));
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'Contention').length, 1);
  });

  test('a hold is in the text, and in each form of export', async () => {
    const file = await heldAndReleased('job.lock');
    const page = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'lockscope-contention', path: '/Contention.md' }));
    assert.equal(page.languageId, 'markdown');
    assert.match(page.getText(), /contended.*job/);
    const trace = readTrace(await exported(at('trace.json')));
    assert.ok(trace.spans.some(({ lock, is }) => lock === file && is === 'hold'));
    assert.ok((await exported(at('table.csv'))).includes(file));
    assert.match(await exported(at('report.md')), /^# Contention/);
  });

  test('an exported trace opens in a tab that says whose it is', async () => {
    await heldAndReleased('shared.lock');
    await exported(at('trace.json'));
    await vscode.commands.executeCommand('lockscope.openTrace', vscode.Uri.file(at('trace.json')));
    const tab = await until('the tab', () => tabOf('lockscope.trace'));
    assert.equal(tab.label, 'Trace: trace.json');
  });

  test('what is no trace opens no tab', async () => {
    writeFileSync(at('else.json'), '{"traceEvents":[]}');
    await vscode.commands.executeCommand('lockscope.openTrace', at('else.json'));
    assert.equal(tabOf('lockscope.trace'), undefined);
  });
});
