// Documents that are saved atomically: the bytes, the file, and what the editor shows thereafter.
import assert from 'node:assert/strict';
import { linkSync, lstatSync, readFileSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { until } from './extension.ts';
import { readAgainAndAgain } from './save-reader.ts';
import { save, saveScene, type } from './save-scene.ts';

/** Everything about the editor that a save must not change. */
function viewOf({ selections, visibleRanges }: vscode.TextEditor): string {
  return JSON.stringify({ selections, visibleRanges });
}

suite('Saving atomically', () => {
  const { at, path: folder, answering, open, own } = saveScene('saving');

  test('replaces the file, leaves nothing beside it, and the editor shows it as saved', async () => {
    const editor = await open('replaced.txt', 'old\n');
    const { ino } = statSync(at('replaced.txt'));
    await type(editor, 0, 3, 'er');
    const saved = await save();
    assert.ok(saved?.is === 'saved', JSON.stringify(saved));
    assert.deepEqual([saved.outcome.how, saved.document, saved.leftOut], ['replaced', 'clean', []]);
    assert.equal(readFileSync(at('replaced.txt'), 'utf8'), 'older\n');
    assert.notEqual(statSync(at('replaced.txt')).ino, ino);
    assert.deepEqual(readdirSync(folder), ['replaced.txt']);
    assert.deepEqual([editor.document.isDirty, editor.document.getText()], [false, 'older\n']);
  });

  test('keeps what can be undone and redone', async () => {
    const editor = await open('undone.txt', 'old\n');
    await type(editor, 0, 3, 'er');
    assert.equal((await save())?.is, 'saved');
    await vscode.commands.executeCommand('undo');
    await until('the old text', () => editor.document.getText() === 'old\n');
    assert.ok(editor.document.isDirty);
    await vscode.commands.executeCommand('redo');
    await until('the new text', () => editor.document.getText() === 'older\n');
    await until('the editor to see that this is what is saved', () => !editor.document.isDirty);
  });

  test('leaves selections, folding and the place in the text as they are', async () => {
    const editor = await open('view.txt', Array.from({ length: 300 }, (_, line) => `${line % 10 === 0 ? '' : '  '}line ${line}`).join('\n'));
    await type(editor, 120, 0, 'x');
    editor.selections = [new vscode.Selection(110, 0, 112, 3), new vscode.Selection(114, 2, 114, 2)];
    await vscode.commands.executeCommand('editor.fold', { selectionLines: [120] });
    editor.revealRange(new vscode.Range(110, 0, 110, 0), vscode.TextEditorRevealType.AtTop);
    await until('the folded lines', () => editor.visibleRanges.length > 1 && (editor.visibleRanges[0]?.start.line ?? 0) > 100);
    const before = viewOf(editor);
    assert.equal((await save())?.is, 'saved');
    assert.equal(editor.document.isDirty, false);
    assert.equal(viewOf(editor), before);
  });

  for (const [encoding, bom, eols] of [['utf8', '', ['\n', '\r\n']], ['utf8bom', 'efbbbf', ['\r\n']], ['utf16le', 'fffe', ['\n']], ['utf16be', 'feff', ['\r\n']], ['windows1252', '', ['\n']]] as const) {
    for (const eol of eols) {
      test(`writes the bytes that VS Code writes: ${encoding}, ${JSON.stringify(eol)}`, async () => {
        const text = `Grüße${eol}zweite Zeile${eol}`;
        const bytes = await vscode.workspace.encode(text, { encoding });
        assert.equal(Buffer.from(bytes).toString('hex').startsWith(bom), true);
        const [theirs, ours] = ['theirs', 'ours'].map((whose) => `${whose}-${encoding}-${eol.length}.txt`);
        assert.ok(theirs !== undefined && ours !== undefined);
        for (const name of [theirs, ours]) {
          const editor = await open(name, bytes, encoding);
          assert.deepEqual([editor.document.encoding, editor.document.getText()], [encoding, text]);
          await type(editor, 1, 0, 'dö\n');
          if (name === theirs) await editor.document.save();
          else assert.equal((await save())?.is, 'saved');
          assert.deepEqual([editor.document.encoding, editor.document.isDirty], [encoding, false]);
        }
        assert.deepEqual(readFileSync(at(ours)), readFileSync(at(theirs)));
        assert.ok(readFileSync(at(ours)).length > bytes.length);
      });
    }
  }

  test('is whole to whoever reads it meanwhile, which VS Code\'s own save is not', async () => {
    const size = 1_000_000;
    const editor = await open('whole.txt', `a${'.'.repeat(size)}a`);
    const turn = async (letter: string): Promise<void> => {
      await editor.edit((edit) => [0, size + 1].forEach((character) => edit.replace(new vscode.Range(0, character, 0, character + 1), letter)));
    };
    const ours = await readAgainAndAgain(at('whole.txt'));
    for (const letter of 'bcd') {
      await turn(letter);
      assert.equal((await save())?.is, 'saved');
    }
    const seen = await ours.stop();
    assert.deepEqual(seen.filter((one) => !/^(\w)\1 1000002$/.test(one)), []);
    assert.ok(seen.length > 1, 'it saw a save');
    const theirs = await readAgainAndAgain(at('whole.txt'));
    for (let saves = 0; saves < 5; saves++) {
      await turn(saves % 2 === 0 ? 'g' : 'h');
      await editor.document.save();
    }
    assert.notDeepEqual((await theirs.stop()).filter((one) => !/^(\w)\1 1000002$/.test(one)), []);
  });

  test('leaves what is typed meanwhile unsaved, and loses nothing of it', async () => {
    const editor = await open('typed.txt', 'old\n');
    await type(editor, 0, 3, 'er');
    const saving = save();
    for (let typed = 0; typed < 40; typed++) await type(editor, 1, 0, 'x');
    const saved = await saving;
    assert.ok(saved?.is === 'saved');
    await until('all that was typed', () => editor.document.getText() === `older\n${'x'.repeat(40)}`);
    const onDisk = readFileSync(at('typed.txt'), 'utf8');
    assert.match(onDisk, /^older\nx*$/);
    assert.equal(editor.document.isDirty, onDisk !== editor.document.getText());
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual([readFileSync(at('typed.txt'), 'utf8'), editor.document.isDirty], [editor.document.getText(), false]);
  });

  test('saves what is typed between two presses of the key', async () => {
    const editor = await open('twice.txt', 'old\n');
    await type(editor, 0, 3, 'er');
    const first = save();
    await type(editor, 1, 0, 'and more');
    await Promise.all([first, save(), save()]);
    assert.deepEqual([readFileSync(at('twice.txt'), 'utf8'), editor.document.isDirty], ['older\nand more', false]);
  });

  test('touches no other document when that comes to the front meanwhile', async () => {
    const other = await open('b.txt', 'theirs\n');
    await type(other, 0, 0, 'my ');
    const { shown } = answering(() => undefined);
    for (let times = 0; times < 3; times++) {
      const editor = await open(`a${times}.txt`, 'old\n');
      await type(editor, 0, 3, 'er');
      const saving = save();
      for (let turns = 0; turns < 4; turns++) await vscode.window.showTextDocument(other.document, { preview: false });
      assert.equal((await saving)?.is, 'saved', JSON.stringify(shown));
      assert.equal(readFileSync(at(`a${times}.txt`), 'utf8'), 'older\n');
      assert.deepEqual([other.document.getText(), other.document.isDirty, readFileSync(at('b.txt'), 'utf8')], ['my theirs\n', true, 'theirs\n']);
    }
  });

  /** Does something in the moment in which the editor is told to read the active file anew. */
  function atRevert(act: (revert: () => Thenable<unknown>) => Promise<unknown>): void {
    const { executeCommand } = vscode.commands;
    const replacement = (command: string, ...args: readonly unknown[]): Thenable<unknown> => {
      const run = (): Thenable<unknown> => executeCommand(command, ...args);
      return command === 'workbench.action.files.revert' ? act(run) : run();
    };
    Object.assign(vscode.commands, { executeCommand: replacement });
    own({ dispose: () => void Object.assign(vscode.commands, { executeCommand }) });
  }

  test('puts back what is typed in the very moment in which the editor reads the file anew', async () => {
    const editor = await open('moment.txt', 'old\n');
    let moment = 0;
    atRevert(async (revert) => {
      const reverted = revert();
      for (const end = performance.now() + moment; performance.now() < end; );
      return Promise.all([reverted, type(editor, 0, 0, 'typed ')]);
    });
    // The moment is a different one on every machine.
    for (let expected = 'old\n'; moment < 12; moment += 1) {
      await type(editor, 0, 0, `${moment} `);
      expected = `${moment} ${expected}`;
      const saved = await save();
      assert.ok(saved?.is === 'saved');
      assert.equal(readFileSync(at('moment.txt'), 'utf8'), expected);
      expected = `typed ${expected}`;
      assert.deepEqual([saved.document, editor.document.getText(), editor.document.isDirty], ['edited', expected, true]);
    }
  });

  test('puts back what another editor has unsaved that comes to the front in that very moment', async () => {
    const other = await open('other.txt', 'theirs\n');
    await type(other, 0, 0, 'my ');
    const editor = await open('one.txt', 'old\n');
    await type(editor, 0, 3, 'er');
    let turns = 0;
    atRevert(async (revert) => {
      if (turns++ === 0) await vscode.window.showTextDocument(other.document, { preview: false });
      return revert();
    });
    const saved = await save();
    assert.ok(saved?.is === 'saved');
    assert.deepEqual([other.document.getText(), other.document.isDirty, readFileSync(at('other.txt'), 'utf8')], ['my theirs\n', true, 'theirs\n']);
    assert.deepEqual([editor.document.isDirty, readFileSync(at('one.txt'), 'utf8')], [false, 'older\n']);
  });

  test('follows a link', async () => {
    writeFileSync(at('real.txt'), 'old');
    symlinkSync('real.txt', at('link.txt'));
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at('link.txt')));
    await type(editor, 0, 3, 'er');
    const saved = await save();
    assert.ok(saved?.is === 'saved' && saved.outcome.file === at('real.txt'));
    assert.ok(lstatSync(at('link.txt')).isSymbolicLink());
    assert.equal(readFileSync(at('real.txt'), 'utf8'), 'older');
    assert.equal(editor.document.isDirty, false);
  });

  test('asks before it writes in place a file with several names, and need not ask again', async () => {
    const editor = await open('named.txt', 'old');
    linkSync(at('named.txt'), at('b.txt'));
    await type(editor, 0, 3, 'er');
    const answers: string[] = [];
    const { shown } = answering(() => answers[0]);
    assert.equal((await save())?.is, 'cancelled');
    assert.deepEqual([readFileSync(at('b.txt'), 'utf8'), editor.document.isDirty], ['old', true]);
    const [asked] = shown;
    assert.ok(asked?.modal);
    assert.match(asked.detail, /^• The file has 2 names \(hard links\); the others would keep the old content\./);
    assert.deepEqual(asked.buttons, ['Write in Place, Backed Up', 'Always for This File']);
    answers.push('Always for This File');
    const saved = await save();
    assert.ok(saved?.is === 'saved' && saved.outcome.how === 'in-place');
    assert.deepEqual([readFileSync(at('b.txt'), 'utf8'), editor.document.isDirty, shown.length], ['older', false, 2]);
    await type(editor, 0, 0, 'even ');
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual([readFileSync(at('b.txt'), 'utf8'), shown.length], ['even older', 2]);
  });

  test('says what is wrong with a file that cannot be written to, and tries again', async () => {
    const editor = await open('wrong.txt', 'old');
    await type(editor, 0, 3, 'er');
    const { shown } = answering(() => undefined);
    renameSync(folder, `${folder}-away`);
    try {
      assert.equal(await save(), undefined);
    } finally {
      renameSync(`${folder}-away`, folder);
    }
    const told = await until('word of it', () => shown.at(-1));
    assert.deepEqual([told.level, told.buttons], ['error', ['Retry']]);
    assert.match(told.message, /wrong\.txt was not saved: its folder is not there\./);
    assert.deepEqual([readFileSync(at('wrong.txt'), 'utf8'), editor.document.isDirty], ['old', true]);
    assert.equal((await save())?.is, 'saved', JSON.stringify(shown));
  });

  test('gives a document without a file one under the name that the user chooses', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'new', language: 'json' });
    await vscode.window.showTextDocument(document);
    const { showSaveDialog } = vscode.window;
    // Its own dialog cannot be answered from within.
    Object.assign(vscode.window, { showSaveDialog: () => Promise.resolve(vscode.Uri.file(at('new.txt'))) });
    own({ dispose: () => void Object.assign(vscode.window, { showSaveDialog }) });
    await save();
    assert.equal(readFileSync(at('new.txt'), 'utf8'), 'new');
    assert.deepEqual([vscode.window.activeTextEditor?.document.uri.fsPath, vscode.window.activeTextEditor?.document.languageId], [at('new.txt'), 'json']);
    assert.ok(vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 1));
  });

  test('says that it cannot save what is no file', async () => {
    const { shown } = answering(() => undefined);
    assert.equal(await save(), undefined);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'lockscope-journal', path: '/Journal.md' })));
    assert.equal(await save(), undefined);
    assert.deepEqual(shown.map(({ level }) => level), ['info', 'info']);
    assert.match(shown[1]?.message ?? '', /Only files on this machine/);
  });
});
