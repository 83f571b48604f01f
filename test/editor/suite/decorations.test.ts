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
    }
    const around = decorations.provideFileDecoration(vscode.Uri.file(folder));
    assert.deepEqual([around?.badge, around?.tooltip], ['●', 'Something in it is locked']);
  });

  test('the editor is told of what changed', async () => {
    const { decorations } = (await lockscope()).shown;
    const told = new Set<string>();
    const subscription = decorations.onDidChangeFileDecorations((uris) => uris.forEach(({ fsPath }) => told.add(fsPath)));
    const other = path.join(folder, 'told.lock');
    const untilTold = async (badge: string | undefined): Promise<void> => {
      await until(`word of ${badge}`, async () => told.has(other) && told.has(path.join(folder, 'told')) && (await badgeOf(other)) === badge);
      told.clear();
    };
    try {
      const holder = await holdLock(other);
      await untilTold('L');
      await holder.kill();
      await untilTold('L!');
      rmSync(other);
      await untilTold(undefined);
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
