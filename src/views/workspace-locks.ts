import type { Event } from '../base/emitter.ts';
import { upwards } from '../base/paths.ts';
import type { Inventory, InventoryTrouble, TimedLockChange } from '../watch/inventory.ts';

/**
 * Folders outside of the workspace that are looked at for a while, such as those of the race lab's runs. What was one
 * stays one: the last that is heard of its locks is heard when it is gone.
 */
export class ExtraFolders {
  readonly #folders = new Set<string>();

  /** @param folder absolute */
  add(folder: string): void {
    this.#folders.add(folder);
  }

  /** Whether a place is in one of them. */
  contain(place: string): boolean {
    if (this.#folders.size === 0) return false;
    for (const folder of upwards(place)) if (this.#folders.has(folder)) return true;
    return false;
  }
}

/**
 * The inventory without what is in extra folders: what counts, what is told of without being asked for, and what may
 * be broken without a question. There locks go stale and deadlocks come about on purpose.
 */
export class WorkspaceLocks implements Pick<Inventory, 'locks' | 'troubles' | 'onDidChange' | 'onDidChangeTroubles'> {
  readonly #inventory: Inventory;
  readonly #extra: ExtraFolders;
  readonly onDidChange: Event<readonly TimedLockChange[]>;
  readonly onDidChangeTroubles: Event<readonly InventoryTrouble[]>;

  constructor(inventory: Inventory, extra: ExtraFolders) {
    this.#inventory = inventory;
    this.#extra = extra;
    this.onDidChange = (listener) => inventory.onDidChange((changes) => {
      const own = changes.filter(({ lock: { path } }) => !extra.contain(path));
      if (own.length > 0) listener(own);
    });
    this.onDidChangeTroubles = (listener) => inventory.onDidChangeTroubles(() => listener(this.troubles));
  }

  get locks(): Inventory['locks'] {
    return this.#inventory.locks.filter(({ path }) => !this.#extra.contain(path));
  }

  get troubles(): readonly InventoryTrouble[] {
    return this.#inventory.troubles.filter(({ code, path }) => code === 'watch-limit' || !this.#extra.contain(path));
  }
}
