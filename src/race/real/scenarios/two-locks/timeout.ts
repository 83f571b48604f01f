import { FileLock, LockTimeoutError, type Hold } from '../../../../saving/lock/file-lock.ts';
import type { ActorSite, Attempt } from '../../scenario.ts';
import { waitUnlessOver } from '../../waiting.ts';
import { untilOver, whateverStrikes, withOwnLocks } from '../parts/on-files.ts';
import { lockedIn, lockPaths } from './orders.ts';
import { pairing, sidesOf, workBetween, type LockBoth } from './pairing.ts';

/** How long the second lock is waited for, ms. */
const patienceMs = 20;

/** The longest nap after the first try, ms, doubled after each other one, up to the longest of all. */
const [shortNapMs, longestNapMs] = [20, 640];

const strategy = pairing({
  name: 'timeout-with-retry',
  title: 'FileLocks in opposite orders, with a timeout',
  summary: 'Whoever does not get the second lock within 20 ms lets go of the first, waits for a random time, which is longer after each try, and begins anew.',
  claims: 'kept',
  survives: whateverStrikes,
  faults: whateverStrikes,
  needs: [],
  model: { scenario: 'two-locks', variant: 'timeout-with-retry' },
  lockBoth: lockWithPatience,
});

export const timeoutWithRetry = withOwnLocks(strategy, lockPaths);

function lockWithPatience({ folder, actor }: ActorSite): LockBoth {
  const [first, second] = sidesOf('opposite', actor).map((side) => new FileLock(lockedIn(folder, side)));
  if (first === undefined || second === undefined) throw new RangeError('a pair has two sides');
  return async (attempt) => {
    for (let napMs = shortNapMs; ; napMs = Math.min(2 * napMs, longestNapMs)) {
      const held = await first.acquire(untilOver(attempt));
      await workBetween();
      const both = await acquireSoon(second, attempt);
      if (both !== null) {
        return async () => {
          await both.release();
          await held.release();
        };
      }
      await held.release();
      attempt.retried();
      await waitUnlessOver(napMs * attempt.random(), attempt.signal);
    }
  };
}

/** @returns null when it was not to be had in time */
async function acquireSoon(lock: FileLock, { signal }: Attempt): Promise<Hold | null> {
  try {
    return await lock.acquire({ timeoutMs: patienceMs, signal });
  } catch (error) {
    if (error instanceof LockTimeoutError) return null;
    throw error;
  }
}
