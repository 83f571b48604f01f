import type { Lock } from '../../locks/lock.ts';
import type { LockChange } from '../../watch/inventory.ts';

/** Finds the locks that go stale while they are watched; those that were stale when first seen are not among them. */
export class StaleWatch {
  /** Those that were seen with a life in them, by path. */
  readonly #alive = new Map<string, number>();

  constructor(locks: readonly Lock[]) {
    this.apply(locks.map((lock) => ({ type: 'appeared', lock })));
  }

  /** Takes changes in. @returns the locks that went stale with them */
  apply(changes: readonly LockChange[]): readonly Lock[] {
    return changes.filter((change) => this.#wentStale(change)).map(({ lock }) => lock);
  }

  #wentStale({ type, lock: { path, acquiredAt, verdict } }: LockChange): boolean {
    const wasAlive = this.#alive.get(path) === acquiredAt;
    if (type === 'released' || verdict.state === 'stale') this.#alive.delete(path);
    else this.#alive.set(path, acquiredAt);
    return type !== 'released' && verdict.state === 'stale' && wasAlive;
  }
}
