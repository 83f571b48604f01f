/**
 * Takes and frees a lock file again and again: the order `MS COUNT PATH` holds the lock at PATH
 * COUNT times for MS, and answers what tells each of these holds apart.
 */
import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { obey } from './own-child.ts';
import { birthOf } from './holds-birth.ts';

/** From the beginning of one hold to that of the next, ms. */
const apartMs = 40;

obey(async (order) => {
  const [ms = '', count = '', ...at] = order.split(' ');
  const births: string[] = [];
  for (let i = 0; i < Number(count); i++) {
    births.push(hold(at.join(' '), Number(ms)));
    await pause(apartMs - Number(ms));
  }
  return births;
});

/** Waits busily: a timer cannot wait for less than 1 ms. */
function hold(at: string, ms: number): string {
  const fd = openSync(at, 'wx');
  const until = performance.now() + ms;
  writeSync(fd, `${process.pid}\n`);
  const birth = birthOf(fstatSync(fd, { bigint: true }));
  closeSync(fd);
  while (performance.now() < until);
  unlinkSync(at);
  return birth;
}
