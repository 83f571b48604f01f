import type { Quantiles } from '../result.ts';

/** Of durations, ms, in whatever order; all 0 for none. */
export function quantilesOf(durations: Float64Array): Quantiles {
  const sorted = durations.slice().sort();
  const at = (share: number): number => toMicroseconds(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Rounded to three places: what is measured in ms is not exacter than that. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Jain, Chiu and Hawe, "A Quantitative Measure of Fairness", DEC-TR-301, 1984: 1 when all have as much, 1/n when one has it all. */
export function jain(shares: readonly number[]): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const squares = shares.reduce((sum, share) => sum + share ** 2, 0);
  return squares === 0 ? 1 : total ** 2 / (shares.length * squares);
}
