import type { Guard, Release } from '../counter/guarded.ts';
import type { Sharing } from './sharing.ts';

/** A lock for readers and writers in the memory of one process, as the seed has it: of use to those who share it, and to nobody else. */
export class MemoryLock implements Sharing {
  #readers = 0;
  #isWriting = false;
  #waiting: (() => void)[] = [];

  readonly read: Guard = {
    acquire: () =>
      this.#enter(
        () => !this.#isWriting,
        () => {
          this.#readers += 1;
          return () => (this.#readers -= 1);
        },
      ),
  };

  readonly write: Guard = {
    acquire: () =>
      this.#enter(
        () => !this.#isWriting && this.#readers === 0,
        () => {
          this.#isWriting = true;
          return () => (this.#isWriting = false);
        },
      ),
  };

  async #enter(isFree: () => boolean, take: () => () => unknown): Promise<Release> {
    // Whoever is woken looks again: another may have been quicker.
    while (!isFree()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const leave = take();
    return () => {
      leave();
      for (const wake of this.#waiting.splice(0)) wake();
    };
  }
}
