/** A list of small whole numbers that grows by pages, so that nothing is ever moved. */
export class GrowingList {
  private readonly pages: Int32Array[] = [];
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** In bytes. */
  get bytes(): number {
    return this.pages.length * pageLength * 4;
  }

  push(value: number): void {
    const page = this.pages[this.count >> pageBits];
    if (page === undefined) {
      const fresh = new Int32Array(pageLength);
      fresh[0] = value;
      this.pages.push(fresh);
    } else {
      page[this.count & (pageLength - 1)] = value;
    }
    this.count += 1;
  }

  /** @param index of a number that was pushed */
  set(index: number, value: number): void {
    const page = this.pages[index >> pageBits];
    if (page === undefined || index >= this.count) throw new RangeError(`no number at ${index}`);
    page[index & (pageLength - 1)] = value;
  }

  at(index: number): number {
    return this.pages[index >> pageBits]?.[index & (pageLength - 1)] ?? 0;
  }
}

const pageBits = 16;
const pageLength = 1 << pageBits;
