import type { Disposable } from '../base/disposable.ts';
import { instant } from '../base/instant.ts';
import type { Inventory } from '../watch/inventory.ts';
import { InventoryHolds, type Pass } from './inventory-holds.ts';
import type { Happening, HappeningsListener } from './model.ts';

/** So much later than it happened a change of a lock is told at most, ms, unless there are very many. */
const roundMs = 200;

/** Tells of the holds of lock files and lock folders, as the watcher sees them. */
export class InventorySource implements Disposable {
  readonly #holds = new InventoryHolds();
  readonly #tell: HappeningsListener;
  readonly #subscription: Disposable;
  #settling: NodeJS.Timeout | null = null;

  /** @param tell told of those that last already, too, before this returns */
  constructor(inventory: Pick<Inventory, 'locks' | 'onDidChange'>, tell: HappeningsListener) {
    this.#tell = tell;
    this.#give(inventory.locks.flatMap((lock) => this.#holds.take({ type: 'appeared', lock, at: lock.acquiredAt, timing: 'sampled' })));
    this.#subscription = inventory.onDidChange((changes) => this.#give(changes.flatMap((change) => this.#holds.take(change))));
  }

  /** A FileLock was passed on to the next in line, which its folder does not show. @see LineSource */
  passedOn(pass: Pass): void {
    this.#holds.passed(pass);
    this.#settleSoon();
  }

  dispose(): void {
    clearTimeout(this.#settling ?? undefined);
    this.#subscription.dispose();
    this.#give(this.#holds.settle(Infinity));
  }

  #settleSoon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = null;
      this.#give(this.#holds.settle(instant() - roundMs));
      if (this.#holds.hasPasses) this.#settleSoon();
    }, roundMs / 2).unref();
  }

  #give(happenings: readonly Happening[]): void {
    if (happenings.length > 0) this.#tell(happenings);
  }
}
