import type { HappeningsListener } from '../model.ts';
import { Batches } from './batches.ts';
import type { KernelSampler } from './kernel-sampler.ts';
import { fastMs, type Pace } from './pace.ts';

/** How long messages may have to wait, ms: the thread sleeps without its event loop while it looks often. */
const burstMs = 20;
/** From here on a timer of the event loop is punctual enough, ms. */
const timerMs = 8;
/** Whoever else is to run gets so long between two looks at least, ms. */
const leastPauseMs = 0.2;

/** Looks for locks for as long as there are roots. To be run in a thread of its own, which it keeps from all else. */
export class SamplerLoop {
  readonly #sampler: KernelSampler;
  readonly #batches: Batches;
  readonly #pace: Pace;
  readonly #never = new Int32Array(new SharedArrayBuffer(4));
  #isWatched = false;
  #isRunning = false;
  #cancel: () => void = () => undefined;

  constructor(sampler: KernelSampler, pace: Pace, tell: HappeningsListener) {
    this.#sampler = sampler;
    this.#pace = pace;
    this.#batches = new Batches(tell);
  }

  setRoots(roots: readonly string[]): void {
    this.#sampler.setRoots(roots);
    this.#isRunning = roots.length > 0;
    // What was told of the folders before ends with this look.
    this.#look();
    this.#goOn();
  }

  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.#goOn();
  }

  wake(): void {
    this.#pace.wake(performance.now());
    this.#goOn();
  }

  /** Looks now, whatever it was waiting for. */
  #goOn(): void {
    this.#cancel();
    this.#burst();
  }

  #burst(): void {
    const until = performance.now() + burstMs;
    while (this.#isRunning || this.#sampler.isInDoubt || this.#batches.dueAt < Infinity) {
      const pauseMs = this.#look();
      if (pauseMs > timerMs) return this.#later(pauseMs);
      Atomics.wait(this.#never, 0, 0, pauseMs);
      if (performance.now() > until) return this.#afterMessages();
    }
  }

  #later(ms: number): void {
    const timer = setTimeout(() => this.#burst(), ms);
    this.#cancel = () => clearTimeout(timer);
  }

  #afterMessages(): void {
    const next = setImmediate(() => this.#burst());
    this.#cancel = () => clearImmediate(next);
  }

  /** Looks once; how long to wait then, ms. */
  #look(): number {
    const began = performance.now();
    const happenings = this.#sampler.look();
    const now = performance.now();
    if (happenings.length > 0) this.#pace.changed(now);
    this.#batches.add(happenings);
    this.#batches.flush(now);
    const pauseMs = Math.max(leastPauseMs, this.#pace.next(now, this.#isWatched) - (now - began));
    return Math.min(pauseMs, Math.max(fastMs, this.#batches.dueAt - now));
  }
}
