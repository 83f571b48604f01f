import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { folderFor, sceneFor } from './scene.ts';

test('nothing stays open for roots that are removed', async (t) => {
  const open = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'FSEventWrap' || kind === 'Timeout').length;
  const outer = folderFor(t);
  for (let i = 0; i < 50; i++) mkdirSync(path.join(outer, `p/${i}/x.lock`), { recursive: true });
  const scene = sceneFor(t);
  const before = open();
  assert.equal(before, 0, 'a file of its own, so that no other test is still closing');
  await scene.watcher.addRoot(path.join(outer, 'p'));
  await scene.watcher.addRoot(outer);
  assert.ok(open() > before + 100);
  await scene.watcher.rescan();
  rmSync(path.join(outer, 'p/7'), { recursive: true });
  await scene.until('the end of a folder', () => scene.times(path.join(outer, 'p/7/x.lock')) >= 2);
  scene.watcher.removeRoot(outer);
  scene.watcher.removeRoot(path.join(outer, 'p'));
  while (open() > before) await new Promise(setImmediate); // chokidar closes a little later
  assert.equal(open(), before);
});
