import type { Disposable } from '../../base/disposable.ts';
import type { Listing, LockStream } from '../../system/linux/lock-stream.ts';
import { ListedLocks } from '../../system/linux/lock-stream-lines.ts';
import type { Happening } from '../model.ts';
import { EpochClock } from './epoch-clock.ts';
import { LockTracker } from './lock-tracker.ts';
import { Presences } from './presences.ts';
import { RootNames } from './root-names.ts';

/** What a look found, and what it took. */
export interface Looked {
  readonly happenings: readonly Happening[];
  /** ms, without the time in which the kernel let it wait. */
  readonly tookMs: number;
}

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
    this.#presences = new Presences(new RootNames(roots));
    this.#listing = null;
  }

  look(): Looked {
    const began = performance.now();
    const listing = this.#stream.look();
    const read = performance.now();
    const time = this.#clock.between(began, read);
    if (listing === this.#listing && read < this.#again && !this.#tracker.isInDoubt) {
      this.#tracker.lookSame(time);
      return { happenings: [], tookMs: read - began };
    }
    this.#listing = listing;
    const { presences, again } = this.#presences.of(this.#lines.parse(listing.text), read);
    this.#again = again;
    const happenings = this.#tracker.look(time, presences, listing.isWhole);
    return { happenings, tookMs: performance.now() - began };
  }

  dispose(): void {
    this.#stream.dispose();
  }
}
