import { ChangeQueue } from './change-queue.ts';
import type { TimedLockChange } from './inventory.ts';

/** So many changes are sent at once: taking in more would hold up the editor's event loop for too long. */
const mostAtOnce = 500;

/** From so many changes a second on, what came and went again within a pause is not told any more. */
const floodPerSecond = 500;
const floodPauseMs = 250;

/** Somebody who waits until so many more portions have been dealt with. */
interface Waiting {
  portions: number;
  readonly resolve: () => void;
}

/** Sends changes in portions, each when the one before has been dealt with, and seldom while there are very many. */
export class Delivery {
  readonly #send: (changes: readonly TimedLockChange[]) => void;
  readonly #queue = new ChangeQueue();
  #isUnderWay = false;
  #waiting: Waiting[] = [];
  #isPausing = false;
  #secondBegan = -Infinity;
  #inSecond = 0;
  #isFlood = false;

  constructor(send: (changes: readonly TimedLockChange[]) => void) {
    this.#send = send;
  }

  push(changes: readonly TimedLockChange[]): void {
    this.#queue.push(changes);
    this.#gauge(changes.length);
    if (!this.#isUnderWay) this.#sendSoon();
  }

  /** What was sent has been dealt with. */
  next(): void {
    this.#isUnderWay = false;
    for (const waiting of this.#waiting) waiting.portions--;
    this.#release(({ portions }) => portions <= 0);
    this.#sendSoon();
  }

  /** Resolves when all that was pushed so far has been dealt with, though more may be under way by then. */
  whenDelivered(): Promise<void> {
    if (!this.#isUnderWay && this.#queue.length === 0) return Promise.resolve();
    const portions = Math.ceil(this.#queue.length / mostAtOnce) + (this.#isUnderWay ? 1 : 0);
    return new Promise((resolve) => this.#waiting.push({ portions, resolve }));
  }

  #gauge(count: number): void {
    const now = performance.now();
    if (now - this.#secondBegan > 1000) {
      this.#isFlood = this.#inSecond > floodPerSecond && now - this.#secondBegan < 2000;
      this.#secondBegan = now;
      this.#inSecond = 0;
    }
    this.#inSecond += count;
  }

  #sendSoon(): void {
    if (this.#isFlood) this.#queue.settle();
    if (!this.#isFlood || this.#queue.length >= mostAtOnce) return this.#sendNow();
    if (this.#isPausing) return undefined;
    this.#isPausing = true;
    setTimeout(() => {
      this.#isPausing = false;
      this.#queue.settle();
      if (!this.#isUnderWay) this.#sendNow();
    }, floodPauseMs);
    return undefined;
  }

  #sendNow(): void {
    if (this.#queue.length === 0) return this.#release(() => true);
    this.#isUnderWay = true;
    return this.#send(this.#queue.take(mostAtOnce));
  }

  #release(isOver: (waiting: Waiting) => boolean): void {
    const over = this.#waiting.filter(isOver);
    this.#waiting = this.#waiting.filter((waiting) => !over.includes(waiting));
    for (const { resolve } of over) resolve();
  }
}
