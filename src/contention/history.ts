import type { Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { Deque } from './deque.ts';
import { LockNames } from './lock-names.ts';
import { bounded, moreActors, worse } from './merge.ts';
import type { Actor, Happening, LockName, Span } from './model.ts';
import { mostSaved, partsOf, SavedReader, savedParts, savedVersion, type RestoredSpan, type SavedHistory } from './saved-history.ts';

/** So many holds and waits are remembered unless it is said otherwise; about 30 MB. */
const defaultMost = 100_000;

type Began = Extract<Happening, { is: 'began' }>;
type Ended = Extract<Happening, { is: 'ended' }>;
type Learned = Extract<Happening, { is: 'learned' }>;

/**
 * Every hold and every wait that was seen, up to a bound: beyond it, those that ended first are forgotten
 * first. Those that last are never forgotten.
 */
export class History implements Disposable {
  readonly #mostSpans: number;
  readonly #changed = new Emitter<readonly Span[]>();
  readonly #locks = new LockNames();
  /** By the key of its source. */
  readonly #open = new Map<string, Span>();
  /** In the order in which they ended. */
  readonly #ended = new Deque<Span>();
  /** Those of a former history, which are older. */
  readonly #restored = new Deque<Span>();
  #nextId = 1;
  #all: readonly Span[] | null = null;

  /** Fires once for each apply() or restore() that changed something, with the spans that are new or changed. */
  readonly onDidChange: Event<readonly Span[]> = this.#changed.event;

  constructor(mostSpans = defaultMost) {
    this.#mostSpans = mostSpans;
  }

  /**
   * Takes in what a source tells, in its order. What cannot be is taken as well as it can: a key that begins
   * again ends what it named before ('sampled'), and of an unknown key nothing is learned and nothing ends.
   */
  apply(happenings: readonly Happening[]): void {
    const changed = new Map<number, Span>();
    for (const happening of happenings) {
      for (const span of this.#take(happening)) changed.set(span.id, span);
    }
    this.#tell(changed);
  }

  /** All that is remembered, by id. The same array until something changes. */
  get spans(): readonly Span[] {
    this.#all ??= this.newest(this.size);
    return this.#all;
  }

  /** Those that last, in the order in which they became known. */
  get open(): readonly Span[] {
    return [...this.#open.values()];
  }

  /** How many are remembered. */
  get size(): number {
    return this.#restored.length + this.#ended.length + this.#open.size;
  }

  /** What is known of the lock at that path, as long as any hold or wait of it is remembered. */
  lock(path: string): LockName | undefined {
    return this.#locks.get(path);
  }

  get locks(): readonly LockName[] {
    return this.#locks.all;
  }

  /** The newest, by id: those that last, and those that ended last, up to that many together. */
  newest(most: number): readonly Span[] {
    const ended = this.#ended.newest(Math.max(most - this.#open.size, 0));
    const restored = this.#restored.newest(Math.max(most - this.#open.size - ended.length, 0));
    return [...restored, ...ended, ...this.#open.values()].sort((a, b) => a.id - b.id);
  }

  /**
   * Takes in what was saved, as older than all that is known. Spans that lasted then have ended at the time of
   * saving, as 'sampled'. What is malformed is left out.
   * @param saved JSON of unknown origin
   */
  restore(saved: unknown): void {
    const reader = new SavedReader();
    for (const part of partsOf(saved)) this.restoreRead(reader.read(part), reader);
  }

  /**
   * The same with spans that were read already, a part after the other.
   * @param locks tells of locks by their path; the spans of others are left out
   */
  restoreRead(spans: readonly RestoredSpan[], locks: Pick<SavedReader, 'lock'>): void {
    const changed = new Map<number, Span>();
    for (const span of spans) {
      const lock = this.lock(span.lock) ?? locks.lock(span.lock);
      if (lock === undefined) continue;
      const restored: Span = { ...span, id: this.#nextId++ };
      this.#locks.hold(lock);
      this.#restored.push(restored);
      changed.set(restored.id, restored);
    }
    for (const forgotten of this.#forget()) changed.delete(forgotten.id);
    this.#tell(changed);
  }

  /**
   * What is worth keeping, safe for JSON: the newest, up to `most`.
   * @param now ms since the epoch; where those that last are taken to have been seen last
   */
  saved(now: number = Date.now(), most: number = mostSaved): SavedHistory {
    return { version: savedVersion, parts: [...savedParts(this.newest(most), (path) => this.lock(path), now)] };
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #take(happening: Happening): readonly Span[] {
    switch (happening.is) {
      case 'began': return this.#begin(happening);
      case 'learned': return this.#learn(happening);
      case 'ended': return this.#end(happening);
    }
  }

  #begin({ key, lock, span }: Began): readonly Span[] {
    const before = this.#end({ is: 'ended', key, at: span.from, certainty: 'sampled' });
    const begun: Span = { ...span, actor: bounded(span.actor), blockers: moreActors([], span.blockers.map(bounded)), id: this.#nextId++, lock: lock.path, to: null };
    this.#locks.hold(lock);
    this.#open.set(key, begun);
    this.#forget();
    return [...before, begun];
  }

  #learn({ key, actor, blockers }: Learned): readonly Span[] {
    const span = this.#open.get(key);
    if (span === undefined) return [];
    const learned: Span = { ...span, actor: moreOf(span.actor, bounded(actor)), blockers: moreActors(span.blockers, blockers.map(bounded)) };
    this.#open.set(key, learned);
    return [learned];
  }

  #end({ key, at, certainty }: Ended): readonly Span[] {
    const span = this.#open.get(key);
    if (span === undefined) return [];
    // Clocks are set back; nothing ends before it began.
    const ended: Span = { ...span, to: Math.max(span.from, at), certainty: worse(span.certainty, certainty) };
    this.#open.delete(key);
    this.#ended.push(ended);
    return [ended];
  }

  #forget(): readonly Span[] {
    const forgotten: Span[] = [];
    while (this.size > this.#mostSpans) {
      const oldest = this.#restored.shift() ?? this.#ended.shift();
      if (oldest === undefined) break;
      this.#locks.letGo(oldest.lock);
      forgotten.push(oldest);
    }
    return forgotten;
  }

  #tell(changed: ReadonlyMap<number, Span>): void {
    if (changed.size === 0) return;
    this.#all = null;
    this.#changed.fire([...changed.values()]);
  }
}

/** A name that is known is not lost to a later look that did not get it. */
function moreOf(known: Actor, told: Actor): Actor {
  return told.pid === null ? known : { ...told, command: told.command ?? (told.pid === known.pid ? known.command : null) };
}
