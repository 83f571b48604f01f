import { watch } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';

/**
 * Resolves when something happens to a path (its removal included), when the time is over, or when the
 * signal aborts. Never rejects: whoever waits looks for themselves.
 * @param mostMs ms
 */
export async function untilChanged(file: string, mostMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      watcher?.close();
      resolve();
    };
    const timer = setTimeout(wake, mostMs);
    signal.addEventListener('abort', wake, { once: true });
    const watcher = tryWatch(file, wake);
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
