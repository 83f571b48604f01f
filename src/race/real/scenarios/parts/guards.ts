import { FileLock, type AcquireOptions, type Hold } from '../../../../saving/lock/file-lock.ts';
import type { Guard } from '../counter/guarded.ts';
import { untilOver } from './on-files.ts';

/** A lock of Lockscope's, whose line is waited in until the run is over. */
export function inLine(acquire: (options: AcquireOptions) => Promise<Hold>): Guard {
  return {
    acquire: async (attempt) => {
      const hold = await acquire(untilOver(attempt));
      return () => hold.release();
    },
  };
}

/** Lockscope's lock of a file. */
export function fileLockGuard(file: string): Guard {
  const lock = new FileLock(file);
  return inLine((options) => lock.acquire(options));
}

const release = (): void => undefined;

/** Everybody is let in at once. */
export const nobody: Guard = { acquire: () => release };
