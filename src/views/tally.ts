import type { Event } from '../base/emitter.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Lock, LockState } from '../locks/lock.ts';
import type { LockChange } from '../watch/inventory.ts';

/** How many locks there are in each state, and for which somebody waits. */
export interface Counts {
  of(state: LockState): number;
  readonly all: number;
  /** Locks with waiters, in the order in which waiting was noticed. */
  readonly waitedFor: ReadonlyMap<string, Lock>;
}

/** Counts locks as they come and go, once for all who show a number: nobody walks ten thousand locks for it. */
export class Tally implements Counts, Disposable {
  readonly #states = new Map<string, LockState>();
  readonly #counts = new Map<LockState, number>();
  readonly #waitedFor = new Map<string, Lock>();
  readonly #subscription: Disposable;

  constructor(inventory: { readonly locks: readonly Lock[]; readonly onDidChange: Event<readonly LockChange[]> }) {
    this.#take(inventory.locks.map((lock) => ({ type: 'appeared', lock })));
    this.#subscription = inventory.onDidChange((changes) => this.#take(changes));
  }

  get all(): number {
    return this.#states.size;
  }

  get waitedFor(): ReadonlyMap<string, Lock> {
    return this.#waitedFor;
  }

  of(state: LockState): number {
    return this.#counts.get(state) ?? 0;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #take(changes: readonly LockChange[]): void {
    for (const { type, lock } of changes) {
      this.#count(this.#states.get(lock.path), -1);
      if (type === 'released') this.#states.delete(lock.path);
      else this.#states.set(lock.path, lock.verdict.state);
      this.#count(this.#states.get(lock.path), 1);
      if (type === 'released' || lock.waiters.length === 0) this.#waitedFor.delete(lock.path);
      else this.#waitedFor.set(lock.path, lock);
    }
  }

  #count(state: LockState | undefined, by: number): void {
    if (state !== undefined) this.#counts.set(state, this.of(state) + by);
  }
}
