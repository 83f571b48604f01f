import type { Disposable } from '../base/disposable.ts';

/** So long one turn of the event loop may look at paths as they are heard of, ms. */
const turnMs = 10;

/**
 * Bounds the work within the events of the file system. They are delivered for as long as there are
 * any, and nothing else gets its turn meanwhile: in a flood, what is too much for one turn is put off,
 * and each path then looked at once instead of at each of its events.
 */
export class Turn implements Disposable {
  readonly #look: (place: string) => void;
  readonly #later = new Set<string>();
  #began: number | null = null;
  #next: NodeJS.Immediate | null = null;

  constructor(look: (place: string) => void) {
    this.#look = look;
  }

  /** Whether this turn has done enough. Asked at each event. */
  isOver(): boolean {
    if (this.#began !== null) return performance.now() - this.#began > turnMs;
    this.#began = performance.now();
    this.#next ??= setImmediate(() => this.#end());
    return false;
  }

  putOff(place: string): void {
    this.#later.add(place);
  }

  /** Looks at all that was put off, now. */
  catchUp(): void {
    for (const place of this.#later) {
      this.#later.delete(place);
      this.#look(place);
    }
  }

  dispose(): void {
    clearImmediate(this.#next ?? undefined);
    this.#later.clear();
  }

  #end(): void {
    this.#began = null;
    this.#next = null;
    const began = performance.now();
    for (const place of this.#later) {
      this.#later.delete(place);
      this.#look(place);
      if (performance.now() - began > turnMs) break;
    }
    if (this.#later.size > 0) this.#next ??= setImmediate(() => this.#end());
  }
}
