import type { Disposable } from '../../base/disposable.ts';
import type { Listing, LockStream } from '../../system/linux/lock-stream.ts';
import { ListedLocks } from '../../system/linux/lock-stream-lines.ts';
import type { Happening } from '../model.ts';
import { EpochClock } from './epoch-clock.ts';
import { LockTracker } from './lock-tracker.ts';
import type { LookTime } from './presence.ts';
import { Presences } from './presences.ts';
import { RootNames } from './root-names.ts';

/** Looks at the kernel's list of locks; how often is for others to say. */
export class KernelSampler implements Disposable {
  readonly #stream: LockStream;
  readonly #clock = new EpochClock();
  readonly #lines = new ListedLocks();
  readonly #tracker = new LockTracker();
  #presences = new Presences(new RootNames([]));
  #listing: Listing | null = null;
  #again = Infinity;

  constructor(stream: LockStream) {
    this.#stream = stream;
  }

  /** From the next look on, locks of files below these folders are told, and no others. */
  setRoots(roots: readonly string[]): void {
    this.#presences.dispose();
    this.#presences = new Presences(new RootNames(roots));
    this.#listing = null;
  }

  look(): readonly Happening[] {
    const began = performance.now();
    const listing = this.#stream.look();
    const read = performance.now();
    const time = this.#clock.between(began, read);
    const isMoreKnown = this.#presences.isSearching && this.#presences.search(read);
    const isDue = isMoreKnown || read >= this.#again || time.done >= this.#tracker.decidesAt || this.#presences.isAnyLost;
    return listing === this.#listing && !isDue ? this.#same(time) : this.#compare(listing, time, read);
  }

  /** Whether it is still to be decided if something has ended. */
  get isInDoubt(): boolean {
    return this.#tracker.decidesAt < Infinity;
  }

  dispose(): void {
    this.#presences.dispose();
    this.#stream.dispose();
  }

  #same(time: LookTime): readonly Happening[] {
    this.#tracker.lookSame(time);
    return [];
  }

  #compare(listing: Listing, time: LookTime, now: number): readonly Happening[] {
    this.#listing = listing;
    const { presences, again } = this.#presences.of(this.#lines.parse(listing.text), now);
    this.#again = again;
    return this.#tracker.look(time, presences, listing.isWhole);
  }
}
