// Saving on the real disk, through the function that all others call.
import assert from 'node:assert/strict';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { orGone } from '../../../../src/base/errors.ts';
import type { AttributeAccess } from '../../../../src/saving/write/attributes.ts';
import { acquireMutex } from '../../../../src/system/mutex.ts';
import { SaveError, saveAtomically, sha256Of } from '../../../../src/saving/write/save.ts';
import { waitFor } from '../../../real/demo/wait.ts';
import { assertSaved, sceneFor } from './scene.ts';

const isRoot = process.geteuid?.() === 0;

async function codeOf(save: Promise<unknown>): Promise<string> {
  const error = await save.then(() => assert.fail('it was saved'), (reason: unknown) => reason);
  assert.ok(error instanceof SaveError, String(error));
  return error.code;
}

describe('saving', () => {
  test('makes a file, and replaces it, and tells the hash', async (t) => {
    const { at, names, read } = sceneFor(t);
    assertSaved(await saveAtomically(at('a'), Buffer.from('one')), 'created');
    const inode = statSync(at('a')).ino;
    const outcome = await saveAtomically(at('a'), Buffer.from('two'));
    assertSaved(outcome, 'replaced');
    assert.ok(outcome.is === 'saved' && outcome.sha256 === sha256Of(Buffer.from('two')) && outcome.file === at('a'));
    assert.notEqual(statSync(at('a')).ino, inode);
    assert.equal(read('a'), 'two');
    assert.deepEqual(names(), ['a']);
  });

  test('lets go of what it replaces, at the latest when it saves again', { skip: process.platform !== 'linux' }, async (t) => {
    const { at } = sceneFor(t);
    const replaced = (): number => readdirSync('/proc/self/fd').filter((each) => orGone(() => readlinkSync(`/proc/self/fd/${each}`))?.startsWith(at('a')) === true).length;
    let most = 0;
    for (let round = 0; round < 20; round++) {
      await saveAtomically(at('a'), Buffer.from(`${round}`));
      most = Math.max(most, replaced());
    }
    assert.ok(most <= 3, `${most} of 20 replaced files were open at once`);
    await waitFor(() => replaced() === 0, 'all of them to be let go');
  });

  test('nothing, bytes that are no text, many bytes: all as they are', async (t) => {
    const { at, names } = sceneFor(t);
    const many = Buffer.from(Uint8Array.from({ length: 9_000_001 }, (_, index) => (index * 7) % 251));
    for (const bytes of [Buffer.alloc(0), Buffer.from([0xFF, 0xFE, 0x00, 0xC3, 0x28, 0x0D, 0x0A]), many]) {
      await saveAtomically(at('a'), bytes);
      assert.ok(readFileSync(at('a')).equals(bytes), `${bytes.length} bytes`);
    }
    assert.deepEqual(names(), ['a']);
  });

  test('a new file has the permissions that any program would give it', async (t) => {
    const { at } = sceneFor(t);
    writeFileSync(at('theirs'), '');
    await saveAtomically(at('ours'), Buffer.from('x'));
    assert.equal(statSync(at('ours')).mode, statSync(at('theirs')).mode);
  });

  test('follows links: of files, of folders, several, and to where nothing is yet', async (t) => {
    const { at, read } = sceneFor(t);
    mkdirSync(at('real'));
    writeFileSync(at('real/a'), 'old');
    symlinkSync('real', at('folder'));
    symlinkSync('folder/a', at('one'));
    symlinkSync(at('one'), at('two'));
    symlinkSync('folder/new', at('dangling'));
    const outcome = await saveAtomically(at('two'), Buffer.from('new'));
    assert.equal(outcome.is === 'saved' && outcome.file, at('real/a'));
    assertSaved(await saveAtomically(at('dangling'), Buffer.from('made')), 'created');
    assert.deepEqual([read('real/a'), read('real/new')], ['new', 'made']);
    assert.deepEqual(['one', 'two', 'dangling'].map((name) => statSync(at(name)).isFile()), [true, true, true]);
  });

  test('a path from the working folder on', async (t) => {
    const { at, read } = sceneFor(t);
    await saveAtomically(path.relative(process.cwd(), at('a')), Buffer.from('x'));
    assert.equal(read('a'), 'x');
  });

  test('names of any script and of the longest length', async (t) => {
    const { at, names, read } = sceneFor(t);
    const all = ['ü'.normalize('NFC'), 'u\u0308', '日本語 \n.txt', '🔒'.repeat(63), 'x'.repeat(255), '.', '..a', "it's"].filter((name) => name !== '.');
    for (const name of all) {
      await saveAtomically(at(name), Buffer.from(name));
      await saveAtomically(at(name), Buffer.from(`${name}!`));
      assert.equal(read(name), `${name}!`);
    }
    assert.deepEqual(names(), all.toSorted());
    assert.equal(await codeOf(saveAtomically(at('x'.repeat(256)), Buffer.from(''))), 'ENAMETOOLONG');
  });

  test('only what is expected is replaced', async (t) => {
    const { at, read, names } = sceneFor(t);
    const [one, two] = [Buffer.from('one'), Buffer.from('two')];
    assert.deepEqual(await saveAtomically(at('a'), one, { expect: sha256Of(two) }), { is: 'conflict', file: at('a'), found: null });
    assertSaved(await saveAtomically(at('a'), one, { expect: null }), 'created');
    assert.deepEqual(await saveAtomically(at('a'), two, { expect: null }), { is: 'conflict', file: at('a'), found: sha256Of(one) });
    assert.equal(read('a'), 'one');
    assertSaved(await saveAtomically(at('a'), two, { expect: sha256Of(one) }), 'replaced');
    assert.deepEqual(names(), ['a']);
  });

  test('of many that expect the same, one wins, and no addition is lost', async (t) => {
    const { at, read } = sceneFor(t);
    await saveAtomically(at('n'), Buffer.from('0'));
    const add = async (): Promise<void> => {
      for (;;) {
        const now = readFileSync(at('n'));
        const outcome = await saveAtomically(at('n'), Buffer.from(String(Number(now) + 1)), { expect: sha256Of(now) });
        if (outcome.is === 'saved') return;
      }
    };
    await Promise.all(Array.from({ length: 12 }, add));
    assert.equal(read('n'), '12');
  });

  test('who expects something, or writes in place, waits for others of this machine that do', async (t) => {
    const { at } = sceneFor(t);
    await saveAtomically(at('a'), Buffer.from('old'));
    for (const options of [{ expect: sha256Of(Buffer.from('old')) }, { inPlace: 'backed-up' }] as const) {
      const other = await acquireMutex(`save ${at('a')}`, 1000);
      let isDone = false;
      const waiting = saveAtomically(at('a'), Buffer.from('old'), options).finally(() => {
        isDone = true;
      });
      // Those of other files, which need a mutex too, do not wait.
      for (let saves = 0; saves < 20; saves++) await saveAtomically(at(`b${saves}`), Buffer.from('x'), { inPlace: 'backed-up' });
      assert.equal(isDone, false);
      other.release();
      assertSaved(await waiting, 'replaced');
    }
  });

  test('two at once are saved one after the other, in the order of the calls', async (t) => {
    const { at, read } = sceneFor(t);
    symlinkSync('a', at('link'));
    await Promise.all(['1', '2', '3', '4'].map((text, index) => saveAtomically(at(index % 2 === 0 ? 'a' : 'link'), Buffer.from(text.repeat(5_000_000)))));
    assert.equal(read('a'), '4'.repeat(5_000_000));
  });

  test('is given up on request while it writes, and tells how far it is', async (t) => {
    const { at, read, names } = sceneFor(t);
    writeFileSync(at('a'), 'old');
    const told: number[] = [];
    const controller = new AbortController();
    const reason = new Error('enough');
    const save = saveAtomically(at('a'), Buffer.alloc(8_000_000), {
      signal: controller.signal,
      onProgress: (written, total) => {
        told.push(written / total);
        if (told.length === 3) controller.abort(reason);
      },
    });
    await assert.rejects(save, reason);
    assert.equal(told.length, 3);
    assert.equal(read('a'), 'old');
    assert.deepEqual(names(), ['a']);
    await assert.rejects(saveAtomically(at('a'), Buffer.from('x'), { signal: AbortSignal.abort(reason) }), reason);
  });

  test('others have their turn while much is written', async (t) => {
    const { at } = sceneFor(t);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await saveAtomically(at('a'), Buffer.alloc(30_000_000));
    clearInterval(timer);
    assert.ok(turns >= 5, `${turns} turns`);
  });
});

