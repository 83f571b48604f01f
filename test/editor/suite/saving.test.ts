// Documents that are saved atomically: the bytes, the file, and what the editor shows thereafter.
import assert from 'node:assert/strict';
import { linkSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import type { DocumentSave } from '../../../src/commands/save-document.ts';
import { suiteFolder } from './folder.ts';

suite('Saving', () => {
  const { at, answering } = suiteFolder('saving', () => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor').then(() => vscode.commands.executeCommand('workbench.action.closeAllEditors')));
  const save = (argument?: unknown): Thenable<DocumentSave | undefined> => vscode.commands.executeCommand<DocumentSave | undefined>('lockscope.saveAtomically', argument);

  async function open(name: string, content: string | Uint8Array): Promise<vscode.TextEditor> {
    writeFileSync(at(name), content);
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(name)));
  }

  suite('one document', () => {
    test('replaces the file, and the editor shows it as saved', async () => {
      const editor = await open('a.txt', 'old\n');
      const { ino } = statSync(at('a.txt'));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 3), 'er'));
      assert.ok(editor.document.isDirty);
      const saved = await save();
      assert.ok(saved?.is === 'saved', JSON.stringify(saved));
      assert.deepEqual([saved.outcome.how, saved.document], ['replaced', 'clean']);
      assert.equal(readFileSync(at('a.txt'), 'utf8'), 'older\n');
      assert.notEqual(statSync(at('a.txt')).ino, ino);
      assert.equal(editor.document.isDirty, false);
      assert.equal(editor.document.getText(), 'older\n');
    });

    test('follows a link', async () => {
      writeFileSync(at('real.txt'), 'old');
      symlinkSync('real.txt', at('link.txt'));
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at('link.txt')));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 3), 'er'));
      assert.equal((await save())?.is, 'saved');
      assert.ok(lstatSync(at('link.txt')).isSymbolicLink());
      assert.equal(readFileSync(at('real.txt'), 'utf8'), 'older');
      assert.equal(editor.document.isDirty, false);
    });

    test('asks before it writes in place a file with several names', async () => {
      const editor = await open('a.txt', 'old');
      linkSync(at('a.txt'), at('b.txt'));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 3), 'er'));
      const { shown } = answering(() => undefined);
      assert.equal((await save())?.is, 'cancelled');
      assert.equal(readFileSync(at('b.txt'), 'utf8'), 'old');
      assert.ok(editor.document.isDirty);
      assert.equal(shown.length, 1, JSON.stringify(shown));
    });
  });
});
