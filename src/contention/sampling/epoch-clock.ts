import type { LookTime } from './presence.ts';

/** The clock was set when it is this far off, ms. */
const mostOffMs = 20;

/** Tells moments of performance.now() in ms since the epoch, with fractions. */
export class EpochClock {
  #origin = performance.timeOrigin;

  /** @param began and @param done ms of performance.now() */
  between(began: number, done: number): LookTime {
    const off = Date.now() - (this.#origin + performance.now());
    if (Math.abs(off) > mostOffMs) this.#origin += off;
    return { began: this.#origin + began, done: this.#origin + done };
  }
}
