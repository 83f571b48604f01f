import { countBelow, inOrder } from './intervals.ts';
import type { Times } from './stays.ts';

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
  /** How many edges came before the last moments that were asked for. */
  #nearFrom = 0;
  #nearTo = 0;

  constructor({ from, to }: Times) {
    this.#edges = new Float64Array(from.length * 2);
    this.#active = new Float64Array(this.#edges.length);
    this.#covered = new Float64Array(this.#edges.length);
    this.#sweep(from, inOrder(to));
  }

  /** Sum of the overlaps of all stretches with that one, ms. */
  within(from: number, to: number): number {
    if (this.#edges.length === 0) return 0;
    this.#nearFrom = countBelow(this.#edges, from, this.#nearFrom);
    this.#nearTo = countBelow(this.#edges, to, this.#nearTo);
    const overlap = this.#upTo(to, this.#nearTo - 1) - this.#upTo(from, this.#nearFrom - 1);
    return overlap > roundingMs ? overlap : 0;
  }

  #sweep(begins: Float64Array, ends: Float64Array): void {
    let [begun, ended, covered, before] = [0, 0, 0, 0];
    for (let at = 0; at < this.#edges.length; at++) {
      const begin = begun < begins.length ? (begins[begun] ?? 0) : Infinity;
      const end = ends[ended] ?? 0;
      const edge = begin <= end ? begin : end;
      if (begun > ended) covered += (begun - ended) * (edge - before);
      if (begin <= end) begun += 1;
      else ended += 1;
      this.#edges[at] = before = edge;
      this.#active[at] = begun - ended;
      this.#covered[at] = covered;
    }
  }

  #upTo(time: number, edge: number): number {
    return edge < 0 ? 0 : (this.#covered[edge] ?? 0) + (this.#active[edge] ?? 0) * (time - (this.#edges[edge] ?? time));
  }
}
