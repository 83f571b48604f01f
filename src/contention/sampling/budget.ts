/** The thread takes this part of a core at most in the long run. */
const share = 0.18;
/** What it may take at once that it has not taken before, ms of a core: what runs for the first time takes longer. */
const mostSavedMs = 600;
/** What it has taken too much is made up for as far as this, ms of a core. */
const mostOwedMs = 50;
/** How often that is looked at, ms. */
const everyMs = 100;
/** By how much looks are made rarer at once, or as often again. */
const step = 1.4;
const mostStretch = 20;

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
    const tookMs = spent - this.#spentBefore;
    const allowedMs = passedMs * share;
    this.#savedMs = Math.min(mostSavedMs, Math.max(-mostOwedMs, this.#savedMs + allowedMs - tookMs));
    this.#at = now;
    this.#spentBefore = spent;
    // What is owed is paid back by a little less than what is allowed, not by standing still.
    const wanted = this.#savedMs < 0 ? tookMs / (0.8 * allowedMs) : 0;
    this.#stretch = Math.min(mostStretch, Math.max(1, this.#stretch * Math.min(step, Math.max(1 / step, wanted))));
    return this.#stretch;
  }
}