describe('what cannot be saved', () => {
  test('says what it is, and touches nothing', async (t) => {
    const { folder, at, names, read } = sceneFor(t);
    mkdirSync(at('folder'));
    writeFileSync(at('file'), 'old');
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    const before = names();
    const wrong: readonly (readonly [string, string])[] = [['folder', 'EISDIR'], ['new/', 'EISDIR'], ['a', 'ELOOP'], ['file/x', 'ENOTDIR'], ['none/x', 'ENOENT']];
    for (const [name, code] of wrong) assert.equal(await codeOf(saveAtomically(`${folder}/${name}`, Buffer.from('x'))), code, name);
    assert.equal(await codeOf(saveAtomically('', Buffer.from('x'))), 'EISDIR');
    if (process.platform !== 'win32') assert.equal(await codeOf(saveAtomically('/dev/null', Buffer.from('x'))), 'NOT_REGULAR');
    assert.deepEqual(names(), before);
    assert.equal(read('file'), 'old');
  });

  // Root may write to all; the same as another user is among the troubles in test/real.
  if (!isRoot) test('a file that its owner has made read-only', async (t) => {
    const { at, read, names } = sceneFor(t);
    writeFileSync(at('a'), 'old', { mode: 0o444 });
    assert.equal(await codeOf(saveAtomically(at('a'), Buffer.from('new'))), 'EACCES');
    assert.equal(read('a'), 'old');
    assert.deepEqual(names(), ['a']);
    chmodSync(at('a'), 0o644);
    assertSaved(await saveAtomically(at('a'), Buffer.from('new')), 'replaced');
  });
});

