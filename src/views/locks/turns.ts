/** What one turn of the event loop does at most; a line of the tree takes some 10 to 40 µs, most of them the editor's. */
const mostInATurn = 100;

/** Spreads much work over turns of the event loop, so that nothing else has to wait for it. Little work is done at once. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #done = 0;
  #next: NodeJS.Immediate | null = null;

  /** Does the work now, or in the first turn that has room for it. */
  run<T>(work: () => T): T | Promise<T> {
    this.#next ??= setImmediate(() => this.#turn());
    if (this.#waiting.length === 0 && this.#done < mostInATurn) {
      this.#done++;
      return work();
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /** Drops what waits. */
  dispose(): void {
    if (this.#next !== null) clearImmediate(this.#next);
    this.#waiting.length = 0;
  }

  #turn(): void {
    const now = this.#waiting.splice(0, mostInATurn);
    this.#done = now.length;
    this.#next = now.length === 0 ? null : setImmediate(() => this.#turn());
    for (const work of now) work();
  }
}
