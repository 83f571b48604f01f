import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import { text, type Text } from '../../base/text.ts';
import type { Happening, HappeningsListener } from '../model.ts';
import type { FromSampler, ToSampler } from './sampler-protocol.ts';

/** Restarts within one life; a thread that dies more often than this has a cause that a restart does not mend. */
const mostRestarts = 3;
/** Hints are passed on at most so often, ms. */
const wakeApartMs = 200;

/**
 * Tells of the kernel's locks on files below some folders, seen by a thread of its own. On other systems than Linux
 * it tells nothing.
 */
export class ThreadedSampler implements Disposable {
  readonly #main: string | URL;
  readonly #onHappenings: HappeningsListener;
  /** Keys of what lasts. */
  readonly #open = new Set<string>();
  #roots: readonly string[] = [];
  #isWatched = false;
  #worker: Worker | null = null;
  #restarts = 0;
  #wokenAt = -Infinity;
  #isBlind = false;
  #isDisposed = false;
  #trouble: Text | null = null;

  /** @param main the worker's main module: src/contention/sampling/sampler-worker.ts, or the bundle made of it */
  constructor(main: string | URL, onHappenings: HappeningsListener) {
    this.#main = main;
    this.#onHappenings = onHappenings;
  }

  /** Why nothing is seen any more; null while all is well. */
  get trouble(): Text | null {
    return this.#trouble;
  }

  /** Whether the system has no list of locks, as far as that is known yet. */
  get isBlind(): boolean {
    return this.#isBlind || !isSupported();
  }

  /** The folders, absolute. The thread runs only while there are some. */
  setRoots(roots: readonly string[]): void {
    this.#roots = [...roots];
    if (this.#worker === null && roots.length > 0 && isSupported()) this.#start();
    else this.#post({ type: 'roots', roots: this.#roots });
  }

  /** Something may be locked below the roots: looks often for a while. Cheap; for every change of a file. */
  wake(): void {
    const now = performance.now();
    if (now - this.#wokenAt < wakeApartMs) return;
    this.#wokenAt = now;
    this.#post({ type: 'wake' });
  }

  /** Whether somebody looks at what is told, so that also the first short hold counts. */
  setWatched(isWatched: boolean): void {
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    this.#post({ type: 'watched', isWatched });
  }

  dispose(): void {
    this.#isDisposed = true;
    // A thread that will not end is ended with its process; there is nobody left to tell.
    this.#worker?.terminate().catch(() => undefined);
    this.#worker = null;
  }

  #start(): void {
    if (this.#isDisposed || this.#isBlind || this.#trouble !== null) return;
    const worker = new Worker(this.#main, { name: 'lockscope-sampler', resourceLimits: { maxYoungGenerationSizeMb: 8 } });
    this.#worker = worker;
    let reason = 'it stopped by itself';
    worker.on('message', (message: FromSampler) => {
      if (message.type === 'happened') this.#hear(message.happenings);
      else this.#isBlind = true;
    });
    worker.on('error', (error) => {
      reason = messageOf(error);
    });
    worker.on('exit', () => this.#ended(reason));
    this.#post({ type: 'watched', isWatched: this.#isWatched });
    this.#post({ type: 'roots', roots: this.#roots });
  }

  #hear(happenings: readonly Happening[]): void {
    if (this.#isDisposed) return;
    for (const { is, key } of happenings) {
      if (is === 'began') this.#open.add(key);
      if (is === 'ended') this.#open.delete(key);
    }
    this.#onHappenings(happenings);
  }

  #post(message: ToSampler): void {
    this.#worker?.postMessage(message);
  }

  #ended(reason: string): void {
    this.#worker = null;
    if (this.#isDisposed || this.#isBlind) return;
    const at = Date.now();
    this.#hear([...this.#open].map((key) => ({ is: 'ended', key, at, certainty: 'sampled' })));
    if (++this.#restarts <= mostRestarts) return this.#start();
    this.#trouble = text('Short kernel locks are not seen any more ({reason}). Reload the window to start anew.', { reason });
  }
}

function isSupported(): boolean {
  return process.platform === 'linux' || process.platform === 'android';
}
