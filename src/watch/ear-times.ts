/** What the ear heard at one path so long ago, ms, this thread has been told of by now, if it did nothing else. */
const settledMs = 8;
/** The ear hears what this thread was told of at most so much later, ms. */
const earlierMs = 2;
/** For so long this thread is never kept from running, ms. */
const longestMs = 200;

/**
 * Finds out which of the times that the ear noted is that of which event: both hear the same events in the same
 * order, but each at its own time, and the ear has heard only those since it listens.
 */
export class EarTimes {
  /**
   * The number of those that were heard, and behind it the times of the last ones, each at its number modulo the room
   * for them, ms since the epoch; below 0 where nothing stood there when the ear looked.
   */
  readonly #heard: Float64Array;
  /** The number of the next event to be told; null while it is not known. */
  #next: number | null = null;
  #toldAt = -Infinity;

  constructor(heard: Float64Array) {
    this.#heard = heard;
  }

  /** This thread is told of an event. @returns when it was heard; null where that is not known. See Ear.next */
  next(now: number, isAtOnce: boolean): number | null {
    if (isAtOnce && now - this.#toldAt > settledMs) this.#next = this.#firstAfter(this.#settledUntil(now));
    this.#toldAt = now;
    if (this.#next === null) return null;
    const at = this.#timeOf(this.#next++);
    return at !== null && at <= now ? at : null;
  }

  /** When the next one was heard of which this thread has not been told; null where there is none. */
  get coming(): number | null {
    return this.#next === null ? null : this.#timeOf(this.#next);
  }

  /**
   * When that went which is found to be gone; null where that was not heard. Of a folder the system also says that it
   * came or went when only its times were changed (libuv takes IN_ISDIR for that), so that its going is the last.
   */
  went(isFolder: boolean, isTold: boolean): number | null {
    if (this.#next === null) return null;
    let number = isTold ? this.#next - 1 : this.#next;
    if (!isFolder) return this.#timeOf(number);
    while (this.#stoodAt(number)) number++;
    while (number + 1 < this.#count && !this.#stoodAt(number + 1)) number++;
    return this.#timeOf(number);
  }

  /** What the ear noted until then has been told before. */
  #settledUntil(now: number): number {
    return this.#toldAt === -Infinity ? now - settledMs : Math.max(this.#toldAt + earlierMs, now - longestMs);
  }

  get #count(): number {
    return this.#heard[0] ?? 0;
  }

  get #room(): number {
    return this.#heard.length - 1;
  }

  #stoodAt(number: number): boolean {
    return (this.#at(number) ?? 0) > 0;
  }

  #timeOf(number: number): number | null {
    const at = this.#at(number);
    return at === null ? null : Math.abs(at);
  }

  #at(number: number): number | null {
    if (number >= this.#count || number < this.#count - this.#room) return null;
    return this.#heard[1 + (number % this.#room)] ?? null;
  }

  #firstAfter(time: number): number {
    let number = this.#count;
    while ((this.#timeOf(number - 1) ?? -Infinity) > time) number--;
    return number;
  }
}
