// Files that somebody else wrote while a document of theirs had unsaved changes.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { until } from './extension.ts';
import { save, saveScene, type } from './save-scene.ts';

suite('Saving what somebody else changed', () => {
  const { at, answering, open } = saveScene('conflicts');

  /** A document with changes over what somebody else has written to its file since. */
  async function conflict(name: string, theirs = 'theirs\n'): Promise<vscode.TextDocument> {
    const editor = await open(name, 'old\n');
    await type(editor, 0, 0, 'my ');
    writeFileSync(at(name), theirs);
    return editor.document;
  }

  test('asks, and writes nothing when the answer is no', async () => {
    const document = await conflict('no.txt');
    const { shown } = answering(() => undefined);
    assert.deepEqual(await save(), { is: 'cancelled' });
    assert.deepEqual([readFileSync(at('no.txt'), 'utf8'), document.getText(), document.isDirty], ['theirs\n', 'my old\n', true]);
    assert.deepEqual(shown.map(({ modal, buttons }) => [modal, buttons]), [[true, ['Compare', 'Overwrite']]]);
    assert.match(shown[0]?.message ?? '', /no\.txt has been changed by another program\.$/);
  });

  test('notices a change that left size and time as they were', async () => {
    const editor = await open('same.txt', 'old\n');
    utimesSync(at('same.txt'), 1_700_000_000, 1_700_000_000);
    await type(editor, 0, 0, 'my ');
    writeFileSync(at('same.txt'), 'new\n');
    utimesSync(at('same.txt'), 1_700_000_000, 1_700_000_000);
    answering(() => undefined);
    assert.deepEqual(await save(), { is: 'cancelled' });
    assert.equal(readFileSync(at('same.txt'), 'utf8'), 'new\n');
  });

  test('compares, and writes nothing', async () => {
    const document = await conflict('compared.txt');
    answering(({ buttons }) => buttons.find((title) => title === 'Compare'));
    assert.deepEqual(await save(), { is: 'comparing' });
    await until('the comparison', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
    assert.deepEqual([readFileSync(at('compared.txt'), 'utf8'), document.getText(), document.isDirty], ['theirs\n', 'my old\n', true]);
  });

  test('saves from within the comparison', async () => {
    const document = await conflict('within.txt');
    answering(({ buttons }) => buttons.find((title) => title === (vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff ? 'Overwrite' : 'Compare')));
    assert.deepEqual(await save(), { is: 'comparing' });
    await until('the comparison', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual([readFileSync(at('within.txt'), 'utf8'), document.isDirty], ['my old\n', false]);
  });

  test('overwrites what was asked about, and asks again about what came after it', async () => {
    const document = await conflict('again.txt');
    const { shown } = answering(({ buttons }) => {
      if (shown.length === 1) writeFileSync(at('again.txt'), 'still theirs\n');
      return buttons.find((title) => title === 'Overwrite');
    });
    assert.equal((await save())?.is, 'saved');
    assert.equal(shown.length, 2);
    assert.deepEqual([readFileSync(at('again.txt'), 'utf8'), document.isDirty], ['my old\n', false]);
  });

  test('asks about a file that was deleted, and makes it again', async () => {
    const document = await conflict('gone.txt');
    rmSync(at('gone.txt'));
    const { shown } = answering(({ buttons }) => buttons[0]);
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual(shown.map(({ buttons }) => buttons), [['Create It Again']]);
    assert.deepEqual([readFileSync(at('gone.txt'), 'utf8'), document.isDirty], ['my old\n', false]);
  });

  test('does not ask about a file that was only touched, written by the editor, or reloaded', async () => {
    const editor = await open('touched.txt', 'old\n');
    const { shown } = answering(() => undefined);
    await type(editor, 0, 0, 'my ');
    utimesSync(at('touched.txt'), new Date(), new Date());
    assert.equal((await save())?.is, 'saved');
    await type(editor, 0, 0, 'still ');
    await editor.document.save();
    await type(editor, 0, 0, 'and ');
    assert.equal((await save())?.is, 'saved');
    writeFileSync(at('touched.txt'), 'theirs\n');
    await until('the editor to show it', () => editor.document.getText() === 'theirs\n');
    await type(editor, 0, 0, 'my ');
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual([shown, readFileSync(at('touched.txt'), 'utf8')], [[], 'my theirs\n']);
  });

  test('asks where it is not known what the editor loaded, and only there', async () => {
    // Written a moment ago, and not given back by the editor as it was: it may be another text than the editor read.
    const editor = await open('unknown.txt', 'a\r\nb\n');
    await type(editor, 0, 0, 'my ');
    const { shown } = answering(({ buttons }) => buttons.find((title) => title === 'Overwrite'));
    assert.equal((await save())?.is, 'saved');
    assert.match(shown[0]?.message ?? '', /unknown\.txt may have changed since it was opened\.$/);
    assert.deepEqual([shown.map(({ buttons }) => buttons), editor.document.isDirty], [[['Compare', 'Overwrite']], false]);
    await type(editor, 0, 0, 'still ');
    assert.equal((await save())?.is, 'saved');
    assert.equal(shown.length, 1);
  });

  test('does not ask about a text that the editor does not give back as it was', async () => {
    // Line ends of two kinds, and a byte that is no text.
    const mixed = Buffer.from([0x61, 0x0d, 0x0a, 0x62, 0x0a, 0xff, 0x0a]);
    writeFileSync(at('mixed.txt'), mixed);
    // A file that was written a moment ago may have been written after the editor read it.
    await until('the file to be old enough', () => Date.now() - statSync(at('mixed.txt')).ctimeMs > 2500);
    const document = await vscode.workspace.openTextDocument(at('mixed.txt'));
    const editor = await vscode.window.showTextDocument(document);
    const { shown } = answering(() => undefined);
    await type(editor, 0, 0, 'x');
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual(shown, []);
  });
});
