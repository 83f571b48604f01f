import { list, number, record } from '../base/json.ts';
import type { Actor, LockName, Span } from './model.ts';
import { finite, readActor, readActors, readCertainty, readKind, readLockName, readMode, readTimes } from './read-model.ts';

/** So many spans are saved at most, the newest. */
export const mostSaved = 20_000;

/** So many are in one part: about a millisecond's work. */
const spansInPart = 500;

export const savedVersion = 1;

/** A history in the form in which it is stored. */
export interface SavedHistory {
  readonly version: typeof savedVersion;
  readonly parts: readonly SavedPart[];
}

/**
 * Some of its spans, with the locks and actors that are new in them. Spans tell these by their place among all
 * so far, since most have few locks and few processes.
 */
export interface SavedPart {
  readonly locks: readonly LockName[];
  readonly actors: readonly Actor[];
  readonly spans: readonly SavedSpan[];
}

/** is, lock, actor, mode, from, to, certainty, blockers */
type SavedSpan = readonly [Span['is'], number, number, Span['mode'], number, number, Span['certainty'], readonly number[]];

/** A span whose id is that of another history. */
export type RestoredSpan = Omit<Span, 'id'>;

/**
 * Spans as they are stored, part by part.
 * @param now ms since the epoch; where those that last are cut
 */
export function* savedParts(spans: readonly Span[], lockOf: (path: string) => LockName | undefined, now: number): Generator<SavedPart> {
  const locks = new Places<LockName>(({ path }) => path);
  const actors = new Places<Actor>(({ pid, startMark, command }) => JSON.stringify([pid, startMark, command]));
  for (let begin = 0; begin < spans.length; begin += spansInPart) {
    const saved = spans.slice(begin, begin + spansInPart).flatMap((span) => {
      const lock = lockOf(span.lock);
      return lock === undefined ? [] : [asSaved(span, locks.placeOf(lock), (actor) => actors.placeOf(actor), now)];
    });
    yield { locks: locks.takeNew(), actors: actors.takeNew(), spans: saved };
  }
}

function asSaved({ is, actor, mode, from, to, certainty, blockers }: Span, lock: number, placeOf: (actor: Actor) => number, now: number): SavedSpan {
  const known = to === null && certainty === 'seen' ? 'sampled' : certainty;
  return [is, lock, placeOf(actor), mode, from, to ?? Math.max(from, now), known, blockers.map(placeOf)];
}

/** Reads parts in their order; what of them is malformed is left out. */
export class SavedReader {
  readonly #locks: (LockName | null)[] = [];
  readonly #actors: (Actor | null)[] = [];
  readonly #byPath = new Map<string, LockName>();

  /** A lock of the parts so far. */
  lock(path: string): LockName | undefined {
    return this.#byPath.get(path);
  }

  /** @param part JSON of unknown origin */
  read(part: unknown): readonly RestoredSpan[] {
    const fields = attempt(() => record(part));
    if (fields === null) return [];
    for (const lock of each(fields['locks'], readLockName)) {
      this.#locks.push(lock);
      if (lock !== null) this.#byPath.set(lock.path, lock);
    }
    for (const actor of each(fields['actors'], readActor)) this.#actors.push(actor);
    return each(fields['spans'], (span) => this.#readSpan(span)).filter((span) => span !== null);
  }

  #readSpan(value: unknown): RestoredSpan {
    const [is, lock, actor, mode, from, to, certainty, blockers] = list(value, (field) => field);
    return {
      is: readKind(is),
      lock: at(this.#locks, lock).path,
      actor: at(this.#actors, actor),
      mode: readMode(mode),
      ...readTimes(from, finite(to)),
      certainty: readCertainty(certainty),
      blockers: readActors(blockers, (blocker) => at(this.#actors, blocker)),
    };
  }
}

/** The parts of what was saved; none where it is nothing of that form. @param value JSON of unknown origin */
export function partsOf(value: unknown): readonly unknown[] {
  return attempt(() => {
    const { version, parts } = record(value);
    return version === savedVersion ? list(parts, (part) => part) : [];
  }) ?? [];
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

/** Gives each different thing a place among all. */
class Places<T> {
  readonly #places = new Map<string, number>();
  readonly #keyOf: (item: T) => string;
  #new: T[] = [];

  constructor(keyOf: (item: T) => string) {
    this.#keyOf = keyOf;
  }

  placeOf(item: T): number {
    const key = this.#keyOf(item);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.#places.size);
    this.#new.push(item);
    return this.#places.size - 1;
  }

  /** Those that have got a place since the last time, in its order. */
  takeNew(): readonly T[] {
    const taken = this.#new;
    this.#new = [];
    return taken;
  }
}
