// What is done to a document before it is saved, beside what VS Code's own save does to its like.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { until } from './extension.ts';
import { save, saveScene, type } from './save-scene.ts';

const dirt = 'first  \n\tsecond\t \n  \nlast   ';

suite('Saving as the settings want it', () => {
  const { at, answering, open, own, set } = saveScene('participants');

  /** Saves one text in both ways. @returns what VS Code wrote, after checking that ours is the same */
  async function both(name: string, text: string): Promise<string> {
    const theirs = await open(`theirs-${name}`, 'x');
    await type(theirs, 0, 0, text);
    await theirs.document.save();
    const ours = await open(`ours-${name}`, 'x');
    await type(ours, 0, 0, text);
    const saved = await save();
    assert.ok(saved?.is === 'saved');
    assert.deepEqual([saved.leftOut, saved.document, ours.document.isDirty], [[], 'clean', false]);
    const written = readFileSync(at(`theirs-${name}`), 'utf8');
    assert.equal(readFileSync(at(`ours-${name}`), 'utf8'), written);
    assert.equal(ours.document.getText(), written);
    assert.equal(ours.selection.active.line, theirs.selection.active.line);
    return written;
  }

  /** A formatter that makes all letters upper case, and adds a space for what comes after it to trim. */
  const shouting: vscode.DocumentFormattingEditProvider = {
    provideDocumentFormattingEdits: (document) => [vscode.TextEdit.replace(new vscode.Range(0, 0, document.lineCount, 0), document.getText().toUpperCase())],
  };

  /** Code actions that put the kind that they are asked for at the beginning. */
  function marking(...kinds: readonly string[]): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider('*', {
      provideCodeActions: (document, _range, { only }) => kinds.filter((kind) => only?.contains(vscode.CodeActionKind.Empty.append(kind))).map((kind) => {
        const action = new vscode.CodeAction(kind, vscode.CodeActionKind.Empty.append(kind));
        action.edit = new vscode.WorkspaceEdit();
        action.edit.insert(document.uri, new vscode.Position(0, 0), `${kind} `);
        return action;
      }),
    });
  }

  test('does without a formatter where there is none', async () => {
    await set('editor.formatOnSave', true);
    assert.equal(await both('unformatted.txt', 'a '), 'a x');
  });

  test('does nothing to a text where nothing is set', async () => {
    assert.equal(await both('plain.txt', dirt), `${dirt}x`);
  });

  test('trims trailing whitespace', async () => {
    await set('files.trimTrailingWhitespace', true);
    assert.equal(await both('trim.txt', `${dirt}x  `), 'first\n\tsecond\n\nlast   x  x');
  });

  test('leaves strings alone where those are not to be trimmed', async () => {
    await set('files.trimTrailingWhitespace', true);
    await set('files.trimTrailingWhitespaceInRegexAndStrings', false);
    const editor = await open('strings.ts', 'const a = `one  \ntwo  `;  \n//');
    // What is a string the editor finds out in its own time; until then it trims nothing.
    await until('the rest to be trimmed', async () => {
      await save();
      return editor.document.getText() !== 'const a = `one  \ntwo  `;  \n//';
    });
    assert.equal(readFileSync(at('strings.ts'), 'utf8'), 'const a = `one  \ntwo  `;\n//');
  });

  test('inserts the final newline, and trims final newlines', async () => {
    await set('files.insertFinalNewline', true);
    await set('files.trimFinalNewlines', true);
    assert.equal(await both('final.txt', 'a\n\n'), 'a\n\nx\n');
    await set('files.trimTrailingWhitespace', true);
    const editor = await open('many.txt', 'a');
    await type(editor, 0, 1, '\n\n \n\n\n');
    assert.equal((await save())?.is, 'saved');
    assert.equal(readFileSync(at('many.txt'), 'utf8'), 'a\n');
  });

  test('formats, and runs code actions of the kinds that are wanted, the fixing ones first', async () => {
    await set('editor.formatOnSave', true);
    await set('editor.codeActionsOnSave', { 'source.sort': 'explicit', 'source.fixAll': true, 'source.fixAll.loud': 'never', 'source.never': 'never' });
    own(vscode.languages.registerDocumentFormattingEditProvider('plaintext', shouting));
    own(marking('source.sort', 'source.fixAll.quiet', 'source.fixAll.loud', 'source.never'));
    assert.equal(await both('actions.txt', 'text '), 'SOURCE.SORT SOURCE.FIXALL.QUIET TEXT X');
  });

  test('heeds what is set for a language alone', async () => {
    await set('[json]', { 'files.insertFinalNewline': true });
    assert.equal(await both('alone.json', '1'), '1x\n');
    assert.equal(await both('alone.txt', '1'), '1x');
  });

  test('goes all of this way together', async () => {
    for (const key of ['files.trimTrailingWhitespace', 'files.insertFinalNewline', 'files.trimFinalNewlines', 'editor.formatOnSave']) await set(key, true);
    await set('editor.codeActionsOnSave', { 'source.fixAll': 'always' });
    own(vscode.languages.registerDocumentFormattingEditProvider('plaintext', shouting));
    own(marking('source.fixAll.quiet'));
    await both('all.txt', `${dirt}\n\n`);
  });

  test('saves without them when the key for that is pressed', async () => {
    await set('files.trimTrailingWhitespace', true);
    const editor = await open('as-it-is.txt', 'x');
    await type(editor, 0, 1, '  ');
    assert.equal((await save('as-it-is'))?.is, 'saved');
    assert.equal(readFileSync(at('as-it-is.txt'), 'utf8'), 'x  ');
  });

  test('goes on without one that fails or comes to no end, and says so', async () => {
    await set('editor.formatOnSave', true);
    await set('files.insertFinalNewline', true);
    own(vscode.languages.registerDocumentFormattingEditProvider('plaintext', { provideDocumentFormattingEdits: () => new Promise<never>(() => undefined) }));
    const editor = await open('endless.txt', 'x');
    await type(editor, 0, 1, 'y');
    const { shown } = answering(() => undefined);
    const saved = await save();
    assert.ok(saved?.is === 'saved');
    assert.deepEqual(saved.leftOut, ['formatting (it took more than 5 s)']);
    assert.equal(readFileSync(at('endless.txt'), 'utf8'), 'xy\n');
    const told = await until('word of it', () => shown[0]);
    assert.match(told.message, /endless\.txt was saved without formatting \(it took more than 5 s\)\.$/);
  });

  test('is undone in the order in which it was done', async () => {
    await set('files.trimTrailingWhitespace', true);
    const editor = await open('undone.txt', 'x\n');
    await type(editor, 0, 1, 'y  ');
    assert.equal((await save())?.is, 'saved');
    assert.equal(editor.document.getText(), 'xy\n');
    await vscode.commands.executeCommand('undo');
    await until('the whitespace to be back', () => editor.document.getText() === 'xy  \n');
    await vscode.commands.executeCommand('undo');
    await until('the old text to be back', () => editor.document.getText() === 'x\n');
  });
});
