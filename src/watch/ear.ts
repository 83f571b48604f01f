import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable.ts';
import { earThread, type EarOrder } from './ear-thread.ts';
import { EarTimes } from './ear-times.ts';

/** So many paths are listened for, those that were locked last. */
const mostPlaces = 64;
/** So many times are kept of each. */
const mostTimes = 15;
const slotLength = 1 + mostTimes;

/** A thread that is busy for longer than this at a time, ms, needs somebody else to listen. */
const busyMs = 3;

/** So many times: what is done for the first time takes long everywhere. */
const oftenEnough = 5;

/** So many locks within so long, ms, are worth somebody who does nothing but listen. */
const manyLocks = 20;
const manyWithinMs = 10_000;

/**
 * Knows when things came and went at the paths of locks, though this thread was busy at the time: looking at
 * a machine takes a ms or two, in a container 10 and more, and the system's events carry no time. It takes a thread
 * of its own, some 15 MB, and so it is there only where this one is busy for long or many locks come and go.
 */
export class Ear implements Disposable {
  readonly #times = new Float64Array(new SharedArrayBuffer(slotLength * mostPlaces * Float64Array.BYTES_PER_ELEMENT));
  /** The slot of each, the one that was attended longest ago first. */
  readonly #slots = new Map<string, { readonly slot: number; readonly times: EarTimes }>();
  #worker: Worker | null = null;
  #isDeaf = false;
  #timesBusy = 0;
  #locks = 0;
  #countedSince = -Infinity;

  /** This thread did nothing else for so long, ms. */
  wasBusy(ms: number): void {
    if (ms > busyMs) this.#timesBusy += 1;
    this.#startIfWorth();
  }

  /** Listens for a path, at which a lock was just made, from now on. */
  attend(place: string): void {
    this.#count();
    if (this.#worker === null) return;
    const known = this.#slots.get(place);
    const attended = known ?? this.#attendTo(this.#freeSlot());
    this.#slots.delete(place);
    this.#slots.set(place, attended);
    if (known === undefined) this.#worker.postMessage({ slot: attended.slot, folder: path.dirname(place), name: path.basename(place), slotLength } satisfies EarOrder);
  }

  /**
   * The system has told this thread, too, that something came or went at a path. To be asked once for each time.
   * @param now ms since the epoch
   * @param isAtOnce whether this thread did nothing else before
   * @returns when that was, ms since the epoch; null where it is not known
   */
  next(place: string, now: number, isAtOnce: boolean): number | null {
    return this.#slots.get(place)?.times.next(now, isAtOnce) ?? null;
  }

  /** When something came or went at a path of which the system is yet to tell this thread, ms since the epoch; null where nothing was heard. */
  coming(place: string): number | null {
    return this.#slots.get(place)?.times.coming ?? null;
  }

  /**
   * When that went which is found to be gone, ms since the epoch; null where nothing was heard.
   * @param isTold whether what `next` was asked of last may be its going
   */
  went(place: string, isFolder: boolean, isTold: boolean): number | null {
    return this.#slots.get(place)?.times.went(isFolder, isTold) ?? null;
  }

  dispose(): void {
    this.#isDeaf = true;
    this.#slots.clear();
    // A thread that will not end is ended with its process; there is nobody left to tell.
    this.#worker?.terminate().catch(() => undefined);
    this.#worker = null;
  }

  #count(): void {
    const now = performance.now();
    if (now - this.#countedSince > manyWithinMs) [this.#locks, this.#countedSince] = [0, now];
    this.#locks += 1;
    this.#startIfWorth();
  }

  #startIfWorth(): void {
    if (this.#timesBusy < oftenEnough && this.#locks < manyLocks) return;
    if (!this.#isDeaf) this.#worker ??= this.#start();
  }

  #attendTo(slot: number): { readonly slot: number; readonly times: EarTimes } {
    const own = this.#times.subarray(slotLength * slot, slotLength * (slot + 1));
    own.fill(0);
    return { slot, times: new EarTimes(own) };
  }

  #freeSlot(): number {
    if (this.#slots.size < mostPlaces) return this.#slots.size;
    const oldest = this.#slots.entries().next().value;
    if (oldest === undefined) return 0;
    this.#slots.delete(oldest[0]);
    return oldest[1].slot;
  }

  #start(): Worker {
    const limits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };
    const worker = new Worker(`(${earThread.toString()})()`, { eval: true, name: 'lockscope-ear', workerData: { times: this.#times }, resourceLimits: limits });
    worker.unref();
    // Without it times are less exact, and nothing else is lost.
    worker.on('error', () => this.dispose());
    return worker;
  }
}
