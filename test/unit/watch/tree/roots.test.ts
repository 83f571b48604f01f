import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { folderFor, sceneFor } from './scene.ts';

test('a root removed under the watcher is told, and found again when it comes back', async (t) => {
  const root = path.join(folderFor(t), 'a/b/ws');
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'x.lock'), '');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  for (const gone of [root, path.dirname(path.dirname(root))]) {
    scene.forget();
    rmSync(gone, { recursive: true });
    await scene.until('trouble', () => scene.watcher.troubles().some(({ code }) => code === 'folder-gone'));
    assert.ok(scene.touched.includes(path.join(root, 'x.lock')));
    scene.forget();
    mkdirSync(root, { recursive: true });
    writeFileSync(path.join(root, 'x.lock'), '');
    await scene.touch(path.join(root, 'x.lock'));
    assert.deepEqual(scene.watcher.troubles(), []);
  }
  assert.deepEqual(scene.met.map(({ code }) => code), ['folder-gone', 'folder-gone']);
});

test('a root that is not there yet', async (t) => {
  const root = path.join(folderFor(t), 'not/yet');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  assert.deepEqual(scene.watcher.troubles().map(({ code, path: where }) => [code, where]), [['folder-gone', root]]);
  mkdirSync(root, { recursive: true });
  await scene.until('the end of trouble', () => scene.watcher.troubles().length === 0);
  writeFileSync(path.join(root, 'x.lock'), '');
  await scene.touch(path.join(root, 'x.lock'));
});

for (const order of [['outer', 'inner'], ['inner', 'outer']] as const) {
  test(`nested roots, ${order[0]} first: each lock is told once, and either root may leave first`, async (t) => {
    const outer = folderFor(t);
    const inner = path.join(outer, 'p/inner');
    mkdirSync(path.join(inner, 'q'), { recursive: true });
    const lock = path.join(inner, 'q/x.lock');
    writeFileSync(lock, '');
    const roots = { outer, inner };
    for (const leaver of ['outer', 'inner'] as const) {
      const scene = sceneFor(t);
      for (const which of order) await scene.watcher.addRoot(roots[which]);
      await scene.watcher.addRoot(inner);
      assert.deepEqual(scene.touched, [lock]);
      scene.watcher.removeRoot(roots[leaver]);
      scene.forget();
      await scene.watcher.rescan();
      assert.deepEqual(scene.touched, [lock], `${leaver} left`);
      scene.watcher.removeRoot(leaver === 'outer' ? inner : outer);
      scene.forget();
      await scene.watcher.rescan();
      assert.deepEqual(scene.touched, []);
      scene.watcher.dispose();
    }
  });
}

test('a nested root that goes with a part of the outer one comes back', async (t) => {
  const outer = folderFor(t);
  const inner = path.join(outer, 'p/inner');
  mkdirSync(inner, { recursive: true });
  const scene = sceneFor(t);
  await Promise.all([scene.watcher.addRoot(outer), scene.watcher.addRoot(inner)]);
  renameSync(path.join(outer, 'p'), path.join(outer, 'elsewhere'));
  await scene.until('trouble', () => scene.watcher.troubles().length === 1);
  renameSync(path.join(outer, 'elsewhere'), path.join(outer, 'p'));
  await scene.until('the end of trouble', () => scene.watcher.troubles().length === 0);
  writeFileSync(path.join(inner, 'x.lock'), '');
  await scene.touch(path.join(inner, 'x.lock'));
});

test('roots come and go while a walk is running', async (t) => {
  const outer = folderFor(t);
  for (let i = 0; i < 3000; i++) mkdirSync(path.join(outer, `${i % 30}/${i}/x.lock`), { recursive: true });
  const scene = sceneFor(t);
  const first = scene.watcher.addRoot(outer);
  const second = scene.watcher.addRoot(path.join(outer, '3'));
  scene.watcher.removeRoot(outer);
  await Promise.all([first, second]);
  scene.forget();
  await scene.watcher.rescan();
  assert.equal(scene.touched.length, 100);
  assert.ok(scene.touched.every((full) => full.startsWith(path.join(outer, '3') + path.sep)));
  const cut = scene.watcher.addRoot(outer);
  scene.watcher.dispose();
  await cut;
});
