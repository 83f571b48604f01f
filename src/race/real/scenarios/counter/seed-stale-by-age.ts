import { readFile } from 'node:fs/promises';
import { number, record } from '../../../../base/json.ts';
import type { Attempt } from '../../scenario.ts';
import { counterFile } from './counter-file.ts';
import { guarded, type Guard } from './guarded.ts';
import { lookAgainLater, makeLockFile, removeLockFile } from './seed-lock-file.ts';

/** Removes whatever lock file is older than the lease, or cannot be read: which is what one is that is being written. */
function seedStaleByAge(lockFile: string, staleMs: number): Guard {
  return {
    acquire: async (attempt) => {
      const since = performance.now();
      while (!(await makeLockFile(lockFile, JSON.stringify({ pid: process.pid, timestamp: Date.now() })))) {
        if (await isTakenForStale(lockFile, staleMs)) await steal(lockFile, attempt);
        else if (!(await lookAgainLater(since, attempt))) return null;
      }
      return () => removeLockFile(lockFile);
    },
  };
}

async function isTakenForStale(lockFile: string, staleMs: number): Promise<boolean> {
  try {
    const made = number(record(JSON.parse(await readFile(lockFile, 'utf8')))['timestamp']);
    return Date.now() - made > staleMs;
  } catch {
    // The seed's mistake, kept on purpose: a file that is gone or not written yet is taken for a corrupt lock.
    return true;
  }
}

async function steal(lockFile: string, attempt: Attempt): Promise<void> {
  attempt.signal.throwIfAborted();
  attempt.retried();
  await removeLockFile(lockFile);
}

/** The seed's lock file with stale detection. */
export const seedStale = guarded({
  name: 'seed-stale-by-age',
  title: 'Lock file, stale by age',
  summary: 'A lock file with the time at which it was made; one that is too old, or cannot be read, is removed.',
  claims: 'broken',
  survives: [],
  faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  needs: [],
  model: { scenario: 'stale-lock', variant: 'empty-taken-for-corrupt' },
  claim: null,
  guard: ({ folder, request }) => seedStaleByAge(`${counterFile(folder)}.lock`, request.leaseMs),
});
