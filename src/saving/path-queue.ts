import { realTarget } from './real-target.ts';

/**
 * Acts on one file one after the other, first come, first served; acts on different files do not wait
 * for each other. A file is told by its real path, so that a link and what it leads to are one. Of this
 * process (this thread) only: see FileLock for others.
 */
export class PathQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** How many files are acted upon or waited for. */
  get size(): number {
    return this.#last.size;
  }

  /**
   * Runs when all that were asked for before, for the same file, have ended, in whatever way. Not
   * reentrant: an act that waits for another on its own file waits for ever.
   * @param act gets the real path, as it is when its turn comes
   * @throws what the act throws; the system's error when the path cannot be resolved
   */
  async run<T>(file: string, act: (real: string) => T | Promise<T>): Promise<T> {
    const real = realTarget(file);
    const before = this.#last.get(real);
    const result = before === undefined ? settle(act, real) : before.then(() => act(realTarget(file)));
    const ended = result.then(nothing, nothing);
    this.#last.set(real, ended);
    try {
      return await result;
    } finally {
      if (this.#last.get(real) === ended) this.#last.delete(real);
    }
  }
}

async function settle<T>(act: (real: string) => T | Promise<T>, real: string): Promise<T> {
  return act(real);
}

function nothing(): void {}
