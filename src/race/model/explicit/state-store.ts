/** Rows in a page, as a power of two. */
const pageBits = 14;
const pageRows = 1 << pageBits;
const pageMask = pageRows - 1;

/** A slot takes a byte until one needs more, and then 16 bits: no actor and no object may have more states than that. */
const mostInSlot = 0xff_ff;
const mostInByte = 0xff;

const leastTable = 1 << 12;

/**
 * Rows of small numbers, each kept once and known by a number counted from 0: a hash table with open addressing
 * whose rows lie packed in pages, so that none is ever moved. Most of the time goes into waiting for memory. So what
 * is kept is small; the hash is made of one part for each slot (Zobrist 1970), so that a step, which changes two of
 * them, costs no look at the others; and entries of the table hold what is left of the hash, so that few rows are
 * compared in vain. Per row of w slots: w bytes, rounded up to 4 (twice that where a slot needs 16 bits), and 8 to
 * 16 for the table.
 */
export class StateStore {
  private readonly width: number;
  private isWide = false;
  private words: number;
  private pages: Int32Array[] = [];
  /** The row that is looked for, packed, and its slots. */
  private packed: Int32Array;
  private slots: Uint8Array | Uint16Array;
  /** The row that {@link addNear} starts from: it is packed between two calls. */
  private base = -1;
  private baseHash = 0;
  /** Each entry is the number of a row plus 1, in as many bits as the table needs; in the others those of the hash. 0 where there is none. */
  private table = new Int32Array(leastTable);
  private mask = leastTable - 1;
  private rows = 0;

  constructor(width: number) {
    this.width = width;
    this.words = (width + 3) >> 2;
    this.packed = new Int32Array(this.words);
    this.slots = new Uint8Array(this.packed.buffer);
  }

  get size(): number {
    return this.rows;
  }

  /** What it takes in memory, in bytes. */
  get bytes(): number {
    return this.pages.length * pageRows * this.words * 4 + this.table.byteLength;
  }

  /**
   * Keeps a row unless it is known.
   * @returns its number when it is new, otherwise -1 less its number
   * @throws RangeError when a slot needs more than 16 bits
   */
  add(row: Int32Array): number {
    return this.keep(this.pack(row));
  }

  /** The number of a row that is known, or -1. */
  numberOf(row: Int32Array): number {
    const hash = this.pack(row);
    for (let at = hash & this.mask; ; at = (at + 1) & this.mask) {
      const entry = this.table[at] ?? 0;
      if (entry === 0) return -1;
      if (this.isThat(entry, hash)) return (entry & this.mask) - 1;
    }
  }

  /** Puts a row that is known into another. */
  read(number: number, into: Int32Array): void {
    this.unpack(number);
    for (let slot = 0; slot < this.width; slot += 1) into[slot] = this.slots[slot] ?? 0;
  }

  /** Has {@link addNear} start from that row, until another method is called. */
  startFrom(number: number): void {
    this.unpack(number);
    this.base = number;
    this.baseHash = this.hash();
  }

  /**
   * As {@link add}, of a row that differs from the one that was started from in two slots at most.
   * @throws RangeError when a slot needs more than 16 bits
   */
  addNear(one: number, value: number, other: number, otherValue: number): number {
    if ((value | otherValue) > mostInByte) this.expectRoom(value | otherValue);
    const { slots } = this;
    const before = slots[one] ?? 0;
    const otherBefore = slots[other] ?? 0;
    slots[one] = value;
    slots[other] = otherValue;
    const number = this.keep(this.baseHash ^ hashOf(one, before) ^ hashOf(one, value) ^ hashOf(other, otherBefore) ^ hashOf(other, otherValue));
    slots[one] = before;
    slots[other] = otherBefore;
    return number;
  }

