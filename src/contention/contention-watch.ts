import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Text } from '../base/text.ts';
import type { Machine } from '../system/machine.ts';
import type { Inventory } from '../watch/inventory.ts';
import { History } from './history.ts';
import { InventorySource } from './inventory-source.ts';
import { namesBy } from './line-names.ts';
import { LineSource } from './line-source.ts';
import type { HappeningsListener } from './model.ts';
import { ThreadedSampler } from './sampling/threaded-sampler.ts';

/** What is not seen any more of what could be. */
export interface Troubles {
  /** Why; null while all is well. */
  readonly trouble: Text | null;
  /** Fires when there comes to be one. It stays. */
  readonly onDidGetTrouble: Event<Text>;
}

/** Brings every hold and every wait that can be seen into one history: lock files, the lines of FileLocks, the kernel's locks. */
export class ContentionWatch implements Disposable, Troubles {
  readonly history: History;
  readonly #owned = new DisposableStore();
  readonly #sampler: ThreadedSampler;
  readonly #troubled = this.#owned.add(new Emitter<Text>());
  #trouble: Text | null = null;

  readonly onDidGetTrouble: Event<Text> = this.#troubled.event;

  /** @param samplerMain main module of the thread that looks at the kernel's locks. @see ThreadedSampler */
  constructor(inventory: Inventory, machine: Pick<Machine, 'probe'>, samplerMain: string | URL) {
    this.history = this.#owned.add(new History());
    const tell: HappeningsListener = (happenings) => this.history.apply(happenings);
    const files = this.#owned.add(new InventorySource(inventory, tell));
    this.#owned.add(new LineSource(inventory, { tell, passedOn: (pass) => files.passedOn(pass), nameOf: namesBy(machine) }));
    this.#sampler = this.#owned.add(new ThreadedSampler(samplerMain, (happenings) => {
      tell(happenings);
      // A sampler that gives up ends what lasted first, and only then knows why.
      queueMicrotask(() => this.#look());
    }));
    this.#owned.add(inventory.onDidChange(() => this.#sampler.wake()));
  }

  get trouble(): Text | null {
    return this.#trouble;
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

  #look(): void {
    const { trouble } = this.#sampler;
    if (trouble === null || this.#trouble !== null) return;
    this.#trouble = trouble;
    this.#troubled.fire(trouble);
  }
}
