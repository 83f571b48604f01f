/**
 * Spans that share one strip of a row, by their start. Two of them overlap only where a row has more at once
 * than it has lanes. Looking up what lies at a time takes a binary search, however many there are.
 */
export class Lane {
  #size = 0;
  #slots = new Uint32Array(16);
  #from = new Float64Array(16);
  #to = new Float64Array(16);
  /** The latest end of this span and all before it: rises, so that it can be searched. */
  #reach = new Float64Array(16);

  get size(): number {
    return this.#size;
  }

  slotAt(position: number): number {
    return this.#slots[position] ?? 0;
  }

  /** NaN beyond the last. */
  fromAt(position: number): number {
    return position < this.#size ? (this.#from[position] ?? Number.NaN) : Number.NaN;
  }

  /** Infinity while it lasts. */
  toAt(position: number): number {
    return this.#to[position] ?? Number.NaN;
  }

  /** The latest end of the spans up to this position. */
  reachAt(position: number): number {
    return position < 0 ? Number.NEGATIVE_INFINITY : (this.#reach[position] ?? Number.NaN);
  }

  /** Position of the first span that starts at that time or later. */
  firstFrom(time: number, low = 0): number {
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.fromAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Position of the first span that may last beyond that time. */
  firstReaching(time: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.reachAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether it would overlap none that is here. */
  fits(from: number, to: number): boolean {
    // Most come in the order of their starts.
    const last = this.#size - 1;
    if (last < 0 || this.fromAt(last) < from) return this.reachAt(last) <= from;
    const position = this.firstFrom(from);
    return this.reachAt(position - 1) <= from && !(this.fromAt(position) < to);
  }

  insert(slot: number, from: number, to: number): void {
    this.#makeRoom();
    const position = this.#size === 0 || this.fromAt(this.#size - 1) < from ? this.#size : this.firstFrom(from);
    if (position < this.#size) for (const column of [this.#slots, this.#from, this.#to, this.#reach]) column.copyWithin(position + 1, position, this.#size);
    this.#size += 1;
    this.#slots[position] = slot;
    this.#from[position] = from;
    this.#to[position] = to;
    this.#follow(position);
  }

  /** Gives a span of this lane another end. @returns false when it is not here */
  end(slot: number, from: number, to: number): boolean {
    for (let position = this.firstFrom(from); position < this.#size && this.fromAt(position) === from; position++) {
      if (this.slotAt(position) !== slot) continue;
      this.#to[position] = to;
      this.#follow(position);
      return true;
    }
    return false;
  }

  /** Forgets the spans that are not to be kept. */
  keep(isKept: (slot: number) => boolean): void {
    let size = 0;
    for (let position = 0; position < this.#size; position++) {
      if (!isKept(this.slotAt(position))) continue;
      this.#slots[size] = this.slotAt(position);
      this.#from[size] = this.fromAt(position);
      this.#to[size] = this.toAt(position);
      size += 1;
    }
    this.#size = size;
    for (let position = 0; position < size; position++) this.#reach[position] = Math.max(this.reachAt(position - 1), this.toAt(position));
  }

  /** Sets the reach anew from a position on, as far as it changes. */
  #follow(start: number): void {
    for (let position = start; position < this.#size; position++) {
      const reach = Math.max(this.reachAt(position - 1), this.toAt(position));
      if (position > start && this.#reach[position] === reach) return;
      this.#reach[position] = reach;
    }
  }

  #makeRoom(): void {
    if (this.#size < this.#slots.length) return;
    const room = this.#size * 2;
    this.#slots = grown(this.#slots, new Uint32Array(room));
    this.#from = grown(this.#from, new Float64Array(room));
    this.#to = grown(this.#to, new Float64Array(room));
    this.#reach = grown(this.#reach, new Float64Array(room));
  }
}

function grown<T extends Uint32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
