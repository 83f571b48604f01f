/** One look at a lock whose holder is not known by name. */
export interface Sign {
  /** When its holder last renewed it, ms since the epoch, by the file system's clock. */
  readonly renewedAt: number;
  /** Of which folder. */
  readonly of: string;
}

/**
 * Watches the signs of life of a holder that is known by nothing else. proper-lockfile takes a lock for
 * abandoned when its time is older than `staleMs` by the wall clock; but after a sleep of the machine,
 * or by a clock that was set, every lock is. So the holder gets half of that time, in which a living one
 * renews its lock, while we look on; and the whole of it where the wall clock does not say that it is old.
 */
export class Abandonment {
  readonly #staleMs: number;
  #seen: Sign | null = null;
  #since = 0;

  /** @param staleMs after which time without a renewal the holder is gone, ms; Infinity: never */
  constructor(staleMs: number) {
    this.#staleMs = staleMs;
  }

  /**
   * @param steadyMs a clock that nobody sets, ms
   * @param wallMs ms since the epoch
   */
  isProven(sign: Sign, steadyMs: number, wallMs: number): boolean {
    if (this.#seen?.renewedAt !== sign.renewedAt || this.#seen.of !== sign.of) {
      this.#seen = sign;
      this.#since = steadyMs;
    }
    const watchedMs = steadyMs - this.#since;
    return watchedMs >= this.#staleMs || (wallMs - sign.renewedAt > this.#staleMs && watchedMs >= this.#staleMs / 2);
  }
}
