import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { folderFor, sceneFor } from './scene.ts';

function put(...names: string[]): string {
  const full = path.join(...names);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, '');
  return full;
}

test('what stands at the start is told before addRoot resolves, also in node_modules and hidden folders', async (t) => {
  const root = folderFor(t);
  const locks = ['a.lock', 'node_modules/p/q/b.lock', '.git/index.lock', '.hidden/c.lock'].map((name) => put(root, name));
  put(root, 'src/no-lock.txt');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  assert.deepEqual(scene.touched.toSorted(), locks.toSorted());
  assert.deepEqual(scene.watcher.troubles(), []);
});

test('a lock is told when it comes, when it changes and when it goes', async (t) => {
  const root = folderFor(t);
  put(root, 'deep/er/x.txt');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  const lock = put(root, 'deep/er/x.lock');
  await scene.touch(lock);
  scene.forget();
  writeFileSync(lock, 'pid 1');
  await scene.touch(lock);
  scene.forget();
  unlinkSync(lock);
  await scene.touch(lock);
});

test('a lock in a chain of folders made at once', async (t) => {
  const root = folderFor(t);
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  for (let i = 0; i < 50; i++) put(root, `m${i}/n/o/p/q/r/x.lock`);
  for (let i = 0; i < 50; i++) await scene.touch(path.join(root, `m${i}/n/o/p/q/r/x.lock`));
  const later = put(root, 'm7/n/o/p/q/later.lock');
  await scene.touch(later);
});

test('a folder renamed into the tree, within it and out of it', async (t) => {
  const outside = folderFor(t);
  const root = folderFor(t);
  put(outside, 'came/deep/x.lock');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  renameSync(path.join(outside, 'came'), path.join(root, 'in'));
  await scene.touch(path.join(root, 'in/deep/x.lock'));

  scene.forget();
  renameSync(path.join(root, 'in'), path.join(root, 'on'));
  await scene.touch(path.join(root, 'in/deep/x.lock'));
  await scene.touch(path.join(root, 'on/deep/x.lock'));
  await scene.touch(put(root, 'on/deep/y.lock'));

  scene.forget();
  renameSync(path.join(root, 'on'), path.join(outside, 'out'));
  await scene.touch(path.join(root, 'on/deep/x.lock'));
  put(outside, 'out/deep/z.lock');
  await scene.touch(put(root, 'end.lock'));
  assert.equal(scene.times(path.join(root, 'on/deep/z.lock')), 0, 'what is outside is let go');
});

test('a folder that takes the place of another one of the same name', async (t) => {
  const root = folderFor(t);
  put(root, 'a/sub/old.lock');
  put(root, 'b/sub/new.lock');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  scene.forget();
  renameSync(path.join(root, 'a'), path.join(root, 'c'));
  renameSync(path.join(root, 'b'), path.join(root, 'a'));
  await scene.touch(path.join(root, 'a/sub/old.lock'));
  await scene.touch(path.join(root, 'a/sub/new.lock'));
  await scene.touch(put(root, 'a/sub/later.lock'));
  await scene.touch(put(root, 'c/sub/later.lock'));
});

test('a folder with the name of its own parent', async (t) => {
  const root = folderFor(t);
  mkdirSync(path.join(root, 'foo'));
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  mkdirSync(path.join(root, 'foo/foo'));
  await scene.touch(put(root, 'foo/foo/x.lock'));
  rmSync(path.join(root, 'foo/foo'), { recursive: true });
  await scene.until('its end', () => scene.times(path.join(root, 'foo/foo/x.lock')) >= 2);
  await scene.touch(put(root, 'foo/y.lock'));
});

test('many folders removed at once and made again', async (t) => {
  const root = folderFor(t);
  for (let i = 0; i < 500; i++) put(root, `t/${i}/a/x.lock`);
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  scene.forget();
  rmSync(path.join(root, 't'), { recursive: true });
  for (let i = 0; i < 500; i++) await scene.touch(path.join(root, `t/${i}/a/x.lock`));
  await scene.touch(put(root, 't/3/a/again.lock'));
  assert.deepEqual(scene.watcher.troubles(), []);
});

test('rescan touches everything that stands', async (t) => {
  const root = folderFor(t);
  const lock = put(root, 'a/b/x.lock');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  scene.forget();
  await scene.watcher.rescan();
  assert.deepEqual(scene.touched, [lock]);
  await scene.touch(put(root, 'a/b/y.lock'));
});

test('git keeps loose objects in 256 folders, which are passed over; the same names elsewhere are not', async (t) => {
  const root = folderFor(t);
  put(root, '.git/HEAD');
  put(root, '.git/objects/ab/x.lock');
  put(root, 'bare.git/HEAD');
  put(root, 'bare.git/objects/cd/x.lock');
  const pack = put(root, '.git/objects/pack/x.lock');
  const own = put(root, 'objects/ab/x.lock');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  assert.deepEqual(scene.touched.toSorted(), [pack, own].toSorted());
});

test('symlinks: one to a folder is not followed, loops do no harm, a root may be one', async (t) => {
  const root = folderFor(t);
  const real = folderFor(t);
  put(real, 'x.lock');
  symlinkSync(real, path.join(root, 'elsewhere'));
  symlinkSync('..', path.join(root, 'up'));
  symlinkSync('self', path.join(root, 'self'));
  symlinkSync('nobody@host:123', path.join(root, 'emacs.lock'));
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  assert.deepEqual(scene.touched, [path.join(root, 'emacs.lock')]);
  await scene.watcher.addRoot(path.join(root, 'elsewhere'));
  assert.equal(scene.times(path.join(root, 'elsewhere/x.lock')), 1);
  put(real, 'y.lock');
  await scene.touch(path.join(root, 'elsewhere/y.lock'));
});
