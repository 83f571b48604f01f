// Locked files as the explorer marks them.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { lockIn, lockscope, noLockAt, until, workspaceFolder } from './extension.ts';
import { holdLock, killHolders } from './holder.ts';

suite('Locked files in the explorer', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'decorated');
  const file = path.join(folder, 'data.lock');
  const resource = path.join(folder, 'data');
  const badgeOf = async (place: string): Promise<string | undefined> => (await lockscope()).shown.decorations.provideFileDecoration(vscode.Uri.file(place))?.badge;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('lockscope');

  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(async () => {
    killHolders();
    rmSync(folder, { recursive: true, force: true });
    await settings().update('decorations', undefined, vscode.ConfigurationTarget.Global);
  });
  suiteTeardown(killHolders);

  test('have a letter, a colour and words, and so do the folders around them', async () => {
    const { decorations } = (await lockscope()).shown;
    await holdLock(file);
    await lockIn('held', file);
    for (const place of [file, resource]) {
      const decoration = decorations.provideFileDecoration(vscode.Uri.file(place));
      assert.equal(decoration?.badge, 'L');
      assert.match(decoration.tooltip ?? '', /, held by .+ \(\d+\)$/);
      assert.ok(decoration.color);
      assert.equal(decoration.propagate, true);
    }
  });

  test('the editor is told of what changed, and of nothing else', async () => {
    const { decorations } = (await lockscope()).shown;
    const told: string[] = [];
    const subscription = decorations.onDidChangeFileDecorations((uris) => told.push(...uris.map(({ fsPath }) => fsPath)));
    try {
      const holder = await holdLock(file);
      await until('word of the held lock', () => told.length === 2);
      await holder.kill();
      await until('word of the stale lock', () => told.length === 4);
      assert.deepEqual(new Set(told), new Set([file, resource]));
      assert.equal(await badgeOf(resource), 'L!');
      rmSync(file);
      await until('word of the release', () => told.length === 6);
      assert.equal(await badgeOf(resource), undefined);
    } finally {
      subscription.dispose();
    }
  });

  test('a setting takes them away', async () => {
    await holdLock(file);
    await lockIn('held', file);
    await settings().update('decorations', false, vscode.ConfigurationTarget.Global);
    await until('plain file', async () => (await badgeOf(resource)) === undefined);
    await settings().update('decorations', true, vscode.ConfigurationTarget.Global);
    await until('marked file', async () => (await badgeOf(resource)) === 'L');
    rmSync(file);
    await noLockAt(file);
  });
});
