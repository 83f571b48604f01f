import { mkdirSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { settle } from '../../../../src/watch/tree/settled.ts';
import { folderFor, lockNames, sceneFor } from './scene.ts';

/** What chokidar alone tells about a folder, with no tap beside it. */
function settledFor(t: TestContext, folder: string, pollMs: number | null) {
  const waiting = new Map<string, () => void>();
  const settled = settle({
    folder,
    mayBeLock: lockNames,
    pollMs,
    onTouch: (full) => waiting.get(full)?.(),
    onStir: () => waiting.get('stir')?.(),
    onExhausted: (code) => t.diagnostic(`exhausted: ${code}`),
  });
  t.after(() => settled.dispose());
  return {
    /** Does something again and again until the next touch: chokidar does not say when it is ready. */
    async touch(full: string, act: () => void): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        waiting.set(full, resolve);
        act();
        timer = setInterval(act, 200);
      });
      clearInterval(timer);
      waiting.delete(full);
    },
  };
}

for (const pollMs of [null, 50]) {
  test(`chokidar ${pollMs === null ? 'with native events' : 'polling'} tells of a lock on its own`, { timeout: 30_000 }, async (t) => {
    const folder = folderFor(t);
    const lock = path.join(folder, 'x.lock');
    const settled = settledFor(t, folder, pollMs);
    let n = 0;
    await settled.touch(lock, () => writeFileSync(lock, `${n++}`));
    await settled.touch(lock, () => utimesSync(lock, 0, n++));
    await settled.touch(lock, () => {
      // Removed and left away; a new one is made when the end of the last went by unheard.
      if (n++ % 5 === 0) writeFileSync(lock, '');
      else if (n % 5 === 2) unlinkSync(lock);
    });
  });
}

test('without native watching locks are found and lost by looking, and trouble is told once', async (t) => {
  const root = folderFor(t);
  mkdirSync(path.join(root, 'a/b'), { recursive: true });
  writeFileSync(path.join(root, 'a/b/x.lock'), '');
  const scene = sceneFor(t, { usePolling: true, pollMs: 50 });
  await scene.watcher.addRoot(root);
  await scene.touch(path.join(root, 'a/b/x.lock'));
  mkdirSync(path.join(root, 'c/d'), { recursive: true });
  symlinkSync('me@here:1', path.join(root, 'c/d/dangling.lock'));
  mkdirSync(path.join(root, 'c/folder.lock'));
  await scene.touch(path.join(root, 'c/d/dangling.lock'));
  await scene.touch(path.join(root, 'c/folder.lock'));
  unlinkSync(path.join(root, 'a/b/x.lock'));
  unlinkSync(path.join(root, 'c/d/dangling.lock'));
  scene.forget();
  await scene.touch(path.join(root, 'a/b/x.lock'));
  await scene.touch(path.join(root, 'c/d/dangling.lock'));
  if (scene.met.length !== 1 || scene.met[0]?.code !== 'polling') throw new Error(JSON.stringify(scene.met));
});
