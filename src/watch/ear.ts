import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable.ts';
import { earThread, type EarOrder } from './ear-thread.ts';

/** So many paths are listened for, those that were locked last. */
const mostPlaces = 64;

/** A thread that is busy for longer than this at a time, ms, needs somebody else to listen. */
const busyMs = 3;

/** So many times: what is done for the first time takes long everywhere. */
const oftenEnough = 5;

/**
 * Knows when something last came or went at the paths of locks, though this thread was busy at the time: looking at
 * a machine takes a ms or two, in a container 10 and more, and the system's events carry no time. It takes a thread
 * of its own, some 15 MB, and so it is there only where this one is busy for long.
 */
export class Ear implements Disposable {
  readonly #times = new Float64Array(new SharedArrayBuffer(2 * mostPlaces * Float64Array.BYTES_PER_ELEMENT));
  /** The slot of each, the one that was attended longest ago first. */
  readonly #slots = new Map<string, number>();
  #worker: Worker | null = null;
  #isDeaf = false;
  #timesBusy = 0;

  /** This thread did nothing else for so long, ms. */
  wasBusy(ms: number): void {
    if (ms > busyMs) this.#timesBusy += 1;
    if (this.#timesBusy >= oftenEnough && this.#worker === null && !this.#isDeaf) this.#worker = this.#start();
  }

  /** Listens for a path from now on. */
  attend(place: string): void {
    if (this.#worker === null) return;
    const known = this.#slots.get(place);
    const slot = known ?? this.#freeSlot();
    this.#slots.delete(place);
    this.#slots.set(place, slot);
    if (known === undefined) this.#worker.postMessage({ slot, folder: path.dirname(place), name: path.basename(place) } satisfies EarOrder);
  }

  /** When something last came or went there, ms since the epoch; null where nothing was heard. */
  last(place: string): number | null {
    return this.#timeAt(place, 0);
  }

  /** When that happened before the last time, ms since the epoch; null where it was heard once at most. */
  lastButOne(place: string): number | null {
    return this.#timeAt(place, 1);
  }

  dispose(): void {
    this.#isDeaf = true;
    this.#slots.clear();
    // A thread that will not end is ended with its process; there is nobody left to tell.
    this.#worker?.terminate().catch(() => undefined);
    this.#worker = null;
  }

  #timeAt(place: string, index: 0 | 1): number | null {
    const slot = this.#slots.get(place);
    return (slot === undefined ? 0 : this.#times[2 * slot + index]) || null;
  }

  #freeSlot(): number {
    if (this.#slots.size < mostPlaces) return this.#slots.size;
    const [oldest = ['', 0]] = this.#slots;
    this.#slots.delete(oldest[0]);
    return oldest[1];
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
