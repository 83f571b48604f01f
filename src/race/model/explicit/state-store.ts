/** Rows in a page, as a power of two. */
const pageBits = 14;
const pageRows = 1 << pageBits;
const pageMask = pageRows - 1;

/** A slot takes a byte until one needs more, and then 16 bits: no actor and no object may have more states than that. */
const mostInSlot = 0xff_ff;
const mostInByte = 0xff;

/**
 * Rows of small numbers, each kept once and known by a number counted from 0: a hash table with open addressing
 * whose rows lie packed in pages, so that none is ever moved. Most of the time goes into waiting for memory, so that
 * what is small is fast. Per row of w slots: w bytes, rounded up to 4 (twice that where a slot needs 16 bits), and
 * 5 to 11 for the table.
 */
export class StateStore {
  private readonly width: number;
  private isWide = false;
  private words: number;
  private pages: Int32Array[] = [];
  private packed: Int32Array;
  private table = new Int32Array(1 << 12);
  private mask = (1 << 12) - 1;
  private rows = 0;

  constructor(width: number) {
    this.width = width;
    this.words = (width + 3) >> 2;
    this.packed = new Int32Array(this.words);
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
    const hash = this.pack(row);
    const { packed, words, table, mask } = this;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = table[at] ?? 0;
      if (entry === 0) {
        table[at] = this.rows + 1;
        return this.append();
      }
      const number = entry - 1;
      const page = this.pages[number >> pageBits];
      const from = (number & pageMask) * words;
      let word = 0;
      while (word < words && page?.[from + word] === packed[word]) word += 1;
      if (word === words) return -1 - number;
    }
  }

  /** The number of a row that is known, or -1. */
  numberOf(row: Int32Array): number {
    const hash = this.pack(row);
    for (let at = hash & this.mask; ; at = (at + 1) & this.mask) {
      const entry = this.table[at] ?? 0;
      if (entry === 0) return -1;
      if (this.isPacked(entry - 1)) return entry - 1;
    }
  }

  /** Puts a row that is known into another. */
  read(number: number, into: Int32Array): void {
    const { width, words } = this;
    const page = this.pages[number >> pageBits];
    if (page === undefined) throw new RangeError(`no row has the number ${number}`);
    const from = (number & pageMask) * words;
    if (this.isWide) for (let slot = 0; slot < width; slot += 1) into[slot] = ((page[from + (slot >> 1)] ?? 0) >>> ((slot & 1) << 4)) & mostInSlot;
    else for (let slot = 0; slot < width; slot += 1) into[slot] = ((page[from + (slot >> 2)] ?? 0) >>> ((slot & 3) << 3)) & mostInByte;
  }

  private isPacked(number: number): boolean {
    const page = this.pages[number >> pageBits];
    const from = (number & pageMask) * this.words;
    return this.packed.every((value, word) => page?.[from + word] === value);
  }

  /** Packs a row, and tells its hash. */
  private pack(row: Int32Array): number {
    const over = this.isWide ? this.packWide(row) : this.packNarrow(row);
    if (over > mostInSlot || over < 0) throw new RangeError('an actor or an object has more than 65,536 states');
    if (over > mostInByte && !this.isWide) {
      this.widen();
      return this.pack(row);
    }
    return hashOf(this.packed);
  }

  private packNarrow(row: Int32Array): number {
    const { packed, width } = this;
    let over = 0;
    let slot = 0;
    for (let word = 0; slot + 3 < width; word += 1, slot += 4) {
      const a = row[slot] ?? 0;
      const b = row[slot + 1] ?? 0;
      const c = row[slot + 2] ?? 0;
      const d = row[slot + 3] ?? 0;
      over |= a | b | c | d;
      packed[word] = a | (b << 8) | (c << 16) | (d << 24);
    }
    return this.packRest(row, slot, 2, over);
  }

  private packWide(row: Int32Array): number {
    const { packed, width } = this;
    let over = 0;
    let slot = 0;
    for (let word = 0; slot + 1 < width; word += 1, slot += 2) {
      const a = row[slot] ?? 0;
      const b = row[slot + 1] ?? 0;
      over |= a | b;
      packed[word] = a | (b << 16);
    }
    return this.packRest(row, slot, 1, over);
  }

  /** The slots that do not fill a word. @param bits how many slots a word has, as a power of two */
  private packRest(row: Int32Array, start: number, bits: number, before: number): number {
    let over = before;
    let rest = 0;
    for (let slot = start; slot < this.width; slot += 1) {
      const value = row[slot] ?? 0;
      over |= value;
      rest |= value << ((slot - start) << (5 - bits));
    }
    if (start < this.width) this.packed[start >> bits] = rest;
    return over;
  }

  private append(): number {
    const number = this.rows;
    let page = this.pages[number >> pageBits];
    if (page === undefined) this.pages.push((page = new Int32Array(pageRows * this.words)));
    const from = (number & pageMask) * this.words;
    for (let word = 0; word < this.words; word += 1) page[from + word] = this.packed[word] ?? 0;
    this.rows += 1;
    if (this.rows * 4 > this.table.length * 3) this.index(this.table.length * 2);
    return number;
  }

  /** Packs all rows anew with 16 bits a slot. */
  private widen(): void {
    const narrow = this.pages;
    const [rows, narrowWords] = [this.rows, this.words];
    this.isWide = true;
    this.words = (this.width + 1) >> 1;
    this.packed = new Int32Array(this.words);
    this.pages = [];
    for (let number = 0; number < rows; number += 1) {
      const from = narrow[number >> pageBits];
      let to = this.pages[number >> pageBits];
      if (to === undefined) this.pages.push((to = new Int32Array(pageRows * this.words)));
      const [fromAt, toAt] = [(number & pageMask) * narrowWords, (number & pageMask) * this.words];
      for (let slot = 0; slot < this.width; slot += 1) {
        const value = ((from?.[fromAt + (slot >> 2)] ?? 0) >>> ((slot & 3) << 3)) & mostInByte;
        to[toAt + (slot >> 1)] = (to[toAt + (slot >> 1)] ?? 0) | (value << ((slot & 1) << 4));
      }
    }
    this.index(this.table.length);
  }

  /** Makes the table anew. @param size a power of two */
  private index(size: number): void {
    const table = new Int32Array(size);
    const mask = size - 1;
    for (let number = 0; number < this.rows; number += 1) {
      const from = (number & pageMask) * this.words;
      const page = this.pages[number >> pageBits];
      if (page === undefined) continue;
      let at = hashOf(page.subarray(from, from + this.words)) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = number + 1;
    }
    this.table = table;
    this.mask = mask;
  }
}

/** MurmurHash3 for 32 bits (Appleby). */
function hashOf(words: Int32Array): number {
  let hash = 0x1e_37_79_b9;
  for (let word = 0; word < words.length; word += 1) {
    let mixed = Math.imul(words[word] ?? 0, 0xcc_9e_2d_51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b_87_35_93);
    hash ^= mixed;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6_54_6b_64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85_eb_ca_6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2_b2_ae_35);
  return hash ^ (hash >>> 16);
}
