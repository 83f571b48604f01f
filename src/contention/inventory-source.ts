import type { Disposable } from '../base/disposable.ts';
import type { Inventory } from '../watch/inventory.ts';
import { InventoryHolds } from './inventory-holds.ts';
import type { Actor, Happening, HappeningsListener } from './model.ts';

/** Tells of the holds of lock files and lock folders, as the watcher sees them. */
export class InventorySource implements Disposable {
  readonly #holds = new InventoryHolds();
  readonly #tell: HappeningsListener;
  readonly #subscription: Disposable;

  /** @param tell told of those that last already, too, before this returns */
  constructor(inventory: Pick<Inventory, 'locks' | 'onDidChange'>, tell: HappeningsListener) {
    this.#tell = tell;
    this.#give(inventory.locks.flatMap((lock) => this.#holds.take({ type: 'appeared', lock, at: lock.acquiredAt, timing: 'sampled' })));
    this.#subscription = inventory.onDidChange((changes) => this.#give(changes.flatMap((change) => this.#holds.take(change))));
  }

  /** A FileLock was passed on to the next in line, which its folder does not show. @see LineSource. @param at ms since the epoch */
  passedOn(lockPath: string, actor: Actor, at: number): void {
    this.#give(this.#holds.passedOn(lockPath, actor, at));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #give(happenings: readonly Happening[]): void {
    if (happenings.length > 0) this.#tell(happenings);
  }
}
