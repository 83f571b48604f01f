import { ChangeQueue } from './change-queue.ts';
import type { LockChange } from './inventory.ts';

/** So many changes are sent at once: taking in more would hold up the editor's event loop for too long. */
const mostAtOnce = 500;

/** Somebody who waits until so many more portions have been dealt with. */
interface Waiting {
  portions: number;
  readonly resolve: () => void;
}

/** Sends changes in portions, each when the one before has been dealt with. */
export class Delivery {
  readonly #send: (changes: readonly LockChange[]) => void;
  readonly #queue = new ChangeQueue();
  #isUnderWay = false;
  #waiting: Waiting[] = [];

  constructor(send: (changes: readonly LockChange[]) => void) {
    this.#send = send;
  }

  push(changes: readonly LockChange[]): void {
    this.#queue.push(changes);
    if (!this.#isUnderWay) this.next();
  }

  /** What was sent has been dealt with. */
  next(): void {
    this.#isUnderWay = this.#queue.length > 0;
    for (const waiting of this.#waiting) waiting.portions--;
    const arrived = this.#waiting.filter(({ portions }) => portions <= 0 || !this.#isUnderWay);
    this.#waiting = this.#waiting.filter((waiting) => !arrived.includes(waiting));
    for (const { resolve } of arrived) resolve();
    if (this.#isUnderWay) this.#send(this.#queue.take(mostAtOnce));
  }

  /** Resolves when all that was pushed so far has been dealt with, though more may be under way by then. */
  whenDelivered(): Promise<void> {
    if (!this.#isUnderWay) return Promise.resolve();
    const portions = Math.ceil(this.#queue.length / mostAtOnce) + 1;
    return new Promise((resolve) => this.#waiting.push({ portions, resolve }));
  }
}
