/** A stretch of time, ms since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Times since the epoch in ms have about 0.0002 ms of precision: less than this is no overlap. */
const roundingMs = 0.001;

/**
 * How much of all time up to some moment is covered, each stretch counted for itself: answers in O(log n) how
 * long the stretches overlap any other, however many they are.
 */
export class Coverage {
  /** Where stretches begin or end, sorted. */
  readonly #edges: Float64Array;
  /** From there on so many are in progress. */
  readonly #active: Float64Array;
  /** What was covered by then, ms. */
  readonly #covered: Float64Array;

  constructor(intervals: readonly Interval[]) {
    const begins = Float64Array.from(intervals, ({ from }) => from).sort();
    const ends = Float64Array.from(intervals, ({ to }) => to).sort();
    this.#edges = new Float64Array(begins.length * 2);
    this.#active = new Float64Array(this.#edges.length);
    this.#covered = new Float64Array(this.#edges.length);
    this.#sweep(begins, ends);
  }

  /** Sum of the overlaps of all stretches with that one, ms. */
  within({ from, to }: Interval): number {
    const overlap = this.#upTo(to) - this.#upTo(from);
    return overlap > roundingMs ? overlap : 0;
  }

  #sweep(begins: Float64Array, ends: Float64Array): void {
    let [begun, ended, covered] = [0, 0, 0];
    for (let at = 0; at < this.#edges.length; at++) {
      const [begin, end] = [begins[begun] ?? Infinity, ends[ended] ?? Infinity];
      const edge = Math.min(begin, end);
      if (at > 0) covered += (begun - ended) * (edge - (this.#edges[at - 1] ?? edge));
      if (begin <= end) begun += 1;
      else ended += 1;
      this.#edges[at] = edge;
      this.#active[at] = begun - ended;
      this.#covered[at] = covered;
    }
  }

  #upTo(time: number): number {
    const last = countBelow(this.#edges, time) - 1;
    return last < 0 ? 0 : (this.#covered[last] ?? 0) + (this.#active[last] ?? 0) * (time - (this.#edges[last] ?? time));
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
