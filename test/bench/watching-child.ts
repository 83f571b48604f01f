/**
 * What is measured, in a process of its own so that its memory and processor time are its own:
 * `idle`, `watcher` or `inventory`, the folder, and for how long to measure idleness, ms.
 * Prints one JSON object.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { watchLocks } from '../../src/core.ts';
import { createTreeWatcher } from '../../src/watch/tree/watcher.ts';

/** Time for what follows the start (chokidar's first listing, garbage collection) to end, ms. */
const settleMs = 3000;

/** Starts what is to be measured; the result is how many locks it has found when it says that it is ready. */
async function start(what: string, root: string): Promise<number> {
  switch (what) {
    case 'watcher': {
      const watcher = createTreeWatcher({ mayBeLock: (name) => name.endsWith('.lock') });
      let touches = 0;
      watcher.onDidTouch(() => {
        touches += 1;
      });
      await watcher.addRoot(root);
      return touches;
    }
    case 'inventory':
      return (await watchLocks([root])).locks.length;
    default:
      return 0;
  }
}

const [what = 'idle', root = '.', idleMs = '60000'] = process.argv.slice(2);
const began = performance.now();
const locks = await start(what, root);
const readyMs = performance.now() - began;
await pause(settleMs);
const rssMB = process.memoryUsage.rss() / 2 ** 20;
const before = process.cpuUsage();
await pause(Number(idleMs));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ readyMs, locks, rssMB, idleCpuMs: (user + system) / 1000 }));
process.exit();
