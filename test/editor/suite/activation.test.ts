// The extension as the editor gets it: there, activated, and true to its manifest.
import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';

/** The extension that the editor has loaded, activated. */
async function activated(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension<unknown>('lockscope.lockscope');
  assert.ok(extension, 'lockscope.lockscope is not among the loaded extensions');
  await extension.activate();
  return extension;
}

/** The commands that a manifest contributes. */
function contributedCommands(manifest: unknown): readonly string[] {
  const text = JSON.stringify(manifest, ['contributes', 'commands', 'command']);
  return [...text.matchAll(/"command":"([^"]+)"/g)].map(([, command = '']) => command);
}

suite('Activation', () => {
  test('the extension is present and activates', async () => {
    assert.equal((await activated()).isActive, true);
  });

  test('every command of the manifest is registered', async () => {
    const contributed = contributedCommands((await activated()).packageJSON);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.notEqual(contributed.length, 0);
    assert.deepEqual(contributed.filter((command) => !registered.has(command)), []);
  });

  test('the workspace is a folder on this machine', () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.equal(folder?.uri.scheme, 'file');
  });
});
