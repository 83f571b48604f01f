/** Rows in a page, as a power of two. */
const pageBits = 14;
const pageRows = 1 << pageBits;
const pageMask = pageRows - 1;

/** Slots of a row fit into 16 bits, as long as no actor and no object has more states than that. */
const mostInSlot = 0xff_ff;

/**
 * Rows of small numbers, each kept once and known by a number counted from 0: a hash table with open addressing
 * whose rows lie packed in pages, so that a state costs little more than its numbers and none is ever moved.
 * Per row of w slots: 4 * ceil(w / 2) bytes, and 4 to 11 for the table.
 */
export class StateStore {
  private readonly width: number;
  private readonly words: number;
  private readonly pages: Int32Array[] = [];
  private readonly packed: Int32Array;
  private table = new Int32Array(1 << 12);
  private mask = (1 << 12) - 1;
  private rows = 0;

  constructor(width: number) {
    this.width = width;
    this.words = (width + 1) >> 1;
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
    const { packed, words, table, mask } = this;
    const hash = this.pack(row);
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
    let word = (number & pageMask) * words;
    for (let slot = 0; slot < width; slot += 2, word += 1) {
      const both = page[word] ?? 0;
      into[slot] = both & mostInSlot;
      if (slot + 1 < width) into[slot + 1] = both >>> 16;
    }
  }

  private isPacked(number: number): boolean {
    const page = this.pages[number >> pageBits];
    const from = (number & pageMask) * this.words;
    return this.packed.every((value, word) => page?.[from + word] === value);
  }

  /** Packs a row, and tells its hash: the words are mixed as MurmurHash3 does it. */
  private pack(row: Int32Array): number {
    const { width, words, packed } = this;
    let hash = 0x9e_37_79_b9;
    let over = 0;
    for (let word = 0, slot = 0; word < words; word += 1, slot += 2) {
      const low = row[slot] ?? 0;
      const high = slot + 1 < width ? (row[slot + 1] ?? 0) : 0;
      over |= low | high;
      const both = low | (high << 16);
      packed[word] = both;
      let mixed = Math.imul(both, 0xcc_9e_2d_51);
      mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b_87_35_93);
      hash ^= mixed;
      hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6_54_6b_64) | 0;
    }
    if (over > mostInSlot || over < 0) throw new RangeError('an actor or an object has more than 65,536 states');
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85_eb_ca_6b);
    hash ^= hash >>> 13;
    return hash;
  }

  private append(): number {
    const number = this.rows;
    let page = this.pages[number >> pageBits];
    if (page === undefined) this.pages.push((page = new Int32Array(pageRows * this.words)));
    page.set(this.packed, (number & pageMask) * this.words);
    this.rows += 1;
    if (this.rows * 4 > this.table.length * 3) this.grow();
    return number;
  }

  private grow(): void {
    const old = this.rows;
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    const row = new Int32Array(this.width);
    for (let number = 0; number < old; number += 1) {
      this.read(number, row);
      let at = this.pack(row) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = number + 1;
    }
    this.table = table;
    this.mask = mask;
  }
}
