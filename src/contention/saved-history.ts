import { list, number, record } from '../base/json.ts';
import type { Actor, LockName, Span } from './model.ts';
import { finite, readActor, readActors, readCertainty, readKind, readLockName, readMode, readTimes } from './read-model.ts';

/** So many spans are saved at most, the newest. */
export const mostSaved = 20_000;

/** A history in the form in which it is stored. Tables and places in them, since most spans have few locks and few processes. */
export interface SavedHistory {
  readonly version: 1;
  /** When it was saved, ms since the epoch. */
  readonly at: number;
  readonly locks: readonly LockName[];
  readonly actors: readonly Actor[];
  readonly spans: readonly SavedSpan[];
}

/** is, lock, actor, mode, from, to, certainty, blockers; lock and actors by their place. */
type SavedSpan = readonly [Span['is'], number, number, Span['mode'], number, number, Span['certainty'], readonly number[]];

/**
 * The newest spans as they are stored.
 * @param spans by id
 * @param now ms since the epoch; where those that last are cut
 */
export function asSaved(spans: readonly Span[], lockOf: (path: string) => LockName | undefined, now: number, most: number = mostSaved): SavedHistory {
  const locks = new Places<LockName>(({ path }) => path);
  const actors = new Places<Actor>(({ pid, startMark, command }) => JSON.stringify([pid, startMark, command]));
  const saved: SavedSpan[] = [];
  for (const span of spans.slice(-most)) {
    const lock = lockOf(span.lock);
    if (lock === undefined) continue;
    const { is, mode, from } = span;
    const isOpen = span.to === null;
    const to = span.to ?? Math.max(from, now);
    saved.push([is, locks.placeOf(lock), actors.placeOf(span.actor), mode, from, to, isOpen && span.certainty === 'seen' ? 'sampled' : span.certainty, span.blockers.map((blocker) => actors.placeOf(blocker))]);
  }
  return { version: 1, at: now, locks: locks.all, actors: actors.all, spans: saved };
}

/** What was saved, as far as it is of that form; nothing of what is not. Spans have no ids of their own any more. */
export function readSaved(value: unknown): { readonly locks: readonly LockName[]; readonly spans: readonly Omit<Span, 'id'>[] } {
  const fields = attempt(() => record(value));
  if (fields === null || fields['version'] !== 1) return { locks: [], spans: [] };
  const locks = each(fields['locks'], readLockName);
  const actors = each(fields['actors'], readActor);
  const spans = each(fields['spans'], (span) => readSpan(span, locks, actors)).filter((span) => span !== null);
  return { locks: locks.filter((lock) => lock !== null), spans: spans.slice(-mostSaved) };
}

function readSpan(value: unknown, locks: readonly (LockName | null)[], actors: readonly (Actor | null)[]): Omit<Span, 'id'> {
  const [is, lock, actor, mode, from, to, certainty, blockers] = list(value, (field) => field);
  return {
    is: readKind(is),
    lock: at(locks, lock).path,
    actor: at(actors, actor),
    mode: readMode(mode),
    ...readTimes(from, finite(to)),
    certainty: readCertainty(certainty),
    blockers: readActors(blockers, (blocker) => at(actors, blocker)),
  };
}

function at<T>(places: readonly (T | null)[], place: unknown): T {
  const found = places[number(place)];
  if (found == null) throw new SyntaxError('not a place');
  return found;
}

/** Each item that can be read, in its place; null for those that cannot. */
function each<T>(value: unknown, read: (item: unknown) => T): readonly (T | null)[] {
  return attempt(() => list(value, (item) => attempt(() => read(item)))) ?? [];
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Gives each different thing a place in a table. */
class Places<T> {
  readonly all: T[] = [];
  readonly #places = new Map<string, number>();
  readonly #keyOf: (item: T) => string;

  constructor(keyOf: (item: T) => string) {
    this.#keyOf = keyOf;
  }

  placeOf(item: T): number {
    const key = this.#keyOf(item);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    this.all.push(item);
    return this.all.length - 1;
  }
}
