/**
 * Acquires a FileLock again and again and notes when it waited and held: `line-load.ts FILE COUNT HOLD_MS PAUSE_MS`
 * prints that as JSON, ms since the epoch.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { instant } from '../../../src/base/instant.ts';
import { FileLock } from '../../../src/saving/lock/file-lock.ts';

export interface WaitTruth {
  readonly pid: number;
  /** When the lock was asked for. */
  readonly asked: number;
  readonly from: number;
  readonly to: number;
}

if (import.meta.main) {
  const [file = '', count = '', holdMs = '', pauseMs = ''] = process.argv.slice(2);
  const lock = new FileLock(file);
  const truth: WaitTruth[] = [];
  for (let i = 0; i < Number(count); i++) {
    const asked = instant();
    const hold = await lock.acquire({ timeoutMs: 60_000 });
    const from = instant();
    await pause(Number(holdMs));
    const to = instant();
    await hold.release();
    truth.push({ pid: process.pid, asked, from, to });
    await pause(Number(pauseMs));
  }
  process.stdout.write(JSON.stringify(truth));
}
