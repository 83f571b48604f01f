import type { Disposable } from '../../base/disposable.ts';

/** The longest that Node's timers wait, ms: they would take more for nothing. */
export const longestMs = 2 ** 31 - 1;

/**
 * How long somebody waits: until a signal aborts or the time is over. Not a signal of its own, which
 * would cost more than all else that an acquisition does.
 */
export class TimeLimit implements Disposable {
  readonly #outer: AbortSignal | null;
  readonly #timer: NodeJS.Timeout | null;
  readonly #abort = (): void => this.#end(asError(this.#outer?.reason));
  #reason: Error | null = null;
  #onEnd: ((reason: Error) => void) | null = null;

  /**
   * @param timeoutMs ms; Infinity for no limit
   * @param reason made when the time is over
   */
  constructor(outer: AbortSignal | null, timeoutMs: number, reason: () => Error) {
    this.#outer = outer;
    this.#timer = timeoutMs === Infinity ? null : setTimeout(() => this.#end(reason()), Math.min(timeoutMs, longestMs));
    if (outer?.aborted === true) this.#abort();
    else outer?.addEventListener('abort', this.#abort, { once: true });
  }

  /** @throws the signal's reason, or that of the time being over */
  check(): void {
    if (this.#reason !== null) throw this.#reason;
  }

  /** Who is told when the waiting ends, at once when it has; one at a time. */
  set onEnd(listener: ((reason: Error) => void) | null) {
    this.#onEnd = listener;
    if (this.#reason !== null) listener?.(this.#reason);
  }

  dispose(): void {
    this.#onEnd = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#abort);
  }

  #end(reason: Error): void {
    this.#reason ??= reason;
    this.#onEnd?.(reason);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
