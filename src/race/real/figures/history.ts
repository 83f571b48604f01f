import { endings, type Ending, type Happened } from '../result.ts';
import { toMicroseconds } from './quantiles.ts';

/**
 * What actors did, as rows of numbers: a row is written within microseconds and survives the end of whoever wrote
 * it. Times are ms of the machine's monotonic clock, which all processes share; NaN is what did not happen.
 */
export const columns = ['actor', 'asked', 'entered', 'left', 'ended', 'read', 'wrote', 'ending', 'paused', 'retries', 'deadlocks'] as const;
export type Column = (typeof columns)[number];
export const width = columns.length;
export const rowBytes = width * Float64Array.BYTES_PER_ELEMENT;

const offsets = Object.fromEntries(columns.map((column, at) => [column, at]));

/** The operations of all actors, in the order in which they were asked for. */
export class History {
  readonly length: number;
  readonly #rows: Float64Array;
  readonly #order: Uint32Array;
  readonly #start: number;

  /**
   * @param rows as they were written, one actor's after another's
   * @param start of the run, by the same clock, ms
   */
  constructor(rows: Float64Array, start: number) {
    this.length = Math.floor(rows.length / width);
    this.#rows = rows;
    this.#start = start;
    const asked = (row: number): number => rows[row * width + 1] ?? 0;
    this.#order = Uint32Array.from({ length: this.length }, (_, row) => row).sort((a, b) => asked(a) - asked(b));
  }

  /** A number of the operation at a place; times count from the start of the run. NaN where it did not happen. */
  get(place: number, column: Column): number {
    const value = this.#rows[(this.#order[place] ?? 0) * width + (offsets[column] ?? 0)] ?? Number.NaN;
    return isTime(column) ? value - this.#start : value;
  }

  /** The places of the operations that were done. */
  done(): Uint32Array {
    return Uint32Array.from({ length: this.length }, (_, place) => place).filter((place) => this.ending(place) === 'done');
  }

  ending(place: number): Ending {
    return endings[this.get(place, 'ending')] ?? 'died';
  }

  /** @throws RangeError beyond the end */
  at(place: number): Happened {
    if (!(place >= 0 && place < this.length)) throw new RangeError(`no operation ${place}`);
    const orNull = (column: Column): number | null => {
      const value = this.get(place, column);
      return Number.isNaN(value) ? null : toMicroseconds(value);
    };
    return {
      actor: this.get(place, 'actor'),
      asked: toMicroseconds(this.get(place, 'asked')),
      entered: orNull('entered'),
      left: orNull('left'),
      ended: toMicroseconds(this.get(place, 'ended')),
      read: orNull('read'),
      wrote: orNull('wrote'),
      ending: this.ending(place),
      paused: toMicroseconds(this.get(place, 'paused')),
    };
  }
}

/**
 * What actors have written, each a file of rows.
 * @param start of the run, by the machine's monotonic clock, ms
 */
export function historyIn(files: readonly Uint8Array[], start: number): History {
  // What a kill has cut off is no row.
  const whole = files.map((bytes) => bytes.subarray(0, bytes.length - (bytes.length % rowBytes)));
  const all = new Uint8Array(whole.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of whole) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return new History(new Float64Array(all.buffer), start);
}

function isTime(column: Column): boolean {
  return column === 'asked' || column === 'entered' || column === 'left' || column === 'ended';
}
