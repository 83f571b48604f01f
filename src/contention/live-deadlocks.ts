import { deadlocksIn, type Deadlock } from './deadlock.ts';
import type { Span } from './model.ts';
import { waitGraphOf } from './wait-graph.ts';
import { waitingParentsOf } from './waiting-parents.ts';

/**
 * The deadlocks among what lasts on this machine now. More are found than in the spans alone: where a command
 * waits for a lock, the shell that runs it does so too, and it is the shell that has the other lock.
 */
export function liveDeadlocks(open: readonly Span[]): readonly Deadlock[] {
  return open.some(({ is }) => is === 'wait') ? deadlocksIn(waitGraphOf(open, waitingParentsOf)) : [];
}