describe('where attributes cannot be looked at', () => {
  const attributes: AttributeAccess = { is: 'none', mayMatter: true, why: 'the native part is not here' };

  test('a file that may have some is asked about, and written in place with consent', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    assert.deepEqual(scene.save('a', 'new', { attributes }), { is: 'asks', file: scene.at('a'), reasons: [{ is: 'attributes-unknown', why: 'the native part is not here' }] });
    assertSaved(scene.save('a', 'new', { attributes, inPlace: 'backed-up' }), 'in-place');
    assertSaved(scene.save('b', 'new', { attributes }), 'created');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['new', 'a', 'b']);
  });
});

describe('a file with several names', () => {
  test('is asked about, and with consent written in place', async (t) => {
    const { at, read, names } = sceneFor(t);
    writeFileSync(at('a'), 'old content');
    linkSync(at('a'), at('b'));
    linkSync(at('a'), at('c'));
    assert.deepEqual(await saveAtomically(at('a'), Buffer.from('new')), { is: 'asks', file: at('a'), reasons: [{ is: 'hard-links', count: 3 }] });
    assert.equal(read('b'), 'old content');
    const { ino } = statSync(at('a'));
    assertSaved(await saveAtomically(at('a'), Buffer.from('new'), { inPlace: 'backed-up' }), 'in-place');
    assert.deepEqual([read('a'), read('b'), statSync(at('a')).ino], ['new', 'new', ino]);
    assert.deepEqual(names(), ['a', 'b', 'c']);
  });

  test('only what is expected is written over', async (t) => {
    const { at, read } = sceneFor(t);
    writeFileSync(at('a'), 'theirs');
    linkSync(at('a'), at('b'));
    const outcome = await saveAtomically(at('a'), Buffer.from('new'), { inPlace: 'backed-up', expect: sha256Of(Buffer.from('old')) });
    assert.deepEqual(outcome, { is: 'conflict', file: at('a'), found: sha256Of(Buffer.from('theirs')) });
    assert.equal(read('b'), 'theirs');
  });
});