  /** Keeps the row that is packed. */
  private keep(hash: number): number {
    const { table, mask } = this;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = table[at] ?? 0;
      if (entry === 0) {
        table[at] = (hash & ~mask) | (this.rows + 1);
        return this.append();
      }
      if (this.isThat(entry, hash)) return -(entry & mask);
    }
  }

  /** Whether that entry of the table is of the row that is packed. */
  private isThat(entry: number, hash: number): boolean {
    const { mask, words, packed } = this;
    if (((entry ^ hash) & ~mask) !== 0) return false;
    const number = (entry & mask) - 1;
    const page = this.pages[number >> pageBits];
    const from = (number & pageMask) * words;
    for (let word = 0; word < words; word += 1) if (page?.[from + word] !== packed[word]) return false;
    return true;
  }

  /** Packs a row, and tells its hash. */
  private pack(row: Int32Array): number {
    const { slots, width } = this;
    let [over, hash] = [0, 0];
    for (let slot = 0; slot < width; slot += 1) {
      const value = row[slot] ?? 0;
      over |= value;
      hash ^= hashOf(slot, value);
      slots[slot] = value;
    }
    if (over >= 0 && (over <= mostInByte || (this.isWide && over <= mostInSlot))) return hash;
    this.expectRoom(over);
    return this.pack(row);
  }

  /** Of the row that is packed. */
  private hash(): number {
    let hash = 0;
    for (let slot = 0; slot < this.width; slot += 1) hash ^= hashOf(slot, this.slots[slot] ?? 0);
    return hash;
  }

  private unpack(number: number): void {
    const { words, packed } = this;
    const page = this.pages[number >> pageBits];
    if (page === undefined) throw new RangeError(`no row has the number ${number}`);
    const from = (number & pageMask) * words;
    for (let word = 0; word < words; word += 1) packed[word] = page[from + word] ?? 0;
  }

  /** Packs what it takes to hold that value in a slot. */
  private expectRoom(value: number): void {
    if (value > mostInSlot || value < 0) throw new RangeError('an actor or an object has more than 65,536 states');
    if (this.isWide) return;
    this.widen();
    if (this.base >= 0) this.unpack(this.base);
  }

  private append(): number {
    const number = this.rows;
    this.write(number, this.packed);
    this.rows += 1;
    if (this.rows * 2 > this.table.length) this.index(this.table.length * 2);
    return number;
  }

  private write(number: number, row: Int32Array): void {
    let page = this.pages[number >> pageBits];
    if (page === undefined) this.pages.push((page = new Int32Array(pageRows * this.words)));
    const from = (number & pageMask) * this.words;
    for (let word = 0; word < this.words; word += 1) page[from + word] = row[word] ?? 0;
  }

  /** Packs all rows anew with 16 bits a slot. */
  private widen(): void {
    const narrow = this.pages;
    const narrowBytes = this.words * 4;
    this.isWide = true;
    this.words = (this.width + 1) >> 1;
    this.packed = new Int32Array(this.words);
    this.slots = new Uint16Array(this.packed.buffer);
    this.pages = [];
    for (let number = 0; number < this.rows; number += 1) {
      const page = narrow[number >> pageBits];
      if (page === undefined) continue;
      this.slots.set(new Uint8Array(page.buffer, (number & pageMask) * narrowBytes, this.width));
      this.write(number, this.packed);
    }
  }

  /** Makes the table anew. @param size a power of two */
  private index(size: number): void {
    const table = new Int32Array(size);
    const mask = size - 1;
    const packed = Int32Array.from(this.packed);
    for (let number = 0; number < this.rows; number += 1) {
      this.unpack(number);
      const hash = this.hash();
      let at = hash & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (hash & ~mask) | (number + 1);
    }
    this.packed.set(packed);
    this.table = table;
    this.mask = mask;
  }
}

/** The part of the hash that a slot has: one of 2^32 for each slot and each value, mixed as Wellons's lowbias32 does. */
function hashOf(slot: number, value: number): number {
  let mixed = (value << 16) ^ slot;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7f_eb_35_2d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x84_6c_a6_8b);
  return mixed ^ (mixed >>> 16);
}
