// What is said about locks: the explaining page, the report, and the commands that show them.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { lockIn, noLockAt, until, workspaceFolder } from './extension.ts';
import { holdLock, killHolders } from './holder.ts';

suite('Locks explained', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'explained');
  const at = (name: string): string => path.join(folder, name);
  const pageOf = (file: string): vscode.Uri => vscode.Uri.from({ scheme: 'lockscope', path: `/${path.basename(file)}.md`, query: file });

  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(async () => {
    killHolders();
    rmSync(folder, { recursive: true, force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  suiteTeardown(killHolders);

  test('the page says what is known, and follows the lock', async () => {
    const file = at('page.lock');
    const holder = await holdLock(file);
    await lockIn('held', file);
    const page = await vscode.workspace.openTextDocument(pageOf(file));
    assert.match(page.getText(), /held/);
    assert.match(page.getText(), new RegExp(`\\| ${holder.pid} \\|`));
    assert.equal(page.languageId, 'markdown');
    await holder.kill();
    await until('stale page', () => /: stale/.test(page.getText()));
    assert.match(page.getText(), /Its holder is proven gone/);
    rmSync(file);
    await until('page of a released lock', () => /No longer locked/.test(page.getText()));
  });

  test('Explain Lock opens the page', async () => {
    const file = at('opened.lock');
    await holdLock(file);
    await lockIn('held', file);
    await vscode.commands.executeCommand('lockscope.explainLock', file);
    await until('tab for the page', () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('opened.lock'))));
  });

  test('neither page nor report shows what is in a lock', async () => {
    const file = at('secret.lock');
    writeFileSync(file, 'token=not-for-anybody-else');
    await until('unknown lock', async () => {
      await vscode.commands.executeCommand('lockscope.copyLockReport');
      return (await vscode.env.clipboard.readText()).includes('secret.lock');
    });
    const page = await vscode.workspace.openTextDocument(pageOf(file));
    const report = await vscode.env.clipboard.readText();
    for (const text of [page.getText(), report]) assert.doesNotMatch(text, /not-for-anybody-else/);
  });

  test('the report names each lock, its state and holder, and the versions', async () => {
    const file = at('reported.lock');
    const holder = await holdLock(file);
    await lockIn('held', file);
    await vscode.commands.executeCommand('lockscope.copyLockReport');
    const report = await vscode.env.clipboard.readText();
    for (const part of [file, `pid ${holder.pid}`, '## Held (1)']) assert.ok(report.includes(part), `${part} is not in:\n${report}`);
    assert.ok(report.replaceAll('\\', '').includes(`VS Code ${vscode.version}`), report);
  });

  test('Show Locks and Refresh work without a question', async () => {
    await vscode.commands.executeCommand('lockscope.showLocks');
    const file = at('refreshed.lock');
    await holdLock(file);
    await vscode.commands.executeCommand('lockscope.refresh');
    await lockIn('held', file);
    rmSync(file);
    await noLockAt(file);
  });
});
