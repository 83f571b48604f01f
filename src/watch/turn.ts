import type { Disposable } from '../base/disposable.ts';

/** So long one turn of the event loop may look at paths as they are heard of, ms. */
const turnMs = 10;
/** So many comings and goings of one path are remembered until it is looked at; of more, the rest is not told. */
const mostRenames = 32;

/**
 * Bounds the work within the events of the file system. They are delivered for as long as there are
 * any, and nothing else gets its turn meanwhile: in a flood, what is too much for one turn is put off,
 * and each path then looked at once instead of at each of its events. How often something came or went
 * there is kept, as a thread that is kept from its core overruns its turn without any flood.
 */
export class Turn implements Disposable {
  readonly #look: (place: string, renames: number) => void;
  /** How often something came or went, by path. */
  readonly #later = new Map<string, number>();
  #began: number | null = null;
  #next: NodeJS.Immediate | null = null;

  /** @param look told how often the system said of a path that something came or went there since it was put off */
  constructor(look: (place: string, renames: number) => void) {
    this.#look = look;
  }

  /** Whether this turn has done enough. Asked at each event. */
  isOver(): boolean {
    if (this.#began !== null) return performance.now() - this.#began > turnMs;
    this.#began = performance.now();
    this.#next ??= setImmediate(() => this.#end());
    return false;
  }

  /** @param isRename whether the system has just said that something came or went there */
  putOff(place: string, isRename: boolean): void {
    this.#later.set(place, Math.min(mostRenames, (this.#later.get(place) ?? 0) + Number(isRename)));
  }

  /** Looks at all that was put off, now. */
  catchUp(): void {
    for (const [place, renames] of this.#later) {
      this.#later.delete(place);
      this.#look(place, renames);
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
    for (const [place, renames] of this.#later) {
      this.#later.delete(place);
      this.#look(place, renames);
      if (performance.now() - began > turnMs) break;
    }
    if (this.#later.size > 0) this.#next ??= setImmediate(() => this.#end());
  }
}
