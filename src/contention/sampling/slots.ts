/** One of several that the kernel's list does not tell apart. */
export interface Slot<T> {
  /** Its own name, which stays for as long as it lasts. */
  readonly id: number;
  /** Which one it is; null while it is not known. */
  value: T | null;
}

/** Tells apart what is the same by its key: so many are there, some of them known. */
export class Slots<T> {
  readonly #slots = new Map<string, Slot<T>[]>();
  #lastId = 0;

  /**
   * Makes the slots of a key fit to what is there now.
   * @param isStill whether one that was known is there still
   * @param find another one than those that are known; null where none is found
   */
  fit(key: string, count: number, isStill: (value: T) => boolean, find: (known: readonly T[]) => T | null): readonly Slot<T>[] {
    const kept = (this.#slots.get(key) ?? []).filter(({ value }) => value === null || isStill(value));
    // Who is not known is the more likely to have gone.
    const slots = kept.toSorted((a, b) => Number(a.value === null) - Number(b.value === null)).slice(0, count);
    while (slots.length < count) slots.push({ id: ++this.#lastId, value: null });
    const known = slots.map(({ value }) => value).filter((value) => value !== null);
    for (const slot of slots) {
      if (slot.value !== null) continue;
      slot.value = find(known);
      if (slot.value === null) break;
      known.push(slot.value);
    }
    this.#slots.set(key, slots);
    return slots;
  }

  /** Forgets all but these. */
  keep(isKept: (key: string) => boolean): void {
    for (const key of this.#slots.keys()) if (!isKept(key)) this.#slots.delete(key);
  }
}
