import type { Disposable } from '../../base/disposable.ts';

/** A signal that aborts when another does, or when the time is over. */
export class TimeLimit implements Disposable {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | null;
  readonly #timer: NodeJS.Timeout | null;
  readonly #abort = (): void => this.#controller.abort(this.#outer?.reason);

  /**
   * @param timeoutMs ms; Infinity for no limit
   * @param reason made when the time is over
   */
  constructor(outer: AbortSignal | null, timeoutMs: number, reason: () => Error) {
    this.#outer = outer;
    this.#timer = timeoutMs === Infinity ? null : setTimeout(() => this.#controller.abort(reason()), Math.min(timeoutMs, longestMs));
    if (outer?.aborted === true) this.#abort();
    else outer?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#abort);
  }
}

/** The longest that Node's timers wait, ms: they would take more for nothing. */
export const longestMs = 2 ** 31 - 1;
