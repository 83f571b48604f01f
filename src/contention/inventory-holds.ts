import type { Lock } from '../locks/lock.ts';
import type { TimedLockChange } from '../watch/inventory.ts';
import { actorOf, isHeldByBeing, isSameLock, lockNameOf } from './inventory-lock.ts';
import { isSameActor, type Actor, type Certainty, type Happening } from './model.ts';

interface Held {
  readonly key: string;
  readonly lock: Lock;
  readonly actor: Actor;
  readonly from: number;
  /** Who has it is told by others, who know better. */
  readonly isTold: boolean;
}

/** Makes holds of the changes of locks that are held by being there. */
export class InventoryHolds {
  readonly #held = new Map<string, Held>();
  #last = 0;

  take({ type, lock, at, timing }: TimedLockChange): Happening[] {
    const held = this.#held.get(lock.path);
    if (type === 'released') return held === undefined ? [] : [this.#end(held, at, timing)];
    const goesOn = isHeldByBeing(lock);
    if (held === undefined) return goesOn ? [this.#begin(lock, actorOf(lock.holder), at, timing)] : [];
    if (!goesOn) return [this.#end(held, at, 'sampled')];
    const actor = actorOf(lock.holder);
    const isAnother = !isSameLock(held.lock, lock) || (lock.kind === 'file-lock' && isKnownOther(held, actor));
    if (isAnother) return [this.#end(held, at, 'sampled'), this.#begin(lock, actor, at, timing)];
    return this.#learn(held, lock, actor);
  }

  /**
   * A lock was passed on as it stands: one hold of it has ended, and another begun.
   * @param at ms since the epoch
   */
  passedOn(path: string, actor: Actor, at: number): Happening[] {
    const held = this.#held.get(path);
    if (held === undefined || at < held.from) return [];
    const happenings = [this.#end(held, at, 'seen'), this.#begin(held.lock, actor, at, 'seen')];
    const next = this.#held.get(path);
    if (next !== undefined) this.#held.set(path, { ...next, isTold: true });
    return happenings;
  }

  #begin(lock: Lock, actor: Actor, from: number, certainty: Certainty): Happening {
    const key = `held ${++this.#last}`;
    this.#held.set(lock.path, { key, lock, actor, from, isTold: false });
    return { is: 'began', key, lock: lockNameOf(lock), span: { is: 'hold', actor, mode: 'exclusive', from, certainty, blockers: [] } };
  }

  #end({ key, lock, from }: Held, at: number, certainty: Certainty): Happening {
    this.#held.delete(lock.path);
    return { is: 'ended', key, at: Math.max(at, from), certainty };
  }

  #learn(held: Held, lock: Lock, actor: Actor): Happening[] {
    const isKnown = actor.pid !== null || actor.command !== null;
    const isNews = isKnown && (actor.pid !== held.actor.pid || actor.command !== held.actor.command || actor.startMark !== held.actor.startMark);
    const isWelcome = isNews && (!held.isTold || isSameActor(held.actor, actor));
    this.#held.set(lock.path, { ...held, lock, actor: isWelcome ? actor : held.actor });
    return isWelcome ? [{ is: 'learned', key: held.key, actor, blockers: [] }] : [];
  }
}

/** A FileLock may go from one holder to the next without a trace on the disk. */
function isKnownOther({ actor, isTold }: Held, now: Actor): boolean {
  return !isTold && actor.pid !== null && now.pid !== null && !isSameActor(actor, now);
}
