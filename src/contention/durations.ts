import { inOrder } from './intervals.ts';

/** Lengths of time, ms. All 0 where there was none. */
export interface Durations {
  /** How many lengths are known; those that were only glimpsed are not among them. */
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly total: number;
}

/** Percentiles are exact, by nearest rank: the smallest length that so many percent do not exceed. */
export function durationsOf(lengths: Float64Array): Durations {
  const sorted = inOrder(lengths);
  let total = 0;
  for (let at = 0; at < lengths.length; at++) total += lengths[at] ?? 0;
  return { count: sorted.length, p50: percentile(sorted, 50), p95: percentile(sorted, 95), max: sorted.at(-1) ?? 0, total };
}

function percentile(sorted: Float64Array, percent: number): number {
  return sorted[Math.max(Math.ceil((percent * sorted.length) / 100) - 1, 0)] ?? 0;
}
