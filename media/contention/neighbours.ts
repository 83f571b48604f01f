import type { Lane } from './lane.ts';
import type { Row } from './rows.ts';
import type { SpanStore } from './store.ts';

type Place = readonly [from: number, id: number];

/** The bar before or after another in its row, by start; null at the end. */
export function neighbour(row: Row, store: SpanStore, slot: number, direction: -1 | 1): number | null {
  const here: Place = [store.fromOf(slot), store.idOf(slot)];
  return nearest(row.lanes.map((lane) => besideIn(lane, store, here, direction)), store, direction);
}

/** The first or the last bar of a row. */
export function outermost(row: Row, store: SpanStore, end: 'first' | 'last'): number | null {
  const slots = row.lanes.map((lane) => (lane.size === 0 ? null : lane.slotAt(end === 'first' ? 0 : lane.size - 1)));
  return nearest(slots, store, end === 'first' ? 1 : -1);
}

/** The bar of a row that is going on at a time, or else the last before it, or else the first. */
export function barNear(row: Row, store: SpanStore, time: number): number | null {
  const before = row.lanes.map((lane) => {
    const position = lane.firstFrom(time) - 1;
    return position < 0 ? null : lane.slotAt(position);
  });
  const during = before.filter((slot) => slot !== null && store.toOf(slot) >= time);
  return nearest(during, store, -1) ?? nearest(before, store, -1) ?? outermost(row, store, 'first');
}

function besideIn(lane: Lane, store: SpanStore, here: Place, direction: -1 | 1): number | null {
  let position = lane.firstFrom(here[0]);
  const at = (index: number): Place => [lane.fromAt(index), store.idOf(lane.slotAt(index))];
  while (position < lane.size && isBefore(at(position), here)) position += 1;
  if (direction < 0) return position > 0 ? lane.slotAt(position - 1) : null;
  while (position < lane.size && !isBefore(here, at(position))) position += 1;
  return position < lane.size ? lane.slotAt(position) : null;
}

/** The first of them in a direction. */
function nearest(slots: readonly (number | null)[], store: SpanStore, direction: -1 | 1): number | null {
  const placeOf = (slot: number): Place => [store.fromOf(slot), store.idOf(slot)];
  return slots.reduce<number | null>((best, slot) => {
    if (slot === null) return best;
    return best === null || isBefore(placeOf(slot), placeOf(best)) === direction > 0 ? slot : best;
  }, null);
}

function isBefore(a: Place, b: Place): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
