import { deadlocksIn, type Deadlock } from './deadlock.ts';
import type { Span } from './model.ts';
import { waitGraphOf } from './wait-graph.ts';
import { waitingParentsOf } from './waiting-parents.ts';

/** Of so many waiters the parents are looked at, those that wait longest: each takes a tenth of a millisecond. */
const mostLooks = 32;

/**
 * The deadlocks among what lasts on this machine now. More are found than in the spans alone: where a command
 * waits for a lock, the shell that runs it does so too, and it is the shell that has the other lock.
 * @param open spans, those that became known first come first
 */
export function liveDeadlocks(open: readonly Span[]): readonly Deadlock[] {
  if (!open.some(({ is }) => is === 'wait')) return [];
  const looked = new Map<number, readonly number[]>();
  const parents = (pid: number): readonly number[] => {
    const known = looked.get(pid) ?? (looked.size < mostLooks ? waitingParentsOf(pid) : []);
    looked.set(pid, known);
    return known;
  };
  return deadlocksIn(waitGraphOf(open, parents));
}
