/** A stretch of time, ms since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * How much of all time up to some moment is covered, each stretch counted for itself: answers in O(log n) how
 * long the stretches overlap any other, however many they are.
 */
export class Coverage {
  readonly #begins: Sums;
  readonly #ends: Sums;

  constructor(intervals: readonly Interval[]) {
    this.#begins = new Sums(intervals.map(({ from }) => from));
    this.#ends = new Sums(intervals.map(({ to }) => to));
  }

  /** Sum of the overlaps of all stretches with that one, ms. */
  within({ from, to }: Interval): number {
    // The difference of two large sums: what is left of rounding is no overlap.
    const overlap = this.#upTo(to) - this.#upTo(from);
    return overlap > roundingMs ? overlap : 0;
  }

  #upTo(time: number): number {
    return this.#begins.pastAt(time) - this.#ends.pastAt(time);
  }
}

/** Times since the epoch in ms have about 0.0002 ms of precision. */
const roundingMs = 0.001;

/** Moments, sorted, and how long ago all those were together that had passed. */
class Sums {
  readonly #base: number;
  readonly #times: Float64Array;
  readonly #sums: Float64Array;

  constructor(times: readonly number[]) {
    this.#times = Float64Array.from(times).sort();
    this.#base = this.#times[0] ?? 0;
    this.#sums = new Float64Array(times.length + 1);
    let sum = 0;
    for (let at = 0; at < this.#times.length; at++) {
      sum += (this.#times[at] ?? 0) - this.#base;
      this.#sums[at + 1] = sum;
    }
  }

  /** Sum of how long ago each was that is before `time`, ms. */
  pastAt(time: number): number {
    const count = countBelow(this.#times, time);
    return count * (time - this.#base) - (this.#sums[count] ?? 0);
  }
}

/** How many of them, sorted, are smaller than `value`. */
export function countBelow(sorted: Float64Array | readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same time covered, by stretches that neither overlap nor touch, in their order. */
export function unionOf(intervals: readonly Interval[]): readonly Interval[] {
  const union: { from: number; to: number }[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = union.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else union.push({ from, to });
  }
  return union;
}

/** Answers in O(log n) whether any of the stretches overlaps another one for some time. */
export class Overlaps {
  readonly #begins: Float64Array;
  /** The latest end among the stretches so far. */
  readonly #latest: Float64Array;

  constructor(intervals: readonly Interval[]) {
    const sorted = intervals.toSorted((a, b) => a.from - b.from);
    this.#begins = Float64Array.from(sorted, ({ from }) => from);
    this.#latest = new Float64Array(sorted.length);
    let latest = -Infinity;
    for (const [at, { to }] of sorted.entries()) this.#latest[at] = latest = Math.max(latest, to);
  }

  any({ from, to }: Interval): boolean {
    const begun = countBelow(this.#begins, to);
    return begun > 0 && (this.#latest[begun - 1] ?? from) > from;
  }
}
