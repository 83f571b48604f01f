// Many documents at once, and which files the save keys save atomically.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import type { DocumentSave } from '../../../src/commands/save/document.ts';
import { lockscope, until, workspaceFolder } from './extension.ts';
import { saveScene, type } from './save-scene.ts';

suite('Saving all', () => {
  const { at, path: folder, answering, open, set } = saveScene('all');
  const saveAll = async (argument?: unknown): Promise<readonly (DocumentSave | undefined)[]> => vscode.commands.executeCommand<readonly (DocumentSave | undefined)[]>('lockscope.saveAllAtomically', argument);
  const isReplaced = (name: string, ino: number): boolean => statSync(at(name)).ino !== ino;

  async function changed(name: string, column?: vscode.ViewColumn): Promise<{ readonly document: vscode.TextDocument; readonly ino: number }> {
    const { document } = await open(name, 'old\n');
    await type(await vscode.window.showTextDocument(document, { preview: false, ...(column === undefined ? {} : { viewColumn: column }) }), 0, 0, 'my ');
    return { document, ino: statSync(at(name)).ino };
  }

  function tabsInFront(): readonly (string | undefined)[] {
    return vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.label);
  }

  test('saves each, and brings none to the front', async () => {
    const first = await changed('first.txt');
    const second = await changed('second.txt');
    await open('clean.txt', 'clean\n');
    const beside = await changed('beside.txt', vscode.ViewColumn.Two);
    const { document: clean } = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at('clean.txt')), { viewColumn: vscode.ViewColumn.One, preview: false });
    const before = tabsInFront();
    const cleanIno = statSync(at('clean.txt')).ino;
    const saves = await saveAll();
    assert.deepEqual(saves.map((one) => one?.is === 'saved' && one.document), ['clean', 'clean', 'clean']);
    for (const { document, ino } of [first, second, beside]) {
      const name = path.basename(document.uri.fsPath);
      assert.deepEqual([readFileSync(at(name), 'utf8'), document.isDirty, isReplaced(name, ino)], ['my old\n', false, true], name);
    }
    assert.equal(statSync(at('clean.txt')).ino, cleanIno);
    assert.deepEqual([tabsInFront(), vscode.window.activeTextEditor?.document], [before, clean]);
  });

  test('with the key: the chosen ones atomically, the others as ever; what the user does not want stays unsaved', async () => {
    await set('lockscope.atomicSave.files', ['*.json']);
    const chosen = await changed('chosen.json');
    const asked = await changed('asked.json');
    const other = await changed('other.txt');
    writeFileSync(at('asked.json'), 'theirs\n');
    answering(() => undefined);
    const saves = await saveAll('chosen');
    assert.deepEqual(saves.map((one) => one?.is), ['saved', 'cancelled']);
    assert.deepEqual([isReplaced('chosen.json', chosen.ino), isReplaced('other.txt', other.ino)], [true, false]);
    assert.deepEqual([chosen, asked, other].map(({ document }) => document.isDirty), [false, true, false]);
    assert.deepEqual(['chosen.json', 'asked.json', 'other.txt'].map((name) => readFileSync(at(name), 'utf8')), ['my old\n', 'theirs\n', 'my old\n']);
  });

  suite('which files are chosen', () => {
    const keys = async (): Promise<{ readonly one: boolean; readonly all: boolean }> => (await lockscope()).shown.saveKeys();

    test('is told by name, by folder and by path; the keys are VS Code\'s own for all else', async () => {
      mkdirSync(path.join(folder, 'config', 'inner'), { recursive: true });
      const inFolder = path.relative(workspaceFolder().uri.fsPath, folder);
      await set('lockscope.atomicSave.files', ['*.json', `./${inFolder}/config/*.ini`, '**/inner/**', at('exactly.txt')]);
      for (const [name, expected] of [['a.json', true], ['a.jsonc', false], ['config/b.json', true], ['config/a.ini', true], ['a.ini', false], ['config/inner/a.ini', true], ['exactly.txt', true], ['nearly.txt', false]] as const) {
        await open(name, 'text');
        await until(`the key to be ${expected ? 'ours' : "VS Code's"} for ${name}`, async () => (await keys()).one === expected);
      }
      await set('lockscope.atomicSave.files', []);
      await until("the key to be VS Code's", async () => !(await keys()).one);
    });

    test('in a comparison the right side counts', async () => {
      await set('lockscope.atomicSave.files', ['right.txt']);
      await open('left.txt', 'left');
      await open('right.txt', 'right');
      await vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(at('left.txt')), vscode.Uri.file(at('right.txt')));
      await until('the key to be ours', async () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff && (await keys()).one);
      await vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(at('right.txt')), vscode.Uri.file(at('left.txt')));
      await until("the key to be VS Code's", async () => !(await keys()).one);
    });

    test('Save All is ours while a chosen one is changed', async () => {
      await set('lockscope.atomicSave.files', ['*.json']);
      await changed('b.txt');
      assert.equal((await keys()).all, false);
      const { document } = await changed('b.json');
      await until('the key to be ours', async () => (await keys()).all);
      await document.save();
      await until("the key to be VS Code's", async () => !(await keys()).all);
    });
  });
});
