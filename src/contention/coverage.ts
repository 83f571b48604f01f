import { countBelow, sortedOf, type Interval } from './intervals.ts';

/** Times since the epoch in ms have about 0.0002 ms of precision: less than this is no overlap. */
const roundingMs = 0.001;

/**
 * How much of all time up to some moment is covered by stretches, each counted for itself: answers how long
 * they overlap another one in O(log n), however many they are, and in O(1) when asked in order.
 */
export class Coverage {
  /** Where stretches begin or end, sorted. */
  readonly #edges: Float64Array;
  /** From there on so many are in progress. */
  readonly #active: Float64Array;
  /** What was covered by then, ms. */
  readonly #covered: Float64Array;
  /** How many edges came before the last moments asked for. */
  readonly #near = { from: 0, to: 0 };

  constructor(intervals: readonly Interval[]) {
    this.#edges = new Float64Array(intervals.length * 2);
    this.#active = new Float64Array(this.#edges.length);
    this.#covered = new Float64Array(this.#edges.length);
    this.#sweep(sortedOf(intervals, ({ from }) => from), sortedOf(intervals, ({ to }) => to));
  }

  /** Sum of the overlaps of all stretches with that one, ms. */
  within({ from, to }: Interval): number {
    if (this.#edges.length === 0) return 0;
    this.#near.from = countBelow(this.#edges, from, this.#near.from);
    this.#near.to = countBelow(this.#edges, to, this.#near.to);
    const overlap = this.#upTo(to, this.#near.to) - this.#upTo(from, this.#near.from);
    return overlap > roundingMs ? overlap : 0;
  }

  #sweep(begins: Float64Array, ends: Float64Array): void {
    let [begun, ended, covered, before] = [0, 0, 0, 0];
    for (let at = 0; at < this.#edges.length; at++) {
      const begin = begins[begun] ?? Infinity;
      const end = ends[ended] ?? Infinity;
      const edge = Math.min(begin, end);
      if (begun > ended) covered += (begun - ended) * (edge - before);
      if (begin <= end) begun += 1;
      else ended += 1;
      this.#edges[at] = before = edge;
      this.#active[at] = begun - ended;
      this.#covered[at] = covered;
    }
  }

  #upTo(time: number, passed: number): number {
    const last = passed - 1;
    return last < 0 ? 0 : (this.#covered[last] ?? 0) + (this.#active[last] ?? 0) * (time - (this.#edges[last] ?? time));
  }
}
