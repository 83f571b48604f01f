import { FileLock } from '../../../../saving/lock/file-lock.ts';
import type { Guard } from '../counter/guarded.ts';
import { untilOver } from './on-files.ts';

/** Lockscope's lock of a file. */
export function fileLockGuard(file: string): Guard {
  const lock = new FileLock(file);
  return {
    acquire: async (attempt) => {
      const hold = await lock.acquire(untilOver(attempt));
      return () => hold.release();
    },
  };
}

const release = (): void => undefined;

/** Everybody is let in at once. */
export const nobody: Guard = { acquire: () => release };
