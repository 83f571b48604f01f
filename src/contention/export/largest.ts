/** The largest of many, without keeping them all. */
export class Largest<T> {
  readonly #most: number;
  readonly #sizeOf: (item: T) => number;
  #kept: T[] = [];
  /** What is not above it is none of the largest. */
  #least = -Infinity;
  #seen = 0;

  constructor(most: number, sizeOf: (item: T) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  /** How many there were in all. */
  get seen(): number {
    return this.#seen;
  }

  /** The largest first; of equals, those that came first. */
  get all(): readonly T[] {
    this.#cut();
    return this.#kept;
  }

  add(item: T): void {
    this.#seen += 1;
    if (this.#sizeOf(item) <= this.#least) return;
    this.#kept.push(item);
    // Sorting once for many is cheaper than finding a place for each.
    if (this.#kept.length >= 2 * this.#most) this.#cut();
  }

  #cut(): void {
    this.#kept = this.#kept.sort((a, b) => this.#sizeOf(b) - this.#sizeOf(a)).slice(0, this.#most);
    const last = this.#kept.at(-1);
    if (this.#kept.length === this.#most && last !== undefined) this.#least = this.#sizeOf(last);
  }
}
