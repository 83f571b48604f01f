import type { Happening, HappeningsListener } from '../model.ts';

/** Batches are at least so far apart, ms. */
const apartMs = 50;
/** Happenings in one batch. */
const mostAtOnce = 2000;

/** Tells what happened a little later, many at a time. */
export class Batches {
  readonly #tell: HappeningsListener;
  #pending: Happening[] = [];
  #toldAt = -Infinity;

  constructor(tell: HappeningsListener) {
    this.#tell = tell;
  }

  add(happenings: readonly Happening[]): void {
    for (const happening of happenings) this.#pending.push(happening);
  }

  /** When something has to be told, ms of performance.now(); Infinity: there is nothing. */
  get dueAt(): number {
    return this.#pending.length === 0 ? Infinity : this.#toldAt + apartMs;
  }

  /** Tells one batch if it is time. @param now ms of performance.now() */
  flush(now: number): void {
    if (now < this.dueAt) return;
    this.#toldAt = now;
    this.#tell(this.#pending.splice(0, mostAtOnce));
  }
}
