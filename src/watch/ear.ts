import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable.ts';
import { earThread, type EarOrder } from './ear-thread.ts';

/** So many paths are listened for, those that were locked last. */
const mostPlaces = 64;

/**
 * Knows when something last came or went at the paths of locks, though this thread was busy at the time: looking at
 * a machine takes ms, in a container 10 and more, and the system's events carry no time.
 */
export class Ear implements Disposable {
  readonly #times = new Float64Array(new SharedArrayBuffer(mostPlaces * Float64Array.BYTES_PER_ELEMENT));
  /** The slot of each, the one that was attended longest ago first. */
  readonly #slots = new Map<string, number>();
  #worker: Worker | null = null;
  #isDeaf = false;

  /** Listens for a path from now on. */
  attend(place: string): void {
    if (this.#isDeaf) return;
    const known = this.#slots.get(place);
    const slot = known ?? this.#freeSlot();
    this.#slots.delete(place);
    this.#slots.set(place, slot);
    if (known === undefined) this.#start().postMessage({ slot, folder: path.dirname(place), name: path.basename(place) } satisfies EarOrder);
  }

  /** When something last came or went there, ms since the epoch; null where nothing was heard. */
  last(place: string): number | null {
    const slot = this.#slots.get(place);
    return (slot === undefined ? 0 : this.#times[slot]) || null;
  }

  dispose(): void {
    this.#isDeaf = true;
    this.#slots.clear();
    // A thread that will not end is ended with its process; there is nobody left to tell.
    this.#worker?.terminate().catch(() => undefined);
    this.#worker = null;
  }

  #freeSlot(): number {
    if (this.#slots.size < mostPlaces) return this.#slots.size;
    const [oldest = ['', 0]] = this.#slots;
    this.#slots.delete(oldest[0]);
    return oldest[1];
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const limits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };
    const worker = new Worker(`(${earThread.toString()})()`, { eval: true, name: 'lockscope-ear', workerData: { times: this.#times }, resourceLimits: limits });
    worker.unref();
    // Without it times are less exact, and nothing else is lost.
    worker.on('error', () => this.dispose());
    this.#worker = worker;
    return worker;
  }
}
