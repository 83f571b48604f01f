import { closeSync, openSync, readSync } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';
import { errnoCode } from '../../base/errors.ts';

/** The kernel's list of locks at one moment. */
export interface Listing {
  readonly text: string;
  /** Whether it came by one read: what is released between two reads of a longer list hides another lock. */
  readonly isWhole: boolean;
}

/** At first, bytes; a read returns a page at most. */
const initialBytes = 1 << 16;
/** A page with no more than so much in it has room for a lock and some twenty that wait for it, bytes. */
const roomyBytes = 3000;

/**
 * /proc/locks, read again and again at as little cost as there is: the file stays open, and what has not changed
 * is not made a string. The kernel waits for a grace period (some ms) before a read that comes more than 10 ms
 * or so after the one before it; see percpu_down_write in locks_start() of its fs/locks.c.
 */
export class LockStream implements Disposable {
  readonly #descriptor: number;
  #bytes = Buffer.alloc(initialBytes);
  #before = Buffer.alloc(initialBytes);
  #latest: Listing = { text: '', isWhole: true };
  #length = 0;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** null where there is no such list. */
  static open(file = '/proc/locks'): LockStream | null {
    try {
      return new LockStream(openSync(file, 'r'));
    } catch (error) {
      if (errnoCode(error) === undefined) throw error;
      return null;
    }
  }

  /** The same object for as long as the list reads the same. @throws Error of the system, where it cannot be read any more */
  look(): Listing {
    const { length, reads } = this.#read();
    const isSame = length === this.#length && this.#isSame(length);
    if (isSame && this.#latest.isWhole === reads <= 1) return this.#latest;
    this.#latest = { text: this.#bytes.toString('latin1', 0, length), isWhole: reads <= 1 };
    [this.#bytes, this.#before] = [this.#before, this.#bytes];
    this.#length = length;
    return this.#latest;
  }

  dispose(): void {
    closeSync(this.#descriptor);
  }

  #read(): { readonly length: number; readonly reads: number } {
    let length = 0;
    for (let reads = 0; ; reads++) {
      const more = readSync(this.#descriptor, this.#bytes, length, this.#bytes.length - length, length);
      if (more === 0) return { length, reads };
      length += more;
      if (reads === 0 && this.#isAsBefore(length)) return { length, reads: 1 };
      if (this.#bytes.length - length < initialBytes / 2) this.#grow();
    }
  }

  /** Whether there can be no more than before: what came as one page is the same, and a new lock would have fitted into it. */
  #isAsBefore(length: number): boolean {
    return this.#latest.isWhole && length === this.#length && length < roomyBytes && this.#isSame(length);
  }

  #isSame(length: number): boolean {
    return this.#bytes.compare(this.#before, 0, length, 0, length) === 0;
  }

  #grow(): void {
    const grow = (buffer: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> => Buffer.concat([buffer], 2 * buffer.length);
    [this.#bytes, this.#before] = [grow(this.#bytes), grow(this.#before)];
  }
}
