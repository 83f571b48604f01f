import type { Lock } from '../locks/lock.ts';
import type { TimedLockChange } from '../watch/inventory.ts';
import { actorOf, isHeldByBeing, isSameLock, lockNameOf } from './inventory-lock.ts';
import { isSameActor, type Actor, type Certainty, type Happening } from './model.ts';

/** A lock went from one holder to the next as it stood, without a trace on the disk. */
export interface Pass {
  /** Path of the lock. */
  readonly lock: string;
  readonly from: Actor;
  readonly to: Actor;
  /** ms since the epoch. */
  readonly at: number;
}

interface Held {
  readonly key: string;
  readonly lock: Lock;
  readonly actor: Actor;
  readonly from: number;
  /** Who has it was told with a pass, by those who know. */
  readonly isTold: boolean;
}

/** So many locks are known that went out of sight without being released. */
const mostLost = 1000;

/** So many passes of one lock wait at most until the lock's appearing is told. */
const mostPasses = 256;

/** Makes holds of the changes of locks that are held by being there. */
export class InventoryHolds {
  readonly #held = new Map<string, Held>();
  /** By lock, in their order: passes are told at once, changes of a lock up to a round of judging later. */
  readonly #passes = new Map<string, Pass[]>();
  /** Those that went out of sight: their folder is watched no longer, or who watched it ended. They may come back. */
  readonly #lost = new Map<string, { readonly lock: Lock; readonly at: number }>();
  #last = 0;

  take(change: TimedLockChange): Happening[] {
    const { type, lock, at, timing } = change;
    const before = this.#held.get(lock.path);
    const isHeld = type !== 'released' && this.#isHeld(change);
    if (!isHeld || (before !== undefined && !isSameLock(before.lock, lock))) {
      const ended = this.#end(lock.path, at, type === 'released' ? timing : 'sampled');
      if (type === 'released' && timing === 'sampled') this.#lose(lock, at);
      return isHeld ? [...ended, this.#begin(lock, actorOf(lock.holder), at, timing)] : [...ended, ...this.#wasHeld(change)];
    }
    const actor = actorOf(lock.holder);
    if (before === undefined) return [this.#begin(lock, actor, at, timing)];
    if (lock.kind !== 'file-lock' || !isKnownOther(before, actor)) return this.#learn(before, lock, actor);
    if (this.#passes.has(lock.path)) return [];
    return [...this.#end(lock.path, at, 'sampled'), this.#begin(lock, actor, at, 'sampled')];
  }

  /** Who has just passed a lock on and ended looks like a dead holder, until the next has written down that it has it. */
  #isHeld({ lock }: TimedLockChange): boolean {
    return isHeldByBeing(lock) || (lock.verdict.state === 'stale' && lock.kind === 'file-lock' && this.#passes.has(lock.path));
  }

  /** Who had ended by the time its lock was first judged held it for some time. */
  #wasHeld({ type, lock, at, timing }: TimedLockChange): Happening[] {
    if (type !== 'appeared' || timing !== 'seen' || lock.verdict.state !== 'stale') return [];
    return [this.#begin(lock, actorOf(lock.holder), at, timing), ...this.#end(lock.path, at, 'sampled')];
  }

  passed(pass: Pass): void {
    const passes = this.#passes.get(pass.lock) ?? [];
    if (passes.length < mostPasses) passes.push(pass);
    this.#passes.set(pass.lock, passes);
  }

  /** Whether there are passes whose lock's changes may not have been told yet. */
  get hasPasses(): boolean {
    return this.#passes.size > 0;
  }

  /** What comes of passes before some time, ms since the epoch, until which all changes have been told. */
  settle(before: number): Happening[] {
    return [...this.#passes.keys()].flatMap((place) => this.#applyPasses(place, before));
  }

  #lose(lock: Lock, at: number): void {
    if (this.#lost.size >= mostLost) this.#lost.clear();
    this.#lost.set(lock.path, { lock, at });
  }

  #begin(lock: Lock, actor: Actor, since: number, certainty: Certainty): Happening {
    const lost = this.#lost.get(lock.path);
    this.#lost.delete(lock.path);
    // What was told of it before is not told again.
    const from = lost !== undefined && isSameLock(lost.lock, lock) ? Math.max(since, lost.at) : since;
    const key = `held ${++this.#last}`;
    this.#held.set(lock.path, { key, lock, actor, from, isTold: false });
    return { is: 'began', key, lock: lockNameOf(lock), span: { is: 'hold', actor, mode: 'exclusive', from, certainty, blockers: [] } };
  }

  #end(place: string, at: number, certainty: Certainty): Happening[] {
    const passed = this.#applyPasses(place, at);
    const held = this.#held.get(place);
    if (held === undefined) return passed;
    this.#held.delete(place);
    return [...passed, { is: 'ended', key: held.key, at: Math.max(at, held.from), certainty }];
  }

  #learn(held: Held, lock: Lock, actor: Actor): Happening[] {
    const isKnown = actor.pid !== null || actor.command !== null;
    const isNews = isKnown && (actor.pid !== held.actor.pid || actor.command !== held.actor.command || actor.startMark !== held.actor.startMark);
    const isWelcome = isNews && (!held.isTold || isSameActor(held.actor, actor));
    this.#held.set(lock.path, { ...held, lock, actor: isWelcome ? actor : held.actor });
    return isWelcome ? [learned(held, actor)] : [];
  }

  #applyPasses(place: string, until: number): Happening[] {
    const passes = this.#passes.get(place) ?? [];
    const due = passes.filter(({ at }) => at <= until);
    const later = passes.filter(({ at }) => at > until);
    if (later.length > 0) this.#passes.set(place, later);
    else this.#passes.delete(place);
    return due.flatMap((pass) => this.#apply(pass));
  }

  #apply({ lock: place, from, to, at }: Pass): Happening[] {
    const held = this.#held.get(place);
    if (held === undefined || at < held.from) return [];
    // Who had it first was looked for when it may have been passed on already.
    const first = from.pid === null || isSameActor(held.actor, from) ? [] : [learned(held, from)];
    const begun = this.#begin(held.lock, to, at, 'seen');
    const next = this.#held.get(place);
    if (next !== undefined) this.#held.set(place, { ...next, isTold: true });
    return [...first, { is: 'ended', key: held.key, at, certainty: 'seen' }, begun];
  }
}

function learned({ key }: Held, actor: Actor): Happening {
  return { is: 'learned', key, actor, blockers: [] };
}

/** A FileLock may go from one holder to the next without a trace on the disk. */
function isKnownOther({ actor, isTold }: Held, now: Actor): boolean {
  return !isTold && actor.pid !== null && now.pid !== null && !isSameActor(actor, now);
}
