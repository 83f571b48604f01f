import { openSync, readSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';

const bytes = Buffer.alloc(128);

/**
 * Tells what the thread that calls this has used of a core, ms; see sched-stats in the kernel's documentation. null
 * where the kernel does not count it. The file stays open for as long as the thread.
 */
export function threadTime(): (() => number) | null {
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    return () => Number(bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)).split(' ')[0]) / 1e6;
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return null;
  }
}
