import { instant } from '../base/instant.ts';
import type { Heard } from './moment.ts';

/** A thread that did something until so short a time ago, ms, has not listened since. */
const pauseMs = 0.5;

/**
 * Knows since when what is heard now may have waited: all of a thread's work that may take a ms runs in here,
 * and what happens meanwhile is heard when it is over.
 */
export class Hearing {
  #began = -Infinity;
  #ended = -Infinity;
  #isBusy = false;
  #heard: Heard = { at: 0, mayWaitSince: null };

  /** When the work that is being done began, or now. */
  get heard(): Heard {
    return this.#isBusy ? this.#heard : { at: instant(), mayWaitSince: null };
  }

  run(work: () => void): void {
    if (this.#isBusy) return work();
    const at = instant();
    const isSequel = at - this.#ended < pauseMs;
    if (!isSequel) this.#began = at;
    this.#heard = { at, mayWaitSince: isSequel ? this.#began : null };
    this.#isBusy = true;
    try {
      work();
    } finally {
      this.#isBusy = false;
      this.#ended = instant();
    }
    return undefined;
  }
}
