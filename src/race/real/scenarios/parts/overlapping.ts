import type { History } from '../../figures/history.ts';

/** How many neighbours are looked at on either side; and how many are shown, the operation itself included. */
const reach = 64;
const most = 6;

/** The places of an operation and of others, next to it, that were under way at the same time. */
export function overlapping(history: History, place: number): readonly number[] {
  const asked = history.get(place, 'asked');
  const ended = history.get(place, 'ended');
  const near = Array.from({ length: 2 * reach + 1 }, (_, at) => place - reach + at).filter((other) => other >= 0 && other < history.length);
  const meets = (other: number): boolean => history.get(other, 'asked') <= ended && history.get(other, 'ended') >= asked;
  const others = near.filter((other) => other !== place && meets(other)).toSorted((a, b) => Math.abs(a - place) - Math.abs(b - place));
  return [place, ...others.slice(0, most - 1)].toSorted((a, b) => a - b);
}
