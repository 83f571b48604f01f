import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { Machine } from '../system/machine.ts';
import type { Inventory } from '../watch/inventory.ts';
import { History } from './history.ts';
import { InventorySource } from './inventory-source.ts';
import { namesBy } from './line-names.ts';
import { LineSource } from './line-source.ts';
import type { HappeningsListener } from './model.ts';
import { ThreadedSampler } from './sampling/threaded-sampler.ts';

/** Brings every hold and every wait that can be seen into one history: lock files, the lines of FileLocks, the kernel's locks. */
export class ContentionWatch implements Disposable {
  readonly history: History;
  readonly #owned = new DisposableStore();
  readonly #sampler: ThreadedSampler;

  /** @param samplerMain main module of the thread that looks at the kernel's locks. @see ThreadedSampler */
  constructor(inventory: Inventory, machine: Pick<Machine, 'probe'>, samplerMain: string | URL) {
    this.history = this.#owned.add(new History());
    const tell: HappeningsListener = (happenings) => this.history.apply(happenings);
    const files = this.#owned.add(new InventorySource(inventory, tell));
    this.#owned.add(new LineSource(inventory, { tell, passedOn: (pass) => files.passedOn(pass), nameOf: namesBy(machine) }));
    this.#sampler = this.#owned.add(new ThreadedSampler(samplerMain, tell));
    this.#owned.add(inventory.onDidChange(() => this.#sampler.wake()));
  }

  /** The folders in which the kernel's locks are looked for, absolute. */
  setRoots(roots: readonly string[]): void {
    this.#sampler.setRoots(roots);
  }

  /** Whether somebody looks at the history, so that also the first short hold counts. */
  setWatched(isWatched: boolean): void {
    this.#sampler.setWatched(isWatched);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
