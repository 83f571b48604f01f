import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import lockfile from 'proper-lockfile';
import { openTap } from '../../../../src/watch/tree/tap.ts';
import { folderFor, sceneFor } from './scene.ts';

test('each of 200 holds of 1 ms is told, at its beginning and at its end', async (t) => {
  const root = folderFor(t);
  const folder = path.join(root, 'a/b');
  mkdirSync(folder, { recursive: true });
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  // The holder is another process: in this one the loop would not turn during the hold. A name for
  // each hold, so that no touch can stand for two of them.
  const holder = `
    const fs = require('node:fs');
    const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    for (let i = 0; i < 200; i++) {
      const lock = process.argv[1] + '/' + i + '.lock';
      fs.closeSync(fs.openSync(lock, 'wx')); wait(1); fs.unlinkSync(lock); wait(39);
    }`;
  const child = spawn(process.execPath, ['-e', holder, folder], { stdio: 'inherit' });
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  for (let i = 0; i < 200; i++) {
    await scene.until(`both ends of hold ${i}`, () => scene.times(path.join(folder, `${i}.lock`)) >= 2);
  }
});

test('a lock can be looked at from within its event', async (t) => {
  const root = folderFor(t);
  const lock = path.join(root, 'x.lock');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  const seen: number[] = [];
  scene.watcher.onDidTouch((full) => {
    const stats = statSync(full, { throwIfNoEntry: false });
    if (stats !== undefined) seen.push(stats.ino);
  });
  closeSync(openSync(lock, 'wx'));
  const { ino } = statSync(lock);
  await scene.touch(lock);
  assert.ok(seen.includes(ino));
  unlinkSync(lock);
});

test('a proper-lockfile holder: its folder comes, beats and goes', async (t) => {
  const root = folderFor(t);
  const file = path.join(root, 'store.json');
  writeFileSync(file, '{}');
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  const release = await lockfile.lock(file, { stale: 2000, update: 1000 });
  await scene.touch(`${file}.lock`);
  const before = statSync(`${file}.lock`).mtimeMs;
  await scene.until('a beat', () => (statSync(`${file}.lock`, { throwIfNoEntry: false })?.mtimeMs ?? 0) > before);
  scene.forget();
  await release();
  await scene.touch(`${file}.lock`);
});

test('what happens inside a lock that is a folder touches the lock', async (t) => {
  const root = folderFor(t);
  const lock = path.join(root, 'x.lock');
  mkdirSync(lock);
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  scene.forget();
  writeFileSync(path.join(lock, 'pid'), '1');
  await scene.touch(lock);
  unlinkSync(path.join(lock, 'pid'));
  scene.forget();
  rmdirSync(lock);
  await scene.touch(lock);
});

test('events that the system threw away are made good', async (t) => {
  const queue = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
  if (queue > 100_000) return t.skip(`the event queue is too long to fill: ${queue}`);
  const root = folderFor(t);
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  // This thread is busy until the other process is done, so that the queue runs over.
  const flood = `
    const fs = require('node:fs');
    for (let i = 0; i < ${queue}; i++) fs.closeSync(fs.openSync(process.argv[1] + '/' + i, 'w'));
    fs.writeFileSync(process.argv[1] + '/lost.lock', '');`;
  execFileSync(process.execPath, ['-e', flood, root]);
  await scene.touch(path.join(root, 'lost.lock'));
});

test('a tap says why it cannot be had', (t) => {
  const root = folderFor(t);
  assert.equal(openTap(path.join(root, 'none'), false, () => undefined).type, 'gone');
  const came = openTap(root, false, () => undefined);
  assert.equal(came.type, 'tapped');
  if (came.type === 'tapped') came.tap.dispose();
});

test('one watch for the whole tree, as where the system offers it', async (t) => {
  const root = folderFor(t);
  mkdirSync(path.join(root, 'a/b'), { recursive: true });
  writeFileSync(path.join(root, 'a/b/x.lock'), '');
  const scene = sceneFor(t, { recursive: true });
  await scene.watcher.addRoot(root);
  await scene.touch(path.join(root, 'a/b/x.lock'));
  // Node's imitation on Linux now and then drops what happens right after its start: go on acting.
  const lock = path.join(root, 'a/b/y.lock');
  let n = 0;
  const act = setInterval(() => (n++ % 2 === 0 ? writeFileSync(lock, '') : unlinkSync(lock)), 50);
  t.after(() => clearInterval(act));
  await scene.until('a lock coming and going', () => scene.times(lock) >= 4);
});
