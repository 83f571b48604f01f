import type { Disposable } from '../../base/disposable.ts';

/** How long what comes is gathered, ms, and how far apart two tellings are at least, ms. */
export interface Pace {
  readonly gatherMs: number;
  readonly restMs: number;
}

/** Gathers what comes in a burst, so that it is told at once and not too often. */
export class Gatherer<T> implements Disposable {
  readonly #tell: (items: readonly T[]) => void;
  readonly #pace: Pace;
  readonly #now: () => number;
  #gathered: T[] = [];
  #timer: NodeJS.Timeout | null = null;
  #toldAt = -Infinity;

  /** @param now ms, of any origin */
  constructor(tell: (items: readonly T[]) => void, pace: Pace, now: () => number) {
    this.#tell = tell;
    this.#pace = pace;
    this.#now = now;
  }

  add(items: readonly T[]): void {
    if (items.length === 0) return;
    this.#gathered.push(...items);
    const { gatherMs, restMs } = this.#pace;
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(gatherMs, this.#toldAt + restMs - this.#now()));
  }

  dispose(): void {
    clearTimeout(this.#timer ?? undefined);
  }

  #flush(): void {
    this.#timer = null;
    const items = this.#gathered;
    this.#gathered = [];
    this.#toldAt = this.#now();
    this.#tell(items);
  }
}
