import { isSameActor } from '../../src/contention/model.ts';
import { isWait } from '../../src/protocol/span-columns.ts';
import type { Lane } from './lane.ts';
import type { Rows } from './rows.ts';
import type { SpanStore } from './store.ts';

/** Looking further back than this many holds for one that lasts on costs more than it tells. */
const mostLooked = 2000;

/** The holds that kept a wait waiting, the longest overlap first: of those who were told with it, else of anybody. */
export function blockersOf(slot: number, store: SpanStore, locks: Rows): readonly number[] {
  return overlapping(slot, false, store, locks);
}

/** The waits that a hold kept waiting. */
export function keptWaitingBy(slot: number, store: SpanStore, locks: Rows): readonly number[] {
  return overlapping(slot, true, store, locks);
}

function overlapping(slot: number, waits: boolean, store: SpanStore, locks: Rows): readonly number[] {
  const row = locks.rowOf(slot);
  if (row === undefined) return [];
  const span = store.span(slot);
  const found = (waits ? row.waits : row.holds).flatMap((lane) => within(lane, store.fromOf(slot), store.toOf(slot)));
  const told = waits ? [] : found.filter((hold) => span.blockers.some((blocker) => isSameActor(blocker, store.span(hold).actor)));
  const others = (told.length > 0 ? told : found.filter((other) => isMeasured(store, other))).filter((other) => !isSameActor(store.span(other).actor, span.actor) && excludes(store, slot, other));
  const overlap = (other: number): number => Math.min(store.toOf(slot), store.toOf(other)) - Math.max(store.fromOf(slot), store.fromOf(other));
  return others.sort((a, b) => overlap(b) - overlap(a));
}

/** Of what was only glimpsed, it is not known whether it was there at the time. */
function isMeasured(store: SpanStore, slot: number): boolean {
  return store.span(slot).certainty !== 'glimpsed';
}

/** Readers do not make readers wait. */
function excludes(store: SpanStore, a: number, b: number): boolean {
  return store.span(a).mode === 'exclusive' || store.span(b).mode === 'exclusive' || isWait(store.flagsOf(a)) === isWait(store.flagsOf(b));
}

function within(lane: Lane, from: number, to: number): number[] {
  const slots: number[] = [];
  for (let position = lane.firstFrom(to) - 1, looked = 0; position >= 0 && looked < mostLooked && lane.reachAt(position) > from; position--, looked++) {
    if (lane.toAt(position) > from) slots.push(lane.slotAt(position));
  }
  return slots;
}
