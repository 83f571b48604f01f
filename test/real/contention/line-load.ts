/**
 * Acquires a FileLock again and again and says when it wanted, got and freed it: `line-load.ts FILE COUNT HOLD_MS GAP_MS`
 * prints Truths as JSON. Once beforehand it acquires a lock beside it, so that it is all there.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { instant } from '../../../src/base/instant.ts';
import { FileLock } from '../../../src/saving/lock/file-lock.ts';
import type { Truth } from './locker.ts';

if (import.meta.main) {
  const [file = '', count = '', holdMs = '', gapMs = ''] = process.argv.slice(2);
  await new FileLock(`${file}.${process.pid}`).run(() => undefined);
  const lock = new FileLock(file);
  const truths: Truth[] = [];
  for (let i = 0; i < Number(count); i++) {
    const wanted = instant();
    const hold = await lock.acquire({ timeoutMs: 60_000 });
    const got = instant();
    await pause(Number(holdMs));
    const freed = instant();
    await hold.release();
    truths.push({ pid: process.pid, wanted, got, freed });
    await pause(Number(gapMs));
  }
  process.stdout.write(JSON.stringify(truths));
}
