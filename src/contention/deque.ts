/** So many empty places at the front are put up with before the rest is moved. */
const mostEmpty = 1024;

/** A queue: both ends in O(1) on average, where an array's shift() moves all that is left. */
export class Deque<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The oldest, which is no longer in it; undefined when there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first];
    // Not kept alive by its old place.
    this.#items[this.#first] = undefined;
    this.#first += 1;
    if (this.#first > mostEmpty && this.#first > this.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** The newest, up to that many, in their order. */
  newest(most: number = this.length): readonly T[] {
    return this.#items.slice(Math.max(this.#first, this.#items.length - most)).filter((item) => item !== undefined);
  }
}
