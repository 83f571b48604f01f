import type { Attempt } from '../scenario.ts';
import { waitUnlessOver } from '../waiting.ts';
import { conflictOf } from './connection.ts';

/** As often an operation is tried that checks for conflicts. Each is somebody else's success, so that few are ever given up. */
export const manyTries = 100;

/** The first pause between tries is up to so long, ms, and each further one up to twice as long. */
const firstPauseMs = 1;
const longestPauseMs = 64;

/** What one try came to. */
type Try = 'done' | 'conflict' | 'busy';

/**
 * Tries an operation until it is done, with a pause of random length between tries ("full jitter", Brooker, 2015).
 * Gives it up after so many tries, or when a lock was not free within the database's own time.
 * @throws what a try throws that is no conflict
 */
export async function untilDone(attempt: Attempt, most: number, tryOnce: () => Promise<boolean>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const came = await outcomeOf(attempt, tryOnce);
    if (came === 'done') return;
    if (came === 'busy' || tried >= most) return attempt.gaveUp();
    attempt.retried();
    await waitUnlessOver(pauseAfter(tried, attempt.random()), attempt.signal);
  }
}

/** @param chance from 0 up to 1 @returns ms */
export function pauseAfter(tried: number, chance: number): number {
  return chance * Math.min(firstPauseMs * 2 ** (tried - 1), longestPauseMs);
}

async function outcomeOf(attempt: Attempt, tryOnce: () => Promise<boolean>): Promise<Try> {
  try {
    return (await tryOnce()) ? 'done' : 'conflict';
  } catch (error) {
    switch (conflictOf(error)) {
      case 'busy': return 'busy';
      case 'serialization': return 'conflict';
      case 'deadlock':
        attempt.deadlocked();
        return 'conflict';
      case null: throw error;
    }
  }
}
