/** The thread takes this part of a core at most in the long run. */
const share = 0.12;
/** What it may take at once that it has not taken before, ms of a core: what runs for the first time takes longer. */
const mostSavedMs = 600;
/** How often that is looked at, ms. */
const everyMs = 100;
/** Looks are made rarer by this, and as often again. */
const step = 1.4;
const mostStretch = 100;

/** Keeps the looks from taking too much of a core, whatever they cost here and now. */
export class Budget {
  readonly #spent: () => number;
  #savedMs = mostSavedMs;
  #at: number;
  #spentBefore: number;
  #stretch = 1;

  /**
   * @param spent what has been used of a core, ms
   * @param now ms of any clock that goes on evenly
   */
  constructor(spent: () => number, now: number) {
    this.#spent = spent;
    this.#at = now;
    this.#spentBefore = spent();
  }

  /** How many times longer than wanted the pause between two looks must be; 1 where all is well. */
  stretch(now: number): number {
    const passedMs = now - this.#at;
    if (passedMs < everyMs) return this.#stretch;
    const spent = this.#spent();
    this.#savedMs = Math.min(mostSavedMs, this.#savedMs + passedMs * share - (spent - this.#spentBefore));
    this.#at = now;
    this.#spentBefore = spent;
    this.#stretch = this.#savedMs < 0 ? Math.min(mostStretch, this.#stretch * step) : Math.max(1, this.#stretch / step);
    return this.#stretch;
  }
}
