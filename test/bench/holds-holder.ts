/**
 * Takes and frees a lock file again and again: the order `HOW MS COUNT PATH` holds the lock at PATH
 * COUNT times for MS, waiting or computing meanwhile, and answers what tells each of these holds apart.
 */
import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { obey } from './own-child.ts';
import { birthOf } from './holds-birth.ts';

/** From the beginning of one hold to that of the next, ms. */
const apartMs = 40;

obey(async (order) => {
  const [how = '', ms = '', count = '', ...at] = order.split(' ');
  const births: string[] = [];
  for (let i = 0; i < Number(count); i++) {
    births.push(hold(at.join(' '), Number(ms), how === 'waits'));
    await pause(apartMs - Number(ms));
  }
  return births;
});

const never = new Int32Array(new SharedArrayBuffer(4));

function hold(at: string, ms: number, waits: boolean): string {
  const fd = openSync(at, 'wx');
  const until = performance.now() + ms;
  writeSync(fd, `${process.pid}\n`);
  const birth = birthOf(fstatSync(fd, { bigint: true }));
  closeSync(fd);
  if (waits) Atomics.wait(never, 0, 0, Math.max(0, until - performance.now()));
  else while (performance.now() < until);
  unlinkSync(at);
  return birth;
}
