import type { Disposable } from '../base/disposable.ts';
import { placeholderAt } from '../system/placeholder.ts';

/** What stands in for a lock goes within a ms; one that is there after so long was left by a crash, ms. */
const leftAfterMs = 5000;

/**
 * Placeholders, which stand where a lock is being broken and are none themselves. One that stays is shown,
 * since it keeps others out like a lock.
 */
export class StandIns implements Disposable {
  readonly #look: (place: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** @param look takes another look at a path */
  constructor(look: (place: string) => void) {
    this.#look = look;
  }

  /** Whether a placeholder stands at a path now. */
  isOne(place: string): boolean {
    if (placeholderAt(place) === null) return false;
    if (!this.#timers.has(place)) this.#timers.set(place, setTimeout(() => this.#lookAgain(place), leftAfterMs));
    return true;
  }

  /** Whether one stood at a path until now; asked when none does any more. */
  went(place: string): boolean {
    clearTimeout(this.#timers.get(place));
    return this.#timers.delete(place);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #lookAgain(place: string): void {
    this.#timers.delete(place);
    this.#look(place);
  }
}
