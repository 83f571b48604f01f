import type { History } from './history.ts';

/** One who got in although others were inside. */
export interface Crowd {
  /** Its place in the history. */
  readonly place: number;
  /** Those who were inside then. */
  readonly others: readonly number[];
}

/**
 * Looks who was inside together. Whoever was let in takes the time afterwards, and before it lets go: when two of
 * those times cross, two were surely inside at once.
 * @param most so many may be
 * @returns each one who made it too many, in the order in which they got in
 */
export function tooManyInside(history: History, most: number): readonly Crowd[] {
  const entries = placesByEntry(history);
  const crowds: Crowd[] = [];
  let inside: number[] = [];
  for (const place of entries) {
    const entered = history.get(place, 'entered');
    inside = inside.filter((other) => leftAt(history, other) > entered);
    if (inside.length >= most) crowds.push({ place, others: inside });
    inside = [...inside, place];
  }
  return crowds;
}

function placesByEntry(history: History): Uint32Array {
  const places = Uint32Array.from({ length: history.length }, (_, place) => place).filter((place) => !Number.isNaN(history.get(place, 'entered')));
  return places.sort((a, b) => history.get(a, 'entered') - history.get(b, 'entered'));
}

/** Who never left was inside until it ended. */
function leftAt(history: History, place: number): number {
  const left = history.get(place, 'left');
  return Number.isNaN(left) ? history.get(place, 'ended') : left;
}
