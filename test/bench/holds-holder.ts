/**
 * Takes and frees one lock file again and again: the order `MS COUNT` holds it COUNT times for MS,
 * and answers what tells each of these holds apart.
 */
import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { obey } from './own-child.ts';
import { birthOf } from './holds-birth.ts';

/** From one hold to the next, ms. */
const apartMs = 40;

const [at = ''] = process.argv.slice(2);

obey(async (order) => {
  const [ms = 0, count = 0] = order.split(' ').map(Number);
  const births: string[] = [];
  for (let i = 0; i < count; i++) {
    births.push(hold(ms));
    await pause(apartMs);
  }
  return births;
});

/** Waits busily: a timer cannot wait for less than 1 ms. */
function hold(ms: number): string {
  const fd = openSync(at, 'wx');
  const until = performance.now() + ms;
  writeSync(fd, `${process.pid}\n`);
  const birth = birthOf(fstatSync(fd, { bigint: true }));
  closeSync(fd);
  while (performance.now() < until);
  unlinkSync(at);
  return birth;
}
