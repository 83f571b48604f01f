/**
 * Takes and frees a lock again and again and notes when: `file-load.ts HOW COUNT MS... PATH` holds PATH COUNT
 * times for each of the times MS, as a file that is made and removed (`file`) or as proper-lockfile makes its
 * folders (`proper`), and prints what was held from when to when, as JSON, ms since the epoch.
 */
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { instant } from '../../../src/base/instant.ts';

export interface Truth {
  readonly from: number;
  readonly to: number;
}

const never = new Int32Array(new SharedArrayBuffer(4));

function holdFile(at: string, ms: number): Truth {
  const fd = openSync(at, 'wx');
  const from = instant();
  writeSync(fd, `${process.pid}\n`);
  closeSync(fd);
  Atomics.wait(never, 0, 0, ms);
  unlinkSync(at);
  return { from, to: instant() };
}

async function holdProper(at: string, ms: number): Promise<Truth> {
  const release = await lock(at, { realpath: false, lockfilePath: at });
  const from = instant();
  await pause(ms);
  await release();
  return { from, to: instant() };
}

if (import.meta.main) {
  const [how = '', count = '', ...rest] = process.argv.slice(2);
  const at = rest.pop() ?? '';
  const truth: Truth[] = [];
  for (let i = 0; i < Number(count); i++) {
    for (const ms of rest.map(Number)) {
      truth.push(how === 'proper' ? await holdProper(at, ms) : holdFile(at, ms));
      await pause(15);
    }
  }
  process.stdout.write(JSON.stringify(truth));
}
