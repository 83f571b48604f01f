/** Changes that come within this time are drawn together, ms: at least, and under load. */
const calmMs = 50;
const busyMs = 500;

/** Drawing may take a tenth of the time. */
const shareOfTime = 10;

/** Finds out how long to gather changes before the next redraw: longer, the dearer redraws are and the more there is to draw. */
export class Pace {
  #spentMs = 0;
  #changes = 0;

  /** To be told what drawing took, ms. */
  spend(ms: number): void {
    this.#spentMs += ms;
  }

  /** To be told how many changes came; each counts as a ms. */
  gather(changes: number): void {
    this.#changes += changes;
  }

  /** How long to gather, ms. What was told before is forgotten with it. */
  next(): number {
    const wanted = this.#spentMs * shareOfTime + this.#changes;
    this.#spentMs = 0;
    this.#changes = 0;
    return Math.min(busyMs, Math.max(calmMs, wanted));
  }
}
