/** One of several that the kernel's list does not tell apart. */
export interface Slot<T> {
  /** Its own name, which stays for as long as it lasts. */
  readonly id: number;
  /** Which one it is; null while it is not known. */
  value: T | null;
}

/** What a user of slots knows of its values. */
export interface SlotRules<T> {
  /** Whether one that was known is there still. */
  readonly isStill: (value: T) => boolean;
  /** Another one than those that are known; null where none is found. */
  readonly find: (known: readonly T[]) => T | null;
  /** Whether it cannot be the unknown one that was there before. */
  readonly isNew?: (value: T) => boolean;
}

/** Tells apart what is the same by its key: so many are there, some of them known. */
export class Slots<T> {
  readonly #slots = new Map<string, readonly Slot<T>[]>();
  readonly #drop: (value: T) => void;
  #lastId = 0;

  /** @param drop called with each value that is no more there */
  constructor(drop: (value: T) => void = () => undefined) {
    this.#drop = drop;
  }

  /**
   * Makes the slots of a key fit to what is there now. There are fewer than so many where one has gone and no other
   * is found: the count may be older than that, so that it takes another look to tell.
   */
  fit(key: string, count: number, rules: SlotRules<T>): readonly Slot<T>[] {
    const before = this.#slots.get(key) ?? [];
    const still = before.filter(({ value }) => value === null || rules.isStill(value));
    // Who is not known is the more likely to have gone.
    const slots = still.toSorted((a, b) => Number(a.value === null) - Number(b.value === null)).slice(0, count);
    while (slots.length < count) slots.push({ id: ++this.#lastId, value: null });
    this.#dropAll(before.filter((slot) => !slots.includes(slot)));
    this.#fill(slots, rules);
    if (still.length < before.length) return this.#put(key, slots.filter((slot) => slot.value !== null || still.includes(slot)));
    return this.#put(key, slots);
  }

  /** Those of a key as they are. */
  of(key: string): readonly Slot<T>[] {
    return this.#slots.get(key) ?? [];
  }

  /** Each slot with its key. */
  *[Symbol.iterator](): Generator<readonly [string, Slot<T>]> {
    for (const [key, slots] of this.#slots) for (const slot of slots) yield [key, slot];
  }

  /** Forgets all but these. */
  keep(isKept: (key: string) => boolean): void {
    for (const [key, slots] of this.#slots) {
      if (isKept(key)) continue;
      this.#dropAll(slots);
      this.#slots.delete(key);
    }
  }

  #put(key: string, slots: readonly Slot<T>[]): readonly Slot<T>[] {
    this.#slots.set(key, slots);
    return slots;
  }

  #fill(slots: Slot<T>[], { find, isNew }: SlotRules<T>): void {
    const known = slots.map(({ value }) => value).filter((value) => value !== null);
    for (const [i, slot] of slots.entries()) {
      if (slot.value !== null) continue;
      const found = find(known);
      if (found === null) return;
      if (isNew?.(found) === true) slots[i] = { id: ++this.#lastId, value: found };
      else slot.value = found;
      known.push(found);
    }
  }

  #dropAll(slots: readonly Slot<T>[]): void {
    for (const { value } of slots) if (value !== null) this.#drop(value);
  }
}
