// Saving with the file's lock held, and large files.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { suite, test } from 'mocha';
import type * as vscode from 'vscode';
import { until } from './extension.ts';
import { lockHolders } from './save-lock-holder.ts';
import { watchProgress } from './save-progress.ts';
import { save, saveScene, type } from './save-scene.ts';

suite('Saving under a lock', () => {
  const { at, path: folder, answering, open, own, set } = saveScene('locked');
  const hold = lockHolders();

  async function changed(name: string): Promise<vscode.TextDocument> {
    await set('lockscope.atomicSave.lock', true);
    const editor = await open(name, 'old\n');
    await type(editor, 0, 0, 'my ');
    return editor.document;
  }

  test('takes the lock while it saves, and gives it back', async () => {
    const document = await changed('free.txt');
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual([readFileSync(at('free.txt'), 'utf8'), document.isDirty], ['my old\n', false]);
    assert.deepEqual(readdirSync(folder), ['free.txt']);
  });

  test('waits for a holder, says for whom, and saves when it is done', async () => {
    const document = await changed('held.txt');
    const holder = await hold(at('held.txt'));
    const progress = own(watchProgress());
    const saving = save();
    const shown = await until('word of the wait', () => progress.shown[0]);
    assert.match(shown.title, /^Waiting for .*held\.txt$/);
    // proper-lockfile's locks name nobody.
    await until('what is known of it', () => shown.messages.includes('locked by another program'));
    assert.deepEqual([readFileSync(at('held.txt'), 'utf8'), document.isDirty, shown.isOver], ['old\n', true, false]);
    await holder.release();
    assert.equal((await saving)?.is, 'saved');
    assert.deepEqual([readFileSync(at('held.txt'), 'utf8'), document.isDirty], ['my old\n', false]);
    await until('the word to go', () => shown.isOver);
  });

  test('names a holder that has left its name', async () => {
    await changed('named.txt');
    const holder = await hold(at('named.txt'), 'file-lock');
    const progress = own(watchProgress());
    const saving = save();
    await until('its name', () => progress.shown[0]?.messages.some((message) => message.startsWith('locked by ') && message.endsWith(` (${holder.pid})`)));
    await holder.kill();
    assert.equal((await saving)?.is, 'saved');
  });

  test('can be cancelled while it waits', async () => {
    const document = await changed('cancelled.txt');
    await hold(at('cancelled.txt'));
    const progress = own(watchProgress());
    const saving = save();
    const shown = await until('word of the wait', () => progress.shown[0]);
    shown.cancel();
    assert.deepEqual(await saving, { is: 'cancelled' });
    assert.deepEqual([readFileSync(at('cancelled.txt'), 'utf8'), document.isDirty, existsSync(at('cancelled.txt.lock'))], ['old\n', true, true]);
  });

  test('gives up after the time that is set, and offers to show the holder and to try again', async () => {
    const document = await changed('late.txt');
    await set('lockscope.atomicSave.lockTimeout', 0.5);
    const holder = await hold(at('late.txt'));
    const answers: string[] = [];
    const { shown } = answering(() => answers[0]);
    assert.equal(await save(), undefined);
    assert.deepEqual(shown.map(({ level, buttons }) => [level, buttons]), [['warning', ['Show Holder', 'Retry']]]);
    assert.match(shown[0]?.message ?? '', /late\.txt was not saved: it is locked by .*\. Its file is as it was\.$/);
    assert.deepEqual([readFileSync(at('late.txt'), 'utf8'), document.isDirty], ['old\n', true]);
    answers.push('Retry');
    assert.equal(await save(), undefined);
    await holder.release();
    await until('the second try to save it', () => readFileSync(at('late.txt'), 'utf8') === 'my old\n' && !document.isDirty);
  });

  test('does not wait for a holder that was killed', async () => {
    await changed('killed.txt');
    const holder = await hold(at('killed.txt'));
    await holder.kill();
    const long = (Date.now() - 60_000) / 1000;
    utimesSync(at('killed.txt.lock'), long, long);
    assert.equal((await save())?.is, 'saved');
    assert.deepEqual([readFileSync(at('killed.txt'), 'utf8'), existsSync(at('killed.txt.lock'))], ['my old\n', false]);
  });

  suite('a large file', () => {
    const size = 6 * 1024 * 1024;

    test('shows how far it is', async () => {
      const editor = await open('large.txt', 'line of text\n'.repeat(size / 13));
      await type(editor, 0, 0, 'x');
      const progress = own(watchProgress());
      assert.equal((await save())?.is, 'saved');
      const [shown] = progress.shown;
      assert.match(shown?.title ?? '', /^Saving .*large\.txt$/);
      assert.ok((shown?.messages.length ?? 0) > 3, JSON.stringify(shown?.messages));
      assert.equal(shown?.percent, 100);
      assert.equal(editor.document.isDirty, false);
    });

    test('stays as it was when the user cancels', async () => {
      const editor = await open('stopped.txt', 'line of text\n'.repeat(size / 13));
      const { ino } = statSync(at('stopped.txt'));
      await type(editor, 0, 0, 'x');
      own(watchProgress((shown) => {
        if (shown.messages.length === 2) shown.cancel();
      }));
      assert.deepEqual(await save(), { is: 'cancelled' });
      assert.deepEqual([statSync(at('stopped.txt')).ino, readFileSync(at('stopped.txt'), 'utf8')[0], editor.document.isDirty], [ino, 'l', true]);
      assert.deepEqual(readdirSync(folder), ['stopped.txt']);
    });
  });
});
