/** How often to look, and what tells. */
export interface Circumstances {
  /** ms of any clock that goes on evenly. */
  readonly now: number;
  /** What the last look took, ms. */
  readonly tookMs: number;
  /** Whether that look showed that something had changed below the roots. */
  readonly isChanged: boolean;
  /** Whether somebody looks at what is told. */
  readonly isWatched: boolean;
}

/** Between two looks while something happens, ms. */
export const fastMs = 0.5;
/** While nothing happens, but somebody looks, ms. */
export const watchedMs = 2;
/** While nothing happens, ms. */
export const idleMs = 40;

/** Something happens: so long after the last change below the roots, ms. */
const busyMs = 10_000;
/** The same after a hint from outside that something may, ms. */
const wokenMs = 2000;

/** Looks take this part of a core at most, and waking up for them about as much again. */
const share = 0.06;

/** Decides how long to wait before the next look. */
export class Pace {
  #fastUntil = -Infinity;
  #typicalMs = 0.02;

  /** Something may happen below the roots. */
  wake(now: number): void {
    this.#fastUntil = Math.max(this.#fastUntil, now + wokenMs);
  }

  /** ms until the next look. */
  next({ now, tookMs, isChanged, isWatched }: Circumstances): number {
    if (isChanged) this.#fastUntil = now + busyMs;
    // The median, roughly: what a look takes while it has to wait for a core says nothing of its own cost.
    this.#typicalMs *= tookMs > this.#typicalMs ? 1.05 : 0.95;
    const wanted = now < this.#fastUntil ? fastMs : isWatched ? watchedMs : idleMs;
    return Math.max(wanted, this.#typicalMs / share);
  }
}
