import { setImmediate as turn } from 'node:timers/promises';
import { monotonicMs } from '../clock.ts';
import type { Length } from '../request.ts';
import type { Work } from '../scenario.ts';
import type { Journal } from './journal.ts';
import type { MeteredAttempt } from './metered.ts';

/** How often an actor that never waits lets others of its process come to word, and what it has done be seen, ms. */
const turnEveryMs = 20;

export interface LoopOptions {
  readonly work: Work;
  readonly attempt: MeteredAttempt;
  readonly journal: Journal;
  /** How many operations are to be done by this actor, over all its lives; Infinity: until the deadline. */
  readonly share: number;
  readonly onDone: () => void;
}

/** The share of one actor in a number of operations; Infinity when the run goes on for a time. */
export function shareOf(length: Length, actor: number, actors: number): number {
  return length.is === 'seconds' ? Infinity : Math.floor(length.operations / actors) + (actor < length.operations % actors ? 1 : 0);
}

/** One operation after the other, until the signal of the attempt or its share are over. @throws what an operation throws, but for the signal's reason */
export async function operateOnAndOn({ work, attempt, journal, share, onDone }: LoopOptions): Promise<void> {
  let lastTurn = monotonicMs();
  let { done } = journal.before;
  while (!attempt.signal.aborted && done < share) {
    attempt.begin();
    try {
      await work.operate(attempt);
    } catch (error) {
      if (attempt.signal.aborted && error === attempt.signal.reason) break;
      throw error;
    }
    if (attempt.end()) {
      done += 1;
      onDone();
    }
    if (monotonicMs() - lastTurn < turnEveryMs) continue;
    journal.flush();
    await turn();
    lastTurn = monotonicMs();
  }
}
