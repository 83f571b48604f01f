import type { Times } from './stays.ts';

/** A stretch of time, ms since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * How many of them, sorted, are smaller than `value`. O(log n), and O(1) where the answer is near the guess.
 * @param guess an answer to start from
 */
export function countBelow(sorted: Float64Array, value: number, guess = sorted.length >>> 1): number {
  let low = 0;
  let high = sorted.length;
  // Steps that double, away from the guess, until the answer lies between the last two.
  for (let at = guess, step = 1; at < high && (sorted[at] ?? 0) < value; at += step, step *= 2) low = at + 1;
  for (let at = Math.max(guess, low), step = 1; at >= low && at < high; at -= step, step *= 2) {
    if ((sorted[at] ?? 0) < value) low = at + 1;
    else high = at;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same numbers, sorted; the same list where they are so already, as times often are. */
export function inOrder(values: Float64Array): Float64Array {
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) < (values[at - 1] ?? 0)) return values.toSorted();
  return values;
}

/** The same time covered, by stretches that neither overlap nor touch. */
export function unionOf({ from, to }: Times): Times {
  const union = { from: new Float64Array(from.length), to: new Float64Array(from.length) };
  let last = -1;
  for (let at = 0; at < from.length; at++) {
    const [begin, end] = [from[at] ?? 0, to[at] ?? 0];
    if (last >= 0 && begin <= (union.to[last] ?? 0)) {
      if (end > (union.to[last] ?? 0)) union.to[last] = end;
      continue;
    }
    last += 1;
    union.from[last] = begin;
    union.to[last] = end;
  }
  return { from: union.from.subarray(0, last + 1), to: union.to.subarray(0, last + 1) };
}

/** How much of that stretch is covered, each part of it once, ms. */
export function coveredOf(stretch: Interval, { from, to }: Times): number {
  let covered = 0;
  let until = stretch.from;
  for (let at = 0; at < from.length; at++) {
    const end = Math.min(to[at] ?? 0, stretch.to);
    if (end <= until) continue;
    covered += end - Math.max(from[at] ?? 0, until);
    until = end;
  }
  return covered;
}
