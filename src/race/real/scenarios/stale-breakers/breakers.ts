import path from 'node:path';
import type { ActorSite, Attempt } from '../../scenario.ts';
import { counterFile } from '../counter/counter-file.ts';
import { guarded, type Guard } from '../counter/guarded.ts';
import { waitUnlessOver } from '../../waiting.ts';
import { fileLockGuard } from '../parts/guards.ts';
import { kernelLock } from '../parts/kernel-lock.ts';
import { whateverStrikes, whateverStrikesAges } from '../parts/on-files.ts';
import { agingFile, agingFolder, type AgingLock } from './abandoned.ts';

/** Removes a lock that was found to be stale. */
type Break = (lock: AgingLock, isStale: () => Promise<boolean>, attempt: Attempt) => Promise<void>;

const removeByName: Break = (lock) => lock.remove();

/** How often a waiter looks again, ms. */
const lookAgainMs = 1;

/** Waits for a lock, and breaks one that is older than the lease. Each holder leaves it behind, so that everybody who comes has to break it. */
function breaking(lock: AgingLock, leaseMs: number, breakStale: Break): Guard {
  const isStale = async (): Promise<boolean> => ((await lock.age()) ?? 0) > leaseMs;
  return {
    acquire: async (attempt) => {
      while (!lock.make()) {
        attempt.retried();
        if (await isStale()) await breakStale(lock, isStale, attempt);
        else await waitUnlessOver(lookAgainMs * (0.5 + attempt.random()), attempt.signal);
      }
      return () => lock.abandon();
    },
  };
}

function fileIn({ folder, actor }: ActorSite): AgingLock {
  const file = `${counterFile(folder)}.lock`;
  return agingFile(file, `${file}.${actor}`);
}

export const unlinkByName = guarded({
  name: 'unlink-by-name',
  title: 'A stale lock file is removed by its name',
  summary: 'Each holder leaves its lock file behind. Who waits reads that it is old, and removes it; another who has read the same removes what was made in its place.',
  claims: 'broken',
  survives: [],
  faults: whateverStrikesAges,
  needs: [],
  model: { scenario: 'stale-lock', variant: 'unlink-by-name' },
  claim: null,
  guard: (site) => breaking(fileIn(site), site.request.leaseMs, removeByName),
});

export const mkdirAndAge = guarded({
  name: 'mkdir-and-age',
  title: 'A stale lock folder is removed by its name',
  summary: 'Each holder leaves its lock folder behind, whose age is the time since its last change, as with proper-lockfile. Who finds it old removes it by its name, whosever it is by then.',
  claims: 'broken',
  survives: [],
  faults: whateverStrikesAges,
  needs: [],
  model: { scenario: 'stale-lock', variant: 'mkdir-and-age' },
  claim: null,
  guard: ({ folder, request }) => breaking(agingFolder(`${counterFile(folder)}.lock`), request.leaseMs, removeByName),
});

export const oneBreaker = guarded({
  name: 'one-breaker-at-a-time',
  title: 'One breaker at a time',
  summary: 'Who waits takes a lock of the kernel before it breaks the stale one, and looks again: nobody but breakers removes what a holder has left behind. One that only stood still is robbed all the same.',
  claims: 'kept',
  survives: ['kill'],
  faults: whateverStrikesAges,
  needs: ['kernel-locks'],
  model: { scenario: 'stale-lock', variant: 'break-transaction' },
  claim: null,
  guard: async (site) => {
    const lockBreakers = await kernelLock({ shared: false });
    return breaking(fileIn(site), site.request.leaseMs, async (lock, isStale, { signal }) => {
      const release = await lockBreakers(path.join(site.folder, 'breakers'), signal);
      if (await isStale()) await lock.remove();
      await release();
    });
  },
});

export const fileLock = guarded({
  name: 'file-lock',
  title: 'FileLock of Lockscope',
  summary: 'A holder is taken for gone when its process is, however old its lock; of all who wait the first in line follows it. Its holders release it, but for those who are killed.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: [],
  isOwnLock: true,
  model: { scenario: 'lock-file', variant: 'process-identity' },
  claim: null,
  guard: ({ folder }) => fileLockGuard(counterFile(folder)),
});
