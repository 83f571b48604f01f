import { inOrder, type Interval } from './intervals.ts';
import type { Span } from './model.ts';

/**
 * How many waited at once at most, in each of `buckets` equal parts of the range. A wait that lasts goes on to
 * the end of the range.
 * @param spans of one lock or of several
 */
export function waitersOverTime(spans: readonly Span[], range: Interval, buckets: number): readonly number[] {
  const most = Array.from({ length: buckets }, () => 0);
  const width = (range.to - range.from) / buckets;
  if (!(width > 0)) return most;
  const { begins, ends } = edgesOf(spans, range);
  const bucketAt = (time: number): number => Math.min(Math.floor((time - range.from) / width), buckets - 1);
  let waiting = 0;
  let bucket = 0;
  let ended = 0;
  const goTo = (next: number): void => {
    for (bucket += 1; bucket <= next; bucket++) most[bucket] = waiting;
    bucket = next;
  };
  const note = (time: number, change: number): void => {
    const next = bucketAt(time);
    // Who goes at the very beginning of a part has not waited in it.
    if (next > bucket) {
      const isEdge = change < 0 && time <= range.from + next * width;
      if (isEdge) goTo(next - 1);
      else goTo(next);
    }
    waiting += change;
    if (change > 0) most[bucket] = Math.max(most[bucket] ?? 0, waiting);
  };
  for (const begin of begins) {
    for (; ended < ends.length && (ends[ended] ?? 0) <= begin; ended++) note(ends[ended] ?? 0, -1);
    note(begin, 1);
  }
  for (; ended < ends.length; ended++) note(ends[ended] ?? 0, -1);
  goTo(buckets - 1);
  return most;
}

/** Where waits of some length begin and end within the range, both sorted. */
function edgesOf(spans: readonly Span[], range: Interval): { readonly begins: Float64Array; readonly ends: Float64Array } {
  const waits = spans.filter(({ is, from, to }) => is === 'wait' && from < range.to && (to ?? range.to) > Math.max(from, range.from));
  const [begins, ends] = [new Float64Array(waits.length), new Float64Array(waits.length)];
  waits.forEach(({ from, to }, at) => {
    begins[at] = Math.max(from, range.from);
    ends[at] = Math.min(to ?? range.to, range.to);
  });
  return { begins: inOrder(begins), ends: inOrder(ends) };
}
