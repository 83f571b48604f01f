/** How long the walk may keep the thread from hearing events, ms. */
const sliceMs = 30;

/**
 * Visits things that lead to more things, the newest first: at once when nothing else is going on,
 * in slices when there is much, so that what happens meanwhile is still reported in time.
 */
export class Walk<T> {
  readonly #visit: (item: T) => void;
  readonly #onDone: () => void;
  readonly #pending: T[] = [];
  #waiting: (() => void)[] = [];
  #running = false;
  #next: NodeJS.Immediate | null = null;

  /**
   * @param visit looks at one item; it may push others. Synchronous.
   * @param onDone called each time that nothing is left to visit
   */
  constructor(visit: (item: T) => void, onDone: () => void) {
    this.#visit = visit;
    this.#onDone = onDone;
  }

  push(item: T): void {
    this.#pending.push(item);
    if (!this.#running && this.#next === null) this.#slice();
  }

  /** Resolves when nothing is left to visit, also when it is stopped. */
  whenDone(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    this.#pending.length = 0;
    if (this.#next !== null) clearImmediate(this.#next);
    this.#next = null;
    this.#release();
  }

  #slice(): void {
    const until = performance.now() + sliceMs;
    this.#running = true;
    try {
      for (let item = this.#pending.pop(); item !== undefined; item = this.#pending.pop()) {
        this.#visit(item);
        if (performance.now() > until) break;
      }
    } finally {
      this.#running = false;
      this.#goOn();
    }
  }

  #goOn(): void {
    if (this.#pending.length === 0) {
      this.#onDone();
      this.#release();
      return;
    }
    this.#next = setImmediate(() => {
      this.#next = null;
      this.#slice();
    });
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
