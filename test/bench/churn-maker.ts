/**
 * Makes and removes lock files in a folder: `FOLDER PER_SECOND LIFE_MS`. The order is for how long, ms;
 * the answer how many it made.
 */
import { unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { obey } from './own-child.ts';

const tickMs = 5;
/** Names come back after so many locks, long after the one before is gone. */
const names = 1000;
const mostAtOnce = 50;

const [folder = '', perSecond = '', lifeMs = ''] = process.argv.slice(2);

obey(async (order) => {
  const began = performance.now();
  const standing: { readonly at: string; readonly until: number }[] = [];
  let made = 0;
  for (let now = 0; now < Number(order) || standing.length > 0; now = performance.now() - began) {
    for (let first = standing[0]; first !== undefined && first.until <= now; first = standing[0]) {
      unlinkSync(first.at);
      standing.shift();
    }
    // After a stall it catches up bit by bit: a name must not come back while its lock still stands.
    const due = Math.min(made + mostAtOnce, Math.floor((Math.min(now, Number(order)) / 1000) * Number(perSecond)));
    for (; made < due; made++) {
      const at = path.join(folder, `${made % names}.lock`);
      writeFileSync(at, `${process.pid}\n`, { flag: 'wx' });
      standing.push({ at, until: now + Number(lifeMs) });
    }
    await pause(tickMs);
  }
  return made;
});
