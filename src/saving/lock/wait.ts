import { watch } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';
import type { TimeLimit } from './time-limit.ts';

/**
 * Resolves when something happens to a path (its removal included), when the time is over, or when the
 * limit is reached. Never rejects: whoever waits looks for themselves.
 * @param mostMs ms
 */
export async function untilChanged(file: string, mostMs: number, limit: TimeLimit): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      limit.onEnd = null;
      watcher?.close();
      resolve();
    };
    const timer = setTimeout(wake, mostMs);
    const watcher = tryWatch(file, wake);
    limit.onEnd = wake;
  });
}

/** @returns null where nothing can be watched, or nothing is there any more, so that only time tells */
function tryWatch(file: string, wake: () => void): ReturnType<typeof watch> | null {
  try {
    return watch(file, wake).on('error', wake);
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') setImmediate(wake);
    return null;
  }
}
