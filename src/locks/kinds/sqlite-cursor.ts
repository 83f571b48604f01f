/** A value of a row; a blob or a number with a fraction is not read. */
export type SqliteValue = string | number | null | undefined;

/** What is needed lies beyond the bytes that were read, or is no part of a table. */
export class OutOfSight extends Error {}

/** Bytes of the integers of each serial type. */
const integerLengths: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8 };

/**
 * Reads one thing after the other from a page of a SQLite database.
 * Source: https://sqlite.org/fileformat2.html, "Record Format".
 */
export class Cursor {
  readonly #bytes: Uint8Array;
  /** Where the next thing begins. */
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** @throws OutOfSight */
  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new OutOfSight();
    return byte;
  }

  /**
   * Big-endian, up to 9 bytes of 7 bits, the ninth of 8.
   * @throws OutOfSight
   */
  varint(): number {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const byte = this.#byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return value * 256 + this.#byte();
  }

  /**
   * A big-endian number of so many bytes.
   * @throws OutOfSight
   */
  uint(length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + this.#byte();
    return value;
  }

  /** The next bytes alone. */
  part(length: number): Cursor {
    return new Cursor(this.#bytes.subarray(this.at, this.at + length), 0);
  }

  /** The value of a serial type; undefined when it is not read or not all here. */
  value(type: number): SqliteValue {
    if (type === 0) return null;
    if (type === 8 || type === 9) return type - 8;
    const length = type >= 12 ? Math.floor((type - 12) / 2) : (integerLengths[type] ?? 8);
    const start = this.at;
    this.at += length;
    if (this.at > this.#bytes.length) return undefined;
    const bytes = this.#bytes.subarray(start, this.at);
    if (type >= 12) return type % 2 === 1 ? new TextDecoder().decode(bytes) : undefined;
    return integerLengths[type] === undefined ? undefined : signed(bytes);
  }
}

function signed(bytes: Uint8Array): number {
  const unsigned = bytes.reduce((value, byte) => value * 256 + byte, 0);
  return (bytes[0] ?? 0) < 0x80 ? unsigned : unsigned - 256 ** bytes.length;
}
