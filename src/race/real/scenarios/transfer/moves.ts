import type { History } from '../../figures/history.ts';
import { transferOf, type Transfer } from './plan.ts';

/** One operation, with what it was to move. */
export interface Move extends Transfer {
  readonly place: number;
  /** Of its actor's operations, from 0 on. */
  readonly number: number;
  /** Whether it moved that; null: nobody can tell, since it was killed on the way. */
  readonly isMade: boolean | null;
}

/** The operations in the order in which they were asked for. An actor's nth row is its nth operation. */
export function* movesIn(history: History, seed: number): Generator<Move, void> {
  const numbers = new Map<number, number>();
  for (let place = 0; place < history.length; place++) {
    const actor = history.get(place, 'actor');
    const number = numbers.get(actor) ?? 0;
    numbers.set(actor, number + 1);
    const wrote = history.get(place, 'wrote');
    const isOpen = Number.isNaN(wrote) && history.ending(place) === 'died';
    yield { ...transferOf(seed, actor, number), place, number, isMade: isOpen ? null : wrote > 0 };
  }
}

/** Two operations, of which one changed an account while the other was between reading it and writing it. */
export interface Meeting {
  readonly slow: number;
  readonly meanwhile: number;
}

/**
 * Looks among operations that changed one account for two that met on it.
 * @param places of them in the history
 * @param which of several: the first or the last, by the time of the slow one's end
 */
export function meetingIn(history: History, places: readonly number[], which: 'first' | 'last'): Meeting | null {
  const byEnd = places.toSorted((one, other) => history.get(one, 'left') - history.get(other, 'left'));
  const meetings = byEnd.flatMap((slow, at): readonly Meeting[] => {
    const meanwhile = byEnd[at - 1];
    return meanwhile !== undefined && history.get(meanwhile, 'left') > history.get(slow, 'entered') ? [{ slow, meanwhile }] : [];
  });
  return meetings.at(which === 'first' ? 0 : -1) ?? null;
}
