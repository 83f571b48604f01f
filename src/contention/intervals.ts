/** A stretch of time, ms since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * How many of them, sorted, are smaller than `value`. O(log n), and O(1) where the answer is near the guess.
 * @param guess an answer to start from
 */
export function countBelow(sorted: Float64Array | readonly number[], value: number, guess = sorted.length >>> 1): number {
  let low = 0;
  let high = sorted.length;
  let step = 1;
  for (let at = guess; at < high && (sorted[at] ?? 0) < value; at += step, step *= 2) low = at + 1;
  if (step === 1) for (let at = guess - 1; at >= low; at -= step, step *= 2) {
    if ((sorted[at] ?? 0) < value) {
      low = at + 1;
      break;
    }
    high = at;
  }
  else high = Math.min(low - 1 + step, high);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The numbers of a list, sorted; they often are. */
export function sortedOf<T>(items: readonly T[], valueOf: (item: T) => number): Float64Array {
  const values = new Float64Array(items.length);
  let latest = -Infinity;
  let isSorted = true;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    const value = item === undefined ? latest : valueOf(item);
    if (value < latest) isSorted = false;
    values[at] = latest = value;
  }
  return isSorted ? values : values.sort();
}

/** In the order in which they begin; the same list where they stand so already. */
export function byBegin<T extends Interval>(intervals: readonly T[]): readonly T[] {
  let latest = -Infinity;
  for (const { from } of intervals) {
    if (from < latest) return intervals.toSorted((a, b) => a.from - b.from);
    latest = from;
  }
  return intervals;
}

/**
 * The same time covered, by stretches that neither overlap nor touch, in their order.
 * @param intervals in the order in which they begin
 */
export function unionOf(intervals: readonly Interval[]): readonly Interval[] {
  const union: { from: number; to: number }[] = [];
  let last: { from: number; to: number } | undefined;
  for (const { from, to } of intervals) {
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else union.push((last = { from, to }));
  }
  return union;
}

/** How much of that stretch the others cover together, ms. */
export function coveredOf({ from, to }: Interval, union: readonly Interval[]): number {
  let covered = 0;
  for (const each of union) covered += Math.max(Math.min(each.to, to) - Math.max(each.from, from), 0);
  return covered;
}
