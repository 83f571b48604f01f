import assert from 'node:assert/strict';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { FileLock } from '../../../../src/saving/lock/file-lock.ts';
import { transact, TransactionError, type Contents } from '../../../../src/saving/transaction/transact.ts';
import { sceneFor, type Scene } from './scene.ts';

function bytes(contents: Readonly<Record<string, string | null>>): Contents {
  return new Map(Object.entries(contents).map(([file, content]) => [file, content === null ? null : Buffer.from(content)]));
}

/** Two files, one of which does not exist yet, and one that is to go. */
function threeFiles(scene: Scene): { readonly a: string; readonly b: string; readonly c: string } {
  const [a, b, c] = [scene.at('a'), scene.at('b'), scene.at('c')];
  writeFileSync(a, 'old a');
  writeFileSync(c, 'old c');
  return { a, b, c };
}

function isFailure(failure: TransactionError['failure']): (error: unknown) => boolean {
  return (error) => error instanceof TransactionError && error.failure === failure;
}

describe('a transaction', () => {
  test('replaces, makes and removes files as one, and leaves nothing else', async (t) => {
    const scene = sceneFor(t);
    const { a, b, c } = threeFiles(scene);
    const changed = await transact([c, a, b], (current) => {
      assert.deepEqual([...current], [...bytes({ [c]: 'old c', [a]: 'old a', [b]: null })]);
      assert.ok([a, b, c].every((file) => lstatSync(`${file}.lock`).isDirectory()));
      return bytes({ [a]: 'new a', [b]: 'new b', [c]: null });
    }, { stateFolder: scene.state });
    assert.deepEqual(changed, [a, b, c]);
    assert.deepEqual(scene.picture(), { a: 'new a', b: 'new b' });
    assert.deepEqual(scene.noted(), []);
  });

  test('leaves alone what is left out, or the same as before', async (t) => {
    const scene = sceneFor(t);
    const { a, b, c } = threeFiles(scene);
    const before = [statSync(a).ino, statSync(c).ino];
    assert.deepEqual(await transact([a, b, c], () => bytes({ [a]: 'old a', [b]: null }), { stateFolder: scene.state }), []);
    assert.deepEqual([statSync(a).ino, statSync(c).ino], before);
    assert.deepEqual(scene.picture(), { a: 'old a', c: 'old c' });
  });

  test('an update that throws changes nothing, and the locks are free again', async (t) => {
    const scene = sceneFor(t);
    const { a, c } = threeFiles(scene);
    await assert.rejects(transact([a, c], () => Promise.reject(new Error('mine')), { stateFolder: scene.state }), /^Error: mine$/);
    assert.deepEqual(scene.picture(), { a: 'old a', c: 'old c' });
    await new FileLock(a).run(() => undefined, { timeoutMs: 0 });
  });

  test('an update may write into what it was given', async (t) => {
    const scene = sceneFor(t);
    const { a } = threeFiles(scene);
    await transact([a], (current) => {
      current.get(a)?.fill(120);
      return current;
    }, { stateFolder: scene.state });
    assert.equal(scene.picture()['a'], 'xxxxx');
  });

  test('several paths of one file are one, and links stay links', async (t) => {
    const scene = sceneFor(t);
    const { a, b } = threeFiles(scene);
    const [link, dangling] = [scene.at('link'), scene.at('dangling')];
    symlinkSync('a', link);
    symlinkSync('b', dangling);
    assert.deepEqual(await transact([a, link, dangling, path.relative('.', a)], () => bytes({ [link]: 'new', [a]: 'new', [dangling]: 'new b' }), { stateFolder: scene.state }), [a, b]);
    assert.deepEqual(scene.picture(), { a: 'new', b: 'new b', c: 'old c', dangling: 'new b', link: 'new' });
    assert.ok(lstatSync(link).isSymbolicLink() && lstatSync(dangling).isSymbolicLink());
    await assert.rejects(transact([a, link], () => bytes({ [a]: '1', [link]: '2' }), { stateFolder: scene.state }), TypeError);
    await assert.rejects(transact([a], () => bytes({ [b]: '1' }), { stateFolder: scene.state }), TypeError);
    assert.equal(scene.picture()['a'], 'new');
  });

  test('keeps permissions, and makes new files as any program does', async (t) => {
    const scene = sceneFor(t);
    const { a, b } = threeFiles(scene);
    chmodSync(a, 0o4751);
    await transact([a, b], () => bytes({ [a]: 'new a', [b]: 'new b' }), { stateFolder: scene.state });
    assert.equal(statSync(a).mode & 0o7777, 0o4751);
    writeFileSync(scene.at('plain'), '');
    assert.equal(statSync(b).mode, statSync(scene.at('plain')).mode);
  });

  test('takes names of 240 bytes, with which those of its own files would be too long', async (t) => {
    const scene = sceneFor(t);
    const long = scene.at('ž'.repeat(120));
    await transact([long], () => bytes({ [long]: 'new' }), { stateFolder: scene.state });
    await transact([long], () => bytes({ [long]: 'newer' }), { stateFolder: scene.state });
    assert.deepEqual(Object.values(scene.picture()), ['newer']);
  });

  test('a file with two names is asked about, and none is changed', async (t) => {
    const scene = sceneFor(t);
    const { a, c } = threeFiles(scene);
    linkSync(c, scene.at('c too'));
    await assert.rejects(transact([a, c], () => bytes({ [a]: 'new a', [c]: 'new c' }), { stateFolder: scene.state }), isFailure('asks'));
    assert.deepEqual(scene.picture(), { a: 'old a', c: 'old c', 'c too': 'old c' });
    assert.deepEqual(scene.noted(), []);
  });

  for (const [what, meddle] of [
    ['a file that it changes', (scene: Scene) => writeFileSync(scene.at('c'), 'theirs')],
    ['a file that it only read', (scene: Scene) => writeFileSync(scene.at('d'), 'theirs')],
    ['a file that it makes', (scene: Scene) => writeFileSync(scene.at('b'), 'theirs')],
    ['a file that was replaced', (scene: Scene) => {
      writeFileSync(scene.at('new'), 'theirs');
      renameSync(scene.at('new'), scene.at('a'));
    }],
  ] as const) {
    test(`${what}, changed by somebody without the lock: a conflict, and theirs stays`, async (t) => {
      const scene = sceneFor(t);
      const { a, b, c } = threeFiles(scene);
      const d = scene.at('d');
      writeFileSync(d, 'old d');
      const expected = transact([a, b, c, d], () => {
        meddle(scene);
        return bytes({ [a]: 'new a', [b]: 'new b', [c]: 'new c' });
      }, { stateFolder: scene.state });
      await assert.rejects(expected, isFailure('conflict'));
      const picture = scene.picture();
      assert.equal(Object.values(picture).filter((content) => content === 'theirs').length, 1);
      assert.ok(Object.values(picture).every((content) => content === 'theirs' || content?.startsWith('old')));
      assert.deepEqual(scene.noted(), []);
    });
  }

  test('a folder, a missing folder: an error, and nothing is changed', async (t) => {
    const scene = sceneFor(t);
    const { a } = threeFiles(scene);
    mkdirSync(scene.at('folder'));
    await assert.rejects(transact([a, scene.at('folder')], () => bytes({ [a]: 'new' }), { stateFolder: scene.state }), { code: 'EISDIR' });
    await assert.rejects(transact([a, scene.at('none/x')], () => bytes({ [a]: 'new' }), { stateFolder: scene.state }), { code: 'ENOENT' });
    assert.equal(scene.picture()['a'], 'old a');
  });

  test('waits for the locks no longer than it is told, and holds none of them then', async (t) => {
    const scene = sceneFor(t);
    const { a, b, c } = threeFiles(scene);
    await new FileLock(b).run(async () => {
      await assert.rejects(transact([a, b, c], () => assert.fail('locked'), { stateFolder: scene.state, timeoutMs: 20 }), { name: 'LockTimeoutError' });
      assert.ok(!existsSync(`${a}.lock`) && !existsSync(`${c}.lock`));
    });
  });

  test('can be given up until it is committed', async (t) => {
    const scene = sceneFor(t);
    const { a } = threeFiles(scene);
    const enough = new AbortController();
    const reason = new Error('enough');
    const given = transact([a], () => {
      enough.abort(reason);
      return bytes({ [a]: 'new' });
    }, { stateFolder: scene.state, signal: enough.signal });
    await assert.rejects(given, reason);
    assert.deepEqual([scene.picture()['a'], scene.noted()], ['old a', []]);
  });

  test('no two wait for each other, in whatever order they name their files', async (t) => {
    const scene = sceneFor(t);
    const files = ['a', 'b', 'c'].map(scene.at);
    const add = (order: readonly string[]) => transact(order, (current) => new Map(order.map((file) => [file, Buffer.from(`${current.get(file)?.toString() ?? ''}.`)])), { stateFolder: scene.state });
    const [a = '', b = '', c = ''] = files;
    await Promise.all([[a, b], [b, a], [b, c], [c, b], [c, a], [a, c], [a, b, c], [c, b, a]].map(add));
    assert.deepEqual(scene.picture(), { a: '.'.repeat(6), b: '.'.repeat(6), c: '.'.repeat(6) });
  });

  test('a state folder that cannot be written to: nothing is changed', async (t) => {
    const scene = sceneFor(t);
    const { a } = threeFiles(scene);
    writeFileSync(scene.state, 'a file');
    await assert.rejects(transact([a], () => bytes({ [a]: 'new' }), { stateFolder: scene.state }), isFailure('failed'));
    assert.deepEqual(Object.keys(scene.picture()), ['a', 'c']);
    assert.equal(scene.picture()['a'], 'old a');
  });
});
