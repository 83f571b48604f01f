/** Makes and removes lock files of few names in a folder: `FOLDER PER_SECOND`. The order is for how long, ms; the answer how many it made. */
import { unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { obey } from './own-child.ts';

const names = 20;
const lifeMs = 20;

const [folder = '', perSecond = ''] = process.argv.slice(2);

obey(async (order) => {
  const began = performance.now();
  const standing: { readonly at: string; readonly until: number }[] = [];
  let made = 0;
  for (let now = 0; now < Number(order) || standing.length > 0; now = performance.now() - began) {
    for (let first = standing[0]; first !== undefined && first.until <= now; first = standing[0]) {
      unlinkSync(first.at);
      standing.shift();
    }
    const due = Math.floor((Math.min(now, Number(order)) / 1000) * Number(perSecond));
    // A name that still stands is not taken again.
    for (; made < due && standing.length < names; made++) {
      const at = path.join(folder, `job-${made % names}.lock`);
      writeFileSync(at, `${process.pid}\n`, { flag: 'wx' });
      standing.push({ at, until: now + lifeMs });
    }
    await pause(2);
  }
  return made;
});
