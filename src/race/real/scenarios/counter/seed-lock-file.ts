import { open, unlink } from 'node:fs/promises';
import { errnoCode } from '../../../../base/errors.ts';
import type { Attempt } from '../../scenario.ts';
import { waitUnlessOver } from '../../waiting.ts';
import { counterFile } from './counter-file.ts';
import { guarded, type Guard } from './guarded.ts';

/** Of the seed: how often a waiter looks again, and how long it waits, ms. */
export const seedPollMs = 100;
export const seedTimeoutMs = 5000;

/** Waits by looking again, as the seed does, until a time is over. @returns whether there is time left. @throws the signal's reason */
export async function lookAgainLater(since: number, attempt: Attempt): Promise<boolean> {
  if (performance.now() - since >= seedTimeoutMs) {
    attempt.gaveUp();
    return false;
  }
  attempt.retried();
  await waitUnlessOver(seedPollMs, attempt.signal);
  return true;
}

/** Makes the lock file, unless one is there. @returns whether it was made */
export async function makeLockFile(lockFile: string, content: string): Promise<boolean> {
  try {
    const file = await open(lockFile, 'wx');
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock file, whoever made it. */
export async function removeLockFile(lockFile: string): Promise<void> {
  await unlink(lockFile).catch((error: unknown) => {
    if (errnoCode(error) !== 'ENOENT') throw error;
  });
}

/** A lock file that is made exclusively, looked for every 100 ms and given up after 5 s; nobody removes that of a dead holder. */
export function seedLockFile(lockFile: string): Guard {
  return {
    acquire: async (attempt) => {
      const since = performance.now();
      while (!(await makeLockFile(lockFile, String(process.pid)))) {
        if (!(await lookAgainLater(since, attempt))) return null;
      }
      return () => removeLockFile(lockFile);
    },
  };
}

/** The seed's basic lock file. */
export const seedBasic = guarded({
  name: 'seed-lock-file',
  title: 'Basic lock file',
  summary: 'A file that is made exclusively; waiters look every 100 ms and give up after 5 s.',
  claims: 'kept',
  survives: ['pause', 'slowMs'],
  needs: [],
  model: { scenario: 'counter-race', variant: 'lock-file' },
  claim: null,
  guard: ({ folder }) => seedLockFile(`${counterFile(folder)}.lock`),
});
