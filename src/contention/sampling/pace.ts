import type { Budget } from './budget.ts';

/** Between two looks while something happens, ms. */
export const fastMs = 0.5;
/** While nothing happens, but somebody looks, ms. */
export const watchedMs = 2;
/** While nothing happens, ms. */
export const idleMs = 40;
/** When nothing has happened for a minute, and the machine should rest, ms. */
export const restingMs = 100;
const restsAfterMs = 60_000;

/** Something happens: so long after the last change below the roots, ms. */
const busyMs = 10_000;
/** The same after a hint from outside that something may, ms. */
const wokenMs = 2000;

/** Decides how long to wait before the next look. Times are ms of any clock that goes on evenly. */
export class Pace {
  readonly #budget: Budget;
  #fastUntil = -Infinity;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Something may happen below the roots. */
  wake(now: number): void {
    this.#fastUntil = Math.max(this.#fastUntil, now + wokenMs);
  }

  /** Something has happened there. */
  changed(now: number): void {
    this.#fastUntil = now + busyMs;
  }

  /** ms from the beginning of a look to that of the next. @param isWatched whether somebody looks at what is told */
  next(now: number, isWatched: boolean): number {
    const stretch = this.#budget.stretch(now);
    if (now < this.#fastUntil) return fastMs * stretch;
    if (isWatched) return Math.min(watchedMs * stretch, idleMs);
    return now < this.#fastUntil + restsAfterMs ? idleMs : restingMs;
  }
}
