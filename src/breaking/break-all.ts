import type { Lock } from '../locks/lock.ts';
import { BreakError } from './break-error.ts';
import { breakLock } from './break-lock.ts';
import type { BreakOutcome } from './outcome.ts';
import type { BreakServices } from './services.ts';

/** What came of one lock of several. */
export type BreakResult = { readonly lock: Lock } & ({ readonly is: 'ended'; readonly outcome: BreakOutcome } | { readonly is: 'failed'; readonly error: BreakError });

/** Who follows the breaking of several locks. */
export interface Follower {
  /** The next lock's turn has come. @param done how many had theirs before it */
  readonly next: (lock: Lock, done: number) => void;
  /** Whether to stop before the next lock. */
  readonly isCancelled: () => boolean;
}

/** Of some locks those that are broken without a question: proven stale, and their path may be removed. */
export function breakable(locks: readonly Lock[]): readonly Lock[] {
  return locks.filter(({ verdict, breaking }) => verdict.state === 'stale' && breaking === 'remove');
}

/**
 * Breaks several stale locks, one after the other, each judged anew. What keeps one from being broken does
 * not keep the others.
 * @returns a result for each lock that had its turn
 */
export async function breakAll(locks: readonly Lock[], services: BreakServices, { next, isCancelled }: Follower): Promise<readonly BreakResult[]> {
  const results: BreakResult[] = [];
  for (const lock of locks) {
    if (isCancelled()) break;
    next(lock, results.length);
    results.push(await resultOf(lock, services));
  }
  return results;
}

async function resultOf(lock: Lock, services: BreakServices): Promise<BreakResult> {
  try {
    return { lock, is: 'ended', outcome: await breakLock({ lock, force: false }, services) };
  } catch (error) {
    if (error instanceof BreakError) return { lock, is: 'failed', error };
    throw error;
  }
}

/** The breaks among some results, the newest first: in that order they are undone. */
export function undoIdsOf(results: readonly BreakResult[]): readonly string[] {
  return results.flatMap((result) => (result.is === 'ended' && result.outcome.is === 'broken' ? [result.outcome.undoId] : [])).toReversed();
}
